import { hash } from 'node:crypto';

/** What is known of a row. */
export type Row = {
  /** Where it stands in the table's order. */
  tx: number;
  writer: number;
  seq: number;
  /** The leaf of what it says. Hashes are strings of 32 characters, one a byte: twice as fast as buffers. */
  leaf: string;
  /** Whether the row says itself that this stands for it. */
  isAsStored: boolean;
};

/** The columns in the order of the canonical form (server/src/access/ledger/leaf.ts), with what is kept and the hashes behind them. */
const columns = [
  ...[
    'tx',
    'writer',
    'seq',
    'at',
    'context',
    'interaction',
    'decision',
    'outcome',
    'stream',
    'purpose',
    'basis',
    'rule',
  ],
  ...['obligations', 'type', 'record', 'id', 'on_behalf_of', 'reason', 'detail', 'shown', 'salt', 'erased', 'leaf'],
] as const;
export const COLUMNS = columns.join(', ');
const place = (name: (typeof columns)[number]): number => columns.indexOf(name);
const AT = place('at');
const CONTEXT = place('context');
const OUTCOME = place('outcome');
const STREAM = place('stream');
const TYPE = place('type');
const RECORD = place('record');
const SHOWN = place('shown');
const SALT = place('salt');
const ERASED = place('erased');
const LEAF = place('leaf');

const TAB = 9;
const LINE = 10;
const BACKSLASH = 0x5c;
const HASH_LENGTH = 32;
/** Before the first row. @source PostgreSQL, COPY, Binary Format */
const HEADER_LENGTH = 19;
/** 2000-01-01, from which PostgreSQL counts microseconds. */
const EPOCH_MS = 946_684_800_000;

/**
 * Reads what `COPY (SELECT COLUMNS …) TO STDOUT (FORMAT binary)` gives, and computes each row's leaf. The canonical form is how COPY
 * prints an entry as text; it is put together here, for that costs less than to have the database print and read it again.
 */
export class RowReader {
  readonly #onRow: (row: Row) => void;
  #isBegun = false;
  #text = new Text(4096);
  readonly #from = new Int32Array(columns.length);
  /** -1 where there is no value. */
  readonly #length = new Int32Array(columns.length);
  readonly #row: Row = { tx: 0, writer: 0, seq: 0, leaf: '', isAsStored: false };

  /** @param onRow is given the same object each time */
  constructor(onRow: (row: Row) => void) {
    this.#onRow = onRow;
  }

  /** Takes one message of the copy: a row, before the first of which the header stands, or the end. */
  take(bytes: Buffer, from: number, to: number): void {
    let at = from;
    if (!this.#isBegun) {
      at += HEADER_LENGTH + bytes.readInt32BE(at + HEADER_LENGTH - 4);
      this.#isBegun = true;
    }
    if (at === to || int16(bytes, at) === -1) return;
    this.#find(bytes, at + 2);
    this.#read(bytes, to - at);
  }

