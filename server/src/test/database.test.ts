import pg from 'pg';
import { expect, test } from 'vitest';
import { withDatabase } from '../test/database.ts';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

test('the server under test is PostgreSQL 15', async () => {
  const database = await withDatabase();
  expect(await ask(database.url, 'SHOW server_version')).toMatch(/^15\./);
  await database.close();
});

test('every test database is a copy of its template, prepared once', async () => {
  let prepared = 0;
  const template = {
    name: 'of_database_test',
    prepare: async (url: string) => {
      prepared += 1;
      await ask(url, 'CREATE TABLE t AS SELECT 7 AS n');
    },
  };
  const [one, two] = await Promise.all([withDatabase(template), withDatabase(template)]);
  await ask(one.url, 'UPDATE t SET n = 8');
  expect(await ask(two.url, 'SELECT n FROM t')).toBe(7);
  expect(prepared).toBe(1);
  await Promise.all([one.close(), two.close()]);
});
