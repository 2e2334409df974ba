import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  type Dirent,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, environmentOf } from './binaries.ts';
import { type DatabaseUser, giveTo, isRoot, makePrivateFolder } from './user.ts';

/** The name of the database and of its owner. */
export const databaseName = 'enjournal';

/** Makes the cluster unless it is there. Two starts at once, or a start that was killed half way, leave one whole cluster. */
export async function createCluster(
  dataFolder: string,
  cluster: string,
  binaries: Binaries,
  user: DatabaseUser,
): Promise<string> {
  const password = passwordOf(dataFolder);
  if (existsSync(cluster)) {
    refuseOtherVersion(cluster);
    return password;
  }
  sweepHalfMade(dataFolder);
  const half = join(dataFolder, `new-${process.pid}`);
  const made = join(half, 'cluster');
  makePrivateFolder(half, user);
  const passwordFile = join(half, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(passwordFile, user);

  try {
    await promisify(execFile)(
      join(binaries.bin, 'initdb'),
      ['-D', made, '-U', databaseName, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
        // Checksums: a disk that lies is found out at the first read, not by a clinician.
        .concat('--encoding=UTF8', '--locale=C', '--data-checksums', '--no-sync'),
      { ...user.spawnAs, cwd: '/', env: environmentOf(binaries) },
    );
    await toDisk(made);
  } catch (cause) {
    rmSync(half, { recursive: true, force: true });
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new Error(`The embedded database could not be made in ${dataFolder}:\n${stderr || message}`, { cause });
  }
  try {
    renameSync(made, cluster);
  } catch (error) {
    if (!existsSync(cluster)) throw error; // else another start was first
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return password;
}

/** Several files at a time: initdb asks the disk for a thousand of them one by one, which takes a second. */
async function toDisk(cluster: string): Promise<void> {
  const entries = readdirSync(cluster, { recursive: true, withFileTypes: true });
  const isSynced = (entry: Dirent) => entry.isFile() || (entry.isDirectory() && process.platform !== 'win32');
  const paths = [cluster, ...entries.filter(isSynced).map(({ parentPath, name }) => join(parentPath, name))];
  const one = async () => {
    for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
      const file = await open(path, 'r');
      await file.sync().finally(() => file.close());
    }
  };
  await Promise.all(Array.from({ length: 4 }, one));
}

/** The folder itself; others may pass through it to the parts that are theirs, and list nothing. */
export function createDataFolder(dataFolder: string): void {
  try {
    mkdirSync(dirname(dataFolder), { recursive: true });
    if (!existsSync(dataFolder)) mkdirSync(dataFolder, { mode: 0o711 });
    // Made by hand or by mkdtemp, it may be closed; a folder with anything else in it is not ours to open.
    const isOurs = readdirSync(dataFolder).every((name) => ownNames.test(name));
    if (isRoot() && isOurs && statSync(dataFolder).uid === 0) chmodSync(dataFolder, 0o711);
    writeFileSync(join(dataFolder, 'README'), readme, { mode: 0o644 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(
      `The data folder ${dataFolder} cannot be used (${code}). Set ENJOURNAL_DATA to a folder you may write in.`,
      {
        cause,
      },
    );
  }
}

const ownNames = /^(README|cluster|run|password|postgres.*|new-\d+)$/;

const readme = `This folder is an Enjournal server's embedded database. Back it up with the server stopped.
cluster/   the PostgreSQL 15 cluster
password   the database owner's password
`;

export function passwordOf(dataFolder: string): string {
  const file = join(dataFolder, 'password');
  if (!existsSync(file)) {
    const whole = `${file}.${process.pid}`;
    writeFileSync(whole, randomBytes(24).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(whole, file); // at once and whole, and never over another start's
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(whole);
    }
  }
  return readFileSync(file, 'utf8').trim();
}

function refuseOtherVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version !== '15') {
    throw new Error(`The folder ${cluster} was made by PostgreSQL ${version}, and this program runs PostgreSQL 15.`);
  }
}

function sweepHalfMade(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    const pid = /^new-(\d+)$/.exec(name)?.[1];
    const isLeftOver = pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid)));
    if (isLeftOver) rmSync(join(dataFolder, name), { recursive: true, force: true });
  }
}

/** Whether a process lives; one that has ended and waits for its parent to notice does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z';
  } catch {
    return process.platform !== 'linux';
  }
}
