import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Who runs the database: ourselves, or, when we are root (whom PostgreSQL refuses), a user without rights. */
export type DatabaseUser = { uid: number; spawnAs: { uid?: number; gid?: number } };

const nobody = 65534;

/** Where the embedded database lives when nobody says otherwise. */
export function defaultDataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.ENJOURNAL_DATA) return env.ENJOURNAL_DATA;
  if (isRoot()) return '/var/lib/enjournal';
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'enjournal');
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** A cluster made by an ordinary user stays that user's, also when root starts it one day. */
export function databaseUser(cluster: string): DatabaseUser {
  if (!isRoot()) return { uid: process.getuid?.() ?? 0, spawnAs: {} };
  const owner = existsSync(cluster) ? statSync(cluster) : undefined;
  if (owner !== undefined && owner.uid !== 0) {
    return { uid: owner.uid, spawnAs: { uid: owner.uid, gid: owner.gid } };
  }
  return { uid: nobody, spawnAs: { uid: nobody, gid: nobody } };
}

/** @throws when a folder on the way is closed to the database's user, as everything under /root is. */
export function refuseOutOfReach(folder: string, user: DatabaseUser): void {
  const entered = spawnSync('/bin/sh', ['-c', 'test -x "$0"', folder], { ...user.spawnAs, cwd: '/', stdio: 'ignore' });
  if (entered.status === 0) return;
  throw new Error(
    `The data folder ${folder} lies in a folder that the database's user (number ${user.uid}) may not enter. ` +
      'Set ENJOURNAL_DATA to a folder that every user can reach, for example /var/lib/enjournal.',
  );
}

/** A folder that only the database's user may enter. */
export function makePrivateFolder(path: string, user: DatabaseUser): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  giveTo(path, user);
  chmodSync(path, 0o700);
}

export function giveTo(path: string, user: DatabaseUser): void {
  if (user.spawnAs.uid !== undefined) chownSync(path, user.spawnAs.uid, user.spawnAs.gid ?? user.spawnAs.uid);
}
