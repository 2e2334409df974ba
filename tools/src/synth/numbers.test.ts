import { expect, test } from 'vitest';
import { dayOf } from './calendar.ts';
import { NationalNumbers, nationalNumber, organisationNumber } from './numbers.ts';

const sum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);

test('a national identity number has the synthetic month and both control digits right', () => {
  const number = nationalNumber(dayOf(1942, 3, 14), 120)!;
  expect(number).toBe('14834212081');
  expect(sum(number, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11).toBe(0);
  expect(sum(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11).toBe(0);
});

test('numbers are given out once, with the sex in the ninth digit and the series of the century', () => {
  const numbers = new NationalNumbers(['14834212081']);
  const born = dayOf(1942, 3, 14);
  const given = Array.from({ length: 150 }, (_, i) => numbers.next(born, i % 2 === 0 ? 'female' : 'male'));
  expect(new Set(given).size).toBe(150);
  expect(given).not.toContain('14834212081');
  for (const [i, number] of given.entries()) {
    expect(Number(number[8]) % 2).toBe(i % 2);
    expect(Number(number.slice(6, 9))).toBeLessThan(500);
    expect(sum(number, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11).toBe(0);
    expect(sum(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11).toBe(0);
  }
  expect(Number(numbers.next(dayOf(2020, 2, 29), 'female').slice(6, 9))).toBeGreaterThanOrEqual(500);
});

test('an organisation number has its control digit right', () => {
  for (let from = 80_000_000; from < 80_000_200; from += 12) {
    const number = organisationNumber(from);
    expect(number).toMatch(/^80\d{7}$/);
    expect(sum(number, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11).toBe(0);
  }
});
