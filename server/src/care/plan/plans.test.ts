import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 60_000 });

const kind = 'https://enjournal.no/fhir/CodeSystem/plan-kind';
const documents = 'urn:oid:2.16.578.1.12.4.1.1.9602';
const functions = 'urn:oid:2.16.578.1.12.4.1.1.9034';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
  await server.put('Organization/coordination', { resourceType: 'Organization', id: 'coordination', name: 'KE' });
  await server.put('Practitioner/kaia', {
    resourceType: 'Practitioner',
    id: 'kaia',
    qualification: [{ code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: 'VP' }] } }],
  });
  await server.put('PractitionerRole/kaia-role', {
    resourceType: 'PractitionerRole',
    id: 'kaia-role',
    active: true,
    period: { start: '2020-01-01' },
    practitioner: { reference: 'Practitioner/kaia' },
    organization: { reference: 'Organization/coordination' },
    code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'koordinator' }] }],
  });
  server.actors.set('kaia', {
    kind: 'staff',
    id: 'Practitioner/kaia',
    display: 'Kaia',
    clientId: 'outside-app',
    scopes: ['user/*.cruds'],
    loa: 4,
    practitioner: 'kaia',
    practitionerRole: 'kaia-role',
    organization: { id: 'coordination', display: 'KE' },
    role: 'koordinator',
    purpose: 'COC',
  });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

let citizens = 0;

/** A citizen whom the coordinating unit has to do with, who can log on. */
async function citizen(): Promise<string> {
  citizens += 1;
  const id = `person-${citizens}`;
  await server.put(`Patient/${id}`, { resourceType: 'Patient', id, birthDate: '1960-01-01' });
  await server.post('EpisodeOfCare', {
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: { reference: `Patient/${id}` },
    managingOrganization: { reference: 'Organization/coordination' },
    period: { start: '2026-01-01' },
  });
  server.actors.set(id, {
    kind: 'citizen',
    id: `Patient/${id}`,
    display: id,
    clientId: 'citizen-app',
    scopes: ['patient/*.cruds', 'user/*.cruds'],
    loa: 4,
    ownPatient: id,
    purpose: 'PATRQT',
  });
  return id;
}

const kaia = { authorization: 'Bearer kaia' };
const as = (who: string) => ({ authorization: `Bearer ${who}` });
const coded = (system: string, code: string): JsonObject => ({ coding: [{ system, code }] });
const keyOf = (answer: { body: { issue?: unknown } }): string[] =>
  ((answer.body.issue ?? []) as { details?: { coding?: { code: string }[] } }[]).map(
    ({ details }) => details?.coding?.[0]?.code ?? '',
  );

const shared = (id: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'CarePlan',
  status: 'active',
  intent: 'plan',
  category: [coded(kind, 'shared')],
  title: 'Felles plan',
  subject: { reference: `Patient/${id}` },
  ...more,
});

const goal = (id: string, text: string, expressedBy: string): JsonObject => ({
  resourceType: 'Goal',
  lifecycleStatus: 'active',
  description: { text },
  subject: { reference: `Patient/${id}` },
  expressedBy: { reference: expressedBy },
});

test('a citizen has one shared plan at a time, also when two begin it at once', async () => {
  const id = await citizen();
  const both = await Promise.all([1, 2, 3].map(() => server.post('CarePlan', shared(id), kaia)));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  const first = both.find(({ status }) => status === 201)!.body;
  expect(keyOf(await server.post('CarePlan', shared(id), kaia))).toEqual(['plan-shared-twice']);
  const ended = { ...first, status: 'completed' };
  expect((await server.put(`CarePlan/${first.id}`, ended, kaia)).status).toBe(200);
  expect((await server.post('CarePlan', shared(id), kaia)).status).toBe(201);
  expect(keyOf(await server.put(`CarePlan/${first.id}`, { ...ended, status: 'active' }, kaia))).toContain('plan-ended');
});

