import { int2Array, int8Array, textArray, timestampArray } from './binary.ts';
import type { Queryable } from './database.ts';
import { part, rowsOf } from './part.ts';
import type { Change, Creating, ResourceKey } from './write.ts';

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

function factValues({ stored }: Pick<Creating, 'stored'>): Record<keyof typeof factTypes, unknown> {
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
  (writing: Creating) => factValues(writing),
);

const keyTypes = { old_record: 'int8[]', old_type: 'int2[]', old_id: 'text[]' };

type WithFacts = { changes: readonly Change[]; stored: Creating['stored'] };

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
export type RecordFacts = { record: bigint; epoch: bigint; facts: StoredFact[]; beside: readonly string[] };

/** Texts that are asked for beside each record's facts: a SELECT of one text column, given the place of the record. */
export type Beside = { name: string; select: (record: string) => string };

/**
 * The facts of records, in one statement; facts, epoch and what is asked for beside them are of one moment.
 * @returns one for each record, in their order, also where nothing is known (epoch 0).
 */
export async function factsFor(client: Queryable, records: readonly bigint[], beside?: Beside): Promise<RecordFacts[]> {
  if (records.length === 0) return [];
  const { text, name } = beside === undefined ? OF_RECORDS : statementBeside(beside);
  const { rows } = await client.query<FoundFact>(text, [int8Array(records)], name);
  const found = gathered(rows);
  return records.map((record) => found.get(record)!);
}

/** The same of the records that name a person by facts of this kind too: these in any order, behind the others. */
export async function factsAround(
  client: Queryable,
  records: readonly bigint[],
  { person, kind }: { person: string; kind: string },
): Promise<RecordFacts[]> {
  const { rows } = await client.query<FoundFact>(AROUND, [int8Array(records), person, kind], 'facts-around-person');
  const found = gathered(rows);
  return [...new Set([...records, ...found.keys()])].map((record) => found.get(record)!);
}

type FoundFact = {
  record: bigint;
  epoch: bigint;
  beside: string[];
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

function gathered(rows: readonly FoundFact[]): Map<bigint, RecordFacts> {
  const found = new Map<bigint, RecordFacts>();
  for (const { epoch, beside, ...row } of rows) {
    let of = found.get(row.record);
    if (of === undefined) {
      of = { record: row.record, epoch, facts: [], beside };
      found.set(row.record, of);
    }
    if (row.kind !== null) of.facts.push(factOf(row as Omit<FoundFact, 'epoch' | 'beside'> & { kind: string }));
  }
  return found;
}

function factOf(row: Omit<FoundFact, 'epoch' | 'beside'> & { kind: string }): StoredFact {
  const { record, type, id, n, kind, from, to } = row;
  const fact: StoredFact = { record, type, id, n, kind, from, to };
  if (row.unit !== null) fact.unit = row.unit;
  if (row.person !== null) fact.person = row.person;
  if (row.data !== null) fact.data = row.data;
  return fact;
}

/** `records` is a SELECT of distinct keys. What is one for each record is found once, before its facts are. */
const facts = (records: string, beside: string) => `WITH k AS MATERIALIZED (
  SELECT d.record, coalesce((SELECT e.epoch FROM access_epoch e WHERE e.record = d.record), 0) AS epoch, ${beside} AS beside
  FROM (${records}) d (record))
SELECT k.record, k.epoch, k.beside, a.type, a.id, a.n, a.kind, a.unit, a.person,
  (extract(epoch FROM a.from_at) * 1000)::float8 AS from, (extract(epoch FROM a.to_at) * 1000)::float8 AS to, a.data
FROM k LEFT JOIN LATERAL (SELECT o.* FROM access_fact o WHERE o.record = k.record OFFSET 0) a ON true
ORDER BY k.record, a.type, a.id, a.n`;

const GIVEN = 'SELECT DISTINCT unnest($1::int8[])';
const NOTHING = `'{}'::text[]`;

const OF_RECORDS = { name: 'facts-of-records', text: facts(GIVEN, NOTHING) };
const AROUND = facts(
  `SELECT unnest($1::int8[]) UNION SELECT f.record FROM access_fact f WHERE f.person = $2::text AND f.kind = $3::text`,
  NOTHING,
);

const statements = new WeakMap<Beside, { name: string; text: string }>();

function statementBeside(beside: Beside): { name: string; text: string } {
  const known = statements.get(beside);
  if (known !== undefined) return known;
  const made = { name: `facts-and-${beside.name}`, text: facts(GIVEN, `ARRAY(${beside.select('d.record')})`) };
  statements.set(beside, made);
  return made;
}
