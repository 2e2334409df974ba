import { expect, test } from 'vitest';
import { rowAfter } from './roving-rows.ts';

test('arrows, Home and End move within the list and stop at its ends', () => {
  expect(rowAfter('ArrowDown', 0, 3, true)).toBe(1);
  expect(rowAfter('ArrowDown', 2, 3, true)).toBe(2);
  expect(rowAfter('ArrowUp', 0, 3, true)).toBe(0);
  expect(rowAfter('End', 0, 3, true)).toBe(2);
  expect(rowAfter('Home', 2, 3, true)).toBe(0);
  expect(rowAfter('x', 0, 3, true)).toBeUndefined();
});

test('J and K work only when single keys are on (WCAG 2.1.4)', () => {
  expect(rowAfter('j', 0, 3, true)).toBe(1);
  expect(rowAfter('K', 1, 3, true)).toBe(0);
  expect(rowAfter('j', 0, 3, false)).toBeUndefined();
});
