import { makeId, recordOfOwnId } from '../../../server/src/fhir/ids.ts';

/**
 * Ids in the server's own form: 13 characters of a citizen's record key and 13 of the resource's place in the record.
 * Such an id tells which record the resource lives in, so that a load writes no look-up rows for it.
 */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first half of every id in the record of a Patient with an id of its own making, such as `kari-testdal`. */
export function recordPrefixOf(patientId: string): string {
  return makeId(recordOfOwnId('Patient', patientId), 0n).slice(0, 13);
}

/** The first half of every id in the record with this key, given as two unsigned halves of 32 bits. */
export function recordPrefix(high: number, low: number): string {
  return makeId((BigInt(high) << 32n) | BigInt(low), 0n).slice(0, 13);
}

/** The second half: small numbers, far below those that the server makes from the time of day. */
export function localPart(ordinal: number): string {
  let text = '';
  let rest = ordinal;
  for (let i = 0; i < 4; i++) {
    text = ALPHABET[rest & 31]! + text;
    rest >>>= 5;
  }
  return `000000000${text}`;
}
