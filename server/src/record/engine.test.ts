import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseJson } from '../fhir/json/index.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { findCurrent } from './current.ts';
import { Database, type Queryable } from './database.ts';
import { migrate, migrations } from './migrate.ts';
import type { Operation, WriteContext } from './operation.ts';
import { history, instanceHistory, readVersion } from './read.ts';
import { anyone } from './test/context.ts';
import { Together } from './together.ts';
import { change } from './transaction.ts';

let store: TestDatabase;
let database: Database;

beforeAll(async () => {
  store = await withDatabase();
  await migrate(store.url);
  database = new Database({ url: store.url });
});

afterAll(async () => {
  await database.close();
  await store.close();
});

const patient = (more = '') => parseJson(`{"resourceType":"Patient","name":[{"family":"Testdal"}]${more}}`);
const observation = (subject: string) =>
  parseJson(
    `{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"${subject}"},"effectiveDateTime":"2026-11-24","valueQuantity":{"value":72.0,"unit":"/min"}}`,
  );

async function one(operation: Operation, more: Partial<WriteContext> = {}) {
  const { outcomes } = await change(database, [operation], anyone(more));
  return outcomes[0]!;
}

describe('a single change', () => {
  test('a created resource comes back as it was written, with id and meta', async () => {
    const made = await one({ kind: 'create', type: 'Patient', body: patient(',"active":true') });
    expect(made).toMatchObject({ status: 201, version: 1, type: 'Patient' });
    const [found] = await findCurrent(database.reader, [{ type: 'Patient', id: made.id }], false);
    expect(found).toMatchObject({ state: 'current', version: 1, content: made.content });
    expect(JSON.parse(made.content!)).toMatchObject({
      active: true,
      meta: { versionId: '1' },
      name: [{ family: 'Testdal' }],
    });
  });

  test('decimals keep their writing', async () => {
    const made = await one({ kind: 'create', type: 'Observation', body: observation('Patient/somebody') });
    expect(made.content).toContain('"value":72.0');
  });

  test('a resource of a patient lives in the record of the patient, whoever chose the ids', async () => {
    const person = await one({ kind: 'create', type: 'Patient', body: patient() });
    const own = await one({ kind: 'create', type: 'Observation', body: observation(`Patient/${person.id}`) });
    expect(own.id.slice(0, 13)).toBe(person.id.slice(0, 13));
    await one({ kind: 'update', type: 'Patient', target: { id: 'chosen-p' }, body: patient(',"id":"chosen-p"') });
    const other = observation('Patient/chosen-p');
    other.value.id = 'chosen-o';
    await one({ kind: 'update', type: 'Observation', target: { id: 'chosen-o' }, body: other });
    const [p, o] = await findCurrent(
      database.reader,
      [
        { type: 'Patient', id: 'chosen-p' },
        { type: 'Observation', id: 'chosen-o' },
      ],
      false,
    );
    expect(p).toMatchObject({ state: 'current' });
    expect(o).toMatchObject({ state: 'current', record: (p as { record: bigint }).record });
  });

  test('each version is kept; a deletion is a version, and a new life goes on counting', async () => {
    const id = 'lives-twice';
    const put = () => one({ kind: 'update', type: 'Patient', target: { id }, body: patient(`,"id":"${id}"`) });
    expect((await put()).status).toBe(201);
    expect((await put()).version).toBe(2);
    expect(await one({ kind: 'delete', type: 'Patient', target: { id } })).toMatchObject({ status: 204, version: 3 });
    expect(await one({ kind: 'delete', type: 'Patient', target: { id } })).toMatchObject({
      status: 204,
      interaction: 'none',
    });
    expect(await put()).toMatchObject({ status: 201, version: 4 });
    const all = await instanceHistory(database.reader, { type: 'Patient', id, count: 10 });
    expect(all?.versions.map(({ version, op }) => `${version}${op}`)).toEqual(['4U', '3D', '2U', '1C']);
    expect(all?.total).toBe(4);
    expect((await readVersion(database.reader, 'Patient', id, 2))?.content).toContain('"versionId":"2"');
    expect((await readVersion(database.reader, 'Patient', id, 3))?.op).toBe('D');
    expect(await readVersion(database.reader, 'Patient', id, 5)).toBeUndefined();
    const page = await instanceHistory(database.reader, {
      type: 'Patient',
      id,
      count: 2,
      after: { at: 0, version: 4 },
    });
    expect(page?.versions.map((v) => v.version)).toEqual([3, 2]);
    const system = await history(database.reader, { count: 3 });
    expect(system.versions[0]).toMatchObject({ type: 'Patient', id, version: 4 });
    expect(system.more).toBe(true);
  });

  test('of parallel updates with the same If-Match one wins', async () => {
    const made = await one({ kind: 'create', type: 'Patient', body: patient() });
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        one({
          kind: 'update',
          type: 'Patient',
          target: { id: made.id },
          body: patient(`,"id":"${made.id}"`),
          ifMatch: 1,
        }),
      ),
    );
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1);
    for (const t of tries) if (t.status === 'rejected') expect(t.reason).toMatchObject({ kind: 'stale' });
  });

  test('parallel creates by PUT of one id are versions of one resource', async () => {
    const id = 'raced';
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        one({ kind: 'update', type: 'Patient', target: { id }, body: patient(`,"id":"${id}"`) }),
      ),
    );
    expect(made.map((m) => m.version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('an entry moved to another person takes its history with it', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => one({ kind: 'create', type: 'Patient', body: patient() })));
    const made = await one({ kind: 'create', type: 'Observation', body: observation(`Patient/${a!.id}`) });
    const moved = observation(`Patient/${b!.id}`);
    moved.value.id = made.id;
    expect(await one({ kind: 'update', type: 'Observation', target: { id: made.id }, body: moved })).toMatchObject({
      version: 2,
      status: 200,
    });
    const [now] = await findCurrent(database.reader, [{ type: 'Observation', id: made.id }], false);
    const [owner] = await findCurrent(database.reader, [{ type: 'Patient', id: b!.id }], false);
    expect(now).toMatchObject({ state: 'current', version: 2, record: (owner as { record: bigint }).record });
    const all = await instanceHistory(database.reader, { type: 'Observation', id: made.id, count: 10 });
    expect(all?.versions.map((v) => v.version)).toEqual([2, 1]);
    expect(await one({ kind: 'delete', type: 'Observation', target: { id: made.id } })).toMatchObject({ version: 3 });
  });
});

