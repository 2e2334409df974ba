import type { IndexEntries } from '../fhir/search/index-entries.ts';
import { float8Array, int2Array, int4Array, int8Array, textArray, textLiteral, timestampArray } from './binary.ts';
import type { Queryable } from './database.ts';

export type ResourceKey = { record: bigint; type: number; id: string };

/** A resource to be stored as it now is, with everything search knows of it. */
export type StoredVersion = ResourceKey & {
  op: 'C' | 'U';
  version: number;
  /** The JSON as it will be served, with id and meta. */
  content: string;
  entries: IndexEntries;
  /** New, and its id does not tell the record: note where it lives. Two who take one id race to this row. */
  located: boolean;
  /** What stood in the index before, for an update. */
  replaced?: { from: number; globals: readonly bigint[]; names: readonly string[] };
};

/** A resource that ends: its version `version` is the deletion. */
export type Deletion = ResourceKey & {
  op: 'D';
  version: number;
  replaced: { from: number; globals: readonly bigint[]; names: readonly string[] };
};

export type Change = StoredVersion | Deletion;

/** A line of the access log; see access/log.ts. */
export type LogRow = {
  seq: bigint;
  actor: string;
  client: string;
  organization: string | null;
  interaction: string;
  record: bigint | null;
  type: number | null;
  id: string | null;
  decision: string;
  detail: string | null;
};

/** Tokens in the covering index: a B-tree entry ends at 2704 bytes, so the rest of a very large resource's stand apart. */
const MAX_INDEXED_TOKENS = 250;

/**
 * Stores any number of changes in one statement: versions, current rows, index rows, outbox and log together.
 * The rows that change must be locked already (`lockCurrent`), and each key appear once.
 */
export async function writeChanges(
  client: Queryable,
  changes: readonly Change[],
  at: number,
  log: { writer: bigint; rows: readonly LogRow[] },
): Promise<void> {
  if (areCreates(changes) && isUniform(log.rows, changes)) {
    await client.query(CREATES, createParameters(changes, at, log), 'write-creates');
  } else await client.query(ALL, parameters(changes, at, log), 'write-changes');
}

const areCreates = (changes: readonly Change[]): changes is readonly StoredVersion[] =>
  changes.every((change) => change.op === 'C');

/** Whether the log has a line for each change, in their order, that differ in nothing but what was changed; or none. */
function isUniform(rows: readonly LogRow[], changes: readonly Change[]): boolean {
  const [first] = rows;
  if (first === undefined) return true;
  if (rows.length !== changes.length) return false;
  return rows.every((row, i) => {
    const { record, id, type } = changes[i]!;
    const isOfChange = row.record === record && row.id === id && row.type === type && row.seq === first.seq + BigInt(i);
    return isOfChange && shared.every((name) => row[name] === first[name]);
  });
}

const shared = ['actor', 'client', 'organization', 'interaction', 'decision', 'detail'] as const;

/** What is stored stands in the parameters once, and the other tables' rows are made of it in the database. */
function createParameters(
  changes: readonly StoredVersion[],
  at: number,
  log: { writer: bigint; rows: readonly LogRow[] },
): unknown[] {
  const located = changes.filter((change) => change.located);
  const globals = new Pieces<bigint>();
  const names: NameRow[] = [];
  for (const change of changes) {
    globals.add(change.entries.globals);
    for (const name of change.entries.names) names.push({ name, of: change });
  }
  const line = log.rows[0];
  return [
    new Date(at), // $1
    ...storedColumns(changes), // $2 to $25
    // located, $26 to $28
    int2Array(located.map((c) => c.type)),
    textArray(located.map((c) => c.id)),
    int8Array(located.map((c) => c.record)),
    // x_token, $29 and $30
    int4Array(globals.ends),
    int8Array(globals.all),
    // x_name, $31 to $34
    int2Array(names.map((n) => n.of.type)),
    textArray(names.map((n) => n.name)),
    int8Array(names.map((n) => n.of.record)),
    textArray(names.map((n) => n.of.id)),
    // log, $35 to $42
    log.writer,
    line?.seq ?? null,
    ...shared.map((name) => line?.[name] ?? null),
  ];
}

