import { int2Array, int8Array, textArray, timestampArray } from './binary.ts';
import type { Queryable } from './database.ts';
import { part, rowsOf } from './part.ts';
import type { Change, ResourceKey, Writing } from './write.ts';

/** Something that a resource says of who has to do with its record; what the kinds mean is known above this floor. */
export type FactRow = {
  /** Place among the resource's facts. */
  n: number;
  kind: string;
  unit?: string;
  person?: string;
  /** Half-open, epoch ms; ±Infinity when open. */
  from: number;
  to: number;
  /** Anything that JSON can say. */
  data?: unknown;
};

/** A fact as it is stored, with the resource that it was made of. */
export type StoredFact = FactRow & ResourceKey;

const factTypes = {
  record: 'int8[]',
  type: 'int2[]',
  id: 'text[]',
  n: 'int2[]',
  kind: 'text[]',
  unit: 'text[]',
  person: 'text[]',
  from_at: 'timestamptz[]',
  to_at: 'timestamptz[]',
  data: 'text[]',
};

type Places = Readonly<Record<keyof typeof factTypes, string>>;

const given = (p: Places) =>
  `SELECT record, type, id, n, kind, unit, person, from_at, to_at, data::jsonb AS data FROM ${rowsOf(p, 'f')}`;

function factValues({ stored }: Pick<Writing, 'stored'>): Record<keyof typeof factTypes, unknown> {
  const rows = stored.flatMap((of) => of.facts.map((fact) => ({ fact, of })));
  return {
    record: int8Array(rows.map(({ of }) => of.record)),
    type: int2Array(rows.map(({ of }) => of.type)),
    id: textArray(rows.map(({ of }) => of.id)),
    n: int2Array(rows.map(({ fact }) => fact.n)),
    kind: textArray(rows.map(({ fact }) => fact.kind)),
    unit: textArray(rows.map(({ fact }) => fact.unit)),
    person: textArray(rows.map(({ fact }) => fact.person)),
    from_at: timestampArray(rows.map(({ fact }) => fact.from)),
    to_at: timestampArray(rows.map(({ fact }) => fact.to)),
    data: textArray(rows.map(({ fact }) => (fact.data === undefined ? null : JSON.stringify(fact.data)))),
  };
}

const COLUMNS = 'record, type, id, n, kind, unit, person, from_at, to_at, data';

/** Raises the epochs of records in a fixed order, so that two transactions do not wait for each other. */
const raised = (records: string) => `epoch_raised AS (
  INSERT INTO access_epoch (record, epoch) SELECT c.record, 1 FROM (${records}) c ORDER BY c.record
  ON CONFLICT (record) DO UPDATE SET epoch = access_epoch.epoch + 1)`;

/** The facts of what is new. */
export const factsOfNew = part(
  factTypes,
  (p) => `f AS MATERIALIZED (${given(p)}),
fact_in AS (INSERT INTO access_fact (${COLUMNS}) SELECT ${COLUMNS} FROM f),
${raised('SELECT DISTINCT record FROM f')}`,
  (writing: Writing) => factValues(writing),
);

const keyTypes = { old_record: 'int8[]', old_type: 'int2[]', old_id: 'text[]' };

type WithFacts = { changes: readonly Change[]; stored: Writing['stored'] };

/**
 * The facts of what changes take the place of those that stood there before, also in a record that the resource has left.
 * Only what differs is written, and only then a record's epoch rises.
 */
