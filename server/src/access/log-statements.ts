import {
  int2Array,
  int8Array,
  type LogRow,
  type LogRows,
  logRow,
  logRows,
  part,
  type Queryable,
  type ResourceKey,
  rowsOf,
  statementOf,
  textArray,
  uuidArray,
} from '../record/index.ts';
import type { Context } from './ledger/context.ts';
import type { ReadRow } from './log.ts';

/** An entry to be written, with the resource that is read by it. */
export type Entry = {
  row: LogRow;
  read: ResourceKey | undefined;
  access: { epochs?: readonly { record: bigint; epoch: bigint }[] };
};

/** What became of the entries of one transaction, by their numbers: only of those that were overtaken, or read something. */
export type Answers = { tx: bigint; answers: ReadonlyMap<bigint, { isOvertaken: boolean } & ReadRow> };

type Log = Pick<LogRows, 'writer' | 'era'>;
type Writing = { log: LogRows; contexts: readonly Context[]; batch: readonly Entry[] };

/** Writes entries and who asked, and reads, in one statement. They are durable when it is back. */
export async function writeEntries(
  client: Queryable,
  log: Log,
  { contexts, batch }: Omit<Writing, 'log'>,
): Promise<Answers> {
  const { text, values, name } = MANY;
  const rows = batch.map(({ row }) => row);
  const found = await client.query<Row>(text, values({ log: { ...log, rows }, contexts, batch }), name);
  const answers = new Map(found.rows.map((row) => [row.seq, row]));
  return { tx: BigInt(answers.get(0n)!.at), answers };
}

/** The same for one entry, of somebody who is known to the log. */
export async function writeEntry(client: Queryable, log: Log, entry: Entry): Promise<Answers> {
  const { text, values, name } = ONE;
  const { rows } = await client.query<LoneRow>(text, values({ log, ...entry }), name);
  const { tx, ...answer } = rows[0]!;
  const isAnswer = answer.isOvertaken || answer.content !== null;
  return { tx: BigInt(tx), answers: new Map(isAnswer ? [[entry.row.seq, answer as Row]] : []) };
}

/** An answer; that of number 0 tells the transaction in `at`. */
type Row = { seq: bigint; isOvertaken: boolean } & ReadRow;

const introduced = part(
  { id: 'uuid[]', person: 'text[]', content: 'text[]' },
  (p) => `introduced AS (
  INSERT INTO access_log_context (id, at, person, content)
  SELECT c.id, now(), c.person, c.content FROM ${rowsOf(p, 'c')} ON CONFLICT DO NOTHING)`,
  ({ contexts }: Writing) => ({
    id: uuidArray(contexts.map(({ id }) => id)),
    person: textArray(contexts.map(({ person }) => person)),
    content: textArray(contexts.map(({ content }) => content)),
  }),
);

/** The entries whose decision no longer holds. */
const overtaken = part(
  { seq: 'int8[]', record: 'int8[]', epoch: 'int8[]' },
  (p) => `overtaken AS MATERIALIZED (
  SELECT DISTINCT k.seq FROM ${rowsOf(p, 'k')} LEFT JOIN access_epoch a ON a.record = k.record
  WHERE coalesce(a.epoch, 0) <> k.epoch)`,
  ({ batch }: Writing) => {
    const epochs = batch.flatMap(({ row, access }) => (access.epochs ?? []).map((one) => ({ seq: row.seq, ...one })));
    return {
      seq: int8Array(epochs.map(({ seq }) => seq)),
      record: int8Array(epochs.map(({ record }) => record)),
      epoch: int8Array(epochs.map(({ epoch }) => epoch)),
    };
  },
);

const reads = part(
  { seq: 'int8[]', record: 'int8[]', type: 'int2[]', id: 'text[]' },
  (
    p,
  ) => `SELECT e.seq, false AS "isOvertaken", r.version, (extract(epoch FROM r.at) * 1000)::float8 AS at, r.access, r.content
FROM ${rowsOf(p, 'e')} JOIN resource r ON r.record = e.record AND r.type = e.type AND r.id = e.id
WHERE NOT EXISTS (SELECT FROM overtaken o WHERE o.seq = e.seq)
UNION ALL SELECT seq, true, NULL, NULL, NULL, NULL FROM overtaken
UNION ALL SELECT 0, NULL, NULL, pg_current_xact_id()::text::float8, NULL, NULL`,
  ({ batch }: Writing) => {
    const reading = batch.filter(({ read }) => read !== undefined);
    return {
      seq: int8Array(reading.map(({ row }) => row.seq)),
      record: int8Array(reading.map(({ read }) => read!.record)),
      type: int2Array(reading.map(({ read }) => read!.type)),
      id: textArray(reading.map(({ read }) => read!.id)),
    };
  },
);

const MANY = statementOf<Writing>(
  'access-log',
  [introduced, logRows, overtaken, reads],
  ([who, rows, stale, read]) => `WITH ${who},\n${rows},\n${stale}\n${read}`,
);

type LoneRow = { isOvertaken: boolean; tx: string } & Omit<ReadRow, 'content'> & { content: string | null };
type Lone = { log: Log } & Entry;

const overtakenOne = part(
  { records: 'int8[]', epochs: 'int8[]' },
  ({ records, epochs }) => `overtaken AS MATERIALIZED (
  SELECT EXISTS (SELECT FROM unnest(${records}, ${epochs}) AS k (record, epoch)
    LEFT JOIN access_epoch a ON a.record = k.record WHERE coalesce(a.epoch, 0) <> k.epoch) AS stale)`,
  ({ access: { epochs = [] } }: Lone) => ({
    records: int8Array(epochs.map(({ record }) => record)),
    epochs: int8Array(epochs.map(({ epoch }) => epoch)),
  }),
);

const readOne = part(
  { record: 'int8', type: 'int2', id: 'text' },
  (p) => `SELECT o.stale AS "isOvertaken", pg_current_xact_id()::text AS tx, r.version,
  (extract(epoch FROM r.at) * 1000)::float8 AS at, r.access, r.content
FROM overtaken o LEFT JOIN resource r ON NOT o.stale AND r.record = ${p.record} AND r.type = ${p.type} AND r.id = ${p.id}`,
  ({ read }: Lone) => ({ record: read?.record ?? null, type: read?.type ?? null, id: read?.id ?? null }),
);

const ONE = statementOf<Lone>(
  'access-log-one',
  [logRow, overtakenOne, readOne],
  ([row, stale, read]) => `WITH ${row},\n${stale}\n${read}`,
);
