import { expect, test } from 'vitest';
import { withDatabase } from '../test/database.ts';
import { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { Statistics } from './statistics.ts';

test('a table that grows from nothing is looked at, and one that was large already is left alone', async () => {
  const store = await withDatabase();
  await migrate(store.url);
  const database = new Database({ url: store.url });
  const tuples = async () => {
    const { rows } = await database.reader.query<{ reltuples: number }>(
      `SELECT reltuples FROM pg_class WHERE oid = 'located'::regclass`,
    );
    return rows[0]!.reltuples;
  };
  const insert = (from: number, to: number) =>
    database.writer.query(`INSERT INTO located SELECT 1, n::text, n FROM generate_series($1::int, $2::int) n`, [
      from,
      to,
    ]);

  await insert(1, 500);
  new Statistics(database).wrote(500);
  await expect.poll(tuples).toBe(500);

  await insert(501, 5000);
  await database.writer.query('ANALYZE located');
  await insert(5001, 5100);
  const another = new Statistics(database);
  another.wrote(300);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await tuples()).toBe(5000);
  another.wrote(6000);
  await expect.poll(tuples).toBe(5100);
  await database.close();
  await store.close();
});
