import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordOfOwnId } from '../fhir/ids.ts';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import { extract } from '../fhir/search/extract.ts';
import { typeNumber } from '../fhir/types.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import {
  change,
  Database,
  factsFor,
  findCurrent,
  instanceHistory,
  type Labels,
  LabelWorker,
  migrate,
  readVersion,
} from './index.ts';
import { findMatches } from './search/index.ts';
import { anyone } from './test/context.ts';

/** A store as it was made by the schema before there were labels, with rows in it. */
let store: TestDatabase;
let database: Database;
const faults: unknown[] = [];
const patients = 450; // more than two batches

const patient = recordOfOwnId('Patient', 'p1');

beforeEach(async () => {
  store = await withDatabase();
  await migrate(store.url, 9);
  const old = new Database({ url: store.url });
  const put = async (record: bigint, resource: JsonObject, versions = 1) => {
    const { resourceType, id } = resource as { resourceType: string; id: string };
    const type = typeNumber(resourceType);
    // as it was extracted then: of what is nobody's, every token is found across records
    const { tokens } = extract(resource as Resource, { record });
    const content = (version: number) => JSON.stringify({ ...resource, meta: { versionId: String(version) } });
    const list = `{${tokens.join(',')}}`;
    await old.writer.query(
      `INSERT INTO resource (record, type, id, version, at, tokens, present, content)
       VALUES ($1, $2, $3, $4, '2026-01-01', $5::bigint[], '{}', $6)`,
      [record, type, id, versions, list, content(versions)],
    );
    await old.writer.query(
      `INSERT INTO x_token (value, type, from_at, record, id) SELECT unnest($1::bigint[]), $2, '-infinity', $3, $4`,
      [list, type, record, id],
    );
    for (let version = 1; version < versions; version += 1) {
      await old.writer.query(
        `INSERT INTO resource_history (record, type, id, version, at, op, content) VALUES ($1, $2, $3, $4, '2025-01-01', 'C', $5)`,
        [record, type, id, version, content(version)],
      );
    }
    if (record !== recordOfOwnId(resourceType, id))
      await old.writer.query('INSERT INTO located (type, id, record) VALUES ($1, $2, $3)', [type, id, record]);
  };
  for (let i = 0; i < patients; i += 1) {
    await put(recordOfOwnId('Patient', `p${i}`), { resourceType: 'Patient', id: `p${i}` });
  }
  const subject = { reference: 'Patient/p1' };
  await put(patient, { resourceType: 'Encounter', id: 'e', subject, serviceProvider: { reference: 'Organization/u' } });
  await put(patient, { resourceType: 'DocumentReference', id: 'd', subject });
  const device = { resourceType: 'Device', id: 'own', patient: subject, identifier: [{ value: 'serial' }] };
  await put(recordOfOwnId('Device', 'own'), device, 3);
  await put(recordOfOwnId('Device', 'house'), { resourceType: 'Device', id: 'house' });
  const securityContext = { reference: 'DocumentReference/d' };
  await put(recordOfOwnId('Binary', 'b'), { resourceType: 'Binary', id: 'b', securityContext });
  await old.close();
  await migrate(store.url);
  database = new Database({ url: store.url });
}, 60_000);

afterEach(async () => {
  await database.close();
  await store.close();
  expect(faults.splice(0)).toEqual([]);
});

const labels: Labels = {
  label: ({ resourceType }) => (resourceType === 'Patient' ? 1 : 4),
  factsOf: ({ resourceType, serviceProvider }) =>
    resourceType === 'Encounter'
      ? [{ n: 0, kind: 'encounter', unit: String((serviceProvider as JsonObject).reference), from: 0, to: 1 }]
      : [],
};

const options = (rules: number, more: Partial<Labels> = {}) => ({
  rules,
  labels: { ...labels, ...more },
  extract: (resource: Resource, record: bigint) => extract(resource, { record }),
  onFault: (error: unknown) => void faults.push(error),
});

async function untold(): Promise<number> {
  const { rows } = await database.reader.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM resource WHERE access = 0',
  );
  return rows[0]!.count;
}

async function told(rules: number): Promise<void> {
  const done = async () =>
    (await database.reader.query<{ rules: number }>('SELECT rules FROM labelling')).rows[0]!.rules;
  await expect.poll(done, { timeout: 15_000 }).toBe(rules);
}

const place = async (type: string, id: string) => (await findCurrent(database.reader, [{ type, id }], false))[0];

test('rows from before get their labels and facts, and what was kept beside a patient’s record comes into it', async () => {
  expect(await untold()).toBe(patients + 5);
  const worker = new LabelWorker(database, options(1));
  await told(1);
  await worker.close();
  expect(await untold()).toBe(0);
  expect(await place('Patient', 'p449')).toMatchObject({ state: 'current', access: 1 });
  const [facts] = await factsFor(database.reader, [patient]);
  expect(facts).toMatchObject({ epoch: 1n, facts: [{ id: 'e', kind: 'encounter', unit: 'Organization/u' }] });
  expect(await place('Device', 'own')).toMatchObject({ state: 'current', record: patient, version: 3, access: 4 });
  expect(await place('Device', 'house')).toMatchObject({ record: recordOfOwnId('Device', 'house') });
  expect(await place('Binary', 'b')).toMatchObject({ state: 'current', record: patient });
  const versions = await instanceHistory(database.reader, { type: 'Device', id: 'own', count: 10 });
  expect(versions?.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  expect((await readVersion(database.reader, 'Device', 'own', 2))?.content).toContain('"versionId":"2"');
  const criteria = ['patient=Patient/p1', 'identifier=serial'].map((query) => ({ type: 'Device', query }));
  const found = await findMatches(database.reader, criteria);
  expect(found).toMatchObject([[{ id: 'own', record: patient }], [{ id: 'own', record: patient }]]);
});

test('work goes on where it stopped, by one server at a time, and newer rules begin anew', async () => {
  const first = new LabelWorker(database, options(1));
  await expect.poll(untold, { interval: 1, timeout: 15_000 }).toBeLessThan(patients + 5);
  await first.close();
  const [one, two] = [new LabelWorker(database, options(1)), new LabelWorker(database, options(1))];
  await told(1);
  await Promise.all([one.close(), two.close()]);
  expect(await untold()).toBe(0);
  const again = new LabelWorker(database, options(2, { label: () => 8 }));
  await told(2);
  await again.close();
  expect(await place('Patient', 'p7')).toMatchObject({ access: 8 });
  const older = new LabelWorker(database, options(1));
  await older.close();
  expect(await place('Patient', 'p7')).toMatchObject({ access: 8 });
});

test('what changes while rows are told keeps what its writer said', async () => {
  const worker = new LabelWorker(database, options(1));
  const writing = Array.from({ length: 20 }, (_, i) =>
    change(
      database,
      [
        {
          kind: 'patch',
          type: 'Patient',
          target: { id: `p${i * 20}` },
          patch: (body) => {
            body.value.active = true;
            return body;
          },
        },
      ],
      anyone({ label: () => 16 }),
    ),
  );
  await Promise.all(writing);
  await told(1);
  await worker.close();
  for (let i = 0; i < 20; i += 1) {
    const now = await place('Patient', `p${i * 20}`);
    // told by both, whichever came last; and never the content of the one with the label of the other's version
    expect(now).toMatchObject({ state: 'current', version: 2 });
    expect([1, 16]).toContain((now as { access: number }).access);
  }
  expect(await untold()).toBe(0);
});
