import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A database that recovers from a crash says so, and may take its time; one that is not there may just be starting. */
const patienceMs: Record<string, number> = { '57P03': 300_000, ECONNREFUSED: 5_000, ENOENT: 5_000, ECONNRESET: 5_000 };

/** Waits until the database takes connections. @throws when it does not, or is older than PostgreSQL 15. */
export async function reachDatabase(url: string): Promise<void> {
  const began = Date.now();
  while (true) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined); // told by the promises below
    try {
      await client.connect();
      await refuseOlder(client);
      return;
    } catch (error) {
      const patience = patienceMs[(error as { code?: string }).code ?? ''] ?? 0;
      if (Date.now() - began >= patience) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function refuseOlder(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (major < 15) throw new Error(`The database is PostgreSQL ${major}, and this program needs 15 or newer.`);
}