describe('a transaction', () => {
  test('gives ids and replaces the references between its entries, whatever their order', async () => {
    const { outcomes } = await change(
      database,
      [
        { kind: 'create', type: 'Observation', body: observation('urn:uuid:p'), entry: 0, fullUrl: 'urn:uuid:o' },
        { kind: 'create', type: 'Patient', body: patient(), entry: 1, fullUrl: 'urn:uuid:p' },
      ],
      anyone(),
    );
    expect(outcomes[0]?.content).toContain(`"reference":"Patient/${outcomes[1]?.id}"`);
    expect(outcomes[0]?.id.slice(0, 13)).toBe(outcomes[1]?.id.slice(0, 13));
  });

  test('does nothing at all when one entry fails, and names the entry', async () => {
    const put = (id: string): Operation => ({
      kind: 'update',
      type: 'Patient',
      target: { id },
      body: patient(`,"id":"${id}"`),
      entry: 0,
    });
    const failing = change(
      database,
      [
        put('all-or-nothing'),
        { kind: 'patch', type: 'Patient', target: { id: 'nobody' }, patch: (body) => body, entry: 1 },
      ],
      anyone(),
    );
    await expect(failing).rejects.toMatchObject({ kind: 'absent', issues: [{ expression: 'Bundle.entry[1]' }] });
    const [found] = await findCurrent(database.reader, [{ type: 'Patient', id: 'all-or-nothing' }], false);
    expect(found?.state).toBe('absent');
  });

  test('takes as many statements for a hundred entries as for two', async () => {
    const count = async (entries: number) => {
      let statements = 0;
      const counting = new Proxy(database, {
        get(of, name) {
          if (name === 'transaction') return of.transaction.bind(of);
          if (name !== 'together') return Reflect.get(of, name, of);
          const query: Queryable['query'] = (...asked) => {
            statements += 1;
            return of.writer.query(...asked);
          };
          return new Together({ query });
        },
      });
      const operations = Array.from(
        { length: entries },
        (_, i): Operation => ({ kind: 'create', type: 'Patient', body: patient(), entry: i }),
      );
      await change(counting, operations, anyone());
      return statements;
    };
    expect(await count(100)).toBe(1);
    expect(await count(2)).toBe(1);
  });
});

test('the schema comes to the newest version from every earlier one', async () => {
  const steps = await migrations();
  const climbing = await withDatabase();
  for (const step of steps) expect(await migrate(climbing.url, step.version)).toEqual([step.name]);
  expect(await migrate(climbing.url)).toEqual([]);
  await climbing.close();
  // One step at a time from each; several in one run make no other schema, which some show.
  for (const step of steps.filter((_, at) => at % 9 === 0)) {
    const fresh = await withDatabase();
    await migrate(fresh.url, step.version);
    const run = await migrate(fresh.url);
    expect(run).toEqual(steps.filter(({ version }) => version > step.version).map(({ name }) => name));
    await fresh.close();
  }
}, 120_000);
