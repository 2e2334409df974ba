import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { addressOf, targetOf, urlOf } from './address.ts';
import { type Binaries, embeddedBinaries } from './binaries.ts';
import { createCluster, createDataFolder, databaseName, passwordOf } from './cluster.ts';
import { connectStarting, type Postmaster, stopPostmaster } from './postmaster.ts';
import { type Settings, tunedSettings } from './settings.ts';
import { databaseUser, makePrivateFolder, refuseOutOfReach } from './user.ts';

export type { Binaries } from './binaries.ts';
export { defaultDataFolder, isRoot } from './user.ts';

export type EmbeddedOptions = {
  /** Made when it is not there. One server at a time uses it. */
  dataFolder: string;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Beside the tuned ones, or over them. */
  settings?: Settings;
  /** Another PostgreSQL 15 than the one that came with npm. */
  binaries?: Binaries;
  /** Called when the database died and could not be brought back, or another server has taken the folder. */
  onLost?: (error: Error) => void;
};

export type Embedded = { url: string; stop(): Promise<void> };

/** Held by a session for as long as a server uses the folder; PostgreSQL lets go of it when that server dies. */
const folderLock = 0x656e6a6f;
const lockPatienceMs = 3000;

/** The embedded database's URL while a server runs it; undefined when none does. Nothing is started, locked or changed. */
export async function reachEmbedded(dataFolder: string): Promise<string | undefined> {
  const cluster = join(dataFolder, 'cluster');
  if (!existsSync(join(cluster, 'postmaster.pid'))) return undefined;
  const folder = realpathSync(dataFolder);
  const address = await addressOf(folder, join(folder, 'cluster'));
  const url = urlOf({ ...address, password: passwordOf(folder) });
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return url;
  } catch {
    return undefined; // it was killed, and left its file
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Starts the embedded PostgreSQL, or adopts the one an earlier server left running when it was killed. Works as root,
 * by running the database as another user, and as an ordinary user. Restarts a database that dies.
 * @throws Error in plain words when the folder is used by another server or cannot be used at all.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log } = options;
  createDataFolder(resolve(options.dataFolder));
  const dataFolder = realpathSync(options.dataFolder);
  const cluster = join(dataFolder, 'cluster');
  const user = databaseUser(cluster);
  refuseOutOfReach(dataFolder, user);
  const binaries = options.binaries ?? embeddedBinaries(dataFolder, user);
  const isNew = !existsSync(cluster);
  const password = await createCluster(dataFolder, cluster, binaries, user);
  const postmaster: Postmaster = {
    ...(await addressOf(dataFolder, cluster)),
    cluster,
    password,
    binaries,
    user,
    logFile: join(dataFolder, 'postgres.log'),
    settings: { ...tunedSettings(), ...options.settings },
  };
  if (postmaster.socketFolder !== undefined) makePrivateFolder(postmaster.socketFolder, user);

  let stopping = false;
  let holder: pg.Client | undefined;
  const bringUp = async () => {
    const began = performance.now();
    const { client, adopted } = await connectStarting(postmaster, {
      ...targetOf(postmaster),
      application_name: `enjournal server ${process.pid}`,
    });
    try {
      await takeFolder(client, dataFolder);
      await createDatabase(client);
    } catch (error) {
      await client.end();
      throw error;
    }
    client.on('end', () => {
      if (!stopping) void recover();
    });
    holder = client;
    const ms = Math.round(performance.now() - began);
    log.info({ dataFolder, adopted, isNew, ms }, adopted ? 'embedded database adopted' : 'embedded database started');
  };
  const recover = async () => {
    log.error('the embedded database has died; starting it again');
    try {
      await bringUp();
    } catch (error) {
      log.error({ err: error }, 'the embedded database cannot be brought back');
      options.onLost?.(error as Error);
    }
  };
  await bringUp();

  return {
    url: urlOf(postmaster),
    async stop() {
      if (stopping) return;
      stopping = true;
      await stopPostmaster(cluster);
      await holder?.end().catch(() => {});
      log.info({ dataFolder }, 'embedded database stopped');
    },
  };
}

async function takeFolder(client: pg.Client, dataFolder: string): Promise<void> {
  const deadline = Date.now() + lockPatienceMs;
  while (true) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [folderLock]);
    if (rows[0]?.taken) return;
    // The session of a server killed a moment ago may not have noticed yet.
    if (Date.now() > deadline) break;
    await sleep(50);
  }
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.objid = $1`,
    [folderLock],
  );
  const pid = /\d+$/.exec(rows[0]?.name ?? '')?.[0];
  throw new Error(
    `The data folder ${dataFolder} is in use by another Enjournal server${pid ? ` (process ${pid})` : ''}. ` +
      'Stop it, or set ENJOURNAL_DATA to another folder.',
  );
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
}
