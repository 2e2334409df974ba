import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../record/index.ts';
import { type TestDatabase, withDatabase } from '../../test/database.ts';
import { emptySchema } from '../../test/schema.ts';
import { guardAgainstGuessing } from './guard.ts';

const minute = 60_000;
let store: TestDatabase;
let database: Database;

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url, connections: 4, readTimeoutMs: 10_000 });
});

afterAll(async () => {
  await database.close();
  await store.close();
});

test('each further failure makes a client wait twice as long, a success or half an hour forgives', async () => {
  let now = Date.parse('2026-11-01T12:00:00Z');
  const guard = guardAgainstGuessing(database.writer, { now: () => now });
  const waits: number[] = [];
  for (let i = 0; i < 16; i += 1) waits.push((await guard.failed('a')).waitSeconds);
  expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  expect([await guard.waitOf('a'), await guard.waitOf('b')]).toEqual([300, 0]);
  now += 299_000;
  expect(await guard.waitOf('a')).toBe(1);
  await guard.succeeded('a');
  expect(await guard.waitOf('a')).toBe(0);
  for (let i = 0; i < 8; i += 1) await guard.failed('a');
  now += 31 * minute;
  expect(await guard.failed('a')).toEqual({ failures: 1, waitSeconds: 0 });
});

test('who is slowed by one server is slowed by all, and no failure of many at once is lost', async () => {
  const servers = [1, 2].map(() => guardAgainstGuessing(database.writer));
  const failed = await Promise.all(Array.from({ length: 40 }, (_, n) => servers[n % 2]!.failed('203.0.113.9')));
  expect(failed.map(({ failures }) => failures).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 40 }, (_, n) => n + 1),
  );
  for (const one of servers) expect(await one.waitOf('203.0.113.9')).toBeGreaterThan(290);
});

test('no address is kept, and what is over is swept away', async () => {
  const late = guardAgainstGuessing(database.writer, { now: () => Date.now() + 40 * minute });
  const kept = async () => (await database.writer.query<{ client: string }>('SELECT client FROM identity_guess')).rows;
  await guardAgainstGuessing(database.writer).failed('log-on 203.0.113.7');
  expect(JSON.stringify(await kept())).not.toContain('203.0.113');
  await late.sweep();
  expect(await kept()).toEqual([]);
});
