import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeId } from '../fhir/ids.ts';
import { problem } from '../fhir/issue.ts';
import { parseJson } from '../fhir/json/index.ts';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { emptySchema } from '../test/schema.ts';
import {
  change,
  Database,
  type FactRow,
  factsFor,
  findCurrent,
  type Operation,
  type Patch,
  type Queryable,
  type Transaction,
  type WriteContext,
} from './index.ts';
import { findMatches } from './search/index.ts';
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

const bodyOf = (resource: JsonObject) => parseJson(JSON.stringify(resource));
const flagOf = (patient: string, more: JsonObject = {}) => ({
  resourceType: 'Flag',
  status: 'active',
  code: { text: 'flag' },
  subject: { reference: `Patient/${patient}` },
  ...more,
});

/** A Flag is a fact: the unit that its text names. */
const factsOf = (resource: Resource): FactRow[] =>
  resource.resourceType === 'Flag' ? [{ n: 0, kind: 'flag', unit: JSON.stringify(resource.code), from: 0, to: 1 }] : [];

async function does(operations: Operation[], more: Partial<WriteContext> = {}, on = database) {
  return (await change(on, operations, anyone({ factsOf, ...more }))).outcomes;
}

const creating = (resource: JsonObject & { resourceType: string }): Operation => ({
  kind: 'create',
  type: resource.resourceType,
  body: bodyOf(resource),
});

const putting = (resource: JsonObject & { resourceType: string; id: string }): Operation => ({
  kind: 'update',
  type: resource.resourceType,
  target: { id: resource.id },
  body: bodyOf(resource),
});

const freshId = () => `x-${randomBytes(6).toString('hex')}`;

async function newPatient(): Promise<string> {
  return (await does([creating({ resourceType: 'Patient' })]))[0]!.id;
}

async function standing(type: string, id: string) {
  return (await findCurrent(database.reader, [{ type, id }], false))[0]!;
}

async function recordOf(patient: string): Promise<bigint> {
  return ((await standing('Patient', patient)) as { record: bigint }).record;
}

/** The database, and how many statements changes send outside of transactions and in them. */
function counted() {
  const sent = { single: 0, inTransaction: 0 };
  const proxy = new Proxy(database, {
    get(of, name) {
      if (name === 'together') {
        const write: Database['together']['write'] = (wanted) => {
          sent.single += 1;
          return of.together.write(wanted);
        };
        return { write };
      }
      if (name === 'transaction') {
        return <T>(work: (client: Transaction) => Promise<T>) =>
          of.transaction((client) => {
            const query: Queryable['query'] = (...asked) => {
              sent.inTransaction += 1;
              return client.query(...asked);
            };
            return work({ query, isBegun: () => client.isBegun() });
          });
      }
      return Reflect.get(of, name, of);
    },
  });
  return { proxy, sent };
}

const open: NonNullable<WriteContext['open']> = async (client, records) =>
  (await factsFor(client, records)).map(({ record, epoch }) => ({ record, epoch }));

