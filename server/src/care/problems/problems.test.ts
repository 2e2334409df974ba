import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { buildWorld, type World } from '../../test/world.ts';
import { extensions } from './rules.ts';

vi.setConfig({ testTimeout: 60_000 });

const facts: CaseFacts = {
  now: '2026-12-01T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'ada',
    role: 'lege',
    hpr: { category: 'LE', status: 'active' },
    org: 'solli',
    unit: 'solli',
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [
    { type: 'fastlege', org: 'solli', unit: 'solli', status: 'active', from: '2020-01-01T00:00:00+01:00', to: null },
  ],
  purpose: 'TREAT',
  op: 'write',
  resource: {
    type: 'Composition',
    id: 'note',
    category: 'clinical-note',
    custodianUnit: 'solli',
    custodianOrg: 'solli',
    labels: [],
  },
  blocks: [],
  btg: null,
  consentInSitu: null,
  kin: null,
  mandate: null,
  project: null,
};

let server: TestServer;
let worlds = 0;
beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse(facts.now);
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const worldOf = (more: Partial<CaseFacts> = {}): Promise<World> =>
  buildWorld(server, { facts: { ...facts, ...more } }, `pr${++worlds}`);
const as = ({ token, headers }: World, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  ...headers,
  ...more,
});
const told = { prefer: 'return=OperationOutcome' };
const keys = ({ body }: Answer): unknown[] =>
  body.issue
    .filter(({ severity }) => severity !== 'information')
    .map((issue) => [
      issue.severity,
      (issue as unknown as { details: { coding: { code: string }[] } }).details.coding[0]!.code,
    ]);

const icpc2 = (code: string): JsonObject => ({ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code }] });
const status = (system: string, code: string): JsonObject => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});
const problem = (world: World, more: JsonObject = {}): JsonObject & { resourceType: string } => ({
  resourceType: 'Condition',
  clinicalStatus: status('condition-clinical', 'active'),
  verificationStatus: status('condition-ver-status', 'confirmed'),
  category: [status('condition-category', 'problem-list-item')],
  code: icpc2('K77'),
  subject: { reference: `Patient/${world.patient}` },
  ...more,
});
const allergy = (world: World, code: JsonObject): JsonObject & { resourceType: string } => ({
  resourceType: 'AllergyIntolerance',
  clinicalStatus: status('allergyintolerance-clinical', 'active'),
  verificationStatus: status('allergyintolerance-verification', 'confirmed'),
  code,
  patient: { reference: `Patient/${world.patient}` },
});
const reason = (text: string): JsonObject => ({
  url: extensions.statusReason,
  extension: [{ url: 'reason', valueString: text }],
});

test('an app that writes a problem by a plain PUT meets the rules, in its user’s language, with the field', async () => {
  const world = await worldOf();
  const made = await server.post('Condition', problem(world), as(world));
  expect(made.status, made.text).toBe(201);
  const refuted = { ...made.body, verificationStatus: status('condition-ver-status', 'refuted') };
  const bare = await server.put(`Condition/${made.body.id}`, refuted, as(world, { 'accept-language': 'nn' }));
  expect(bare.status).toBe(422);
  expect(bare.body.issue[0]).toMatchObject({
    expression: ['Condition.extension'],
    details: { text: 'Skriv kvifor dette blir avkrefta eller teke opp att.' },
  });
  const reasoned = { ...refuted, extension: [reason('Normal ekko')] };
  expect((await server.put(`Condition/${made.body.id}`, reasoned, as(world))).status).toBe(200);
  const history = await server.get(`Condition/${made.body.id}/_history`, as(world));
  expect(history.body.entry.map(({ resource }) => resource.verificationStatus)).toMatchObject([
    { coding: [{ code: 'refuted' }] },
    { coding: [{ code: 'confirmed' }] },
  ]);
});

test('a problem is not deleted by those who treat', async () => {
  const world = await worldOf();
  const { body } = await server.post('Condition', problem(world), as(world));
  const answer = await server.send('DELETE', `Condition/${body.id}`, undefined, as(world));
  expect([answer.status >= 400, (await server.get(`Condition/${body.id}`, as(world))).status]).toEqual([true, 200]);
});

