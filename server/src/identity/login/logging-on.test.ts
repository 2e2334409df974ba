import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LogOnServer, withLogOn } from '../../test/log-on.ts';
import { persons, resources } from './test/people.ts';

let server: LogOnServer;
beforeAll(async () => {
  server = await withLogOn({ persons, resources });
});
afterAll(() => server.close());

const sessionOf = async (browser: ReturnType<LogOnServer['browser']>) =>
  (await (await browser.api('/login/session')).json()) as Record<string, unknown> & {
    state: string;
    employments: { id: string }[];
  };

test('a nurse logs on with HelseID, and is who the registers say at the one place she works', async () => {
  const browser = server.browser();
  const { url } = await browser.logOn('helseid', 'hanne', { returnTo: '/pasient/x/tidslinje?a=1' });
  expect(url).toBe(`${server.base}/pasient/x/tidslinje?a=1`);
  expect(await sessionOf(browser)).toMatchObject({
    state: 'open',
    kind: 'staff',
    name: 'Hanne Hjem',
    reference: 'Practitioner/hanne',
  });
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

test('no token and no secret of the provider reaches the browser', async () => {
  const browser = server.browser();
  await browser.logOn('helseid', 'hanne');
  expect(JSON.stringify(await sessionOf(browser))).not.toMatch(/eyJ|token|refresh/i);
  const cookies = [...browser.cookies.keys()].filter((name) => !name.startsWith('demo_'));
  expect(cookies).toEqual(['enjournal-session']);
  const answer = await browser.ask('/login/start?provider=helseid');
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^enjournal-logon-[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/,
  );
});

test('who works at several places chooses one first, and can change without logging on again', async () => {
  const browser = server.browser();
  const { url } = await browser.logOn('helseid', 'gunnar', { returnTo: '/pasient/x' });
  expect(url).toBe(`${server.base}/?return_to=%2Fpasient%2Fx`);
  const session = await sessionOf(browser);
  expect(session).toMatchObject({
    state: 'choosing',
    employments: [
      { id: 'gunnar-granli', title: 'Sykehjemslege', role: 'lege', legalEntity: { display: 'Fjordvik kommune' } },
      { id: 'gunnar-legevakt', title: 'Legevaktlege', legalEntity: { id: 'legevakt' } },
    ],
  });
  expect(session).not.toHaveProperty('employment');
  const before = await browser.api('/fhir/Patient/kari');
  expect([before.status, await before.text()]).toEqual([401, expect.stringContaining('no-employment-chosen')]);

  for (const id of ['gunnar-legevakt', 'gunnar-granli']) {
    const chosen = await browser.api('/login/role', { practitionerRole: id });
    expect([chosen.status, await chosen.json()]).toMatchObject([200, { state: 'open', employment: { id } }]);
    expect(await (await browser.api('/whoami')).json()).toMatchObject({ practitionerRole: id, role: 'lege' });
  }
  const other = await browser.api('/login/role', { practitionerRole: 'hanne-sone-3' });
  expect(other.status, 'somebody else’s').toBe(422);
});

test('who has no HPR number logs on by the national identity number, with a purpose that fits the role', async () => {
  const browser = server.browser();
  await browser.logOn('helseid', 'sara');
  expect(await (await browser.api('/whoami')).json()).toMatchObject({
    role: 'saksbehandler',
    purpose: 'COC',
    legalEntity: 'fjordvik',
  });
});

test('a citizen logs on with ID-porten to the record of that number, the surviving one where two were merged', async () => {
  const kari = server.browser();
  await kari.logOn('idporten', 'kari');
  expect(await (await kari.api('/whoami')).json()).toEqual({
    kind: 'citizen',
    id: 'Patient/kari',
    ownPatient: 'kari',
    display: 'Kari Testdal',
    clientId: 'enjournal-web',
    scopes: ['user/*.cruds'],
    loa: 4,
    purpose: 'PATRQT',
    session: expect.any(String),
  });
  const moved = server.browser();
  await moved.logOn('idporten', 'moved');
  expect(await (await moved.api('/whoami')).json()).toMatchObject({ id: 'Patient/moved-now' });
  const nurse = server.browser();
  await nurse.logOn('idporten', 'hanne');
  expect(await (await nurse.api('/whoami')).json(), 'at home a nurse is a citizen').toMatchObject({
    kind: 'citizen',
    id: 'Patient/hanne-as-citizen',
  });
});

test.each([
  ['helseid', 'low', 'level'],
  ['idporten', 'low', 'level'],
  ['helseid', 'nobody', 'no-employment'],
  ['idporten', 'nobody', 'no-record'],
  ['helseid', 'contradiction', 'contradiction'],
  ['helseid', 'borrowed', 'contradiction'],
] as const)('%s: who comes as “%s” is not let in, and is told: %s', async (provider, person, failure) => {
  const browser = server.browser();
  const { url } = await browser.logOn(provider, person, { returnTo: '/pasient/x' });
  expect(url).toBe(`${server.base}/?log-on=${failure}&return_to=%2Fpasient%2Fx`);
  expect(await sessionOf(browser)).toEqual({ state: 'none', providers: ['helseid', 'idporten'] });
  expect((await server.security()).at(-1)).toEqual({ interaction: 'log-on', decision: `deny:${failure}` });
});

test('who gives up at the provider is back at the door', async () => {
  const browser = server.browser();
  const page = await browser.go('/login/start?provider=helseid&return_to=/x');
  const { url } = await browser.go(page.url, { method: 'POST', body: new URLSearchParams({ cancel: 'true' }) });
  expect(url).toBe(`${server.base}/?log-on=cancelled&return_to=%2Fx`);
});

test('the provider’s page speaks the language asked for, loads nothing, and leads back to us only', async () => {
  const browser = server.browser();
  const { html, url, answer } = await browser.go('/login/start?provider=helseid&lang=nn');
  expect(html).toContain('<html lang="nn">');
  expect(html).toContain('Sone &#60;3&#62;');
  expect(html).not.toMatch(/<script|src=|@import|url\(/);
  expect(answer.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:\d+; frame-ancestors 'none'/,
  );
  expect((await browser.go(`${new URL(url).pathname}?lang=en`)).html).toContain('Who are you today?');
});

test('localhost is another name for the same server, from the door to the session', async () => {
  const named = server.base.replace('127.0.0.1', 'localhost');
  const browser = server.browser();
  const page = await browser.go(`${named}/login/start?provider=idporten&return_to=/a`);
  expect(page.url).toMatch(/^http:\/\/localhost:/);
  const { url } = await browser.go(page.url, { method: 'POST', body: new URLSearchParams({ person: 'kari' }) });
  expect(url).toBe(`${named}/a`);
});

test('two tabs can log on side by side, and who logs on last is who it is', async () => {
  const browser = server.browser();
  const first = await browser.go('/login/start?provider=helseid&return_to=/first');
  const second = await browser.go('/login/start?provider=helseid&return_to=/second');
  const choose = (at: string, person: string) =>
    browser.go(at, { method: 'POST', body: new URLSearchParams({ person }) });
  expect((await choose(second.url, 'hanne')).url).toBe(`${server.base}/second`);
  const before = browser.cookies.get('enjournal-session')?.value as string;
  expect((await choose(first.url, 'sara')).url).toBe(`${server.base}/first`);
  expect(await sessionOf(browser)).toMatchObject({ name: 'Sara Saksen' });
  browser.cookies.set('enjournal-session', { value: before, path: '/' });
  expect(await sessionOf(browser), 'the one before her is logged out').toMatchObject({ state: 'none' });
});

test('an authorization server beside it can ask who is here, and send who is not to log on', async () => {
  const browser = server.browser();
  await browser.logOn('helseid', 'hanne');
  const asked = async (cookie: string) =>
    server.login.sessionOf({ headers: { cookie } } as Parameters<typeof server.login.sessionOf>[0]);
  expect(await asked(browser.cookiesFor('/'))).toMatchObject({ state: 'open', who: { practitioner: 'hanne' } });
  expect(await asked('')).toBeUndefined();
  expect(server.login.startLoginAt('/oauth/auth/1?a=b')).toBe('/login?return_to=%2Foauth%2Fauth%2F1%3Fa%3Db');
  expect((await server.browser().ask('/login?return_to=%2Foauth%2Fauth%2F1')).headers.get('location')).toBe(
    '/?return_to=%2Foauth%2Fauth%2F1',
  );
});
