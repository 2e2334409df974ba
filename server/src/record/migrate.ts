import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

const FOLDER = new URL('./migrations/', import.meta.url);

/** One step of the schema. Forward only: a step that has run is never edited, a mistake is mended by a new one. */
export type Migration = { version: number; name: string; sql: string };

/** The migrations of this program in order: `NNNN-name.sql`. */
export async function migrations(folder: URL = FOLDER): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).sort();
  const twice = names.find((name, i) => names[i - 1]?.slice(0, 4) === name.slice(0, 4));
  if (twice !== undefined) throw new Error(`Two migrations have the number of ${twice}.`);
  return Promise.all(
    names.map(async (name) => ({
      version: Number(name.slice(0, 4)),
      name,
      sql: await readFile(new URL(name, folder), 'utf8'),
    })),
  );
}

/**
 * Brings the schema up to date, each step in a transaction of its own, under a lock that lets servers start side by side.
 * @returns the names of the steps that were run.
 * @throws when the database was made by a newer program.
 */
export async function migrate(url: string, upTo?: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(7201, 1)');
    await client.query(`CREATE TABLE IF NOT EXISTS schema_version (
      version int PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())`);
    const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version');
    const done = new Set(rows.map((row) => row.version));
    const all = await migrations();
    const newest = all.at(-1)?.version ?? 0;
    const unknown = [...done].find((version) => version > newest);
    if (unknown !== undefined) {
      throw new Error(
        `The database has schema version ${unknown}; this program knows ${newest}. Start a newer program.`,
      );
    }
    const run: string[] = [];
    for (const step of all) {
      if (done.has(step.version) || step.version > (upTo ?? Number.POSITIVE_INFINITY)) continue;
      await client.query('BEGIN');
      await client.query(step.sql);
      await client.query('INSERT INTO schema_version (version, name) VALUES ($1, $2)', [step.version, step.name]);
      await client.query('COMMIT');
      run.push(step.name);
    }
    return run;
  } finally {
    await client.end();
  }
}
