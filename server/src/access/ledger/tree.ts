import { int2Array, int8Array, type Queryable } from '../../record/index.ts';
import { consistencyRanges, inclusionRanges, type Range, type Subtree, Subtrees, wholeIn } from './merkle.ts';

/** Where an entry stands in the table: entries are ordered by this. */
export type EntryKey = { tx: bigint; writer: bigint; seq: bigint };

export const BEFORE_ALL: EntryKey = { tx: -1n, writer: -1n, seq: -1n };

/** Every eighth level of the tree is kept: the lowest is the entries themselves. */
export const KEPT_LEVELS = 8;

/** The entry's place in the log; undefined when it is not sealed yet, or not there. */
export async function placeOf(client: Queryable, { tx, writer, seq }: EntryKey): Promise<number | undefined> {
  const { rows } = await client.query<{ place: bigint; newest: bigint; is: boolean }>(
    `WITH h AS (SELECT size, last_tx, last_writer, last_seq FROM access_log_head
       WHERE (last_tx, last_writer, last_seq) < ($1, $2, $3) ORDER BY last_tx DESC, last_writer DESC, last_seq DESC LIMIT 1),
     b AS (SELECT coalesce((SELECT size FROM h), 0) AS size, coalesce((SELECT last_tx FROM h), -1) AS tx,
       coalesce((SELECT last_writer FROM h), -1) AS writer, coalesce((SELECT last_seq FROM h), -1) AS seq)
     SELECT b.size + (SELECT count(*) FROM access_log l
         WHERE (l.tx, l.writer, l.seq) > (b.tx, b.writer, b.seq) AND (l.tx, l.writer, l.seq) < ($1, $2, $3)) AS place,
       coalesce((SELECT max(size) FROM access_log_head), 0) AS newest,
       EXISTS (SELECT FROM access_log WHERE tx = $1 AND writer = $2 AND seq = $3) AS is
     FROM b`,
    [tx, writer, seq],
    'log-place',
  );
  const { place, newest, is } = rows[0]!;
  return is && place < newest ? Number(place) : undefined;
}

/** The hashes of the leaves in a range. */
async function leaves(client: Queryable, [from, to]: Range): Promise<Buffer[]> {
  const { rows } = await client.query<{ leaf: Buffer }>(
    `WITH h AS (SELECT size, last_tx, last_writer, last_seq FROM access_log_head WHERE size <= $1 ORDER BY size DESC LIMIT 1)
     SELECT leaf FROM access_log
     WHERE (tx, writer, seq) > (coalesce((SELECT last_tx FROM h), -1), coalesce((SELECT last_writer FROM h), -1),
       coalesce((SELECT last_seq FROM h), -1))
     ORDER BY tx, writer, seq OFFSET $1 - coalesce((SELECT size FROM h), 0) LIMIT $2`,
    [from, to - from],
    'log-leaves',
  );
  return rows.map((row) => row.leaf);
}

/** The hash of each range, from the kept subtrees and the entries; ranges end at the newest head or before. */
export async function hashesOf(client: Queryable, ranges: readonly Range[]): Promise<Buffer[]> {
  const parts = await subtreesOf(client, ranges);
  return parts.map((part) => part.root());
}

/** Each range as whole subtrees. */
export async function subtreesOf(client: Queryable, ranges: readonly Range[]): Promise<Subtrees[]> {
  const wanted = ranges.map(wholeIn);
  const nodes = await keptNodes(client, wanted.flat());
  const found: Subtrees[] = [];
  for (const whole of wanted) {
    const subtrees = new Subtrees();
    for (const one of whole) for (const part of await kept(client, nodes, one)) subtrees.add(part);
    found.push(subtrees);
  }
  return found;
}

type Whole = { level: number; index: number };

const keptLevel = (level: number) => level - (level % KEPT_LEVELS);
const keyOf = (level: number, n: number | bigint) => `${level}.${n}`;

/** The kept subtrees, or leaves, that a whole subtree is made of. */
async function kept(client: Queryable, nodes: Map<string, Buffer>, { level, index }: Whole): Promise<Subtree[]> {
  const base = keptLevel(level);
  const width = 2 ** (level - base);
  const first = index * width;
  const hashes =
    base === 0
      ? await leaves(client, [first, first + width])
      : Array.from({ length: width }, (_, i) => nodes.get(keyOf(base, first + i)));
  return Array.from({ length: width }, (_, i) => {
    const hash = hashes[i];
    if (hash === undefined) throw new Error('the access log lacks a part of its tree: run npm run verify-log');
    return { level: base, index: first + i, hash };
  });
}

async function keptNodes(client: Queryable, wanted: readonly Whole[]): Promise<Map<string, Buffer>> {
  const high = wanted.filter(({ level }) => level >= KEPT_LEVELS);
  if (high.length === 0) return new Map();
  const firsts = high.map(({ level, index }) => index * 2 ** (level - keptLevel(level)));
  const { rows } = await client.query<{ level: number; n: bigint; hash: Buffer }>(
    `SELECT k.level, k.n, k.hash FROM unnest($1::int2[], $2::int8[], $3::int8[]) AS w (level, first, last)
     JOIN access_log_node k ON k.level = w.level AND k.n BETWEEN w.first AND w.last`,
    [
      int2Array(high.map(({ level }) => keptLevel(level))),
      int8Array(firsts.map(BigInt)),
      int8Array(high.map(({ level }, i) => BigInt(firsts[i]! + 2 ** (level - keptLevel(level)) - 1))),
    ],
    'log-nodes',
  );
  return new Map(rows.map(({ level, n, hash }) => [keyOf(level, n), hash]));
}

export function inclusionProof(client: Queryable, index: number, size: number): Promise<Buffer[]> {
  return hashesOf(client, inclusionRanges(index, size));
}

export function consistencyProof(client: Queryable, first: number, second: number): Promise<Buffer[]> {
  return hashesOf(client, consistencyRanges(first, second));
}
