import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { startEmbedded } from '../../server/src/record/embedded/index.ts';

/** The PostgreSQL server that everything is measured on. */
export type Cluster = {
  version: string;
  /** Makes a database, empty. @returns its URL */
  create(name: string): Promise<string>;
  /** Drops the databases made, and the server if it was ours. */
  end(): Promise<void>;
};

const MB = 1024 * 1024;
const debian = { bin: '/usr/lib/postgresql/15/bin' };

/**
 * DATABASE_URL names a server to use; else the embedded one is started in a folder of its own (BENCH_POSTGRES=debian takes
 * Debian's programs), with the product's own settings and as much shared memory as a database server would be given.
 */
export async function startCluster(): Promise<Cluster> {
  const { DATABASE_URL, BENCH_POSTGRES } = process.env;
  if (DATABASE_URL) return on(DATABASE_URL, async () => {});
  const dataFolder = mkdtempSync(join(tmpdir(), 'enjournal-bench-'));
  chmodSync(dataFolder, 0o711); // as root, the database runs as another user, who must get in
  const database = await startEmbedded({
    dataFolder,
    log: pino({ level: 'error' }),
    settings: {
      shared_buffers: `${Math.round(Math.min(2048, Math.max(256, totalmem() / MB / 8)))}MB`,
      max_connections: '200',
    },
    ...(BENCH_POSTGRES === 'debian' ? { binaries: debian } : {}),
  });
  return on(database.url, async () => {
    await database.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });
}

async function on(serverUrl: string, stop: () => Promise<void>): Promise<Cluster> {
  const made: string[] = [];
  const { server_version: version } = (await query<{ server_version: string }>(serverUrl, 'SHOW server_version'))[0]!;
  return {
    version,
    async create(name) {
      const database = `enjournal_bench_${process.pid}_${name}`;
      await query(serverUrl, `CREATE DATABASE ${database}`);
      made.push(database);
      const url = new URL(serverUrl);
      url.pathname = `/${database}`;
      return url.href;
    },
    async end() {
      for (const database of made) await query(serverUrl, `DROP DATABASE ${database} WITH (FORCE)`);
      await stop();
    },
  };
}

/** One statement (or several without values) on a connection of its own. */
export async function query<T>(url: string, text: string, values?: unknown[]): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query(text, values);
    return rows as T[];
  } finally {
    await client.end();
  }
}
