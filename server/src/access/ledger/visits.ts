import type { Queryable } from '../../record/index.ts';
import type { EntryKey } from './tree.ts';

/** A visit by its key. */
export type VisitKey = { person: string; record: bigint; day: string };

const BATCH = 20_000;

/** The working day that a time falls on: it begins at six in the morning in Oslo, so that a night is one day. */
const DAY = `((l.at AT TIME ZONE 'Europe/Oslo') - interval '6 hours')::date`;
const HOUR = `extract(hour FROM l.at AT TIME ZONE 'Europe/Oslo')`;

/**
 * Adds the entries that came since the last time to the visits, up to the newest head. Concurrent callers wait for each other.
 * @returns the visits that changed; empty when there was nothing new
 */
export async function addVisits(client: Queryable): Promise<VisitKey[]> {
  const { rows } = await client.query<EntryKey>('SELECT tx, writer, seq FROM log_watch FOR UPDATE', [], 'log-watch');
  const { tx, writer, seq } = rows[0]!;
  const { rows: ends } = await client.query<EntryKey>(
    `WITH next AS (SELECT tx, writer, seq FROM access_log WHERE (tx, writer, seq) > ($1, $2, $3)
         AND (tx, writer, seq) <= (SELECT last_tx, last_writer, last_seq FROM access_log_head ORDER BY size DESC LIMIT 1)
       ORDER BY tx, writer, seq LIMIT ${BATCH})
     SELECT tx, writer, seq FROM next ORDER BY tx DESC, writer DESC, seq DESC LIMIT 1`,
    [tx, writer, seq],
    'log-watch-end',
  );
  const [end] = ends;
  if (end === undefined) return [];
  const { rows: changed } = await client.query<VisitKey>(
    `WITH who AS MATERIALIZED (
       SELECT c.id, c.person, c.content::jsonb AS said FROM access_log_context c WHERE c.id IN (
         SELECT context FROM access_log WHERE (tx, writer, seq) > ($1, $2, $3) AND (tx, writer, seq) <= ($4, $5, $6))
       AND c.content::jsonb ->> 'kind' = 'staff')
     INSERT INTO log_visit AS v (person, record, day, unit, legal, reads, writes, refused, emergencies, grace, night, first_at, last_at)
     SELECT w.person, l.record, ${DAY}, max(w.said -> 'organization' ->> 'id'), max(w.said ->> 'legalEntity'),
       count(*) FILTER (WHERE l.outcome = 0 AND NOT ${isWrite}), count(*) FILTER (WHERE l.outcome = 0 AND ${isWrite}),
       count(*) FILTER (WHERE l.outcome = 4), count(*) FILTER (WHERE l.outcome = 0 AND l.basis = 'break-glass'),
       count(*) FILTER (WHERE l.outcome = 0 AND l.basis LIKE '%-grace'),
       count(*) FILTER (WHERE ${HOUR} >= 23 OR ${HOUR} < 6), min(l.at), max(l.at)
     FROM access_log l JOIN who w ON w.id = l.context
     WHERE (l.tx, l.writer, l.seq) > ($1, $2, $3) AND (l.tx, l.writer, l.seq) <= ($4, $5, $6)
       AND l.record IS NOT NULL AND l.stream = 'p'
     GROUP BY w.person, l.record, ${DAY}
     ON CONFLICT (person, record, day) DO UPDATE SET reads = v.reads + excluded.reads, writes = v.writes + excluded.writes,
       refused = v.refused + excluded.refused, emergencies = v.emergencies + excluded.emergencies,
       grace = v.grace + excluded.grace, night = v.night + excluded.night, last_at = greatest(v.last_at, excluded.last_at)
     RETURNING person, record, day::text`,
    [tx, writer, seq, end.tx, end.writer, end.seq],
    'log-visits',
  );
  await client.query(
    'UPDATE log_watch SET tx = $1, writer = $2, seq = $3',
    [end.tx, end.writer, end.seq],
    'log-watched',
  );
  return changed;
}

const isWrite = `l.interaction IN ('create', 'update', 'patch', 'delete')`;
