import { expect, test } from 'vitest';
import { newLocalPart, newRecordKey } from './new-ids.ts';

test('ids made within one millisecond differ and rise, however many', () => {
  const now = 1_800_000_000_000;
  let before = newLocalPart(now);
  for (let i = 0; i < 100_000; i += 1) {
    const next = newLocalPart(now);
    expect(next > before).toBe(true);
    before = next;
  }
});

test('an id tells when it was made, to the millisecond', () => {
  const later = 1_900_000_000_000;
  expect(newLocalPart(later) >> 22n).toBe(BigInt(later));
});

test('record keys are positive 64-bit numbers that do not repeat', () => {
  const keys = new Set(Array.from({ length: 10_000 }, newRecordKey));
  expect(keys.size).toBe(10_000);
  for (const key of keys) expect(key >= 0n && key < 2n ** 63n).toBe(true);
});
