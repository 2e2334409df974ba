import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseJson } from '../fhir/json/index.ts';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import { typeNumber } from '../fhir/types.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { emptySchema } from '../test/schema.ts';
import { change, Database, type FactRow, factsFor, findCurrent, type Operation } from './index.ts';
import { anyone } from './test/context.ts';

let store: TestDatabase;
let database: Database;

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url });
});

afterAll(async () => {
  await database.close();
  await store.close();
});

/** An Encounter's facts are its units, one each; its label is the number of them. */
function factsOf(resource: Resource): FactRow[] {
  if (resource.resourceType !== 'Encounter') return [];
  const units = (resource.location ?? []) as JsonObject[];
  return units.map(({ location }, n) => ({
    n,
    kind: 'encounter',
    unit: String((location as JsonObject).display),
    from: Date.parse('2026-11-24T08:00:00Z'),
    to: Number.POSITIVE_INFINITY,
    data: { n, nested: { is: true } },
  }));
}

const context = anyone({
  label: (resource) => (resource.resourceType === 'Encounter' ? 4 + factsOf(resource).length : 1),
  factsOf,
});

async function does(...operations: Operation[]) {
  return (await change(database, operations, context)).outcomes;
}

const bodyOf = (resource: JsonObject) => parseJson(JSON.stringify(resource));
const encounterOf = (patient: string, units: readonly string[]) => ({
  resourceType: 'Encounter',
  status: 'in-progress',
  class: { code: 'HH' },
  subject: { reference: `Patient/${patient}` },
  location: units.map((display) => ({ location: { display } })),
});

async function newPatient(): Promise<string> {
  return (await does({ kind: 'create', type: 'Patient', body: bodyOf({ resourceType: 'Patient' }) }))[0]!.id;
}

async function recordOf(patient: string): Promise<bigint> {
  const [found] = await findCurrent(database.reader, [{ type: 'Patient', id: patient }], false);
  return (found as { record: bigint }).record;
}

async function known(patient: string) {
  const [of] = await factsFor(database.reader, [await recordOf(patient)]);
  return { units: of!.facts.map(({ unit }) => unit), epoch: Number(of!.epoch), facts: of!.facts };
}

const create = (patient: string, units: string[]): Operation => ({
  kind: 'create',
  type: 'Encounter',
  body: bodyOf(encounterOf(patient, units)),
});

const update = (id: string, patient: string, units: string[]): Operation => ({
  kind: 'update',
  type: 'Encounter',
  target: { id },
  body: bodyOf({ ...encounterOf(patient, units), id }),
});

test('what is created has its label, and its facts stand beside it', async () => {
  const patient = await newPatient();
  const [made] = await does(create(patient, ['a', 'b']));
  const [found] = await findCurrent(database.reader, [{ type: 'Encounter', id: made!.id }], false);
  expect(found).toMatchObject({ state: 'current', access: 6 });
  const { units, epoch, facts } = await known(patient);
  expect(units).toEqual(['a', 'b']);
  expect(epoch).toBe(1);
  expect(facts[1]).toEqual({
    record: await recordOf(patient),
    type: typeNumber('Encounter'),
    id: made!.id,
    n: 1,
    kind: 'encounter',
    unit: 'b',
    from: Date.parse('2026-11-24T08:00:00Z'),
    to: Number.POSITIVE_INFINITY,
    data: { n: 1, nested: { is: true } },
  });
});

test('facts follow their resource through update, deletion and a new life, and the epoch rises when they differ', async () => {
  const patient = await newPatient();
  const id = `lives-${randomBytes(4).toString('hex')}`;
  await does(update(id, patient, ['a', 'b']));
  expect(await known(patient)).toMatchObject({ units: ['a', 'b'], epoch: 1 });
  await does(update(id, patient, ['a', 'b']));
  expect(await known(patient)).toMatchObject({ units: ['a', 'b'], epoch: 1 });
  await does(update(id, patient, ['c', 'b', 'd']));
  expect(await known(patient)).toMatchObject({ units: ['c', 'b', 'd'], epoch: 2 });
  await does(update(id, patient, ['c']));
  expect(await known(patient)).toMatchObject({ units: ['c'], epoch: 3 });
  await does({ kind: 'delete', type: 'Encounter', target: { id } });
  expect(await known(patient)).toMatchObject({ units: [], epoch: 4 });
  await does(update(id, patient, ['e']));
  expect(await known(patient)).toMatchObject({ units: ['e'], epoch: 5 });
});

test('what moves to another record takes its facts with it, and both records know', async () => {
  const [one, two] = [await newPatient(), await newPatient()];
  const [made] = await does(create(one, ['a']));
  await does(update(made!.id, two, ['a']));
  expect(await known(one)).toMatchObject({ units: [], epoch: 2 });
  expect(await known(two)).toMatchObject({ units: ['a'], epoch: 1 });
  const [found] = await findCurrent(database.reader, [{ type: 'Encounter', id: made!.id }], false);
  expect(found).toMatchObject({ state: 'current', version: 2, access: 5 });
});

test('one transaction raises a record’s epoch once, however many facts it changes', async () => {
  const [one, two] = [await newPatient(), await newPatient()];
  const [made] = await does(create(one, ['a']), create(one, ['b', 'c']), create(two, ['d']));
  expect(await known(one)).toMatchObject({ epoch: 1 });
  await does(update(made!.id, one, ['x']), create(one, ['y']), create(two, []));
  expect(new Set((await known(one)).units)).toEqual(new Set(['x', 'b', 'c', 'y']));
  expect(await known(one)).toMatchObject({ epoch: 2 });
  expect(await known(two)).toMatchObject({ units: ['d'], epoch: 1 });
});

test('the facts of several records come in one statement, in the order asked for', async () => {
  const [one, two, three] = [await newPatient(), await newPatient(), await newPatient()];
  await does(create(one, ['a']));
  await does(create(three, ['b']));
  const records = await Promise.all([three, two, one].map(recordOf));
  let statements = 0;
  const client = {
    query: <T>(...asked: Parameters<Database['reader']['query']>) => {
      statements += 1;
      return database.reader.query<T>(...asked);
    },
  };
  const found = await factsFor(client, records);
  expect(found.map(({ record, epoch, facts }) => [record, epoch, facts.map(({ unit }) => unit)])).toEqual([
    [records[0], 1n, ['b']],
    [records[1], 0n, []],
    [records[2], 1n, ['a']],
  ]);
  expect(statements).toBe(1);
});
