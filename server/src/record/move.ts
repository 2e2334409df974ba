import { int2Array, int8Array, textArray } from './binary.ts';
import type { Queryable } from './database.ts';
import { COLUMNS } from './stored.ts';

/** A resource and the records that it leaves and comes to. */
type Move = { from: bigint; to: bigint; type: number; id: string };

/** A resource that now belongs to another record (an entry on the wrong person) takes its history with it. */
export async function moveHistory(client: Queryable, move: Move): Promise<void> {
  const key = [move.from, move.type, move.id];
  await client.query(
    `WITH gone AS (DELETE FROM resource WHERE record = $1 AND type = $2 AND id = $3 RETURNING *),
     tokens AS (DELETE FROM x_token x USING gone g WHERE x.value = ANY (g.tokens || coalesce(g.tokens_more, '{}'))
       AND x.type = g.type AND x.from_at = g.from_at AND x.record = g.record AND x.id = g.id),
     past AS (DELETE FROM resource_history WHERE record = $1 AND type = $2 AND id = $3 RETURNING *),
     place AS (INSERT INTO located (type, id, record) VALUES ($2, $3, $4)
       ON CONFLICT (type, id) DO UPDATE SET record = excluded.record)
     INSERT INTO resource_history (record, type, id, version, at, op, access, content)
     SELECT $4, type, id, version, at, op, access, content FROM past
     UNION ALL SELECT $4, type, id, version, at, CASE WHEN version = 1 THEN 'C' ELSE 'U' END::"char", access, content FROM gone`,
    [...key, move.to],
    'move-history',
  );
}

/** Resources that were kept in another record than is now right are there as they were, with their histories. */
export async function relocate(client: Queryable, moves: readonly Move[]): Promise<void> {
  await client.query(
    `WITH m AS MATERIALIZED (
       SELECT * FROM unnest($1::int8[], $2::int8[], $3::int2[], $4::text[]) AS m (source, target, type, id)),
     gone AS (DELETE FROM resource r USING m WHERE r.record = m.source AND r.type = m.type AND r.id = m.id
       RETURNING m.target, r.*),
     tokens AS (DELETE FROM x_token x USING (
         SELECT unnest(tokens || coalesce(tokens_more, '{}')) AS value, type, from_at, record, id FROM gone) g
       WHERE x.value = g.value AND x.type = g.type AND x.from_at = g.from_at AND x.record = g.record AND x.id = g.id),
     past AS (DELETE FROM resource_history h USING m WHERE h.record = m.source AND h.type = m.type AND h.id = m.id
       RETURNING m.target, h.*),
     history AS (INSERT INTO resource_history (record, type, id, version, at, op, access, content)
       SELECT target, type, id, version, at, op, access, content FROM past),
     place AS (INSERT INTO located (type, id, record) SELECT type, id, target FROM m
       ON CONFLICT (type, id) DO UPDATE SET record = excluded.record)
     INSERT INTO resource (record, type, id, version, at, seq, ${COLUMNS})
     SELECT target, type, id, version, at, seq, ${COLUMNS} FROM gone`,
    [
      int8Array(moves.map(({ from }) => from)),
      int8Array(moves.map(({ to }) => to)),
      int2Array(moves.map(({ type }) => type)),
      textArray(moves.map(({ id }) => id)),
    ],
    'relocate',
  );
}
