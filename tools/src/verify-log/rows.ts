import { hash } from 'node:crypto';

/** Where a row's parts begin in the bytes it came in; `end` is where its line ends. */
export type Row = {
  bytes: Buffer;
  /** Where it stands in the table's order. */
  tx: number;
  writer: number;
  seq: number;
  /** What the row says stands for it. */
  storedLeaf: string;
  /** The leaf of what it says. Hashes are strings of 32 characters, one a byte: twice as fast as buffers. */
  leaf: string;
  entryFrom: number;
  keptFrom: number;
  end: number;
};

/** The columns as `RowReader` expects them: first those of fixed places, then the canonical form of the entry and what is kept. */
export const COLUMNS = `tx, salt, erased, leaf, writer, seq, (extract(epoch FROM at) * 1000)::int8, context, interaction, decision,
  outcome, stream, purpose, basis, rule, obligations, type, record, id, on_behalf_of, reason, detail, shown`;

const TAB = 9;
const LINE = 10;
/** Tabs within the entry: it has 13 values. */
const ENTRY_TABS = 13;
const ENTRY_AT = 3;

const nibbles = new Uint8Array(256);
for (const [i, digit] of [...'0123456789abcdef'].entries()) nibbles[digit.charCodeAt(0)] = i;

/**
 * Reads the lines of `COPY (SELECT COLUMNS …) TO STDOUT` as they come, and computes each row's leaf: the canonical form of
 * an entry is how COPY prints it, so its bytes are hashed as they are.
 */
export class RowReader {
  readonly #onRow: (row: Row) => void;
  #rest: Buffer | undefined;
  #scratch = Buffer.alloc(4096);
  readonly #row: Row = {
    bytes: Buffer.alloc(0),
    tx: 0,
    writer: 0,
    seq: 0,
    storedLeaf: '',
    leaf: '',
    entryFrom: 0,
    keptFrom: 0,
    end: 0,
  };

  /** @param onRow is given the same object each time */
  constructor(onRow: (row: Row) => void) {
    this.#onRow = onRow;
  }

  feed(chunk: Buffer): void {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(LINE); end >= 0; end = bytes.indexOf(LINE, from)) {
      this.#line(bytes, from, end);
      from = end + 1;
    }
    this.#rest = from === bytes.length ? undefined : bytes.subarray(from);
  }

  #line(bytes: Buffer, from: number, end: number): void {
    const saltFrom = bytes.indexOf(TAB, from) + 1;
    const erasedFrom = bytes.indexOf(TAB, saltFrom) + 1;
    const leafFrom = bytes.indexOf(TAB, erasedFrom) + 1;
    const entryFrom = bytes.indexOf(TAB, leafFrom) + 1;
    let keptFrom = entryFrom;
    for (let tabs = 0; tabs < ENTRY_TABS && keptFrom < end; keptFrom += 1) if (bytes[keptFrom] === TAB) tabs += 1;
    const row = this.#row;
    row.bytes = bytes;
    row.tx = numberAt(bytes, from);
    row.writer = numberAt(bytes, entryFrom);
    row.seq = numberAt(bytes, bytes.indexOf(TAB, entryFrom) + 1);
    row.entryFrom = entryFrom;
    row.keptFrom = keptFrom;
    row.end = end;
    row.storedLeaf = hexAt(bytes, leafFrom + ENTRY_AT, entryFrom - 1);
    row.leaf = this.#leaf(bytes, { saltFrom, erasedFrom, leafFrom, entryFrom, keptFrom, end });
    this.#onRow(row);
  }

  #leaf(
    bytes: Buffer,
    at: { saltFrom: number; erasedFrom: number; leafFrom: number; entryFrom: number; keptFrom: number; end: number },
  ): string {
    if (this.#scratch.length < at.end - at.entryFrom + 64)
      this.#scratch = Buffer.alloc(2 * (at.end - at.entryFrom) + 64);
    const scratch = this.#scratch;
    const isErased = at.leafFrom - at.erasedFrom > 4; // more than \N
    let commitment: string;
    if (isErased) commitment = hexAt(bytes, at.erasedFrom + ENTRY_AT, at.leafFrom - 1);
    else {
      const length = saltAt(bytes, at.saltFrom, scratch) + bytes.copy(scratch, 16, at.keptFrom, at.end);
      commitment = hash('sha256', scratch.subarray(0, length), 'binary');
    }
    scratch[0] = 0;
    let length = 1 + bytes.copy(scratch, 1, at.entryFrom, at.keptFrom - 1);
    scratch[length] = LINE;
    length += 1 + scratch.write(commitment, length + 1, 'latin1');
    return hash('sha256', scratch.subarray(0, length), 'binary');
  }
}

/** The digits from there on. */
function numberAt(bytes: Buffer, from: number): number {
  let value = 0;
  for (let i = from, digit = bytes[i]! - 48; digit >= 0 && digit <= 9; i += 1, digit = bytes[i]! - 48) {
    value = value * 10 + digit;
  }
  return value;
}

/** Hexadecimal digits as a string of bytes. */
function hexAt(bytes: Buffer, from: number, to: number): string {
  let text = '';
  for (let i = from; i + 1 < to; i += 2)
    text += String.fromCharCode((nibbles[bytes[i]!]! << 4) | nibbles[bytes[i + 1]!]!);
  return text;
}

/** A uuid's 16 bytes. @returns 16, or 0 when there is none */
function saltAt(bytes: Buffer, from: number, into: Buffer): number {
  if (bytes[from] === 0x5c) return 0;
  let at = from;
  for (let n = 0; n < 16; n += 1) {
    if (bytes[at] === 0x2d) at += 1;
    into[n] = (nibbles[bytes[at]!]! << 4) | nibbles[bytes[at + 1]!]!;
    at += 2;
  }
  return 16;
}

const pair = Buffer.alloc(65, 1);

/** The hash of a node. @source RFC 6962, section 2.1 */
export function joined(left: string, right: string): string {
  pair.write(left, 1, 'latin1');
  pair.write(right, 33, 'latin1');
  return hash('sha256', pair, 'binary');
}

export type Part = { level: number; index: number; hash: string };

/** A range of the tree as its largest whole subtrees; see server/src/access/ledger/merkle.ts. */
export class Parts {
  readonly list: Part[] = [];

  add(level: number, index: number, leaf: string): void {
    let [atLevel, atIndex, value] = [level, index, leaf];
    for (let left = this.list.at(-1); left?.level === atLevel && left.index % 2 === 0 && left.index + 1 === atIndex; ) {
      this.list.pop();
      value = joined(left.hash, value);
      atLevel += 1;
      atIndex = left.index / 2;
      left = this.list.at(-1);
    }
    this.list.push({ level: atLevel, index: atIndex, hash: value });
  }

  root(): string {
    const last = this.list.at(-1);
    if (last === undefined) return hash('sha256', '', 'binary');
    return this.list.slice(0, -1).reduceRight((right, { hash: left }) => joined(left, right), last.hash);
  }
}
