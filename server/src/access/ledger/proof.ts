import type { Queryable } from '../../record/index.ts';
import { HEAD_COLUMNS, type Head, headOf, type LogKey, logKeys } from './heads.ts';
import { type EntryKey, inclusionProof, placeOf } from './tree.ts';

/**
 * All that is needed to see that an entry stands in the log as it was written, without asking the log: hashes in
 * hexadecimal, texts in the canonical form of leaf.ts. tools/src/verify-log/proof.ts checks one.
 */
export type Proof = {
  format: 'enjournal-log-proof/1';
  /** What stays for ever, with tabs between. */
  entry: string;
  /** What can be erased, and the salt that hides it; absent when it has been. */
  kept?: string;
  salt?: string;
  /** The commitment to both, when they have been erased. */
  commitment?: string;
  /** Who asked: its SHA-256 begins with the context in `entry`. */
  context?: string;
  /** The entry's place in the log, from 0. */
  index: number;
  /** From the leaf up. */
  path: string[];
  head: Head;
  key: LogKey;
};

/** The canonical forms, made by the database as COPY would print them. */
const ENTRY = `concat_ws(E'\\t', l.writer, l.seq, (extract(epoch FROM l.at) * 1000)::bigint, l.context, access_log_text(l.interaction),
  access_log_text(l.decision), l.outcome, l.stream, access_log_text(l.purpose), access_log_text(l.basis), access_log_text(l.rule),
  access_log_text(l.obligations), access_log_text(l.type::text))`;
const KEPT = `concat_ws(E'\\t', access_log_text(l.record::text), access_log_text(l.id), access_log_text(l.on_behalf_of),
  access_log_text(l.reason), access_log_text(l.detail), access_log_text(l.shown))`;

type Row = { entry: string; kept: string; salt: string | null; commitment: Buffer; context: string | null };

/** The proof of an entry against the newest head; undefined when it is not sealed yet. */
export async function proofOf(client: Queryable, key: EntryKey): Promise<Proof | undefined> {
  const index = await placeOf(client, key);
  if (index === undefined) return undefined;
  const { rows } = await client.query<Row>(
    `SELECT ${ENTRY} AS entry, ${KEPT} AS kept, l.salt, access_log_commitment(l) AS commitment, c.content AS context
     FROM access_log l LEFT JOIN access_log_context c ON c.id = l.context WHERE tx = $1 AND writer = $2 AND seq = $3`,
    [key.tx, key.writer, key.seq],
    'log-proof-entry',
  );
  const { rows: newest } = await client.query<Parameters<typeof headOf>[0]>(
    `SELECT ${HEAD_COLUMNS} FROM access_log_head ORDER BY size DESC LIMIT 1`,
    [],
    'log-proof-head',
  );
  const row = rows[0]!;
  const head = headOf(newest[0]!);
  const path = await inclusionProof(client, index, head.size);
  const signedBy = (await logKeys(client)).find(({ id }) => id === head.key)!;
  return {
    format: 'enjournal-log-proof/1',
    entry: row.entry,
    ...(row.salt === null
      ? { commitment: row.commitment.toString('hex') }
      : { kept: row.kept, salt: row.salt.replaceAll('-', '') }),
    ...(row.context === null ? {} : { context: row.context }),
    index,
    path: path.map((hash) => hash.toString('hex')),
    head,
    key: signedBy,
  };
}
