import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { embeddedBinaries } from './binaries.ts';
import { defaultDataFolder, isRoot, startEmbedded } from './index.ts';
import { databaseUser } from './user.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // starts of PostgreSQL, beside other tests

const log = pino({ level: 'silent' });
let dataFolder: string;
let toEnd: (() => unknown)[];

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'enjournal-embedded-'));
  toEnd = [];
});

afterEach(async () => {
  for (const end of toEnd.reverse()) await end();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function start() {
  const database = await startEmbedded({ dataFolder, log });
  toEnd.push(() => database.stop());
  return database;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

const postmasterPid = () => Number.parseInt(readFileSync(join(dataFolder, 'cluster', 'postmaster.pid'), 'utf8'), 10);

/** A server in a process of its own, which can be killed. @returns it and what its database told. */
async function serverProcess(): Promise<{ child: ChildProcess; url: string }> {
  const script = `
    import pino from 'pino';
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
    const log = pino({ level: 'silent' });
    const { url } = await startEmbedded({ dataFolder: ${JSON.stringify(dataFolder)}, log });
    process.stdout.write(url);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  toEnd.push(() => child.kill('SIGKILL'));
  const [told] = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  if (!(told instanceof Buffer)) throw new Error('the server refused to start');
  return { child, url: told.toString() };
}

test('the data of one start is there at the next, and nothing but a password opens it', async () => {
  const first = await start();
  await ask(first.url, 'CREATE TABLE t AS SELECT 1 AS n');
  await first.stop();
  const second = await start();
  expect(await ask(second.url, 'SELECT n FROM t')).toBe(1);
  const url = new URL(second.url);
  url.password = 'guess';
  await expect(ask(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

test('what is acknowledged is on disk: fsync, full pages, synchronous commit and checksums are on', async () => {
  const { url } = await start();
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']) {
    expect(await ask(url, `SHOW ${setting}`), setting).toBe('on');
  }
  expect(await ask(url, 'SHOW server_encoding')).toBe('UTF8');
  expect(await ask(url, 'SHOW listen_addresses')).toBe('');
});

test('a second server on the same folder is refused, and told which process has it', async () => {
  const { url } = await start();
  await expect(startEmbedded({ dataFolder, log })).rejects.toThrow(
    `in use by another Enjournal server (process ${process.pid})`,
  );
  expect(await ask(url, 'SELECT 1')).toBe(1); // the first one goes on
});

test('two first starts at once make one cluster, and one of them gets it', async () => {
  const starts = await Promise.allSettled([serverProcess(), start()]);
  expect(starts.map((s) => s.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('the database of a server that was killed is adopted', async () => {
  const { child, url } = await serverProcess();
  await ask(url, 'CREATE TABLE t AS SELECT 2 AS n');
  const before = postmasterPid();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const again = await start();
  expect(postmasterPid()).toBe(before);
  expect(await ask(again.url, 'SELECT n FROM t')).toBe(2);
  await again.stop();
  await expect(ask(url, 'SELECT 1')).rejects.toThrow();
});

test('a database that is killed is started again, with what it had acknowledged', async () => {
  const { url } = await start();
  await ask(url, 'CREATE TABLE t AS SELECT 3 AS n');
  const before = postmasterPid();
  process.kill(before, 'SIGKILL');
  let answer: unknown;
  for (let tries = 0; tries < 500 && answer === undefined; tries++) {
    answer = await ask(url, 'SELECT n FROM t').catch(() => sleep(20));
  }
  expect(answer).toBe(3);
  expect(postmasterPid()).not.toBe(before);
});

test('a pid file left by a crash does not hinder when its number belongs to another program by now', async () => {
  await (await start()).stop();
  const other = spawn('sleep', ['60'], databaseUser(join(dataFolder, 'cluster')).spawnAs);
  toEnd.push(() => other.kill());
  writeFileSync(join(dataFolder, 'cluster', 'postmaster.pid'), `${other.pid}\n${dataFolder}/cluster\n`);
  const { url } = await start();
  expect(await ask(url, 'SELECT 1')).toBe(1);
});

test('a server that somebody else runs on the folder is left alone, and named', async () => {
  await start();
  const password = readFileSync(join(dataFolder, 'password'));
  writeFileSync(join(dataFolder, 'password'), 'not the one it was made with');
  await expect(startEmbedded({ dataFolder, log })).rejects.toThrow(
    new RegExp(`\\(process ${postmasterPid()}\\) that does not accept the password`),
  );
  writeFileSync(join(dataFolder, 'password'), password);
});

test('a folder made by another version of PostgreSQL is refused', async () => {
  await (await start()).stop();
  writeFileSync(join(dataFolder, 'cluster', 'PG_VERSION'), '14\n');
  await expect(startEmbedded({ dataFolder, log })).rejects.toThrow('was made by PostgreSQL 14');
});

test('a data folder whose path is too long for a socket is served on loopback', async () => {
  chmodSync(dataFolder, 0o711);
  const long = join(dataFolder, 'x'.repeat(90));
  mkdirSync(long, { mode: 0o711 });
  const database = await startEmbedded({ dataFolder: long, log });
  toEnd.push(() => database.stop());
  expect(database.url).toMatch(/@127\.0\.0\.1:\d+\/enjournal$/);
  expect(await ask(database.url, 'SELECT 1')).toBe(1);
});

test.runIf(isRoot())('as root, a data folder inside a closed folder is refused with what to do', async () => {
  writeFileSync(join(dataFolder, 'notes.txt'), 'not ours');
  await expect(startEmbedded({ dataFolder: join(dataFolder, 'data'), log })).rejects.toThrow('may not enter');
});

test('data live where ENJOURNAL_DATA says, else where the system keeps such things', () => {
  expect(defaultDataFolder({ ENJOURNAL_DATA: '/srv/x' })).toBe('/srv/x');
  const usual = defaultDataFolder({ XDG_DATA_HOME: '/home/kari/.data' });
  expect(usual).toBe(isRoot() ? '/var/lib/enjournal' : '/home/kari/.data/enjournal');
});

test.runIf(isRoot())('as root, programs in a folder that only root may enter are copied out of it', () => {
  chmodSync(dataFolder, 0o711);
  const user = databaseUser(join(dataFolder, 'cluster'));
  const closed = mkdtempSync(join(tmpdir(), 'enjournal-closed-')); // 0700
  toEnd.push(() => rmSync(closed, { recursive: true }));
  const inPlace = join(embeddedBinaries(dataFolder, user).bin, '..');
  const native = join(closed, 'native');
  cpSync(inPlace, native, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  const { bin } = embeddedBinaries(dataFolder, user, { native, version: 'copied' });
  expect(bin).toBe(join(dataFolder, 'postgres-copied', 'bin'));
});
