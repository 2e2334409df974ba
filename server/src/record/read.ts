import { typeNumber, typeOfNumber } from '../fhir/types.ts';
import { findCurrent } from './current.ts';
import type { Queryable } from './database.ts';

export type Version = {
  type: string;
  id: string;
  record: bigint;
  version: number;
  at: number;
  op: 'C' | 'U' | 'D';
  /** null for a deletion. */
  content: string | null;
};

/** One version of a resource, also a superseded one or its deletion. */
export async function readVersion(
  client: Queryable,
  type: string,
  id: string,
  version: number,
): Promise<Version | undefined> {
  const [place] = await findCurrent(client, [{ type, id }], false);
  if (place === undefined || place.state === 'absent') return undefined;
  if (place.state === 'current' && place.version === version) {
    return {
      type,
      id,
      record: place.record,
      version,
      at: place.at,
      op: version === 1 ? 'C' : 'U',
      content: place.content,
    };
  }
  const { rows } = await client.query<Omit<Version, 'type' | 'id' | 'record'>>(
    `SELECT version, (extract(epoch FROM at) * 1000)::float8 AS at, op, content FROM resource_history
     WHERE record = $1 AND type = $2 AND id = $3 AND version = $4`,
    [place.record, typeNumber(type), id, version],
    'read-version',
  );
  return rows[0] === undefined ? undefined : { type, id, record: place.record, ...rows[0] };
}

export type HistoryQuery = {
  /** Only this resource; its type must be given too. */
  id?: string;
  type?: string;
  /** Versions made at or after this (epoch ms). */
  since?: number;
  /** Versions that were current at some time in this half-open range (epoch ms). */
  at?: { from: number; to: number };
  count: number;
  /** Where the page before ended. */
  after?: { at: number; version: number } | { seq: bigint };
};

export type HistoryPage = { versions: (Version & { seq?: bigint })[]; more: boolean };

/** The versions of one resource, newest first. @returns undefined when there never was one. */
export async function instanceHistory(
  client: Queryable,
  query: HistoryQuery & { type: string; id: string },
): Promise<(HistoryPage & { total: number | undefined; record: bigint }) | undefined> {
  const [place] = await findCurrent(client, [{ type: query.type, id: query.id }], false);
  if (place === undefined || place.state === 'absent') return undefined;
  const after = query.after !== undefined && 'version' in query.after ? query.after.version : null;
  const { rows } = await client.query<Omit<Version, 'type' | 'id' | 'record'>>(
    `WITH v AS (
       SELECT version, at, CASE WHEN version = 1 THEN 'C' ELSE 'U' END AS op, content FROM resource
         WHERE record = $1 AND type = $2 AND id = $3
       UNION ALL SELECT version, at, op::text, content FROM resource_history WHERE record = $1 AND type = $2 AND id = $3),
     lived AS (SELECT v.*, coalesce(lead(at) OVER (ORDER BY version), 'infinity') AS until FROM v)
     SELECT version, (extract(epoch FROM at) * 1000)::float8 AS at, op, content FROM lived
     WHERE ($4::int4 IS NULL OR version < $4) AND ($5::timestamptz IS NULL OR at >= $5)
       AND ($6::timestamptz IS NULL OR (at < $7::timestamptz AND until > $6))
     ORDER BY version DESC LIMIT $8`,
    [
      place.record,
      typeNumber(query.type),
      query.id,
      after,
      date(query.since),
      date(query.at?.from),
      date(query.at?.to),
      query.count + 1,
    ],
    'instance-history',
  );
  const versions = rows
    .slice(0, query.count)
    .map((row) => ({ type: query.type, id: query.id, record: place.record, ...row }));
  const more = rows.length > query.count;
  const total = !more && query.after === undefined ? versions.length : undefined;
  return { versions, more, total, record: place.record };
}

/** The changes of a type, or of all, newest first, from the outbox. */
export async function history(client: Queryable, query: HistoryQuery): Promise<HistoryPage> {
  const after = query.after !== undefined && 'seq' in query.after ? query.after.seq : null;
  const { rows } = await client.query<{
    type: number;
    id: string;
    record: bigint;
    version: number;
    at: number;
    op: Version['op'];
    content: string | null;
    seq: bigint;
  }>(
    query.type === undefined ? CHANGES : CHANGES_OF_TYPE,
    [
      query.type === undefined ? null : typeNumber(query.type),
      after,
      date(query.since),
      date(query.at?.from),
      date(query.at?.to),
      query.count + 1,
    ],
    query.type === undefined ? 'system-history' : 'type-history',
  );
  const versions = rows.slice(0, query.count).map((row) => ({ ...row, type: typeOfNumber(row.type) ?? '' }));
  return { versions, more: rows.length > query.count };
}

function date(ms: number | undefined): Date | string | null {
  if (ms === undefined) return null;
  if (ms === Number.POSITIVE_INFINITY) return 'infinity';
  return ms === Number.NEGATIVE_INFINITY ? '-infinity' : new Date(ms);
}

/** Two texts, since the index by type serves only a statement that names the type. */
const changes = (ofType: string) => `WITH o AS MATERIALIZED (
  SELECT seq, at, record, type, id, version, op FROM outbox
  WHERE ${ofType} AND ($2::int8 IS NULL OR seq < $2) AND ($3::timestamptz IS NULL OR at >= $3)
    AND ($4::timestamptz IS NULL OR (at < $5::timestamptz AND coalesce((
      SELECT min(later.at) FROM (
        SELECT h.at FROM resource_history h
          WHERE h.record = outbox.record AND h.type = outbox.type AND h.id = outbox.id AND h.version = outbox.version + 1
        UNION ALL SELECT r.at FROM resource r
          WHERE r.record = outbox.record AND r.type = outbox.type AND r.id = outbox.id AND r.version = outbox.version + 1
      ) later), 'infinity') > $4))
  ORDER BY seq DESC LIMIT $6)
SELECT o.type, o.id, o.version, o.op, o.seq, coalesce(r.record, h.record, o.record) AS record,
  (extract(epoch FROM o.at) * 1000)::float8 AS at, coalesce(r.content, h.content) AS content
FROM o
LEFT JOIN located l ON l.type = o.type AND l.id = o.id
LEFT JOIN resource r
  ON r.record = coalesce(l.record, o.record) AND r.type = o.type AND r.id = o.id AND r.version = o.version
LEFT JOIN resource_history h
  ON h.record = coalesce(l.record, o.record) AND h.type = o.type AND h.id = o.id AND h.version = o.version
ORDER BY o.seq DESC`;

const CHANGES = changes('$1::int2 IS NULL');
const CHANGES_OF_TYPE = changes('type = $1::int2');
