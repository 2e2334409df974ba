import { array, assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { fits, safePattern } from './patterns.ts';

test.each([
  '(a+)+',
  '(a|aa)*b',
  '(?=a+)a',
  '(a*)\\1',
  '([a-z]+)*$',
  'a{2,',
  '(a{1,9999})+',
  '(((a?)+)?)+',
  'a*'.repeat(9),
])('%s is not tried, for it might run for ever or is no pattern', (pattern) => {
  expect(safePattern(pattern)).toBeUndefined();
  // what cannot be told is not held against anybody
  expect(fits(pattern, `${'a'.repeat(60)}!`)).toBe(true);
});

test.each([
  ['[A-Z]{3}[0-9]+', 'ABC12', 'abc12'],
  ['\\d{4}', '1234', '12345'],
  ['(ja|nei)', 'ja', 'kanskje'],
  ['.*@.*', 'a@b', 'ab'],
  ['[^\\]]+', 'a[b', 'a]b'],
])('%s fits %s as a whole, and not %s', (pattern, right, wrong) => {
  expect(fits(pattern, right)).toBe(true);
  expect(fits(pattern, wrong)).toBe(false);
});

test('whatever pattern is tried, on whatever text, it ends at once', () => {
  const part = constantFrom(
    'a',
    'b',
    '.',
    '(',
    ')',
    '|',
    '*',
    '+',
    '?',
    '{2,}',
    '{3}',
    '[ab]',
    '[^a]',
    '\\d',
    '$',
    '^',
  );
  const text = string({ unit: constantFrom('a', 'b', '1', ' '), maxLength: 200 });
  assert(
    property(array(part, { maxLength: 14 }), text, (parts, given) => {
      const start = performance.now();
      fits(parts.join(''), `${given}!`);
      expect(performance.now() - start).toBeLessThan(10_000);
    }),
    { numRuns: 2_000 },
  );
});
