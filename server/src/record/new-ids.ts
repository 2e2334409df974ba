import { randomFillSync } from 'node:crypto';

/** Asking the system for random bytes costs more than all the rest of an id, so it is asked for many at once. */
const pool = Buffer.alloc(8192);
let at = pool.length;

function take(bytes: number): number {
  if (at + bytes > pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  at += bytes;
  return at - bytes;
}

/** A fresh record key: 63 random bits. */
export function newRecordKey(): bigint {
  return pool.readBigInt64BE(take(8)) & 0x7fff_ffff_ffff_ffffn;
}

let last = 0n;

/**
 * A fresh local part of an id: 42 bits of milliseconds, so that ids made later sort later, and 22 that nobody can foresee.
 * Those of one process rise strictly: a transaction makes thousands in a millisecond, all for one record.
 */
export function newLocalPart(nowMs: number): bigint {
  const random = pool.readUInt32BE(take(4));
  const fresh = (BigInt(nowMs) << 22n) | BigInt(random >>> 10);
  last = fresh > last ? fresh : last + 1n + BigInt(random & 31);
  return last;
}
