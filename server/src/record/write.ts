import type { IndexEntries } from '../fhir/search/index-entries.ts';
import { boolArray, int2Array, int4Array, int8Array, textArray, timestampArray } from './binary.ts';
import type { Queryable } from './database.ts';
import { type FactRow, factsOfNew, factsReplaced } from './facts.ts';
import {
  type IndexRows,
  indexRows,
  namesIn,
  namesOfNew,
  namesOut,
  tokensIn,
  tokensOfNew,
  tokensOut,
} from './index-rows.ts';
import { isUniform, type LogRows, logRows, uniformLog } from './log-rows.ts';
import type { Epoch } from './operation.ts';
import { part, rowsOf, statementOf, type WriteStatement } from './part.ts';
import { COLUMNS, INDEX_COLUMNS, storedKeys, storedRows, storedTypes, storedValues, valuesOf } from './stored.ts';

export type ResourceKey = { record: bigint; type: number; id: string };

/** What stood in the index of a resource that changes. */
export type Replaced = { from: number; globals: readonly bigint[]; names: readonly string[] };

/** A resource to be stored as it now is, with everything that search and the gate know of it. */
export type StoredVersion = ResourceKey & {
  op: 'C' | 'U';
  version: number;
  /** The JSON as it will be served, with id and meta. */
  content: string;
  entries: IndexEntries;
  /** The `access` column: what kind of information it is, as bits. */
  access: number;
  facts: readonly FactRow[];
  /** New, and its id does not tell the record: note where it lives. Two who take one id race to this row. */
  located: boolean;
  /** Whether anything follows it; what is not new, always. */
  isNews: boolean;
  /** The record that it has left. */
  movedFrom?: bigint;
  /** For an update. */
  replaced?: Replaced;
};

/** A resource that ends: its version `version` is the deletion. `access` is what it was. */
export type Deletion = ResourceKey & { op: 'D'; version: number; access: number; replaced: Replaced };

export type Change = StoredVersion | Deletion;

/** What is to be written, when, with what lines of the log, and by what it was decided: see `facts_stand`. */
export type Wanted = { at: number; changes: readonly Change[]; log: LogRows; epochs: readonly Epoch[] };

/** All that one statement writes. */
export type Writing = Wanted & {
  /** Those of the changes that leave something. */
  stored: readonly StoredVersion[];
  rows: IndexRows;
};

/** All that one statement writes which only creates, and the time of each. */
export type Creating = Pick<Writing, 'stored' | 'log' | 'epochs'> & { times: readonly number[] };

/**
 * Stores any number of changes in one statement: versions, current rows, index rows, facts, outbox and log together.
 * The rows that change must be locked already (`findCurrent`), and each key appear once.
 * @throws serialization_failure when the facts of a record no longer stand at the epoch given
 */
export async function writeChanges(client: Queryable, wanted: Wanted): Promise<void> {
  const { changes, log } = wanted;
  if (isNew(changes) && isUniform(log.rows, changes)) return writeCreates(client, [wanted], CREATES);
  const stored = changes.filter((change): change is StoredVersion => change.op !== 'D');
  await send(client, ALL, { ...wanted, stored, rows: indexRows(changes) });
}

/** Whether nothing stood where any of it is to stand. */
export function isNew(changes: readonly Change[]): changes is readonly StoredVersion[] {
  return changes.every((change) => change.op === 'C' && change.movedFrom === undefined);
}

/** What several requests create, each at its time, in one statement: all of it or nothing. */
export async function writeTogether(client: Queryable, all: readonly Wanted[]): Promise<void> {
  if (all.length === 1) await writeChanges(client, all[0]!);
  else await writeCreates(client, all, TOGETHER);
}

async function writeCreates(client: Queryable, all: readonly Wanted[], statements: typeof CREATES): Promise<void> {
  const stored = all.flatMap(({ changes }) => changes as readonly StoredVersion[]);
  const { writer, era } = all[0]!.log;
  await send(client, stored.some(({ facts }) => facts.length > 0) ? statements.withFacts : statements.plain, {
    stored,
    times: all.flatMap(({ at, changes }) => changes.map(() => at)),
    log: { writer, era, rows: all.flatMap(({ log }) => log.rows) },
    epochs: all.flatMap(({ epochs }) => epochs),
  });
}

async function send<W>(client: Queryable, { text, values, name }: WriteStatement<W>, writing: W): Promise<void> {
  await client.query(text, values(writing), name);
}

/** The first parameter of what changes what is there. */
const time = part(
  { at: 'timestamptz' },
  () => '',
  ({ at }: Writing) => ({ at: new Date(at) }),
);

/** A condition, asked once: false it never is, for then the statement fails. */
const factsStand = part(
  { records: 'int8[]', epochs: 'int8[]' },
  (p) => `(SELECT CASE WHEN cardinality(${p.records}) = 0 THEN true ELSE facts_stand(${p.records}, ${p.epochs}) END)`,
  ({ epochs }: Pick<Writing, 'epochs'>) => ({
    records: int8Array(epochs.map(({ record }) => record)),
    epochs: int8Array(epochs.map(({ epoch }) => epoch)),
  }),
);

const located = part(
  { type: 'int2[]', id: 'text[]', record: 'int8[]' },
  (p) => `located_in AS (INSERT INTO located (type, id, record) SELECT * FROM ${rowsOf(p, 'l')})`,
  ({ stored }: Pick<Writing, 'stored'>) => {
    const rows = stored.filter((change) => change.located);
    return {
      type: int2Array(rows.map((c) => c.type)),
      id: textArray(rows.map((c) => c.id)),
      record: int8Array(rows.map((c) => c.record)),
    };
  },
);