  /** Where the values of a row stand. */
  #find(bytes: Buffer, from: number): void {
    let at = from;
    for (let n = 0; n < columns.length; n += 1) {
      const length = int32(bytes, at);
      at += 4;
      this.#from[n] = at;
      this.#length[n] = length;
      if (length > 0) at += length;
    }
  }

  #read(bytes: Buffer, length: number): void {
    // no letter takes more than two in print, and numbers no more than thrice their bytes
    if (this.#text.bytes.length < 2 * length + 512) this.#text = new Text(4 * length + 512);
    const row = this.#row;
    row.tx = int64(bytes, this.#from[0]!);
    row.writer = int64(bytes, this.#from[1]!);
    row.seq = int64(bytes, this.#from[2]!);
    const commitment =
      this.#length[ERASED] === -1
        ? this.#commitment(bytes)
        : bytes.toString('latin1', this.#from[ERASED], this.#from[ERASED]! + this.#length[ERASED]!);
    row.leaf = this.#leaf(bytes, row, commitment);
    row.isAsStored = this.#length[LEAF] === HASH_LENGTH && isAt(row.leaf, bytes, this.#from[LEAF]!);
    this.#onRow(row);
  }

  #commitment(bytes: Buffer): string {
    const text = this.#text.begin();
    if (this.#length[SALT] !== -1) text.raw(bytes, this.#from[SALT]!, 16);
    if (this.#length[RECORD] === -1) text.none();
    else text.long(bytes, this.#from[RECORD]!);
    text.byte(TAB);
    this.#values(bytes, RECORD + 1, SHOWN);
    return text.hash();
  }

  #leaf(bytes: Buffer, { writer, seq }: Row, commitment: string): string {
    const text = this.#text.begin();
    text.byte(0);
    text.number(writer);
    text.byte(TAB);
    text.number(seq);
    text.byte(TAB);
    text.number(Math.round(int64(bytes, this.#from[AT]!) / 1000) + EPOCH_MS);
    text.byte(TAB);
    text.uuid(bytes, this.#from[CONTEXT]!);
    text.byte(TAB);
    this.#values(bytes, CONTEXT + 1, OUTCOME - 1);
    text.byte(TAB);
    text.number(int16(bytes, this.#from[OUTCOME]!));
    text.byte(TAB);
    this.#values(bytes, STREAM, TYPE - 1);
    text.byte(TAB);
    if (this.#length[TYPE] === -1) text.none();
    else text.number(int16(bytes, this.#from[TYPE]!));
    text.byte(LINE);
    text.latin1(commitment);
    return text.hash();
  }

  /** Texts, with tabs between. */
  #values(bytes: Buffer, first: number, last: number): void {
    const text = this.#text;
    for (let n = first; n <= last; n += 1) {
      if (n > first) text.byte(TAB);
      if (this.#length[n] === -1) text.none();
      else text.value(bytes, this.#from[n]!, this.#length[n]!);
    }
  }
}

/** What is hashed, as it is put together. Its beginnings are kept by their lengths: to make one costs as much as a small hash. */
class Text {
  readonly bytes: Buffer;
  readonly #beginnings: (Buffer | undefined)[] = [];
  #length = 0;

  constructor(most: number) {
    this.bytes = Buffer.alloc(most);
  }

  begin(): this {
    this.#length = 0;
    return this;
  }

  hash(): string {
    this.#beginnings[this.#length] ??= this.bytes.subarray(0, this.#length);
    return hash('sha256', this.#beginnings[this.#length]!, 'binary');
  }

  byte(value: number): void {
    this.bytes[this.#length] = value;
    this.#length += 1;
  }

  none(): void {
    this.byte(BACKSLASH);
    this.byte(0x4e);
  }

  raw(from: Buffer, at: number, length: number): void {
    for (let i = 0; i < length; i += 1) this.bytes[this.#length + i] = from[at + i]!;
    this.#length += length;
  }

  latin1(value: string): void {
    for (let i = 0; i < value.length; i += 1) this.bytes[this.#length + i] = value.charCodeAt(i);
    this.#length += value.length;
  }

  /** As COPY prints it. */
  value(from: Buffer, at: number, length: number): void {
    const { bytes } = this;
    let to = this.#length;
    for (let i = at; i < at + length; i += 1) {
      const byte = from[i]!;
      const letter = byte === BACKSLASH || byte < 14 ? escapes[byte]! : 0;
      if (letter !== 0) bytes[to++] = BACKSLASH;
      bytes[to++] = letter === 0 ? byte : letter;
    }
    this.#length = to;
  }

  /** A whole number in decimal. */
  number(value: number): void {
    if (value < 0) this.byte(0x2d);
    let left = Math.abs(value);
    let digits = 1;
    for (let limit = 10; left >= limit; limit *= 10) digits += 1;
    for (let at = this.#length + digits - 1; at >= this.#length; at -= 1) {
      const rest = Math.floor(left / 10);
      this.bytes[at] = 0x30 + (left - rest * 10);
      left = rest;
    }
    this.#length += digits;
  }

  /** A whole number of eight bytes in decimal, also where it is more than a double holds: the last four digits by themselves. */
  long(from: Buffer, at: number): void {
    const isNegative = from[at]! >= 0x80;
    let high = int32(from, at);
    let low = int32(from, at + 4) >>> 0;
    if (isNegative) {
      this.byte(0x2d);
      high = (~high + (low === 0 ? 1 : 0)) >>> 0;
      low = -low >>> 0;
    }
    if (high < 0x20_0000) {
      this.number(high * 0x1_0000_0000 + low);
      return;
    }
    const rest = (high % 10_000) * 0x1_0000_0000 + low;
    const lastDigits = rest % 10_000;
    this.number(Math.floor(high / 10_000) * 0x1_0000_0000 + Math.floor(rest / 10_000));
    for (let unit = 1_000; unit >= 1; unit /= 10) this.byte(0x30 + (Math.floor(lastDigits / unit) % 10));
  }

  uuid(from: Buffer, at: number): void {
    const { bytes } = this;
    let to = this.#length;
    for (let i = 0; i < 16; i += 1) {
      if (i === 4 || i === 6 || i === 8 || i === 10) bytes[to++] = 0x2d;
      const byte = from[at + i]!;
      bytes[to++] = hexDigits[byte >> 4]!;
      bytes[to++] = hexDigits[byte & 15]!;
    }
    this.#length = to;
  }
}

const hexDigits = Buffer.from('0123456789abcdef');
/** What COPY writes after a backslash, by the byte. */
const escapes = new Uint8Array(256);
for (const [letter, printed] of ['\bb', '\ff', '\nn', '\rr', '\tt', '\vv', '\\\\']) {
  escapes[letter!.charCodeAt(0)] = printed!.charCodeAt(0);
}

const int16 = (bytes: Buffer, at: number): number => ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
const int32 = (bytes: Buffer, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
/** Exact below 2^53: places, numbers and times are. */
const int64 = (bytes: Buffer, at: number): number => int32(bytes, at) * 0x1_0000_0000 + (int32(bytes, at + 4) >>> 0);

/** Whether the bytes of a hash stand there. */
function isAt(value: string, bytes: Buffer, from: number): boolean {
  for (let i = 0; i < HASH_LENGTH; i += 1) if (bytes[from + i] !== value.charCodeAt(i)) return false;
  return true;
}

/** A hash's bytes: in the time that `write` needs to find out that it is Latin-1. */
function put(value: string, into: Buffer, from: number): void {
  for (let i = 0; i < HASH_LENGTH; i += 1) into[from + i] = value.charCodeAt(i);
}

const pair = Buffer.alloc(65, 1);

/** The hash of a node. @source RFC 6962, section 2.1 */
export function joined(left: string, right: string): string {
  put(left, pair, 1);
  put(right, pair, 33);
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
