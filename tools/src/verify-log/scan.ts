import type pg from 'pg';
import { type Block, BlockScan, nameOf, type Scanned } from './block.ts';
import { copyOut } from './copy-out.ts';
import { COLUMNS, type Row, RowReader } from './rows.ts';

/** An entry's place in the table's order. Numbers are exact: eras of 2^48 transactions come to 2^53 only after 31 restores. */
export type Key = { tx: number; writer: number; seq: number };

/** Blocks that follow each other, with the last entry before each and the last of each. */
export type Task = { blocks: (Block & { last: Key })[]; after: Key };

/** Entries are read by the index in whose order they are wanted: to sort them would cost more. */
export const ORDERED = 'SET enable_seqscan = off';

/** Reads the entries of a task in order and computes their part of the tree. */
export async function scanTask(client: pg.Client, { blocks, after }: Task): Promise<Scanned[]> {
  const scanned: Scanned[] = [];
  let n = 0;
  let scan = new BlockScan(blocks[0]!);
  const next = () => {
    scanned.push(scan.end());
    n += 1;
    if (n < blocks.length) scan = new BlockScan(blocks[n]!);
  };
  await copyRows(client, after, blocks.at(-1)!.last, (row) => {
    while (isAfter(row, blocks[n]!.last)) next();
    scan.add(row);
  });
  while (n < blocks.length) next();
  return scanned;
}

/** Entries behind the newest head: only their own hashes can be checked. */
export async function scanTail(client: pg.Client, after: Key): Promise<{ entries: number; changed: string[] }> {
  let entries = 0;
  const changed: string[] = [];
  await copyRows(client, after, undefined, (row) => {
    entries += 1;
    if (!row.isAsStored) changed.push(nameOf(row));
  });
  return { entries, changed };
}

async function copyRows(
  client: pg.Client,
  after: Key,
  last: Key | undefined,
  onRow: (row: Row) => void,
): Promise<void> {
  const reader = new RowReader(onRow);
  const until = last === undefined ? '' : `AND (tx, writer, seq) <= (${keyText(last)})`;
  await copyOut(
    client,
    `COPY (SELECT ${COLUMNS} FROM access_log WHERE (tx, writer, seq) > (${keyText(after)}) ${until} ORDER BY tx, writer, seq) TO STDOUT (FORMAT binary)`,
    (bytes, from, to) => reader.take(bytes, from, to),
  );
}

function isAfter(row: Key, last: Key): boolean {
  if (row.tx !== last.tx) return row.tx > last.tx;
  if (row.writer !== last.writer) return row.writer > last.writer;
  return row.seq > last.seq;
}

const keyText = ({ tx, writer, seq }: Key) => [tx, writer, seq].map(Number).join(', ');