describe('the gate', () => {
  test('costs a create nothing but one statement where it asks nothing in its transaction', async () => {
    const patient = await newPatient();
    const without = counted();
    await does([creating(flagOf(patient))], {}, without.proxy);
    expect(without.sent).toEqual({ single: 1, inTransaction: 0 });
    const deciding = counted();
    await does([creating(flagOf(patient))], { open }, deciding.proxy);
    expect(deciding.sent).toEqual({ single: 0, inTransaction: 2 });
  });

  test('is told of every record that is touched before it is asked anything', async () => {
    const [one, two, three] = [await newPatient(), await newPatient(), await newPatient()];
    const id = freshId();
    await does([putting({ ...flagOf(one), id })]);
    const told: string[] = [];
    const context: Partial<WriteContext> = {
      open: async (client, records) => {
        told.push(`open ${records.length}`);
        return open(client, records, false);
      },
      permit: ({ letter, type }) => void told.push(`${letter} ${type}`),
    };
    const entries = [putting({ ...flagOf(two), id }), creating(flagOf(three)), creating(flagOf(two))];
    await does(
      entries.map((entry, i) => ({ ...entry, entry: i })),
      context,
    );
    expect(told).toEqual(['open 3', 'u Flag', 'u Flag', 'c Flag', 'c Flag']);
  });

  test('is asked with what stands there, what it will be and where, for both records of a move', async () => {
    const [one, two] = [await newPatient(), await newPatient()];
    const id = freshId();
    await does([putting({ ...flagOf(one), id })]);
    const asked: unknown[] = [];
    const permit: WriteContext['permit'] = ({ record, resource, current, letter }) =>
      void asked.push([letter, record, resource?.subject, current.state]);
    await does([putting({ ...flagOf(two), id })], { permit });
    await does([{ kind: 'delete', type: 'Flag', target: { id } }], { permit });
    const subject = { reference: `Patient/${two}` };
    expect(asked).toEqual([
      ['u', await recordOf(two), subject, 'current'],
      ['u', await recordOf(one), undefined, 'current'],
      ['d', await recordOf(two), undefined, 'current'],
    ]);
  });

  test('is asked before a patch sees what stands there', async () => {
    const patient = await newPatient();
    const [made] = await does([creating(flagOf(patient))]);
    let isSeen = false;
    const patch: Operation = {
      kind: 'patch',
      type: 'Flag',
      target: { id: made!.id },
      patch: (body) => {
        isSeen = true;
        return body;
      },
    };
    const permit = () => {
      throw problem('forbidden', 'denied');
    };
    await expect(does([patch], { permit })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(isSeen).toBe(false);
  });

  test('says nothing of what the actor may not know of', async () => {
    const patient = await newPatient();
    const [made] = await does([creating(flagOf(patient))]);
    const [gone] = await does([creating(flagOf(patient))]);
    await does([{ kind: 'delete', type: 'Flag', target: { id: gone!.id } }]);
    const isVisible = () => false;
    const patch: Patch = (body) => body;
    for (const id of [made!.id, gone!.id, makeId(7n, 7n)]) {
      const target = { id };
      const deleted = await does([{ kind: 'delete', type: 'Flag', target }], { isVisible });
      expect(deleted[0]).toMatchObject({ status: 204, interaction: 'none', version: 0 });
      await expect(does([{ kind: 'patch', type: 'Flag', target, patch }], { isVisible })).rejects.toMatchObject({
        kind: 'absent',
      });
      const stale: Operation = { ...putting({ ...flagOf(patient), id }), ifMatch: 1 } as Operation;
      await expect(does([stale], { isVisible })).rejects.toMatchObject({ kind: 'stale' });
    }
    expect(await standing('Flag', made!.id)).toMatchObject({ state: 'current', version: 1 });
    const refers = creating({ ...flagOf(patient), author: { reference: `Patient/${await newPatient()}` } });
    await expect(does([refers], { isVisible, checkReferences: true })).rejects.toMatchObject({ kind: 'rule' });
  });

  test('stamps what is stored, found and told', async () => {
    const patient = await newPatient();
    const stamp = (resource: Resource) => {
      resource.meta = { ...resource.meta, tag: [{ system: 'urn:stamped', code: 'by-the-server' }] };
    };
    const [made] = await does([creating(flagOf(patient))], { stamp });
    expect(JSON.parse(made!.content!).meta).toMatchObject({ versionId: '1', tag: [{ code: 'by-the-server' }] });
    const [found] = await findMatches(database.reader, [
      { type: 'Flag', query: `patient=Patient/${patient}&_tag=urn:stamped|by-the-server` },
    ]);
    expect(found).toMatchObject([{ id: made!.id }]);
  });

  test('decides anew when what it decided by has changed meanwhile', async () => {
    const patient = await newPatient();
    const attempts: boolean[] = [];
    const context: Partial<WriteContext> = {
      open: async (client, records, isRetry) => {
        const read = await open(client, records, isRetry);
        attempts.push(isRetry);
        // another writes a fact between the reading and the write
        if (!isRetry) await does([creating(flagOf(patient, { code: { text: String(attempts.length) } }))]);
        return read;
      },
    };
    await does([creating(flagOf(patient, { code: { text: 'mine' } }))], context);
    expect(attempts).toEqual([false, true]);
    const id = freshId();
    await does([putting({ ...flagOf(patient), id })], context);
    expect(attempts).toEqual([false, true, false, true]);
    const [known] = await factsFor(database.reader, [await recordOf(patient)]);
    expect(known!.facts).toHaveLength(4);
  });
});

describe('two at once', () => {
  test('two conditional updates of a transaction that match nothing may not mean one resource', async () => {
    const twin = (entry: number): Operation => ({
      kind: 'update',
      type: 'Flag',
      target: { criteria: 'identifier=urn:twin|1' },
      body: bodyOf(flagOf('nobody')),
      entry,
    });
    await expect(does([twin(0), twin(1)])).rejects.toMatchObject({
      kind: 'invalid',
      issues: [{ key: 'entry-twice', expression: 'Bundle.entry[1]' }],
    });
  });

  test.each(['an id of its own', 'an id that tells a record'])(
    'parallel PUTs of one new resource, with %s, that name two patients leave one resource with every version',
    async (which) => {
      const patients = [await newPatient(), await newPatient()];
      for (let round = 0; round < 5; round += 1) {
        const record = await recordOf(patients[0]!);
        const id = which === 'an id of its own' ? freshId() : makeId(record, randomBytes(8).readBigUInt64BE());
        const made = await Promise.all(
          Array.from({ length: 4 }, (_, i) => does([putting({ ...flagOf(patients[i % 2]!), id })])),
        );
        expect(made.map(([one]) => one!.version).sort()).toEqual([1, 2, 3, 4]);
        const { rows } = await database.reader.query<{ count: number }>(
          'SELECT count(*)::int AS count FROM resource WHERE id = $1',
          [id],
        );
        expect(rows[0]!.count).toBe(1);
        const now = await standing('Flag', id);
        const [one, two] = await factsFor(database.reader, await Promise.all(patients.map(recordOf)));
        const facts = [...one!.facts, ...two!.facts].filter((fact) => fact.id === id);
        expect(facts).toMatchObject([{ record: (now as { record: bigint }).record }]);
      }
    },
  );

  test('an update that creates is done again when another made, and ended, the resource meanwhile', async () => {
    const id = freshId();
    let isFirst = true;
    const patient = await newPatient();
    const [made] = await does([putting({ ...flagOf(patient), id })], {
      open: async (client, records, isRetry) => {
        if (isFirst) {
          isFirst = false;
          await does([putting({ ...flagOf(patient), id })]);
          await does([{ kind: 'delete', type: 'Flag', target: { id } }]);
        }
        return isRetry ? open(client, records, isRetry) : [];
      },
    });
    expect(made).toMatchObject({ version: 3, status: 201 });
  });
});
