import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type pg from 'pg';
import { databaseName } from './cluster.ts';

/** Where a cluster is reached. */
export type Address = {
  /** Folder of the Unix socket; undefined when its path is too long for one, and TCP on loopback is used. */
  socketFolder: string | undefined;
  port: number;
};

/** sockaddr_un holds 108 bytes, the last a zero. */
const socketPathLimit = 107;
const socketPort = 5432; // only the name of a file

/** A Unix socket in the data folder (a fifth faster, and out of other users' reach); a free port where that cannot be. */
export async function addressOf(dataFolder: string, cluster: string): Promise<Address> {
  const socketFolder = join(dataFolder, 'run');
  const socket = join(socketFolder, `.s.PGSQL.${socketPort}`);
  if (Buffer.byteLength(socket) <= socketPathLimit) return { socketFolder, port: socketPort };
  return { socketFolder: undefined, port: portInUse(cluster) ?? (await freePort()) };
}

/** The port of a server that was left running: the fourth line of its postmaster.pid. */
function portInUse(cluster: string): number | undefined {
  try {
    return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3]) || undefined;
  } catch {
    return undefined;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

type Reached = Address & { password: string };

/** The maintenance database, for the supervisor. */
export function targetOf({ socketFolder, port, password }: Reached): pg.ClientConfig {
  return { host: socketFolder ?? '127.0.0.1', port, user: databaseName, password, database: 'postgres' };
}

/** The product's database, in a form that both `pg` and libpq's programs take. */
export function urlOf({ socketFolder, port, password }: Reached): string {
  const at = `postgresql://${databaseName}:${password}@127.0.0.1:${port}/${databaseName}`;
  return socketFolder === undefined ? at : `${at}?host=${encodeURIComponent(socketFolder)}`;
}
