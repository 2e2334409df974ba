import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { url: string; close(): Promise<void> };

/** A database that others are copied from: prepared once in a run, whichever test file comes first. */
export type Template = { name: string; prepare(url: string): Promise<void> };

/** A fresh database on the run's cluster: empty, or a copy of `template`. A test file makes one and closes it at its end. */
export async function withDatabase(template?: Template): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await onCluster(async (admin) => {
    if (template === undefined) await admin.query(`CREATE DATABASE ${name}`);
    else await admin.query(`CREATE DATABASE ${name} TEMPLATE ${await prepared(admin, template)}`);
  });
  return {
    url: urlOf(name),
    close: () => onCluster(async (admin) => void (await admin.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

async function prepared(admin: pg.Client, template: Template): Promise<string> {
  const name = `template_${template.name}`;
  // Held until the copy is made too, for PostgreSQL refuses to copy a database that somebody is connected to.
  await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount !== 0) return name;
  await admin.query(`CREATE DATABASE ${name}`);
  try {
    await template.prepare(urlOf(name));
  } catch (error) {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    throw error;
  }
  return name;
}

async function onCluster<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(inject('clusterUrl'));
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(inject('clusterUrl'));
  url.pathname = `/${database}`;
  return url.href;
}
