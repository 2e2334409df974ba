import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Address } from './address.ts';
import { type Binaries, environmentOf } from './binaries.ts';
import { isRunning } from './cluster.ts';
import type { Settings } from './settings.ts';
import type { DatabaseUser } from './user.ts';

/** Everything needed to run one cluster. */
export type Postmaster = Address & {
  cluster: string;
  password: string;
  logFile: string;
  binaries: Binaries;
  user: DatabaseUser;
  settings: Settings;
};

const logLimitBytes = 5 * 1024 * 1024;
const startLimitMs = 5 * 60_000; // recovery after a crash replays the log, and may take its time

/**
 * Brings the cluster up, or joins the server that already runs it, and connects.
 * @returns a connection, and whether the server was running before.
 */
export async function connectStarting(
  postmaster: Postmaster,
  target: pg.ClientConfig,
): Promise<{ client: pg.Client; adopted: boolean }> {
  const deadline = Date.now() + startLimitMs;
  let child: ChildProcess | undefined;
  let starts = 0;
  while (true) {
    const running = runningPid(postmaster.cluster);
    if (running === undefined && !isAlive(child)) {
      const words = starts > 0 ? lastWords(postmaster.logFile) : '';
      // A server killed a moment ago leaves children that hold its memory; the next one waits for them to go.
      const mayPass = /still in use|lock file/.test(words) && starts < 100;
      if (starts > 0 && !mayPass) throw new Error(`The embedded database does not start:\n${words}`);
      if (starts > 0) await sleep(200);
      starts += 1;
      child = start(postmaster);
    }
    const tried = await tryConnect(target);
    if (tried instanceof pg.Client) return { client: tried, adopted: child === undefined };
    refuseForeign(tried, running, postmaster.cluster);
    if (Date.now() > deadline) throw new Error(`The embedded database did not answer:\n${tried.message}`);
    await sleep(10);
  }
}

const isAlive = (child: ChildProcess | undefined): boolean =>
  child !== undefined && child.exitCode === null && child.signalCode === null;

async function tryConnect(target: pg.ClientConfig): Promise<pg.Client | Error> {
  const client = new pg.Client(target);
  client.on('error', () => {}); // its statements, and its end, tell the same
  try {
    await client.connect();
    return client;
  } catch (error) {
    return error as Error;
  }
}

/** A server on our files that does not know our password is somebody else's: say so, and touch nothing. */
function refuseForeign(error: Error, running: number | undefined, cluster: string): void {
  const { code } = error as { code?: string };
  if (code !== '28P01' && code !== '28000') return;
  throw new Error(
    `The folder ${cluster} is served by a PostgreSQL${running === undefined ? '' : ` (process ${running})`} that does not ` +
      'accept the password beside it, so this program did not make it. Stop that server, or set ENJOURNAL_DATA to another folder.',
  );
}

function start(postmaster: Postmaster): ChildProcess {
  const { cluster, binaries, user, socketFolder, port } = postmaster;
  const where: Settings = {
    listen_addresses: socketFolder === undefined ? '127.0.0.1' : '',
    unix_socket_directories: socketFolder ?? '',
    unix_socket_permissions: '0700',
  };
  const settings = Object.entries({ ...postmaster.settings, ...where });
  const log = openLog(postmaster.logFile);
  const child = spawn(
    join(binaries.bin, 'postgres'),
    ['-D', cluster, '-p', String(port), ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached: Ctrl-C in the terminal is for us, who then stop the database in good order.
    { ...user.spawnAs, cwd: '/', env: environmentOf(binaries), detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.on('error', () => {}); // a start that failed is seen by its exit
  child.unref();
  return child;
}

/** Stops the server in good order: open transactions are rolled back, everything acknowledged is on disk. */
export async function stopPostmaster(cluster: string): Promise<void> {
  const pid = runningPid(cluster);
  if (pid === undefined) return;
  const signalled = Date.now();
  process.kill(pid, 'SIGINT'); // "fast shutdown"
  let pressed = false;
  while (isRunning(pid)) {
    // A checkpoint on a slow disk takes long; past a minute, leave the rest to recovery at the next start.
    if (!pressed && Date.now() - signalled > 60_000) {
      process.kill(pid, 'SIGQUIT');
      pressed = true;
    }
    await sleep(10);
  }
}

/**
 * The process that serves the cluster, by its postmaster.pid. A file left by a crash, whose number now belongs to some
 * other program, is removed: PostgreSQL itself would refuse to start beside it.
 */
export function runningPid(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid');
  let pid: number;
  try {
    pid = Math.abs(Number.parseInt(readFileSync(file, 'utf8'), 10));
  } catch {
    return undefined;
  }
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  if (!isRunning(pid)) return undefined;
  if (process.platform === 'linux' && !worksIn(pid, cluster)) {
    if (!anybodyWorksIn(cluster)) rmSync(file, { force: true });
    return undefined;
  }
  return pid;
}

/** Every process of a PostgreSQL server has the cluster as its working folder. */
function worksIn(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch (error) {
    // Another user's process: not ours to look into, so not ours to take for dead.
    return (error as NodeJS.ErrnoException).code === 'EACCES' && statSync(`/proc/${pid}`).uid === statSync(cluster).uid;
  }
}

const anybodyWorksIn = (cluster: string): boolean =>
  readdirSync('/proc').some((name) => /^\d+$/.test(name) && worksIn(Number(name), cluster));

function openLog(file: string): number {
  try {
    if (statSync(file).size > logLimitBytes) renameSync(file, `${file}.old`);
  } catch {
    // no log yet
  }
  return openSync(file, 'a', 0o600);
}

function lastWords(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
}