test('a plan within the shared plan is the same citizen’s', async () => {
  const [one, other] = [await citizen(), await citizen()];
  const plan = (await server.post('CarePlan', shared(one), kaia)).body;
  const part = (id: string) => ({
    ...shared(id, { category: [{ text: 'Ernæring' }], title: 'Ernæringsplan' }),
    partOf: [{ reference: `CarePlan/${plan.id}` }],
  });
  expect((await server.post('CarePlan', part(one), kaia)).status).toBe(201);
  expect(keyOf(await server.post('CarePlan', part(other), kaia))).toEqual(['plan-part-of']);
});

test('what the citizen has said stands first, and is answered and not changed by others', async () => {
  const id = await citizen();
  const own = await server.post('Goal', goal(id, 'Rekke koret på torsdager', `Patient/${id}`), as(id));
  expect(own.status, own.text).toBe(201);
  const theirs = (await server.post('Goal', goal(id, 'Gå 100 meter', 'PractitionerRole/kaia-role'), kaia)).body;
  const [first, second] = [{ reference: `Goal/${own.body.id}` }, { reference: `Goal/${theirs.id}` }];
  expect(keyOf(await server.post('CarePlan', shared(id, { goal: [second, first] }), kaia))).toEqual(['plan-own-first']);
  const made = await server.post('CarePlan', shared(id, { goal: [first, second] }), kaia);
  expect(made.status, made.text).toBe(201);
  const without = { ...made.body, goal: [second] };
  expect(keyOf(await server.put(`CarePlan/${made.body.id}`, without, kaia))).toEqual(['plan-own-words']);

  const path = `Goal/${own.body.id}`;
  const changed = { ...own.body, description: { text: 'Følges til koret' } };
  const refusal = await server.put(path, changed, { ...kaia, 'accept-language': 'nb' });
  expect([refusal.status, keyOf(refusal), refusal.body.issue[0]?.expression]).toEqual([
    422,
    ['plan-own-words'],
    ['Goal.description'],
  ]);
  expect(
    keyOf(await server.put(path, { ...own.body, lifecycleStatus: 'cancelled', statusReason: 'Ikke mulig' }, kaia)),
  ).toContain('plan-own-words');
  expect(keyOf(await server.send('DELETE', path))).toEqual(['plan-own-words']);
  const answer = {
    authorReference: { reference: 'Practitioner/kaia', display: 'Kaia' },
    time: '2026-11-29T10:00:00+01:00',
    text: 'Per følger på torsdager',
  };
  const answered = await server.put(path, { ...own.body, note: [answer] }, kaia);
  expect(answered.status, answered.text).toBe(200);
  expect(keyOf(await server.put(path, { ...answered.body, note: [{ ...answer, text: 'Ikke sagt' }] }, kaia))).toContain(
    'plan-note-kept',
  );
  expect((await server.put(path, { ...answered.body, description: { text: 'Synge i koret' } }, as(id))).status).toBe(
    200,
  );
});

test('words that a coordinator took down are ended by what the citizen has told', async () => {
  const id = await citizen();
  const taken = (await server.post('Goal', goal(id, 'Jeg vil hjem', `Patient/${id}`), kaia)).body;
  const ended = { ...taken, lifecycleStatus: 'completed' };
  expect(keyOf(await server.put(`Goal/${taken.id}`, ended, kaia))).toEqual(['goal-reason-missing']);
  const answer = await server.put(`Goal/${taken.id}`, { ...ended, statusReason: 'Er hjemme nå, sier hun selv' }, kaia);
  expect(answer.status, answer.text).toBe(200);
});

