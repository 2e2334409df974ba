import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { staff } from '../../test/actors.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { store } from '../../test/stored.ts';
import { workplace } from './index.ts';
import { ownKindOf, recordOf, startChoiceOf, startResource, visitOf, visitResource } from './rules.ts';

vi.setConfig({ testTimeout: 60_000 });

const role = { system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'assistent' };
let server: TestServer;
beforeAll(async () => {
  server = await withServer({ processes: [workplace] });
  await store(server, [
    { resourceType: 'Organization', id: 'zone', name: 'Sone 3' },
    { resourceType: 'Organization', id: 'night', name: 'Nattpatruljen' },
    ...['ada', 'bo'].flatMap((id) => [
      { resourceType: 'Practitioner', id, name: [{ text: id }] },
      ...['zone', 'night'].map((unit) => ({
        resourceType: 'PractitionerRole',
        id: `${id}-${unit}`,
        active: true,
        practitioner: { reference: `Practitioner/${id}` },
        organization: { reference: `Organization/${unit}` },
        code: [{ coding: [role] }],
      })),
    ]),
  ]);
  for (const id of ['ada', 'bo'])
    for (const unit of ['zone', 'night']) server.actors.set(`${id}-${unit}`, staff(id, unit, 'assistent'));
  server.actors.set('app', { ...server.actors.get('ada-zone')!, clientId: 'app', scopes: ['user/Basic.cruds'] });
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const as = (token: string) => ({ authorization: `Bearer ${token}` });
const kind = (code: string) => `code=https://enjournal.no/fhir/CodeSystem/basic-type|${code}`;
const visitTo = (person: string, record: string) =>
  `Basic?${kind('visit')}&subject=Practitioner/${person}&identifier=https://enjournal.no/fhir/NamingSystem/visited-record|${record}`;
const keyOf = ({ issue }: { issue: object[] }) =>
  issue.map((one) => (one as { details: { coding: { code: string }[] } }).details.coding[0]?.code);
const at = '2026-11-27T09:00:00Z';

test('what one has seen is kept once for each record, and found again wherever one works', async () => {
  const first = visitResource('Practitioner/ada', 'kari', { at });
  expect((await server.put(visitTo('ada', 'kari'), first, as('ada-zone'))).status).toBe(201);
  const again = visitResource('Practitioner/ada', 'kari', { at: '2026-11-28T09:00:00Z', since: at });
  expect((await server.put(visitTo('ada', 'kari'), again, as('ada-night'))).status).toBe(200);
  const found = await server.get(`Basic?${kind('visit')}&subject=Practitioner/ada`, as('ada-zone'));
  expect(found.body.total).toBe(1);
  const [{ resource }] = found.body.entry as unknown as [{ resource: never }];
  expect([ownKindOf(resource), recordOf(resource)]).toEqual(['visit', 'kari']);
  expect(visitOf(resource)).toEqual({ at: '2026-11-28T09:00:00Z', since: at });
});

test('several at once make one, and a second is refused', async () => {
  const body = visitResource('Practitioner/ada', 'solveig', { at });
  const answers = await Promise.all([1, 2, 3].map(() => server.post('Basic', body, as('ada-zone'))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  const { body: refused } = await server.post('Basic', body, as('ada-zone'));
  expect(keyOf(refused as never)).toEqual(['own-twice']);
});

test('an app of the same person keeps the start page, and finds what is kept', async () => {
  const choice = { hidden: ['recent'], order: ['tasks', 'unit'] };
  const where = `Basic?${kind('start-page')}&subject=Practitioner/ada`;
  expect((await server.put(where, startResource('Practitioner/ada', choice), as('app'))).status).toBe(201);
  const { body } = await server.get(where, as('ada-night'));
  expect(startChoiceOf(body.entry[0]!.resource as never)).toEqual(choice);
  const none = startResource('Practitioner/ada', { hidden: [], order: [] });
  expect((await server.put(where, none, as('ada-zone'))).status).toBe(200);
});

test('a colleague at the same unit finds nothing of it, in counts and history neither, and writes nothing of it', async () => {
  const { body } = await server.post('Basic', visitResource('Practitioner/ada', 'tor', { at }), as('ada-zone'));
  const bo = as('bo-zone');
  expect((await server.get(`Basic/${body.id}`, bo)).status).toBe(404);
  expect((await server.get(`Basic/${body.id}/_history`, bo)).status).toBe(404);
  expect((await server.get(`Basic?${kind('visit')}`, bo)).body.total).toBe(0);
  expect((await server.get(`Basic?${kind('visit')}&_summary=count`, bo)).body.total).toBe(0);
  expect((await server.get(`Basic?_id=${body.id}`, bo)).body.total).toBe(0);
  expect((await server.put(`Basic/${body.id}`, { ...body, language: 'nb' }, bo)).status).toBe(404);
  const forAda = await server.post('Basic', visitResource('Practitioner/ada', 'jonas', { at }), bo);
  expect(keyOf(forAda.body as never)).toEqual(['own-owner']);
});

test('a visit says where and when', async () => {
  const { identifier: _where, ...bare } = visitResource('Practitioner/ada', 'x', { at });
  const { body } = await server.post('Basic', { ...bare, extension: [] as never[] }, as('ada-zone'));
  expect((body.issue as unknown[]).length).toBeGreaterThan(0);
  const refused = await server.post('Basic', bare, as('ada-zone'));
  expect(keyOf(refused.body as never)).toEqual(['own-visit']);
});
