import { expect, test } from 'vitest';
import { answerBy } from './rules.ts';

test('an answer is due so many working days after the day it is sent in Norway', () => {
  const sent = (time: string, days: number) => answerBy(Date.parse(time), days);
  expect(sent('2026-11-26T09:00:00Z', 2)).toBe('2026-11-30');
  // half past midnight on Friday, in winter and in summer
  expect(sent('2026-11-26T23:30:00Z', 1)).toBe('2026-11-30');
  expect(sent('2026-06-25T22:30:00Z', 1)).toBe('2026-06-29');
  // over the night when the clocks go back
  expect(sent('2026-10-23T21:30:00Z', 5)).toBe('2026-10-30');
});
