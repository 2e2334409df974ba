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
  /** What kind of information it was (of a deletion, what ended); null for one from before this was kept. */
  access: number | null;
  /** The same of the resource as it now stands; null when it has ended. */
  accessNow: number | null;
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
  const { record } = place;
  if (place.state === 'current' && place.version === version) {
    const { at, access, content } = place;
    return { type, id, record, version, at, op: version === 1 ? 'C' : 'U', access, accessNow: access, content };
  }
  const { rows } = await client.query<Omit<Version, 'type' | 'id' | 'record' | 'accessNow'>>(
    `SELECT version, (extract(epoch FROM at) * 1000)::float8 AS at, op, access, content FROM resource_history
     WHERE record = $1 AND type = $2 AND id = $3 AND version = $4`,
    [record, typeNumber(type), id, version],
    'read-version',
  );
  const accessNow = place.state === 'current' ? place.access : null;
  return rows[0] === undefined ? undefined : { type, id, record, accessNow, ...rows[0] };
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

/** Which of the versions a reader may be told of: pages, their ends and totals are as if the others were not there. */
export type See = (client: Queryable, versions: readonly Version[]) => Promise<readonly boolean[]>;

/** Versions read at once while those that are hidden are passed over. */
const MOST = 1_000;

/** Reads on until a page is full of what may be seen. */
async function pageOf<V extends Version>(
  client: Queryable,
  query: HistoryQuery,
  see: See | undefined,
  read: (after: V | undefined, limit: number) => Promise<V[]>,
): Promise<{ versions: V[]; more: boolean }> {
  const seen: V[] = [];
  let last: V | undefined;
  for (let limit = query.count + 1; ; limit = Math.min(limit * 2, Math.max(MOST, query.count + 1))) {
    const batch = await read(last, limit);
    const isSeen = batch.length === 0 ? [] : await see?.(client, batch);
    seen.push(...(isSeen === undefined ? batch : batch.filter((_, i) => isSeen[i])));
    last = batch.at(-1);
    if (seen.length > query.count || batch.length < limit) break;
  }
  return { versions: seen.slice(0, query.count), more: seen.length > query.count };
}

/** The versions of one resource, newest first. @returns undefined when there never was one, or none may be seen. */
export async function instanceHistory(
  client: Queryable,
  query: HistoryQuery & { type: string; id: string },
  see?: See,
): Promise<(HistoryPage & { total: number | undefined; record: bigint }) | undefined> {
  const { type, id } = query;
  const [place] = await findCurrent(client, [{ type, id }], false);
  if (place === undefined || place.state === 'absent') return undefined;
  const { record } = place;
  const accessNow = place.state === 'current' ? place.access : null;
  const read = async (asked: HistoryQuery, most: number | null, limit: number): Promise<Version[]> => {
    const { rows } = await client.query<Omit<Version, 'type' | 'id' | 'record' | 'accessNow'>>(
      VERSIONS,
      [record, typeNumber(type), id, most, date(asked.since), date(asked.at?.from), date(asked.at?.to), limit],
      'instance-history',
    );
    return rows.map((row) => ({ type, id, record, accessNow, ...row }));
  };
  const first = query.after !== undefined && 'version' in query.after ? query.after.version : null;
  const page = await pageOf<Version>(client, query, see, (after, limit) => read(query, after?.version ?? first, limit));
  if (see !== undefined && page.versions.length === 0) {
    // whether there is nothing of what was asked for, or nothing at all
    const any = await pageOf<Version>(client, { count: 1 }, see, (after, limit) =>
      read({ count: 1 }, after?.version ?? null, limit),
    );
    if (any.versions.length === 0) return undefined;
  }
  const total = !page.more && query.after === undefined ? page.versions.length : undefined;
  return { ...page, total, record };
}

const VERSIONS = `WITH v AS (
    SELECT version, at, CASE WHEN version = 1 THEN 'C' ELSE 'U' END AS op, access, content FROM resource
      WHERE record = $1 AND type = $2 AND id = $3
    UNION ALL SELECT version, at, op::text, access, content FROM resource_history
      WHERE record = $1 AND type = $2 AND id = $3),
  lived AS (SELECT v.*, coalesce(lead(at) OVER (ORDER BY version), 'infinity') AS until FROM v)
  SELECT version, (extract(epoch FROM at) * 1000)::float8 AS at, op, access, content FROM lived
  WHERE ($4::int4 IS NULL OR version < $4) AND ($5::timestamptz IS NULL OR at >= $5)
    AND ($6::timestamptz IS NULL OR (at < $7::timestamptz AND until > $6))
  ORDER BY version DESC LIMIT $8`;

/** The changes of a type, or of all, newest first, from the outbox. */
export async function history(client: Queryable, query: HistoryQuery, see?: See): Promise<HistoryPage> {
  const first = query.after !== undefined && 'seq' in query.after ? query.after.seq : null;
  return pageOf<Version & { seq: bigint }>(client, query, see, async (after, limit) => {
    const { rows } = await client.query<Omit<Version, 'type'> & { type: number; seq: bigint }>(
      query.type === undefined ? CHANGES : CHANGES_OF_TYPE,
      [
        query.type === undefined ? null : typeNumber(query.type),
        after?.seq ?? first,
        date(query.since),
        date(query.at?.from),
        date(query.at?.to),
        limit,
      ],
      query.type === undefined ? 'system-history' : 'type-history',
    );
    return rows.map((row) => ({ ...row, type: typeOfNumber(row.type) ?? '' }));
  });
}

function date(ms: number | undefined): Date | string | null {
  if (ms === undefined) return null;
  if (ms === Number.POSITIVE_INFINITY) return 'infinity';
  return ms === Number.NEGATIVE_INFINITY ? '-infinity' : new Date(ms);
}

/** Two texts, since the index by type serves only a statement that names the type. */
const changes = (ofType: string) => `WITH o AS MATERIALIZED (
  SELECT seq, at, record, type, id, version, op, access FROM outbox
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
  (extract(epoch FROM o.at) * 1000)::float8 AS at, coalesce(o.access, h.access) AS access, r.access AS "accessNow",
  CASE WHEN r.version = o.version THEN r.content ELSE h.content END AS content
FROM o
LEFT JOIN located l ON l.type = o.type AND l.id = o.id
LEFT JOIN resource r ON r.record = coalesce(l.record, o.record) AND r.type = o.type AND r.id = o.id
LEFT JOIN resource_history h
  ON h.record = coalesce(l.record, o.record) AND h.type = o.type AND h.id = o.id AND h.version = o.version
ORDER BY o.seq DESC`;

const CHANGES = changes('$1::int2 IS NULL');
const CHANGES_OF_TYPE = changes('type = $1::int2');
