import { recordOfId, recordOfOwnId } from '../fhir/ids.ts';
import { typeNumber } from '../fhir/types.ts';
import { int2Array, int8Array, textArray } from './binary.ts';
import type { Queryable } from './database.ts';

/** What stands in the store under a type and id. */
export type Current =
  /** It is here, locked until the transaction ends. */
  | { state: 'current'; record: bigint; version: number; at: number; access: number; content: string }
  /** It was here; `version` is its deletion. */
  | { state: 'deleted'; record: bigint; version: number; at: number }
  | { state: 'absent' };

/** The record that an id tells by itself; a resource that lives elsewhere stands in `located`. */
export function guessRecord(type: string, id: string): bigint {
  return recordOfId(id) ?? recordOfOwnId(type, id);
}

/**
 * Finds resources by type and id, in one statement, locked in a fixed order when `lock` is set.
 * @returns one answer per key, in the order of the keys.
 */
export async function findCurrent(
  client: Queryable,
  keys: readonly { type: string; id: string }[],
  lock: boolean,
): Promise<Current[]> {
  if (keys.length === 0) return [];
  if (keys.length === 1 && !lock) return [await findOne(client, keys[0]!)];
  const values = [
    int2Array(keys.map((key) => typeNumber(key.type))),
    textArray(keys.map((key) => key.id)),
    int8Array(keys.map((key) => guessRecord(key.type, key.id))),
  ];
  const { rows } = await client.query<FoundRow & { ordinal: bigint }>(
    lock ? LOCKED : UNLOCKED,
    values,
    lock ? 'find-locked' : 'find',
  );
  const found: Current[] = keys.map(() => ({ state: 'absent' }));
  for (const row of rows) found[Number(row.ordinal) - 1] = currentOf(row);
  return found;
}

/**
 * In which patients' records resources live, there or not, in one statement.
 * @returns one answer per key, in the order of the keys; undefined where an id that a client chose leads to no record.
 */
export async function recordsOf(
  client: Queryable,
  keys: readonly { type: string; id: string }[],
): Promise<(bigint | undefined)[]> {
  const guessed = keys.map(({ type, id }) => (type === 'Patient' ? guessRecord(type, id) : recordOfId(id)));
  if (keys.length === 0) return guessed;
  const { rows } = await client.query<{ ordinal: bigint; record: bigint }>(
    `SELECT u.ordinal, l.record FROM unnest($1::int2[], $2::text[]) WITH ORDINALITY AS u (type, id, ordinal)
     JOIN located l ON l.type = u.type AND l.id = u.id`,
    [int2Array(keys.map(({ type }) => typeNumber(type))), textArray(keys.map(({ id }) => id))],
    'records-of',
  );
  for (const { ordinal, record } of rows) guessed[Number(ordinal) - 1] = record;
  return guessed;
}

/** One that is looked for alone costs the database two thirds of what it does as one of many. */
async function findOne(client: Queryable, { type, id }: { type: string; id: string }): Promise<Current> {
  const { rows } = await client.query<FoundRow>(ALONE, [typeNumber(type), id, guessRecord(type, id)], 'find-one');
  return currentOf(rows[0]!);
}

function currentOf({ record, version, at, access, content, ended, ended_at }: FoundRow): Current {
  if (content !== null) return { state: 'current', record, version, at, access, content };
  return ended === null ? { state: 'absent' } : { state: 'deleted', record, version: ended, at: ended_at };
}

type FoundRow = {
  record: bigint;
  version: number;
  at: number;
  access: number;
  content: string | null;
  ended: number | null;
  ended_at: number;
};

const find = (lock: string) => `WITH k AS MATERIALIZED (
  SELECT u.ordinal, u.type, u.id, coalesce(l.record, u.record) AS record
  FROM unnest($1::int2[], $2::text[], $3::int8[]) WITH ORDINALITY AS u (type, id, record, ordinal)
  LEFT JOIN located l ON l.type = u.type AND l.id = u.id),
r AS MATERIALIZED (
  SELECT r.record, r.type, r.id, r.version, (extract(epoch FROM r.at) * 1000)::float8 AS at, r.access, r.content
  FROM resource r JOIN (SELECT DISTINCT type, id, record FROM k ORDER BY record, type, id) k
    ON r.record = k.record AND r.type = k.type AND r.id = k.id
  ${lock})
SELECT k.ordinal, k.record, r.version, r.at, r.access, r.content, h.version AS ended, h.at AS ended_at
FROM k LEFT JOIN r ON r.record = k.record AND r.type = k.type AND r.id = k.id
LEFT JOIN LATERAL (
  SELECT h.version, (extract(epoch FROM h.at) * 1000)::float8 AS at FROM resource_history h
  WHERE r.id IS NULL AND h.record = k.record AND h.type = k.type AND h.id = k.id ORDER BY h.version DESC LIMIT 1) h ON true`;

const LOCKED = find('ORDER BY r.record, r.type, r.id FOR UPDATE OF r');
const UNLOCKED = find('');

const ALONE = `SELECT k.record, r.version, (extract(epoch FROM r.at) * 1000)::float8 AS at, r.access, r.content,
  h.version AS ended, h.at AS ended_at
FROM (SELECT coalesce((SELECT l.record FROM located l WHERE l.type = $1::int2 AND l.id = $2::text), $3::int8) AS record OFFSET 0) k
LEFT JOIN resource r ON r.record = k.record AND r.type = $1::int2 AND r.id = $2::text
LEFT JOIN LATERAL (
  SELECT h.version, (extract(epoch FROM h.at) * 1000)::float8 AS at FROM resource_history h
  WHERE r.id IS NULL AND h.record = k.record AND h.type = $1::int2 AND h.id = $2::text
  ORDER BY h.version DESC LIMIT 1) h ON true`;
