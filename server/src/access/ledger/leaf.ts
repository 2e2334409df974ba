import { hash, randomFillSync } from 'node:crypto';
import type { LogRow } from '../../record/index.ts';

/** An entry without its salt and hash. */
export type EntryContent = Omit<LogRow, 'salt' | 'leaf'>;

/**
 * The canonical form of an entry: its values as PostgreSQL's COPY prints them, with tabs between. First what stays for ever.
 * `context` is the key of its context as PostgreSQL prints a uuid.
 */
export function entryLine(writer: bigint, entry: EntryContent, context: string): string {
  const { seq, at, outcome, stream, type } = entry;
  const head = `${writer}\t${seq}\t${at}\t${context}\t${printed(entry.interaction)}\t${printed(entry.decision)}\t${outcome}\t${stream}`;
  return `${head}\t${printed(entry.purpose)}\t${printed(entry.basis)}\t${printed(entry.rule)}\t${printed(entry.obligations)}\t${type ?? '\\N'}`;
}

/** What can be erased lawfully, in the same form: whose record, which resource, the query and the ids shown, words of persons. */
export function keptLine({ record, id, onBehalfOf, reason, detail, shown }: EntryContent): string {
  return `${record ?? '\\N'}\t${printed(id)}\t${printed(onBehalfOf)}\t${printed(reason)}\t${printed(detail)}\t${printed(shown)}`;
}

/**
 * What stands in the hash for what can be erased: without the salt nobody can find out what it was.
 * @returns 32 characters, one a byte: several times as fast as a buffer of its own
 */
export function commitment(salt: Buffer, kept: string): string {
  const bytes = Buffer.allocUnsafe(16 + Buffer.byteLength(kept));
  salt.copy(bytes);
  bytes.write(kept, 16);
  return hash('sha256', bytes, 'binary');
}

/** The hash of a leaf. @source RFC 6962, section 2.1 */
export function leafOf(line: string, committed: string): Buffer {
  const length = Buffer.byteLength(line);
  const bytes = Buffer.allocUnsafe(length + 34);
  bytes[0] = 0;
  bytes.write(line, 1);
  bytes[length + 1] = 10;
  bytes.write(committed, length + 2, 'latin1');
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}

const escaped = /[\\\b\f\n\r\t\v]/;
const letters: Record<string, string> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function printed(value: string | null): string {
  if (value === null) return '\\N';
  return escaped.test(value) ? value.replace(/[\\\b\f\n\r\t\v]/g, (letter) => letters[letter] as string) : value;
}

const SALTS = 1024;
let pool = Buffer.alloc(0);

/** 16 random bytes, from a stock, since asking for them one by one costs more than the hash. */
export function newSalt(): Buffer {
  if (pool.length === 0) pool = randomFillSync(Buffer.allocUnsafeSlow(16 * SALTS));
  const salt = pool.subarray(0, 16);
  pool = pool.subarray(16);
  return salt;
}
