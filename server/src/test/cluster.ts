import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { type Binaries, startEmbedded } from '../record/embedded/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a PostgreSQL server on which tests may make databases. */
    clusterUrl: string;
  }
}

/** Debian's PostgreSQL 15, when it is installed. */
export const debianBinaries: Binaries = { bin: '/usr/lib/postgresql/15/bin' };

/** Nothing in a test's database outlives the run, so the disk need not be waited for. */
const throwaway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

const MEMORY = '/dev/shm';
const ENOUGH = 4 * 2 ** 30;

/**
 * Memory that serves as a disk, where it has room: a database for each test file is a thousand small files, which a busy disk takes a
 * second to make.
 */
function scratchFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return mkdtempSync(join(bavail * bsize >= ENOUGH ? MEMORY : tmpdir(), 'enjournal-test-'));
  } catch {
    return mkdtempSync(join(tmpdir(), 'enjournal-test-'));
  }
}

/**
 * Vitest's global set-up of the tests that need a database: one cluster for the whole run. TEST_DATABASE_URL names a server
 * of one's own; ENJOURNAL_TEST_POSTGRES=debian takes Debian's PostgreSQL 15 instead of the embedded one.
 */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL, ENJOURNAL_TEST_POSTGRES } = process.env;
  if (TEST_DATABASE_URL) {
    project.provide('clusterUrl', TEST_DATABASE_URL);
    return async () => {};
  }
  const dataFolder = scratchFolder();
  const database = await startEmbedded({
    dataFolder,
    log: pino({ level: 'error' }),
    settings: throwaway,
    ...(ENJOURNAL_TEST_POSTGRES === 'debian' ? { binaries: debianBinaries } : {}),
  });
  project.provide('clusterUrl', database.url);
  return async () => {
    await database.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
}