function parameters(
  changes: readonly Change[],
  at: number,
  log: { writer: bigint; rows: readonly LogRow[] },
): unknown[] {
  const stored = changes.filter((change): change is StoredVersion => change.op !== 'D');
  const located = stored.filter((change) => change.located);
  const x = indexRows(changes);
  return [
    new Date(at), // $1
    ...storedColumns(stored), // $2 to $25
    // located, $26 to $28
    int2Array(located.map((c) => c.type)),
    textArray(located.map((c) => c.id)),
    int8Array(located.map((c) => c.record)),
    // x_token in, $29 to $33
    int8Array(x.tokensIn.map((t) => t.value)),
    int2Array(x.tokensIn.map((t) => t.of.type)),
    timestampArray(x.tokensIn.map((t) => t.from)),
    int8Array(x.tokensIn.map((t) => t.of.record)),
    textArray(x.tokensIn.map((t) => t.of.id)),
    // x_name in, $34 to $37
    int2Array(x.namesIn.map((n) => n.of.type)),
    textArray(x.namesIn.map((n) => n.name)),
    int8Array(x.namesIn.map((n) => n.of.record)),
    textArray(x.namesIn.map((n) => n.of.id)),
    // outbox, $38 to $42
    int8Array(changes.map((c) => c.record)),
    int2Array(changes.map((c) => c.type)),
    textArray(changes.map((c) => c.id)),
    int4Array(changes.map((c) => c.version)),
    textArray(changes.map((c) => c.op)),
    // log, $43 to $53
    log.writer,
    int8Array(log.rows.map((r) => r.seq)),
    textArray(log.rows.map((r) => r.actor)),
    textArray(log.rows.map((r) => r.client)),
    textArray(log.rows.map((r) => r.organization)),
    textArray(log.rows.map((r) => r.interaction)),
    int8Array(log.rows.map((r) => r.record)),
    int2Array(log.rows.map((r) => r.type)),
    textArray(log.rows.map((r) => r.id)),
    textArray(log.rows.map((r) => r.decision)),
    textArray(log.rows.map((r) => r.detail)),
    // x_token out, $54 to $58, x_name out, $59 to $62
    int8Array(x.tokensOut.map((t) => t.value)),
    int2Array(x.tokensOut.map((t) => t.of.type)),
    timestampArray(x.tokensOut.map((t) => t.from)),
    int8Array(x.tokensOut.map((t) => t.of.record)),
    textArray(x.tokensOut.map((t) => t.of.id)),
    int2Array(x.namesOut.map((n) => n.of.type)),
    textArray(x.namesOut.map((n) => n.name)),
    int8Array(x.namesOut.map((n) => n.of.record)),
    textArray(x.namesOut.map((n) => n.of.id)),
  ];
}

/**
 * The stored rows as columns. A row's own arrays (its tokens, dates, numbers) stand in one array of all rows' with the
 * places where each row's end: cutting them out again is as good as free, reading each row's from a text is not.
 */
