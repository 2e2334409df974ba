import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Queryable } from '../../record/index.ts';
import { type Template, withDatabase } from '../../test/database.ts';
import { loadTerminology } from '../start.ts';

const MIGRATION = join(import.meta.dirname, '../../record/migrations/0002-terminology.sql');

async function prepare(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(readFileSync(MIGRATION, 'utf8'));
  await client.end();
}

/** A database with the terminology tables, empty. */
const empty: Template = { name: 'terminology_empty', prepare };

/** The same with FHIR's own code systems and those of `content/`. */
export const terminologyDatabase: Template = {
  name: 'terminology_loaded',
  async prepare(url) {
    await prepare(url);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await loadTerminology((work) => inTransaction(client, work));
    await client.end();
  },
};

export type TestClient = Queryable & {
  url: string;
  transaction<T>(work: (client: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A client on a database of the test's own, with what every server has loaded (or, if asked, with nothing). */
export async function terminologyClient(which: 'loaded' | 'empty' = 'loaded'): Promise<TestClient> {
  const database = await withDatabase(which === 'loaded' ? terminologyDatabase : empty);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    ...queryable(client),
    url: database.url,
    transaction: (work) => inTransaction(client, work),
    async close() {
      await client.end();
      await database.close();
    },
  };
}

function queryable(client: pg.Client): Queryable {
  return {
    async query<T>(text: string, values?: unknown[]) {
      const { rows, rowCount } = await client.query(text, values);
      return { rows: rows as T[], rowCount: rowCount ?? 0 };
    },
  };
}

async function inTransaction<T>(client: pg.Client, work: (client: Queryable) => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work(queryable(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
