import { byteaArray, int2Array, int8Array, textArray, timestampArray, uuidArray } from './binary.ts';
import { part, rowsOf } from './part.ts';
import type { Change, Creating } from './write.ts';

/** An entry of the access log as it is stored; access/log.ts makes it. */
export type LogRow = {
  seq: bigint;
  /** Epoch ms. */
  at: number;
  /** Who: 16 bytes, the key of a row of access_log_context. */
  context: Buffer;
  interaction: string;
  decision: string;
  outcome: 0 | 4 | 8;
  stream: 'p' | 's';
  purpose: string | null;
  basis: string | null;
  rule: string | null;
  obligations: string | null;
  type: number | null;
  record: bigint | null;
  id: string | null;
  onBehalfOf: string | null;
  reason: string | null;
  detail: string | null;
  shown: string | null;
  /** 16 random bytes. */
  salt: Buffer;
  /** SHA-256 of the entry; see access/ledger/leaf.ts. */
  leaf: Buffer;
};

/** Entries of one writer. `era` is what the store adds to its transactions' numbers. */
export type LogRows = { writer: bigint; era: bigint; rows: readonly LogRow[] };

const texts = {
  interaction: 'interaction',
  decision: 'decision',
  stream: 'stream',
  purpose: 'purpose',
  basis: 'basis',
  rule: 'rule',
  obligations: 'obligations',
  on_behalf_of: 'onBehalfOf',
  reason: 'reason',
  detail: 'detail',
  shown: 'shown',
} as const;
type Text = keyof typeof texts;
const textColumns = Object.keys(texts) as Text[];

/** The same for each text column. */
const each = <T>(make: (column: Text) => T) =>
  Object.fromEntries(textColumns.map((column) => [column, make(column)])) as Record<Text, T>;
const cast = (column: Text, value: string) => (column === 'stream' ? `${value}::"char"` : value);

const COLUMNS = `tx, writer, seq, at, context, outcome, type, record, id, ${textColumns.join(', ')}, salt, leaf`;
const TRANSACTION = 'pg_current_xact_id()::text::int8';

/** Any entries. */
export const logRows = part(
  {
    seq: 'int8[]',
    at: 'timestamptz[]',
    context: 'uuid[]',
    outcome: 'int2[]',
    type: 'int2[]',
    record: 'int8[]',
    id: 'text[]',
    ...each(() => 'text[]'),
    salt: 'uuid[]',
    leaf: 'bytea[]',
    writer: 'int8',
    era: 'int8',
  },
  ({ writer, era, ...p }) => `logged AS (
  INSERT INTO access_log (${COLUMNS})
  SELECT ${era} + ${TRANSACTION}, ${writer}, l.seq, l.at, l.context, l.outcome, l.type, l.record, l.id,
    ${textColumns.map((column) => cast(column, `l.${column}`)).join(', ')}, l.salt, l.leaf
  FROM ${rowsOf(p, 'l')})`,
  ({ log: { writer, era, rows } }: { log: LogRows }) => ({
    seq: int8Array(rows.map((r) => r.seq)),
    at: timestampArray(rows.map((r) => r.at)),
    context: uuidArray(rows.map((r) => r.context)),
    outcome: int2Array(rows.map((r) => r.outcome)),
    type: int2Array(rows.map((r) => r.type)),
    record: int8Array(rows.map((r) => r.record)),
    id: textArray(rows.map((r) => r.id)),
    ...each((column) => textArray(rows.map((r) => r[texts[column]]))),
    salt: uuidArray(rows.map((r) => r.salt)),
    leaf: byteaArray(rows.map((r) => r.leaf)),
    writer,
    era,
  }),
);

/** One entry: without arrays it costs half of what it does as one of many. */
export const logRow = part(
  {
    writer: 'int8',
    era: 'int8',
    seq: 'int8',
    at: 'timestamptz',
    context: 'uuid',
    outcome: 'int2',
    type: 'int2',
    record: 'int8',
    id: 'text',
    ...each((column) => (column === 'stream' ? '"char"' : 'text')),
    salt: 'uuid',
    leaf: 'bytea',
  },
  ({ writer, era, ...p }) => `logged AS (
  INSERT INTO access_log (${COLUMNS}) VALUES (${era} + ${TRANSACTION}, ${writer}, ${Object.values(p).join(', ')}))`,
  ({ log: { writer, era }, row }: { log: Pick<LogRows, 'writer' | 'era'>; row: LogRow }) => ({
    ...{ writer, era, seq: row.seq, at: new Date(row.at).toISOString(), context: row.context, outcome: row.outcome },
    ...{ type: row.type, record: row.record, id: row.id },
    ...each((column) => row[texts[column]]),
    ...{ salt: row.salt, leaf: row.leaf },
  }),
);

/** Whether there is an entry for each change, in their order, that differs in nothing but what was changed; or none. */
export function isUniform(rows: readonly LogRow[], changes: readonly Change[]): boolean {
  const [first] = rows;
  if (first === undefined) return true;
  if (rows.length !== changes.length) return false;
  return rows.every((row, i) => {
    const { record, id, type } = changes[i]!;
    const isOfChange = row.record === record && row.id === id && row.type === type && row.seq === first.seq + BigInt(i);
    const isAlike = row.at === first.at && row.outcome === first.outcome && row.context.equals(first.context);
    return isOfChange && isAlike && textColumns.every((column) => row[texts[column]] === first[texts[column]]);
  });
}

/** Uniform entries: what they share, and salts and hashes, for the rest is in `w`. */
export const uniformLog = part(
  {
    writer: 'int8',
    era: 'int8',
    seq: 'int8',
    at: 'timestamptz',
    context: 'uuid',
    outcome: 'int2',
    ...each((column) => (column === 'stream' ? '"char"' : 'text')),
    salt: 'uuid[]',
    leaf: 'bytea[]',
  },
  (p) => `logged AS (
  INSERT INTO access_log (${COLUMNS})
  SELECT ${p.era} + ${TRANSACTION}, ${p.writer}, ${p.seq} + w.n - 1, ${p.at}, ${p.context}, ${p.outcome}, w.type, w.record, w.id,
    ${textColumns.map((column) => p[column]).join(', ')}, (${p.salt})[w.n], (${p.leaf})[w.n]
  FROM w WHERE ${p.seq} IS NOT NULL)`,
  ({ log: { writer, era, rows } }: Creating) => {
    const [line] = rows;
    return {
      writer,
      era,
      seq: line?.seq ?? null,
      at: line === undefined ? null : new Date(line.at),
      context: line?.context.toString('hex') ?? null,
      outcome: line?.outcome ?? null,
      ...each((column) => line?.[texts[column]] ?? null),
      salt: uuidArray(rows.map((r) => r.salt)),
      leaf: byteaArray(rows.map((r) => r.leaf)),
    };
  },
);
