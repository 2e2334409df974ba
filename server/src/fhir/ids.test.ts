import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeId, recordOfId, recordOfOwnId } from './ids.ts';
import { hash64 } from './search/hash.ts';

const key = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('a server-given id tells its record, whatever the key', () => {
  fc.assert(
    fc.property(key, key, (record, local) => {
      const id = makeId(record, local);
      expect(id).toMatch(/^[0-9a-f][0-9a-hjkmnp-tv-z]{12}[0-9a-f][0-9a-hjkmnp-tv-z]{12}$/);
      expect(recordOfId(id)).toBe(record);
    }),
  );
});

test('the form of an id is fixed: big-endian, one spare bit before each key', () => {
  expect(makeId(0n, 1n)).toBe('00000000000000000000000001');
  expect(makeId(-1n, 2n ** 32n)).toBe('fzzzzzzzzzzzz0000004000000');
  expect(makeId(2n ** 63n - 1n, 2n ** 62n)).toBe('7zzzzzzzzzzzz4000000000000');
});

test('ids of one record are ordered as their local parts', () => {
  const local = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(key, local, local, (record, one, other) => {
      expect(makeId(record, one) < makeId(record, other)).toBe(one < other);
    }),
  );
});

test.each([
  'example',
  'g0000000000000000000000001',
  '0000000000000000000000000i',
  '0000000000000000000000000æ',
  '0'.repeat(25),
])('the id %s that a client gave tells no record', (id) => {
  expect(recordOfId(id)).toBeUndefined();
});

test('a client-given id makes the record key of a resource that is its own record', () => {
  expect(recordOfOwnId('Patient', 'example')).toBe(hash64('Patient/example'));
});
