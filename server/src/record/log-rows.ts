import { int2Array, int8Array, textArray } from './binary.ts';
import { part, rowsOf } from './part.ts';
import type { Change, Writing } from './write.ts';

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

const COLUMNS = 'writer, seq, at, actor, client, organization, interaction, record, type, id, decision, detail';

/** Any lines. */
export const logRows = part(
  {
    seq: 'int8[]',
    actor: 'text[]',
    client: 'text[]',
    organization: 'text[]',
    interaction: 'text[]',
    record: 'int8[]',
    type: 'int2[]',
    id: 'text[]',
    decision: 'text[]',
    detail: 'text[]',
    writer: 'int8',
  },
  ({ writer, ...p }) => `logged AS (
  INSERT INTO access_log (${COLUMNS})
  SELECT ${writer}, l.seq, $1::timestamptz, l.actor, l.client, l.organization, l.interaction, l.record, l.type, l.id, l.decision, l.detail
  FROM ${rowsOf(p, 'l')})`,
  ({ log: { writer, rows } }: Writing) => ({
    seq: int8Array(rows.map((r) => r.seq)),
    actor: textArray(rows.map((r) => r.actor)),
    client: textArray(rows.map((r) => r.client)),
    organization: textArray(rows.map((r) => r.organization)),
    interaction: textArray(rows.map((r) => r.interaction)),
    record: int8Array(rows.map((r) => r.record)),
    type: int2Array(rows.map((r) => r.type)),
    id: textArray(rows.map((r) => r.id)),
    decision: textArray(rows.map((r) => r.decision)),
    detail: textArray(rows.map((r) => r.detail)),
    writer,
  }),
);

const shared = ['actor', 'client', 'organization', 'interaction', 'decision', 'detail'] as const;

/** Whether the log has a line for each change, in their order, that differ in nothing but what was changed; or none. */
export function isUniform(rows: readonly LogRow[], changes: readonly Change[]): boolean {
  const [first] = rows;
  if (first === undefined) return true;
  if (rows.length !== changes.length) return false;
  return rows.every((row, i) => {
    const { record, id, type } = changes[i]!;
    const isOfChange = row.record === record && row.id === id && row.type === type && row.seq === first.seq + BigInt(i);
    return isOfChange && shared.every((name) => row[name] === first[name]);
  });
}

/** Uniform lines: what they share, for the rest is in `w`. */
export const uniformLog = part(
  {
    writer: 'int8',
    seq: 'int8',
    actor: 'text',
    client: 'text',
    organization: 'text',
    interaction: 'text',
    decision: 'text',
    detail: 'text',
  },
  (p) => `logged AS (
  INSERT INTO access_log (${COLUMNS})
  SELECT ${p.writer}, ${p.seq} + w.n - 1, $1::timestamptz, ${p.actor}, ${p.client}, ${p.organization}, ${p.interaction},
    w.record, w.type, w.id, ${p.decision}, ${p.detail}
  FROM w WHERE ${p.seq} IS NOT NULL)`,
  ({ log: { writer, rows } }: Writing) => {
    const [line] = rows;
    return {
      writer,
      seq: line?.seq ?? null,
      actor: line?.actor ?? null,
      client: line?.client ?? null,
      organization: line?.organization ?? null,
      interaction: line?.interaction ?? null,
      decision: line?.decision ?? null,
      detail: line?.detail ?? null,
    };
  },
);
