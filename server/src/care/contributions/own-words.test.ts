import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** What citizens tell of themselves, by an outside app through FHIR. */
let server: TestServer;

beforeAll(async () => {
  server = await withServer({ content: true });
  const tag = [{ system: 'https://enjournal.no/fhir/CodeSystem/service-kind', code: 'home-care' }];
  await stored({ resourceType: 'Organization', id: 'zone', name: 'zone', meta: { tag } });
  for (const [id, role, profession] of [
    ['assistant', 'assistent', 'XX'],
    ['nurse', 'sykepleier', 'SP'],
  ] as const) {
    const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }] };
    await stored({ resourceType: 'Practitioner', id, qualification: [{ code }] });
    await stored({
      resourceType: 'PractitionerRole',
      id: `${id}-role`,
      active: true,
      period: { start: '2020-01-01' },
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: 'Organization/zone' },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
    });
    server.actors.set(id, {
      ...{ kind: 'staff', id: `Practitioner/${id}`, display: id, clientId: 'outside-app', loa: 4 },
      ...{ scopes: ['user/*.cruds'], practitioner: id, practitionerRole: `${id}-role`, role },
      ...{ organization: { id: 'zone', display: 'zone' }, legalEntity: 'zone', purpose: 'TREAT' },
    } as Actor);
  }
  for (const id of ['kari', 'odd']) {
    await stored({ resourceType: 'Patient', id });
    server.actors.set(id, {
      ...{ kind: 'citizen', id: `Patient/${id}`, display: id, clientId: 'outside-app', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: id, purpose: 'PATRQT' },
    } as Actor);
  }
  await stored({
    resourceType: 'EpisodeOfCare',
    id: 'kari-zone',
    status: 'active',
    patient: { reference: 'Patient/kari' },
    managingOrganization: { reference: 'Organization/zone' },
    period: { start: '2020-01-01' },
  });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

async function stored(resource: JsonObject): Promise<void> {
  const { status, text } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (status >= 300) throw new Error(`${status} ${text}`);
}

const as = (who: string) => ({ authorization: `Bearer ${who}` });

const told = (form: string, item: JsonObject[], more: JsonObject = {}): JsonObject => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: `https://enjournal.no/fhir/Questionnaire/${form}`,
  status: 'completed',
  subject: { reference: 'Patient/kari' },
  source: { reference: 'Patient/kari' },
  authored: new Date().toISOString(),
  item,
  ...more,
});
const lifeStory = (text: string, more: JsonObject = {}) =>
  told('what-matters-life', [{ linkId: 'now', item: [{ linkId: 'calm', answer: [{ valueString: text }] }] }], more);
const choice = told('choice-psa', [{ linkId: 'questions', answer: [{ valueString: 'Faren min hadde det.' }] }]);

test('a life story is read by all who work by the plan, says who wrote it, and is changed by its teller alone', async () => {
  const more = { author: { reference: 'Practitioner/nurse', display: 'somebody else' } };
  const made = await server.post('QuestionnaireResponse', lifeStory('Syng for meg', more), as('kari'));
  expect(made.status).toBe(201);
  expect(made.body.author, 'by the log-on, whatever is said').toEqual({ reference: 'Patient/kari', display: 'kari' });
  const path = `QuestionnaireResponse/${(made.body as Told).id}`;
  for (const who of ['assistant', 'nurse']) expect((await server.get(path, as(who))).status, who).toBe(200);
  const changed = { ...made.body, item: (lifeStory('Ikke syng') as { item: JsonObject[] }).item };
  const answer = await server.put(path, changed, as('nurse'));
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([422, expect.stringContaining('own-words')]);
  expect((await server.put(path, { ...changed, status: 'amended' }, as('kari'))).status).toBe(200);
});

test('a choice that somebody weighs is read by those who read notes, and by nobody without ground', async () => {
  const made = await server.post('QuestionnaireResponse', choice, as('kari'));
  expect(made.status).toBe(201);
  const path = `QuestionnaireResponse/${(made.body as Told).id}`;
  expect((await server.get(path, as('nurse'))).status).toBe(200);
  expect((await server.get(path, as('assistant'))).status).not.toBe(200);
  expect((await server.get(path, as('odd'))).status).not.toBe(200);
});

test('nobody tells another citizen’s life story without a power of attorney', async () => {
  expect((await server.post('QuestionnaireResponse', lifeStory('Sint'), as('odd'))).status).toBe(404);
});
