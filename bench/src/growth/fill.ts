import { labelRules } from '../../../server/src/access/labels.ts';
import { startChild } from '../child.ts';
import { query } from '../cluster.ts';
import { columns } from './rows.ts';

/** Enough to keep two cores and the database busy. */
const writers = 3;

/** Puts so many citizens into a migrated, empty store. Indices are made afterwards, at a tenth of the price. */
export async function fillStraight(url: string, citizens: number): Promise<void> {
  const again = await dropIndexes(url);
  const share = Math.ceil(citizens / writers);
  await Promise.all(
    Array.from({ length: writers }, async (_, i) => {
      const child = await startChild(new URL('./writer-process.ts', import.meta.url));
      const { error } = await child.ask<{ error?: string }>({
        ...{ url, from: i * share, to: Math.min(citizens, (i + 1) * share) },
      });
      await child.stop();
      if (error !== undefined) throw new Error(error);
    }),
  );
  for (const statement of again) {
    await query(url, `SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2; ${statement}`);
  }
  // told by the rules of this server: else it would tell all rows anew while it is measured
  await query(url, `UPDATE labelling SET rules = ${labelRules}, target = ${labelRules}`);
  for (const table of Object.keys(columns)) await query(url, `VACUUM (ANALYZE) ${table}`);
  await query(url, 'CHECKPOINT');
}

/** @returns the statements that make them again. */
async function dropIndexes(url: string): Promise<string[]> {
  const rows = await query<{ drop: string; again: string }>(
    url,
    `SELECT
       CASE WHEN c.oid IS NULL THEN format('DROP INDEX %s', i.indexrelid::regclass)
         ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', i.indrelid::regclass, c.conname) END AS drop,
       CASE WHEN c.oid IS NULL THEN pg_get_indexdef(i.indexrelid)
         ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) END AS again
     FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
     WHERE i.indrelid = ANY ($1::regclass[])`,
    [Object.keys(columns)],
  );
  for (const { drop } of rows) await query(url, drop);
  return rows.map(({ again }) => again);
}
