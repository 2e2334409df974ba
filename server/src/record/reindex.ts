import { setImmediate } from 'node:timers/promises';
import { parseJson } from '../fhir/json/index.ts';
import type { Resource } from '../fhir/resource.ts';
import type { IndexEntries } from '../fhir/search/index-entries.ts';
import type { Database, Queryable } from './database.ts';
import type { Labels } from './operation.ts';
import { rewriteIndex } from './write.ts';

export type Reindexing = {
  /** Numbers of the types whose rows are to be indexed anew, ascending. */
  types: readonly number[];
  extract: (resource: Resource, record: bigint) => IndexEntries;
  labels: Labels;
  /** Key of the custom parameter whose progress this is. */
  parameter: string;
};

type Row = { record: bigint; type: number; id: string; version: number; seq: bigint; content: string };

const BATCH = 200;
const YIELD_EVERY = 10;

/**
 * Indexes rows anew in short transactions while everyone else reads and writes, and goes on where it stopped after a
 * restart. @returns true when it is done, false when another server process is at it.
 */
export async function reindex(database: Database, { types, extract, labels, parameter }: Reindexing): Promise<boolean> {
  for (;;) {
    const step = await database.transaction(async (client) => {
      const { rows: locks } = await client.query<{ mine: boolean }>(
        'SELECT pg_try_advisory_xact_lock(7203, hashtext($1)) AS mine',
        [parameter],
      );
      if (!locks[0]!.mine) return 'elsewhere';
      const { rows: places } = await client.query<{ done_type: number; done_seq: bigint }>(
        'SELECT done_type, done_seq FROM custom_parameter WHERE id = $1',
        [parameter],
      );
      const place = places[0];
      if (place === undefined) return 'done';
      const type = types.find((one) => one > place.done_type);
      if (type === undefined) return 'done';
      const rows = await batch(client, type, place.done_seq);
      await rewrite(client, rows, { extract, labels });
      const isLast = rows.length < BATCH;
      await client.query('UPDATE custom_parameter SET done_type = $2, done_seq = $3 WHERE id = $1', [
        parameter,
        isLast ? type : place.done_type,
        isLast ? 0n : rows.at(-1)!.seq,
      ]);
      return 'more';
    });
    if (step === 'elsewhere') return false;
    if (step === 'done') return true;
  }
}

async function batch(client: Queryable, type: number, after: bigint): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT record, type, id, version, seq, content FROM resource WHERE type = $1 AND seq > $2 ORDER BY seq LIMIT ${BATCH} FOR UPDATE`,
    [type, after],
    'reindex-batch',
  );
  return rows;
}

async function rewrite(
  client: Queryable,
  rows: readonly Row[],
  { extract, labels }: Pick<Reindexing, 'extract' | 'labels'>,
): Promise<void> {
  if (rows.length === 0) return;
  const stored: Parameters<typeof rewriteIndex>[1][number][] = [];
  for (const row of rows) {
    const resource = parseJson(row.content).value as Resource;
    stored.push({
      ...row,
      op: 'U' as const,
      located: false,
      isNews: false,
      entries: extract(resource, row.record),
      access: labels.label(resource, row.record),
      facts: labels.factsOf(resource, row.record),
    });
    if (stored.length % YIELD_EVERY === 0) await setImmediate(); // requests are answered meanwhile
  }
  await rewriteIndex(client, stored);
}