test('who evaluates says what on, with name and time', async () => {
  const id = await citizen();
  const set = (await server.post('Goal', goal(id, 'Gå 100 meter', 'PractitionerRole/kaia-role'), kaia)).body;
  const reached = {
    ...set,
    achievementStatus: coded('http://terminology.hl7.org/CodeSystem/goal-achievement', 'achieved'),
  };
  const path = `Goal/${set.id}`;
  expect(keyOf(await server.put(path, reached, kaia))).toEqual(['goal-evaluation-unsigned']);
  const note = { text: 'Gikk 120 meter i dag', time: '2026-11-29T10:00:00+01:00' };
  expect(keyOf(await server.put(path, { ...reached, note: [{ text: note.text }] }, kaia))).toContain(
    'plan-note-unsigned',
  );
  const signed = { ...note, authorReference: { reference: 'Practitioner/kaia' } };
  const evaluated = await server.put(path, { ...reached, note: [signed] }, kaia);
  expect(evaluated.status, evaluated.text).toBe(200);
  const plan = (
    await server.post(
      'CarePlan',
      shared(id, { activity: [{ detail: { status: 'in-progress', description: 'Gå tur' } }] }),
      kaia,
    )
  ).body;
  const other = { ...note, authorReference: { reference: 'Practitioner/somebody-else' } };
  const progressed = { ...plan, activity: [{ ...(plan.activity as JsonObject[])[0], progress: [other] }] };
  expect(keyOf(await server.put(`CarePlan/${plan.id}`, progressed, kaia))).toContain('plan-note-author');
});

test('an individual plan rests on a consent and has a coordinator, who is not just taken out', async () => {
  const id = await citizen();
  const individual = (more: JsonObject = {}) =>
    shared(id, { category: [coded(kind, 'shared'), coded(documents, 'A02-2')], ...more });
  expect(keyOf(await server.post('CarePlan', individual(), kaia))).toEqual([
    'plan-consent-missing',
    'plan-coordinator-missing',
  ]);
  const said: JsonObject = {
    resourceType: 'Consent',
    status: 'active',
    scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'treatment'),
    category: [coded('https://enjournal.no/fhir/CodeSystem/consent-category', 'individual-plan')],
    patient: { reference: `Patient/${id}` },
    policyRule: { text: 'pbrl § 2-5' },
    provision: { type: 'permit' },
  };
  expect(keyOf(await server.post('Consent', said, kaia))).toContain('plan-consent-undated');
  const consent = await server.post('Consent', { ...said, dateTime: '2026-11-20' }, kaia);
  expect(consent.status, consent.text).toBe(201);
  const coordinator = {
    role: [coded(functions, '8')],
    member: { reference: 'PractitionerRole/kaia-role', display: 'Kaia' },
  };
  const school = {
    role: [{ ...coded('https://enjournal.no/fhir/CodeSystem/plan-party', 'invited'), text: 'Skole' }],
    member: { display: 'Fjordvik skole' },
  };
  const team = await server.post(
    'CareTeam',
    {
      resourceType: 'CareTeam',
      status: 'active',
      subject: { reference: `Patient/${id}` },
      participant: [coordinator, school],
    },
    kaia,
  );
  expect(team.status, team.text).toBe(201);
  const rests = {
    supportingInfo: [{ reference: `Consent/${consent.body.id}` }],
    careTeam: [{ reference: `CareTeam/${team.body.id}` }],
  };
  const plan = await server.post('CarePlan', individual(rests), kaia);
  expect(plan.status, plan.text).toBe(201);
  const without = { ...team.body, participant: [school] };
  expect(keyOf(await server.put(`CareTeam/${team.body.id}`, without, kaia))).toEqual(['plan-coordinator-missing']);
  const other = await citizen();
  const stranger = individual({ ...rests, subject: { reference: `Patient/${other}` } });
  expect(keyOf(await server.post('CarePlan', stranger, kaia))).toContain('plan-consent-missing');
});

test('a plan is stopped with the reason and never deleted', async () => {
  const id = await citizen();
  const plan = (await server.post('CarePlan', shared(id), kaia)).body;
  expect(keyOf(await server.send('DELETE', `CarePlan/${plan.id}`))).toEqual(['plan-kept']);
  expect(keyOf(await server.put(`CarePlan/${plan.id}`, { ...plan, status: 'revoked' }, kaia))).toEqual([
    'plan-reason-missing',
  ]);
});
