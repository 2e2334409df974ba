import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeId } from '../fhir/ids.ts';
import { extract } from '../fhir/search/extract.ts';
import { typeNumber } from '../fhir/types.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { aLog } from '../test/log-row.ts';
import { emptySchema } from '../test/schema.ts';
import { Database, type Queryable } from './database.ts';
import { factsFor } from './facts.ts';
import { Together } from './together.ts';
import type { Wanted } from './write.ts';

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

const log = aLog();

/** The creation of a Flag in a record, at a time. */
function creation(n: number, epoch = 0n): Wanted & { id: string; record: bigint } {
  const record = randomBytes(8).readBigInt64BE() & 0x7fff_ffff_ffff_ffffn;
  const id = makeId(record, randomBytes(8).readBigUInt64BE());
  const at = Date.UTC(2026, 10, 24, 8, 0, n);
  const resource = { resourceType: 'Flag', id, status: 'active', code: { text: `flag ${n}` } };
  const key = { record, type: typeNumber('Flag'), id };
  const line = log.row({ interaction: 'create', type: 'Flag', id, record, at });
  return {
    ...{ id, record, at },
    changes: [
      {
        ...{ ...key, op: 'C', version: 1, content: JSON.stringify(resource), entries: extract(resource, { record }) },
        ...{ access: n, located: false, isNews: false },
        facts: n % 2 === 0 ? [] : [{ n: 0, kind: 'flag', from: 0, to: 1 }],
      },
    ],
    log: { writer: log.writer, era: log.era, rows: [line] },
    epochs: [{ record, epoch }],
  };
}

function counted() {
  const sent = { statements: 0 };
  const query: Queryable['query'] = (...asked) => {
    sent.statements += 1;
    return database.writer.query(...asked);
  };
  return { together: new Together({ query }), sent };
}

async function stored(ids: readonly string[]) {
  const { rows } = await database.reader.query<{ id: string; access: number; at: Date; logged: string; told: string }>(
    `SELECT r.id, r.access, r.at, (SELECT count(*) FROM access_log l WHERE l.id = r.id) AS logged,
       (SELECT count(*) FROM outbox o WHERE o.id = r.id AND o.at = r.at) AS told
     FROM resource r WHERE r.id = ANY ($1)`,
    [ids],
  );
  return rows;
}

test('what comes at once is written in a few statements, each with its own time, line, facts and event', async () => {
  const { together, sent } = counted();
  const all = Array.from({ length: 60 }, (_, n) => creation(n));
  await Promise.all(all.map((one) => together.write(one)));
  expect(sent.statements).toBeLessThanOrEqual(3);
  const rows = await stored(all.map(({ id }) => id));
  expect(rows).toHaveLength(60);
  for (const [n, { id, at, record }] of all.entries()) {
    expect(rows.find((row) => row.id === id)).toEqual({ id, access: n, at: new Date(at), logged: 1n, told: 1n });
    const [known] = await factsFor(database.reader, [record]);
    expect(known).toMatchObject({ epoch: BigInt(n % 2), facts: n % 2 === 0 ? [] : [{ kind: 'flag' }] });
  }
});

test('of many at once, those that cannot be written fail alone, with their own error, and leave nothing', async () => {
  const { together } = counted();
  const twice = creation(40);
  await together.write(twice);
  const overtaken = creation(2, 7n);
  const good = Array.from({ length: 20 }, (_, n) => creation(n + 3));
  const all = [...good.slice(0, 10), overtaken, twice, ...good.slice(10)];
  const outcomes = await Promise.allSettled(all.map((one) => together.write(one)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(outcomes[10]).toMatchObject({ reason: { code: '40001' } });
  expect(outcomes[11]).toMatchObject({ reason: { code: '23505' } });
  expect(await stored([overtaken.id])).toEqual([]);
  const rows = await stored([twice.id, ...good.map(({ id }) => id)]);
  expect(rows).toHaveLength(21);
  for (const row of rows) expect(row).toMatchObject({ logged: 1n, told: 1n });
});

test('when the database is gone all are told so, and none is tried again', async () => {
  const gone = new Database({ url: 'postgresql://nobody@127.0.0.1:1/none' });
  let statements = 0;
  const together = new Together({
    query: (...asked) => {
      statements += 1;
      return gone.writer.query(...asked);
    },
  });
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => together.write(creation(n))));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { kind: 'unavailable' } });
  expect(statements).toBe(1);
  await gone.close();
});
