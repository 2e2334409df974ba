import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { buildWorld, type World } from '../../test/world.ts';

/** A block of one document, and what was made of it: see access/made-of.ts. */
let server: TestServer;

beforeAll(async () => {
  server = await withServer({ processes: [] });
  server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const since = '2026-10-01T00:00:00+02:00';
const facts: CaseFacts = {
  now: '2026-12-01T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'hanne',
    role: 'lege',
    hpr: { category: 'LE', status: 'active' },
    org: 'kommune',
    unit: 'sone-3',
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [{ type: 'vedtak', org: 'kommune', unit: 'sone-3', status: 'active', from: since, to: null }],
  purpose: 'TREAT',
  op: 'read',
  resource: {
    type: 'MedicationRequest',
    id: 'order',
    category: 'medication',
    custodianUnit: 'elsewhere',
    custodianOrg: 'elsewhere',
    labels: [],
  },
  blocks: [{ kind: 'document', target: 'order', marker: false, from: since, to: null }],
  btg: null,
  consentInSitu: null,
  kin: null,
  mandate: null,
  project: null,
};

let worlds = 0;
const as = ({ token, headers }: World) => ({ authorization: `Bearer ${token}`, ...headers });

type Made = { world: World; made: string[]; others: string[] };

/** A record with an order, what was made of it, and what was not. */
async function recordWith(more: Partial<CaseFacts> = {}): Promise<Made> {
  const world = await buildWorld(server, { facts: { ...facts, ...more } }, `mo${++worlds}`);
  const subject = { reference: `Patient/${world.patient}` };
  const order = { reference: world.resource };
  const medicine = { medicationCodeableConcept: { text: 'Metadon' } };
  const other = await make({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    ...medicine,
    subject,
  });
  const task = { resourceType: 'Task', status: 'requested', intent: 'order', for: subject };
  const dose = { resourceType: 'MedicationAdministration', status: 'completed', ...medicine, subject };
  const at = { effectiveDateTime: '2026-11-30T08:00:00+01:00' };
  const code = { text: 'Sedasjon' };
  const made = [
    { ...task, focus: order },
    { ...dose, ...at, request: order },
    { resourceType: 'MedicationDispense', status: 'completed', ...medicine, subject, authorizingPrescription: [order] },
    { resourceType: 'DetectedIssue', status: 'final', patient: subject, implicated: [order] },
    { resourceType: 'Observation', status: 'final', code, subject, basedOn: [order] },
    { resourceType: 'Provenance', target: [subject, order], recorded: facts.now, agent: [{ who: { display: 'A' } }] },
  ];
  const others = [
    { ...task, focus: { reference: other } },
    { ...dose, ...at, request: { reference: other } },
    { resourceType: 'Observation', status: 'final', code, subject },
    // evidence of a diagnosis, which stands by itself
    { resourceType: 'Condition', code: { text: 'Smerter' }, subject, evidence: [{ detail: [order] }] },
    // and what others must know to do no harm
    { ...task, focus: order, code: { coding: [{ system: `${own}task-code`, code: 'alarm' }] } },
  ];
  return { world, made: await Promise.all(made.map(make)), others: [other, ...(await Promise.all(others.map(make)))] };
}

const own = 'https://enjournal.no/fhir/CodeSystem/';

async function make(resource: { resourceType: string; [member: string]: unknown }): Promise<string> {
  const { status, body, text } = await server.post(resource.resourceType, resource);
  if (status !== 201) throw new Error(text);
  return `${resource.resourceType}/${body.id}`;
}

/** What is answered, by any way that leads to single resources. */
async function seenIn({ world, made, others }: Made): Promise<{ made: Set<string>; others: Set<string> }[]> {
  const all = [...made, ...others];
  const found = async (path: string) => {
    const { body } = await server.get(path, as(world));
    return new Set((body.entry ?? []).map(({ resource }) => `${resource.resourceType}/${resource.id}`));
  };
  const read = new Set<string>();
  for (const reference of all) {
    const answers = await Promise.all(
      ['', '/_history', '/_history/1'].map((way) => server.get(`${reference}${way}`, as(world))),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect([[200], [404]], reference).toContainEqual([...statuses]);
    if (statuses.has(200)) read.add(reference);
  }
  const byType = new Set<string>();
  for (const type of new Set(all.map((one) => one.split('/')[0]))) {
    const ids = all.flatMap((one) => (one.startsWith(`${type}/`) ? one.split('/')[1] : []));
    for (const one of await found(`${type}?_id=${ids.join(',')}`)) byType.add(one);
  }
  const ways = [
    read,
    byType,
    await found(`Patient/${world.patient}/$everything?_count=200`),
    await found(`Patient/${world.patient}/*?_count=200`),
  ];
  return ways.map((seen) => ({
    made: new Set(made.filter((one) => seen.has(one))),
    others: new Set(others.filter((one) => seen.has(one))),
  }));
}

test('is kept with the document, by every way, and what was not made of it is seen', async () => {
  const record = await recordWith();
  for (const seen of await seenIn(record)) expect(seen).toEqual({ made: new Set(), others: new Set(record.others) });
  const { world } = record;
  const counts = await server.get(`MedicationAdministration?patient=${world.patient}&_summary=count`, as(world));
  expect(counts.body.total).toBe(1);
  const chained = `MedicationAdministration?request:MedicationRequest.status=active&patient=${world.patient}`;
  expect((await server.get(chained, as(world))).body.total).toBe(1);
});

test('is seen when nothing is blocked, when the block is of another, and when it is lifted', async () => {
  for (const blocks of [[], [{ ...facts.blocks[0]!, to: '2026-11-30T00:00:00+01:00' }]]) {
    const record = await recordWith({ blocks });
    for (const seen of await seenIn(record))
      expect(seen).toEqual({ made: new Set(record.made), others: new Set(record.others) });
  }
});

test('is opened with the document in an emergency, and to who agrees it with the citizen on the spot', async () => {
  const start = '2026-12-01T11:50:00+01:00';
  const btg = {
    startedAt: start,
    reason: 'life',
    reasonText: 'Fant henne bevisstløs',
    patient: 'kari',
    actor: 'hanne',
    person: 'hanne',
    revokedAt: null,
  } as unknown as CaseFacts['btg'];
  const record = await recordWith({ btg, purpose: 'ETREAT' });
  for (const seen of await seenIn(record)) expect(seen.made).toEqual(new Set(record.made));
});

test('is amended by who wrote it, as the document is, and by nobody else', async () => {
  const { world } = await recordWith();
  const dose = {
    resourceType: 'MedicationAdministration',
    status: 'completed',
    medicationCodeableConcept: { text: 'Metadon' },
    subject: { reference: `Patient/${world.patient}` },
    request: { reference: world.resource },
    effectiveDateTime: '2026-12-01T11:00:00+01:00',
  };
  const { body, status, text } = await server.post('MedicationAdministration', dose, as(world));
  expect(status, text).toBe(201);
  const path = `MedicationAdministration/${body.id}`;
  expect((await server.get(path, as(world))).status).toBe(404);
  expect((await server.put(path, { ...body, note: [{ text: 'Halv dose' }] }, as(world))).status).toBe(200);
  const { body: theirs } = await server.post('MedicationAdministration', dose);
  const others = `MedicationAdministration/${theirs.id}`;
  expect((await server.put(others, { ...theirs, note: [{ text: 'Halv dose' }] }, as(world))).status).toBe(404);
});
