import { textArray } from './binary.ts';
import type { Queryable } from './database.ts';

/** The database has room for some thousand locks, for everybody together. */
const mostTurns = 500;

/**
 * Two who ask for the same thing at once take turns, so that of parallel If-None-Exist creates one resource results. Who
 * asks for very many things takes one turn for all, and nobody else has one meanwhile. A turn lasts until the transaction ends.
 * @param kind what is asked for: nobody waits for who asks for something of another kind
 */
export async function takeTurns(client: Queryable, kind: number, names: readonly string[]): Promise<void> {
  const distinct = [...new Set(names)].sort();
  if (distinct.length > mostTurns) {
    await client.query(`SELECT pg_advisory_xact_lock(${kind}, 0)`);
    return;
  }
  await client.query(
    `SELECT pg_advisory_xact_lock_shared(${kind}, 0), pg_advisory_xact_lock(hashtextextended(c, ${kind}))
     FROM unnest($1::text[]) WITH ORDINALITY AS u (c, n) ORDER BY n`,
    [textArray(distinct)],
    `take-turns-${kind}`,
  );
}