test('the same code twice is told and not hindered; one that is refuted in the same act does not count', async () => {
  const world = await worldOf();
  const first = await server.post('Condition', problem(world), as(world, told));
  expect(keys(first)).toEqual([]);
  const second = await server.post('Condition', problem(world), as(world, told));
  expect([second.status, keys(second)]).toEqual([201, [['warning', 'problem-twice']]]);
  const third = await server.post('Condition', problem(world, { code: icpc2('K86') }), as(world, told));
  expect(keys(third)).toEqual([]);
  const { entry } = (await server.get(`Condition?patient=${world.patient}&code=K77`, as(world))).body;
  const change = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      ...entry.map(({ resource }) => ({
        resource: {
          ...resource,
          verificationStatus: status('condition-ver-status', 'refuted'),
          extension: [reason('Samlet')],
        },
        request: { method: 'PUT', url: `Condition/${resource.id}` },
      })),
      { resource: problem(world), request: { method: 'POST', url: 'Condition' } },
    ],
  };
  const answer = await server.post('', change, as(world, told));
  expect(answer.status, answer.text).toBe(200);
  expect(answer.text).not.toContain('problem-twice');
});

test('what the citizen keeps from the writer is not told by a warning either', async () => {
  const block = { kind: 'org', target: 'solli', custodian: 'elsewhere', marker: false, from: '2026-01-01', to: null };
  const world = await worldOf({ blocks: [block] });
  const tag = [{ system: 'https://enjournal.no/fhir/CodeSystem/custodian', code: `${world.token}-elsewhere` }];
  const kept = await server.post('Condition', problem(world, { meta: { tag } }));
  expect(kept.status, kept.text).toBe(201);
  expect((await server.get(`Condition/${kept.body.id}`, as(world))).status).toBe(404);
  const written = await server.post('Condition', problem(world), as(world, told));
  expect([written.status, keys(written)]).toEqual([201, []]);
});

test('that no allergy is known cannot be said while one is, and an allergy found tells of the answer that stands', async () => {
  const world = await worldOf();
  const none = { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] };
  expect((await server.post('AllergyIntolerance', allergy(world, none), as(world))).status).toBe(201);
  const penicillin = { coding: [{ system: 'http://www.whocc.no/atc', code: 'J01CE02' }] };
  const found = await server.post('AllergyIntolerance', allergy(world, penicillin), as(world, told));
  expect([found.status, keys(found)]).toEqual([201, [['warning', 'still-none-known']]]);
  const again = await server.post('AllergyIntolerance', allergy(world, none), as(world));
  expect([again.status, keys(again)]).toEqual([
    422,
    [
      ['warning', 'allergy-twice'],
      ['error', 'some-known'],
    ],
  ]);
});

test('limits of treatment need a doctor, a conversation and a day of review, whoever’s program sends them', async () => {
  const world = await worldOf();
  const limits = (more: JsonObject = {}): JsonObject & { resourceType: string } => ({
    resourceType: 'Flag',
    status: 'active',
    category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7651', code: '8' }] }],
    code: { text: 'HLR minus' },
    subject: { reference: `Patient/${world.patient}` },
    author: { reference: `Practitioner/${world.token}-ada` },
    period: { start: '2026-12-01', end: '2027-06-01' },
    extension: [{ url: extensions.talkedWith, valueReference: { reference: `Patient/${world.patient}` } }],
    ...more,
  });
  const bare = await server.post(
    'Flag',
    limits({ extension: [reason('x')], period: { start: '2026-12-01' } }),
    as(world),
  );
  expect(bare.status).toBe(422);
  expect(bare.body.issue.map(({ expression }) => expression[0])).toEqual(['Flag.extension', 'Flag.period.end']);
  const made = await server.post('Flag', limits(), as(world));
  expect(made.status, made.text).toBe(201);
  const twice = await server.post('Flag', limits({ code: { text: 'Full behandling' } }), as(world, told));
  expect(keys(twice)).toEqual([['warning', 'limits-twice']]);
  const nurse = await worldOf({
    actor: {
      ...facts.actor,
      id: 'siri',
      role: 'sykepleier',
      hpr: { category: 'SP', status: 'active' },
    } as CaseFacts['actor'],
  });
  const hers = await server.post(
    'Flag',
    limits({
      subject: { reference: `Patient/${nurse.patient}` },
      author: { reference: `Practitioner/${nurse.token}-siri` },
    }),
    as(nurse),
  );
  expect([hers.status, keys(hers)]).toEqual([422, [['error', 'limits-by-doctor']]]);
});