export const factsReplaced = part(
  { ...factTypes, ...keyTypes },
  ({ old_record, old_type, old_id, ...p }) => `f AS MATERIALIZED (${given(p)}),
fact_was AS MATERIALIZED (
  SELECT a.* FROM unnest(${old_record}, ${old_type}, ${old_id}) AS k (record, type, id) CROSS JOIN LATERAL (
    SELECT ${COLUMNS} FROM access_fact a WHERE a.record = k.record AND a.type = k.type AND a.id = k.id OFFSET 0) a),
fact_fresh AS MATERIALIZED (SELECT ${COLUMNS} FROM f EXCEPT SELECT ${COLUMNS} FROM fact_was),
fact_gone AS MATERIALIZED (SELECT ${COLUMNS} FROM fact_was EXCEPT SELECT ${COLUMNS} FROM f),
fact_out AS (
  DELETE FROM access_fact a USING fact_gone g
  WHERE a.record = g.record AND a.type = g.type AND a.id = g.id AND a.n = g.n
    AND NOT EXISTS (SELECT FROM f WHERE f.record = g.record AND f.type = g.type AND f.id = g.id AND f.n = g.n)),
fact_in AS (
  INSERT INTO access_fact (${COLUMNS}) SELECT ${COLUMNS} FROM fact_fresh
  ON CONFLICT (record, type, id, n) DO UPDATE SET (kind, unit, person, from_at, to_at, data) =
    ROW (excluded.kind, excluded.unit, excluded.person, excluded.from_at, excluded.to_at, excluded.data)),
${raised('SELECT record FROM fact_fresh UNION SELECT record FROM fact_gone')}`,
  ({ changes, stored }: WithFacts) => {
    const keys = changes.flatMap((change): ResourceKey[] => {
      if (change.op !== 'C') return [change];
      return change.movedFrom === undefined ? [] : [{ ...change, record: change.movedFrom }];
    });
    return {
      ...factValues({ stored }),
      old_record: int8Array(keys.map((key) => key.record)),
      old_type: int2Array(keys.map((key) => key.type)),
      old_id: textArray(keys.map((key) => key.id)),
    };
  },
);

/** What is known of a record: its facts, and the epoch at which they stand. */
export type RecordFacts = { record: bigint; epoch: bigint; facts: StoredFact[] };

/**
 * The facts of records, in one statement; facts and epoch of each are of one moment.
 * @returns one for each record, in their order, also where nothing is known (epoch 0).
 */
export async function factsFor(client: Queryable, records: readonly bigint[]): Promise<RecordFacts[]> {
  if (records.length === 0) return [];
  const { rows } = await client.query<FoundFact>(FACTS, [int8Array(records)], 'facts-of-records');
  const found = records.map((record): RecordFacts => ({ record, epoch: 0n, facts: [] }));
  for (const { place, epoch, ...row } of rows) {
    const of = found[Number(place) - 1]!;
    of.epoch = epoch;
    if (row.kind !== null)
      of.facts.push(factOf(row as Omit<FoundFact, 'place' | 'epoch'> & { kind: string }, of.record));
  }
  return found;
}

type FoundFact = {
  place: bigint;
  epoch: bigint;
  type: number;
  id: string;
  n: number;
  kind: string | null;
  unit: string | null;
  person: string | null;
  from: number;
  to: number;
  data: unknown;
};

function factOf(row: Omit<FoundFact, 'place' | 'epoch'> & { kind: string }, record: bigint): StoredFact {
  const { type, id, n, kind, from, to } = row;
  const fact: StoredFact = { record, type, id, n, kind, from, to };
  if (row.unit !== null) fact.unit = row.unit;
  if (row.person !== null) fact.person = row.person;
  if (row.data !== null) fact.data = row.data;
  return fact;
}

const FACTS = `SELECT k.place, coalesce(e.epoch, 0) AS epoch, a.type, a.id, a.n, a.kind, a.unit, a.person,
  (extract(epoch FROM a.from_at) * 1000)::float8 AS from, (extract(epoch FROM a.to_at) * 1000)::float8 AS to, a.data
FROM unnest($1::int8[]) WITH ORDINALITY AS k (record, place)
LEFT JOIN LATERAL (SELECT o.epoch FROM access_epoch o WHERE o.record = k.record OFFSET 0) e ON true
LEFT JOIN LATERAL (SELECT o.* FROM access_fact o WHERE o.record = k.record OFFSET 0) a ON true
ORDER BY k.place, a.type, a.id, a.n`;
