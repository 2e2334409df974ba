/**
 * PostgreSQL arrays in binary form, for statement parameters: nothing is escaped, printed or parsed on the way.
 * `pg` sends a Buffer parameter in binary format; the statement's cast (`$1::int8[]`) gives the type.
 * @source PostgreSQL 15, src/backend/utils/adt/arrayfuncs.c, array_recv
 */
const OID = { int2: 21, int4: 23, int8: 20, text: 25, timestamptz: 1184, float8: 701, bool: 16 } as const;

const POSTGRES_EPOCH_MS = 946_684_800_000;
const INT64_MAX = 9_223_372_036_854_775_807n;
const INT64_MIN = -9_223_372_036_854_775_808n;

type Nullable<T> = T | null | undefined;

export function int8Array(values: readonly Nullable<bigint>[]): Buffer {
  return fixed(OID.int8, 8, values, (buffer, offset, value) => buffer.writeBigInt64BE(value, offset));
}

export function int4Array(values: readonly Nullable<number>[]): Buffer {
  return fixed(OID.int4, 4, values, (buffer, offset, value) => buffer.writeInt32BE(value, offset));
}

export function int2Array(values: readonly Nullable<number>[]): Buffer {
  return fixed(OID.int2, 2, values, (buffer, offset, value) => buffer.writeInt16BE(value, offset));
}

export function boolArray(values: readonly Nullable<boolean>[]): Buffer {
  return fixed(OID.bool, 1, values, (buffer, offset, value) => buffer.writeUInt8(value ? 1 : 0, offset));
}

/** Epoch ms; ±Infinity become PostgreSQL's infinities. */
export function timestampArray(values: readonly Nullable<number>[]): Buffer {
  return fixed(OID.timestamptz, 8, values, (buffer, offset, ms) => {
    if (ms === Number.POSITIVE_INFINITY) buffer.writeBigInt64BE(INT64_MAX, offset);
    else if (ms === Number.NEGATIVE_INFINITY) buffer.writeBigInt64BE(INT64_MIN, offset);
    else writeMicroseconds(buffer, offset, ms);
  });
}

/** Two 32-bit halves instead of a BigInt: dates are in every row. Exact to the ms for every year FHIR can write. */
function writeMicroseconds(buffer: Buffer, offset: number, ms: number): void {
  const since = Math.trunc(ms) - POSTGRES_EPOCH_MS;
  const high = Math.floor(since / 4_294_967.296);
  // (since * 1000) as high * 2^32 + low, without leaving the integers that a double holds exactly
  let highWord = high;
  let low = since * 1000 - high * 4_294_967_296;
  while (low < 0) {
    highWord -= 1;
    low += 4_294_967_296;
  }
  while (low >= 4_294_967_296) {
    highWord += 1;
    low -= 4_294_967_296;
  }
  buffer.writeInt32BE(highWord, offset);
  buffer.writeUInt32BE(low, offset + 4);
}

export function textArray(values: readonly Nullable<string>[]): Buffer {
  let size = 20;
  const lengths = new Int32Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    const length = value === null || value === undefined ? -1 : Buffer.byteLength(value);
    lengths[i] = length;
    size += 4 + Math.max(0, length);
  }
  const buffer = header(size, OID.text, values.length);
  let offset = 20;
  for (let i = 0; i < values.length; i += 1) {
    const length = lengths[i] as number;
    buffer.writeInt32BE(length, offset);
    offset += 4;
    if (length > 0) offset += buffer.write(values[i] as string, offset);
  }
  return buffer;
}

function fixed<T>(
  oid: number,
  width: number,
  values: readonly Nullable<T>[],
  write: (buffer: Buffer, offset: number, value: T) => void,
): Buffer {
  let size = 20;
  for (const value of values) size += value === null || value === undefined ? 4 : 4 + width;
  const buffer = header(size, oid, values.length);
  let offset = 20;
  for (const value of values) {
    if (value === null || value === undefined) {
      buffer.writeInt32BE(-1, offset);
      offset += 4;
    } else {
      buffer.writeInt32BE(width, offset);
      write(buffer, offset + 4, value);
      offset += 4 + width;
    }
  }
  return buffer;
}

function header(size: number, oid: number, count: number): Buffer {
  if (count === 0) {
    const empty = Buffer.alloc(12);
    empty.writeInt32BE(oid, 8);
    return empty;
  }
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(1, 4); // may hold nulls
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16); // lower bound
  return buffer;
}

/** The text form of a row's own bigint array, for a text column that the statement casts (`::int8[]`). */
export function arrayLiteral(values: readonly (bigint | number)[]): string | null {
  return values.length === 0 ? null : `{${values.join(',')}}`;
}

/** The text form of a row's own timestamptz array. */
export function timestampLiteral(values: readonly number[]): string | null {
  return values.length === 0 ? null : `{${values.map(timestampText).join(',')}}`;
}

function timestampText(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return 'infinity';
  if (ms === Number.NEGATIVE_INFINITY) return '-infinity';
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  // FHIR's years run from 0001 to 9999; PostgreSQL reads all of these in ISO form
  return year > 0 ? date.toISOString().replace(/^\+0*(?=\d{4})/, '') : '-infinity';
}

/** The text form of a row's own float8 array. */
export function floatLiteral(values: readonly number[]): string | null {
  return values.length === 0
    ? null
    : `{${values.map((v) => (v === Number.POSITIVE_INFINITY ? 'Infinity' : v === Number.NEGATIVE_INFINITY ? '-Infinity' : v)).join(',')}}`;
}

/** The text form of a row's own text array. */
export function textLiteral(values: readonly string[]): string | null {
  if (values.length === 0) return null;
  return `{${values.map((v) => `"${v.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
