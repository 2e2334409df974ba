/**
 * PostgreSQL arrays in binary form, for statement parameters: nothing is escaped, printed or parsed on the way.
 * `pg` sends a Buffer parameter in binary format; the statement's cast (`$1::int8[]`) gives the type.
 * @source PostgreSQL 15, src/backend/utils/adt/arrayfuncs.c, array_recv
 */
const OID = {
  int2: 21,
  int4: 23,
  int8: 20,
  text: 25,
  timestamptz: 1184,
  float8: 701,
  bool: 16,
  bytea: 17,
  uuid: 2950,
} as const;

const POSTGRES_EPOCH_MS = 946_684_800_000;
const INT64_MAX = 9_223_372_036_854_775_807n;
const INT64_MIN = -9_223_372_036_854_775_808n;

type Nullable<T> = T | null | undefined;

export function int8Array(values: readonly Nullable<bigint>[]): Buffer {
  return fixed(OID.int8, 8, values, writeInt8);
}

export function int4Array(values: readonly Nullable<number>[]): Buffer {
  return fixed(OID.int4, 4, values, writeInt4);
}

export function int2Array(values: readonly Nullable<number>[]): Buffer {
  return fixed(OID.int2, 2, values, writeInt2);
}

export function float8Array(values: readonly Nullable<number>[]): Buffer {
  return fixed(OID.float8, 8, values, writeFloat8);
}

export function boolArray(values: readonly Nullable<boolean>[]): Buffer {
  return fixed(OID.bool, 1, values, writeBool);
}

/** Epoch ms; ±Infinity become PostgreSQL's infinities. */
export function timestampArray(values: readonly Nullable<number>[]): Buffer {
  return fixed(OID.timestamptz, 8, values, writeTimestamp);
}

// a DataView writes a BigInt five times as fast as a Buffer does
type Write<T> = (view: DataView, offset: number, value: T) => void;
const writeInt8: Write<bigint> = (view, offset, value) => view.setBigInt64(offset, value);
const writeInt4: Write<number> = (view, offset, value) => view.setInt32(offset, value);
const writeInt2: Write<number> = (view, offset, value) => view.setInt16(offset, value);
const writeFloat8: Write<number> = (view, offset, value) => view.setFloat64(offset, value);
const writeBool: Write<boolean> = (view, offset, value) => view.setUint8(offset, value ? 1 : 0);

const writeTimestamp: Write<number> = (view, offset, ms) => {
  if (ms === Number.POSITIVE_INFINITY) view.setBigInt64(offset, INT64_MAX);
  else if (ms === Number.NEGATIVE_INFINITY) view.setBigInt64(offset, INT64_MIN);
  else {
    const since = Math.trunc(ms) - POSTGRES_EPOCH_MS;
    const microseconds = since * 1000;
    // a double holds them exactly until 2285
    view.setBigInt64(offset, Number.isSafeInteger(microseconds) ? BigInt(microseconds) : BigInt(since) * 1000n);
  }
};

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

/** Each of 16 bytes. */
export function uuidArray(values: readonly Nullable<Buffer>[]): Buffer {
  return bytesArray(OID.uuid, values);
}

export function byteaArray(values: readonly Nullable<Buffer>[]): Buffer {
  return bytesArray(OID.bytea, values);
}

function bytesArray(oid: number, values: readonly Nullable<Buffer>[]): Buffer {
  let size = 20;
  for (const value of values) size += 4 + (value?.length ?? 0);
  const buffer = header(size, oid, values.length);
  let offset = 20;
  for (const value of values) {
    buffer.writeInt32BE(value?.length ?? -1, offset);
    offset += 4;
    if (value) offset += value.copy(buffer, offset);
  }
  return buffer;
}

function fixed<T>(oid: number, width: number, values: readonly Nullable<T>[], write: Write<T>): Buffer {
  let size = 20;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    size += value === null || value === undefined ? 4 : 4 + width;
  }
  const buffer = header(size, oid, values.length);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  let offset = 20;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (value === null || value === undefined) {
      view.setInt32(offset, -1);
      offset += 4;
    } else {
      view.setInt32(offset, width);
      write(view, offset + 4, value);
      offset += 4 + width;
    }
  }
  return buffer;
}

function header(size: number, oid: number, count: number): Buffer {
  if (count === 0) return emptyOf(oid);
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(1, 4); // may hold nulls
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16); // lower bound
  return buffer;
}

/** Most arrays of most statements are empty: there is one of each, which nobody writes to. */
function emptyOf(oid: number): Buffer {
  let empty = empties.get(oid);
  if (empty === undefined) {
    empty = Buffer.alloc(12);
    empty.writeInt32BE(oid, 8);
    empties.set(oid, empty);
  }
  return empty;
}

const empties = new Map<number, Buffer>();

/** The text form of a row's own text array, for a text column that the statement casts (`::text[]`). */
export function textLiteral(values: readonly string[]): string | null {
  if (values.length === 0) return null;
  let text = '{';
  for (const value of values) {
    const escaped = /[\\"]/.test(value) ? value.replace(/[\\"]/g, '\\$&') : value;
    text += text === '{' ? `"${escaped}"` : `,"${escaped}"`;
  }
  return `${text}}`;
}