/** What is stored stands in the parameters once, and the other tables' rows are made of it in the database. */
const created = part(
  { at: 'timestamptz[]', ...storedTypes },
  ({ at, ...p }) => `created AS (
  INSERT INTO resource (record, type, id, version, at, ${COLUMNS})
  SELECT record, type, id, version, (${at})[n], ${COLUMNS} FROM (${storedRows(p)}) w),
w AS MATERIALIZED (SELECT k.*, (${at})[n] AS at FROM (${storedKeys(p)}) k)`,
  ({ stored, times }: Creating) => ({ at: timestampArray(times), ...storedValues(stored) }),
);

const creates = (name: string, more: Parameters<typeof statementOf<Creating>>[1]) =>
  statementOf(
    name,
    [factsStand, created, located, tokensOfNew, namesOfNew, ...more],
    ([stand, ...texts]) => `WITH ${texts.join(',\n')}
INSERT INTO outbox (at, record, type, id, version, op, access, is_news)
SELECT w.at, w.record, w.type, w.id, w.version, 'C'::"char", w.access, w.is_news FROM w WHERE ${stand}`,
  );

/** With a line of the log for each that differs in nothing but what was created. */
const CREATES = {
  plain: creates('write-creates', [uniformLog]),
  withFacts: creates('write-creates-facts', [uniformLog, factsOfNew]),
};
/** With any lines of the log. */
const TOGETHER = {
  plain: creates('write-together', [logRows]),
  withFacts: creates('write-together-facts', [logRows, factsOfNew]),
};

const stored = part(
  storedTypes,
  (p) => `w AS MATERIALIZED (${storedRows(p)})`,
  ({ stored: rows }: Pick<Writing, 'stored'>) => storedValues(rows),
);

const changed = part(
  {
    record: 'int8[]',
    type: 'int2[]',
    id: 'text[]',
    version: 'int4[]',
    op: 'text[]',
    access: 'int4[]',
    is_news: 'bool[]',
  },
  (p) => `o AS MATERIALIZED (SELECT * FROM ${rowsOf(p, 'o')}),
superseded AS (
  INSERT INTO resource_history (record, type, id, version, at, op, access, content)
  SELECT r.record, r.type, r.id, r.version, r.at, CASE WHEN r.version = 1 THEN 'C' ELSE 'U' END::"char", r.access, r.content
  FROM resource r JOIN o ON r.record = o.record AND r.type = o.type AND r.id = o.id WHERE o.op <> 'C'),
ended AS (
  INSERT INTO resource_history (record, type, id, version, at, op, access, content)
  SELECT o.record, o.type, o.id, o.version, $1::timestamptz, 'D'::"char", o.access, NULL FROM o WHERE o.op = 'D'),
updated AS (
  UPDATE resource r SET version = w.version, at = $1::timestamptz, (${COLUMNS}) = ROW (${valuesOf(COLUMNS, 'w')})
  FROM w WHERE w.op = 'U' AND r.record = w.record AND r.type = w.type AND r.id = w.id),
deleted AS (
  DELETE FROM resource r USING o WHERE o.op = 'D' AND r.record = o.record AND r.type = o.type AND r.id = o.id),
created AS (
  INSERT INTO resource (record, type, id, version, at, ${COLUMNS})
  SELECT w.record, w.type, w.id, w.version, $1::timestamptz, ${valuesOf(COLUMNS, 'w')} FROM w WHERE w.op = 'C')`,
  ({ changes }: Writing) => ({
    record: int8Array(changes.map((c) => c.record)),
    type: int2Array(changes.map((c) => c.type)),
    id: textArray(changes.map((c) => c.id)),
    version: int4Array(changes.map((c) => c.version)),
    op: textArray(changes.map((c) => c.op)),
    access: int4Array(changes.map((c) => c.access)),
    is_news: boolArray(changes.map((c) => c.op === 'D' || c.isNews)),
  }),
);

const ALL = statementOf<Writing>(
  'write-changes',
  [time, factsStand, stored, changed, located, tokensIn, namesIn, tokensOut, namesOut, factsReplaced, logRows],
  ([, stand, ...texts]) => `WITH ${texts.join(',\n')}
INSERT INTO outbox (at, record, type, id, version, op, access, is_news)
SELECT $1::timestamptz, o.record, o.type, o.id, o.version, o.op::"char", o.access, o.is_news FROM o WHERE ${stand}`,
);

type Rewriting = Pick<Writing, 'stored' | 'rows' | 'changes'>;

/**
 * Writes the index columns and facts of rows anew, and adds what x_token and x_name lack; the resources themselves, and
 * whatever has a newer version by now, stay as they are. The rows must be locked. Rows of x_token that no longer hold are
 * only candidates, and do no harm.
 */
export async function rewriteIndex(client: Queryable, rows: readonly StoredVersion[]): Promise<void> {
  const changes = rows.map((row): Change => ({ ...row, op: 'U' }));
  await send(client, REWRITE, { stored: rows, changes, rows: indexRows(rows) });
}

const REWRITE = statementOf<Rewriting>(
  'rewrite-index',
  [stored, tokensIn, namesIn, factsReplaced],
  (texts) => `WITH ${texts.join(',\n')}
UPDATE resource r SET (${INDEX_COLUMNS}) = ROW (${valuesOf(INDEX_COLUMNS, 'w')})
FROM w WHERE r.record = w.record AND r.type = w.type AND r.id = w.id AND r.version = w.version`,
);
