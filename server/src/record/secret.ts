import { randomBytes } from 'node:crypto';
import type { Queryable } from './database.ts';

/** The store's secret of that name, the same for every server process. */
export async function secretOf(client: Queryable, name: string): Promise<string> {
  await client.query('INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    name,
    randomBytes(32).toString('base64'),
  ]);
  const { rows } = await client.query<{ value: string }>('SELECT value FROM secret WHERE name = $1', [name]);
  return rows[0]!.value;
}
