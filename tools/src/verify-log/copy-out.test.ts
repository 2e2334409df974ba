import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, withDatabase } from '../../../server/src/test/database.ts';
import { emptySchema } from '../../../server/src/test/schema.ts';
import { copyOut } from './copy-out.ts';

let store: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  store = await withDatabase(emptySchema);
  client = new pg.Client(store.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await store.close();
});

/** The rows of a copy, as text. */
async function rows(select: string): Promise<string[]> {
  const found: string[] = [];
  await copyOut(client, `COPY (${select}) TO STDOUT`, (bytes, from, to) => {
    found.push(bytes.toString('utf8', from, to - 1));
  });
  return found;
}

test('every row comes once and whole, also one that is longer than what comes at a time', async () => {
  const lengths = [1, 0, 70_000, 3, 2_000_000, 64, 0];
  const select = `SELECT n || repeat('x', n) FROM unnest('{${lengths}}'::int[]) AS n`;
  expect(await rows(select)).toEqual(lengths.map((n) => n + 'x'.repeat(n)));
  const many = await rows('SELECT n, repeat(chr(65 + n % 26), n % 300) FROM generate_series(1, 20000) AS n');
  expect(many).toEqual(
    Array.from(
      { length: 20_000 },
      (_, i) => `${i + 1}\t${String.fromCharCode(65 + ((i + 1) % 26)).repeat((i + 1) % 300)}`,
    ),
  );
});

test('what fails before, within or behind a copy is told, and the connection is good for the next', async () => {
  await expect(rows('SELECT nothing')).rejects.toThrow('"nothing"');
  await expect(rows('SELECT 1 / (5000 - n) FROM generate_series(1, 9000) AS n')).rejects.toThrow('division by zero');
  const broken = copyOut(client, 'COPY (SELECT 1) TO STDOUT', () => {
    throw new Error('not as expected');
  });
  await expect(broken).rejects.toThrow('not as expected');
  expect(await rows('SELECT 7')).toEqual(['7']);
  expect((await client.query('SELECT 8 AS n')).rows).toEqual([{ n: 8 }]);
});