function storedColumns(stored: readonly StoredVersion[]): unknown[] {
  const tokens = new Pieces<bigint>();
  const tokensMore = new Pieces<bigint>();
  const present = new Pieces<number>();
  const dates = new Pieces<IndexEntries['dates'][number]>();
  const numbers = new Pieces<IndexEntries['numbers'][number]>();
  for (const { entries } of stored) {
    const { length } = entries.tokens;
    tokens.add(length > MAX_INDEXED_TOKENS ? entries.tokens.slice(0, MAX_INDEXED_TOKENS) : entries.tokens);
    tokensMore.add(length > MAX_INDEXED_TOKENS ? entries.tokens.slice(MAX_INDEXED_TOKENS) : []);
    present.add(entries.present);
    dates.add(entries.dates);
    numbers.add(entries.numbers);
  }
  return [
    textArray(stored.map((c) => c.id)),
    textArray(stored.map((c) => c.op)),
    textArray(stored.map((c) => textLiteral(c.entries.strings))),
    textArray(stored.map((c) => c.content)),
    int8Array(stored.map((c) => c.record)),
    int2Array(stored.map((c) => c.type)),
    int4Array(stored.map((c) => c.version)),
    timestampArray(stored.map((c) => fromOf(c.entries))),
    timestampArray(stored.map((c) => c.entries.to ?? Number.POSITIVE_INFINITY)),
    int4Array(tokens.ends),
    int8Array(tokens.all),
    int4Array(tokensMore.ends),
    int8Array(tokensMore.all),
    int4Array(present.ends),
    int4Array(present.all),
    int4Array(dates.ends),
    int8Array(dates.all.map((d) => d.key)),
    timestampArray(dates.all.map((d) => d.from)),
    timestampArray(dates.all.map((d) => d.to)),
    int4Array(numbers.ends),
    int8Array(numbers.all.map((n) => n.key)),
    float8Array(numbers.all.map((n) => n.from)),
    float8Array(numbers.all.map((n) => n.to)),
    int8Array(numbers.all.map((n) => n.unit)),
  ];
}

/** The elements of many arrays one after another, and where each array ends; `ends` begins with 0. */
class Pieces<T> {
  readonly all: T[] = [];
  readonly ends: number[] = [0];

  add(piece: readonly T[]): void {
    for (let i = 0; i < piece.length; i += 1) this.all.push(piece[i] as T);
    this.ends.push(this.all.length);
  }
}

/** Where a resource without a principal date stands in its type's order: last. */
export function fromOf(entries: IndexEntries): number {
  return entries.from ?? Number.NEGATIVE_INFINITY;
}

type TokenRow = { value: bigint; from: number; of: ResourceKey };
type NameRow = { name: string; of: ResourceKey };

/** The rows of x_token and x_name to come and to go: only what differs. */
function indexRows(changes: readonly Change[]) {
  const tokensIn: TokenRow[] = [];
  const tokensOut: TokenRow[] = [];
  const namesIn: NameRow[] = [];
  const namesOut: NameRow[] = [];
  for (const change of changes) {
    const before = change.op === 'C' ? undefined : change.replaced;
    const now =
      change.op === 'D'
        ? { from: 0, globals: [], names: [] }
        : { from: fromOf(change.entries), globals: change.entries.globals, names: change.entries.names };
    const sameDate = before !== undefined && change.op !== 'D' && before.from === now.from;
    const tokensBefore = new Set(before?.globals ?? []);
    const tokensNow = new Set<bigint>(now.globals);
    for (const value of tokensNow) {
      if (!(sameDate && tokensBefore.has(value))) tokensIn.push({ value, from: now.from, of: change });
    }
    for (const value of tokensBefore) {
      if (!(sameDate && tokensNow.has(value))) tokensOut.push({ value, from: before?.from ?? 0, of: change });
    }
    const namesBefore = new Set(before?.names ?? []);
    const namesNow = new Set<string>(now.names);
    for (const name of namesNow) if (!namesBefore.has(name)) namesIn.push({ name, of: change });
    for (const name of namesBefore) if (!namesNow.has(name)) namesOut.push({ name, of: change });
  }
  return { tokensIn, tokensOut, namesIn, namesOut };
}

/** One row's part of an array of all rows'; NULL when there is none. */
const piece = (all: string, ends: string) =>
  `nullif((${all})[(${ends}::int4[])[n] + 1:(${ends}::int4[])[n + 1]], '{}')`;

const STORED = `SELECT ($6::int8[])[n] AS record, ($7::int2[])[n] AS type, id, ($8::int4[])[n] AS version, op,
  ($9::timestamptz[])[n] AS from_at, ($10::timestamptz[])[n] AS to_at,
  ($12::int8[])[($11::int4[])[n] + 1:($11::int4[])[n + 1]] AS tokens, ${piece('$14::int8[]', '$13')} AS tokens_more,
  ($16::int4[])[($15::int4[])[n] + 1:($15::int4[])[n + 1]] AS present, strings::text[],
  ${piece('$18::int8[]', '$17')} AS date_keys, ${piece('$19::timestamptz[]', '$17')} AS date_from,
  ${piece('$20::timestamptz[]', '$17')} AS date_to, ${piece('$22::int8[]', '$21')} AS number_keys,
  ${piece('$23::float8[]', '$21')} AS number_from, ${piece('$24::float8[]', '$21')} AS number_to,
  ${piece('$25::int8[]', '$21')} AS number_units, content
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS u (id, op, strings, content, n)`;

