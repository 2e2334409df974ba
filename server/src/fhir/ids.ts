import { hash64 } from './search/hash.ts';

/**
 * Ids that the server gives are 26 characters of lower-case Crockford base32: 13 for the key of the record that the
 * resource lives in, 13 for its own part. Whoever holds such an id knows the record without asking the database.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const values = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;

const halves = new Uint32Array(2);
const whole = new BigInt64Array(halves.buffer);

/** The id of a resource in a record. Both keys are taken as 64 bits; the local one should rise with time. */
export function makeId(record: bigint, local: bigint): string {
  return base32(record) + base32(local);
}

/** Signed key of the record that a server-given id names; undefined for an id that a client gave. */
export function recordOfId(id: string): bigint | undefined {
  if (id.length !== 26) return undefined;
  for (let i = 0; i < 26; i++) {
    const value = valueAt(id, i);
    // 13 characters hold 65 bits, of which the first is spare.
    if (value < 0 || (value > 15 && (i === 0 || i === 13))) return undefined;
  }
  return keyAt(id, 0);
}

/** Key of the record of a resource that lives in no patient's record and whose id a client gave. */
export function recordOfOwnId(type: string, id: string): bigint {
  return hash64(`${type}/${id}`);
}

function base32(key: bigint): string {
  whole[0] = key;
  const low = halves[0]!;
  const high = halves[1]!;
  // Characters 12–7 hold the low 30 bits, 6 straddles the halves, 5–0 hold the high 29.
  let text = alphabet[((high & 7) << 2) | (low >>> 30)]!;
  for (let shift = 25; shift >= 0; shift -= 5) text += alphabet[(low >>> shift) & 31];
  let head = '';
  for (let shift = 28; shift >= 3; shift -= 5) head += alphabet[(high >>> shift) & 31];
  return head + text;
}

function keyAt(id: string, start: number): bigint {
  let high = 0;
  for (let i = 0; i < 6; i++) high = (high << 5) | valueAt(id, start + i);
  const middle = valueAt(id, start + 6);
  let low = middle & 3;
  for (let i = 7; i < 13; i++) low = (low << 5) | valueAt(id, start + i);
  halves[1] = (high << 3) | (middle >> 2);
  halves[0] = low;
  return whole[0]!;
}

function valueAt(id: string, index: number): number {
  return values[id.charCodeAt(index) & 127]! | (id.charCodeAt(index) > 127 ? -1 : 0);
}
