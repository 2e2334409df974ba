import type { Queryable } from './database.ts';

/** A resource that now belongs to another record (an entry on the wrong person) takes its history with it. */
export async function moveHistory(
  client: Queryable,
  move: { from: bigint; to: bigint; type: number; id: string },
): Promise<void> {
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