const COLUMNS = `from_at, to_at, tokens, tokens_more, present, strings, date_keys, date_from, date_to,
  number_keys, number_from, number_to, number_units, content`;

const VALUES = COLUMNS.replace(/\w+/g, 'w.$&');

const INDEX = `located_in AS (
  INSERT INTO located (type, id, record) SELECT * FROM unnest($26::int2[], $27::text[], $28::int8[])),
token_in AS (
  INSERT INTO x_token (value, type, from_at, record, id)
  SELECT * FROM unnest($29::int8[], $30::int2[], $31::timestamptz[], $32::int8[], $33::text[]) ON CONFLICT DO NOTHING),
name_in AS (
  INSERT INTO x_name (type, name, record, id)
  SELECT * FROM unnest($34::int2[], $35::text[], $36::int8[], $37::text[]) ON CONFLICT DO NOTHING),
logged AS (
  INSERT INTO access_log (writer, seq, at, actor, client, organization, interaction, record, type, id, decision, detail)
  SELECT $43::int8, l.seq, $1::timestamptz, l.actor, l.client, l.organization, l.interaction, l.record, l.type, l.id, l.decision, l.detail
  FROM unnest($44::int8[], $45::text[], $46::text[], $47::text[], $48::text[], $49::int8[], $50::int2[], $51::text[], $52::text[], $53::text[])
  AS l (seq, actor, client, organization, interaction, record, type, id, decision, detail))`;

const OUTBOX = `INSERT INTO outbox (at, record, type, id, version, op)
SELECT $1::timestamptz, o.record, o.type, o.id, o.version, o.op::"char"
FROM unnest($38::int8[], $39::int2[], $40::text[], $41::int4[], $42::text[]) AS o (record, type, id, version, op)`;

const CREATES = `WITH created AS (
  INSERT INTO resource (record, type, id, version, at, ${COLUMNS})
  SELECT record, type, id, version, $1::timestamptz, ${COLUMNS} FROM (${STORED}) w),
w AS MATERIALIZED (
  SELECT ($6::int8[])[n] AS record, ($7::int2[])[n] AS type, id, ($8::int4[])[n] AS version,
    ($9::timestamptz[])[n] AS from_at, n
  FROM unnest($2::text[]) WITH ORDINALITY AS u (id, n)),
located_in AS (
  INSERT INTO located (type, id, record) SELECT * FROM unnest($26::int2[], $27::text[], $28::int8[])),
token_in AS (
  INSERT INTO x_token (value, type, from_at, record, id)
  SELECT g.value, w.type, w.from_at, w.record, w.id
  FROM w CROSS JOIN LATERAL unnest(($30::int8[])[($29::int4[])[w.n] + 1:($29::int4[])[w.n + 1]]) AS g (value)
  ON CONFLICT DO NOTHING),
name_in AS (
  INSERT INTO x_name (type, name, record, id)
  SELECT * FROM unnest($31::int2[], $32::text[], $33::int8[], $34::text[]) ON CONFLICT DO NOTHING),
logged AS (
  INSERT INTO access_log (writer, seq, at, actor, client, organization, interaction, record, type, id, decision, detail)
  SELECT $35::int8, $36::int8 + w.n - 1, $1::timestamptz, $37, $38, $39, $40, w.record, w.type, w.id, $41, $42
  FROM w WHERE $36::int8 IS NOT NULL)
INSERT INTO outbox (at, record, type, id, version, op)
SELECT $1::timestamptz, w.record, w.type, w.id, w.version, 'C'::"char" FROM w`;

