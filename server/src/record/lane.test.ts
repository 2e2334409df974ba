import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { Database } from './database.ts';

let store: TestDatabase;
let database: Database;

beforeAll(async () => {
  store = await withDatabase();
  database = new Database({ url: store.url, connections: 2, readTimeoutMs: 5000 });
});
afterAll(async () => {
  await database.close();
  await store.close();
});

const echo = async (n: number) => {
  const { rows } = await database.shortReader.query<{ n: number }>('SELECT $1::int AS n', [n], 'echo');
  return rows[0]?.n;
};

test('each of many short reads at once gets its own answer, over few connections', async () => {
  const asked = Array.from({ length: 300 }, (_, i) => i);
  expect(await Promise.all(asked.map(echo))).toEqual(asked);
  expect(database.load().open).toBeLessThanOrEqual(2);
});

test('one that fails leaves the others alone', async () => {
  const wrong = database.shortReader.query('SELECT 1 / $1::int', [0], 'wrong');
  const right = [1, 2, 3].map(echo);
  await expect(wrong).rejects.toMatchObject({ code: '22012' });
  expect(await Promise.all(right)).toEqual([1, 2, 3]);
});

test('while all are held up, others go another way', async () => {
  const slow = [1, 2].map(() => database.shortReader.query('SELECT pg_sleep(4)'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const began = performance.now();
  expect(await echo(7)).toBe(7);
  expect(performance.now() - began).toBeLessThan(3_500);
  await Promise.all(slow);
});

test('a connection that is cut is made anew, and what was under way is told', async () => {
  const cut = database.shortReader.query('SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(1)');
  await expect(cut).rejects.toMatchObject({ kind: 'unavailable' });
  await expect.poll(() => echo(8).catch(() => 0)).toBe(8);
});
