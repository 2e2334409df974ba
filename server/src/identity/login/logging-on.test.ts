import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LogOnServer, withLogOn } from '../../test/log-on.ts';
import { persons, resources } from './test/people.ts';

let server: LogOnServer;
beforeAll(async () => {
  server = await withLogOn({ persons, resources });
});
afterAll(() => server.close());

test('a nurse logs on with HelseID, and is who the registers say at the one place she works', async () => {
  const browser = server.browser();
  const { url } = await browser.logOn('helseid', 'hanne', { returnTo: '/pasient/x/tidslinje?a=1' });
  expect(url).toBe(`${server.base}/pasient/x/tidslinje?a=1`);
  const session = await (await browser.api('/login/session')).json();
  expect(session).toMatchObject({ state: 'open', kind: 'staff', name: 'Hanne Hjem', reference: 'Practitioner/hanne' });
  expect(await (await browser.api('/whoami')).json()).toEqual({
    kind: 'staff',
    id: 'Practitioner/hanne',
    practitioner: 'hanne',
    display: 'Hanne Hjem',
    clientId: 'enjournal-web',
    scopes: ['user/*.cruds'],
    loa: 4,
    session: expect.any(String),
    purpose: 'TREAT',
    practitionerRole: 'hanne-sone-3',
    organization: { id: 'sone-3', display: 'Hjemmetjenesten sone 3' },
    legalEntity: 'fjordvik',
    title: 'Sykepleier',
    role: 'sykepleier',
    ownPatient: 'hanne-as-citizen',
  });
});