const ALL = `WITH w AS MATERIALIZED (${STORED}),
o AS MATERIALIZED (
  SELECT * FROM unnest($38::int8[], $39::int2[], $40::text[], $41::int4[], $42::text[]) AS o (record, type, id, version, op)),
superseded AS (
  INSERT INTO resource_history (record, type, id, version, at, op, content)
  SELECT r.record, r.type, r.id, r.version, r.at, CASE WHEN r.version = 1 THEN 'C' ELSE 'U' END::"char", r.content
  FROM resource r JOIN o ON r.record = o.record AND r.type = o.type AND r.id = o.id WHERE o.op <> 'C'),
ended AS (
  INSERT INTO resource_history (record, type, id, version, at, op, content)
  SELECT o.record, o.type, o.id, o.version, $1::timestamptz, 'D'::"char", NULL FROM o WHERE o.op = 'D'),
updated AS (
  UPDATE resource r SET version = w.version, at = $1::timestamptz, (${COLUMNS}) = ROW (${VALUES})
  FROM w WHERE w.op = 'U' AND r.record = w.record AND r.type = w.type AND r.id = w.id),
deleted AS (
  DELETE FROM resource r USING o WHERE o.op = 'D' AND r.record = o.record AND r.type = o.type AND r.id = o.id),
created AS (
  INSERT INTO resource (record, type, id, version, at, ${COLUMNS})
  SELECT w.record, w.type, w.id, w.version, $1::timestamptz, ${VALUES} FROM w WHERE w.op = 'C'),
token_out AS (
  DELETE FROM x_token x USING unnest($54::int8[], $55::int2[], $56::timestamptz[], $57::int8[], $58::text[])
  AS g (value, type, from_at, record, id)
  WHERE x.value = g.value AND x.type = g.type AND x.from_at = g.from_at AND x.record = g.record AND x.id = g.id),
name_out AS (
  DELETE FROM x_name x USING unnest($59::int2[], $60::text[], $61::int8[], $62::text[]) AS g (type, name, record, id)
  WHERE x.type = g.type AND x.name = g.name AND x.record = g.record AND x.id = g.id),
${INDEX}
${OUTBOX}`;

/**
 * Writes the index columns of rows anew, and adds what x_token and x_name lack; the resources themselves, and whatever
 * has a newer version by now, stay as they are. Rows of x_token that no longer hold are only candidates, and do no harm.
 */
export async function rewriteIndex(client: Queryable, stored: readonly StoredVersion[]): Promise<void> {
  const x = indexRows(stored);
  await client.query(
    REINDEX,
    [
      null,
      ...storedColumns(stored),
      int8Array(x.tokensIn.map((t) => t.value)),
      int2Array(x.tokensIn.map((t) => t.of.type)),
      timestampArray(x.tokensIn.map((t) => t.from)),
      int8Array(x.tokensIn.map((t) => t.of.record)),
      textArray(x.tokensIn.map((t) => t.of.id)),
      int2Array(x.namesIn.map((n) => n.of.type)),
      textArray(x.namesIn.map((n) => n.name)),
      int8Array(x.namesIn.map((n) => n.of.record)),
      textArray(x.namesIn.map((n) => n.of.id)),
    ],
    'reindex-rows',
  );
}

const REINDEX = `WITH w AS MATERIALIZED (${STORED}),
token_in AS (
  INSERT INTO x_token (value, type, from_at, record, id)
  SELECT * FROM unnest($26::int8[], $27::int2[], $28::timestamptz[], $29::int8[], $30::text[]) ON CONFLICT DO NOTHING),
name_in AS (
  INSERT INTO x_name (type, name, record, id)
  SELECT * FROM unnest($31::int2[], $32::text[], $33::int8[], $34::text[]) ON CONFLICT DO NOTHING)
UPDATE resource r SET (${COLUMNS}) = ROW (${VALUES}) FROM w
WHERE $1::text IS NULL AND r.record = w.record AND r.type = w.type AND r.id = w.id AND r.version = w.version`;
