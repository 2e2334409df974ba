import { expect, test } from 'vitest';
import { dayInNorway, dayOfTime, daysAfter, midnightInNorway, minuteInNorway } from './day.ts';

const at = (time: string) => Date.parse(time);

test('half past eleven in UTC is the next day in Norway, in winter and in summer', () => {
  expect(dayInNorway(at('2026-01-31T23:30:00Z'))).toBe('2026-02-01');
  expect(dayInNorway(at('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
  // an hour earlier it is so in summer alone
  expect(dayInNorway(at('2026-01-31T22:30:00Z'))).toBe('2026-01-31');
  expect(dayInNorway(at('2026-06-30T22:30:00Z'))).toBe('2026-07-01');
  expect(dayInNorway(at('2025-12-31T23:00:00Z'))).toBe('2026-01-01');
});

test('the day of a time is the one in Norway, and of a date the date', () => {
  expect(dayOfTime('2026-01-31T23:30:00Z')).toBe('2026-02-01');
  expect(dayOfTime('2026-02-01T00:30:00+01:00')).toBe('2026-02-01');
  expect(dayOfTime('2026-02-01')).toBe('2026-02-01');
  expect(dayOfTime('2026-02')).toBe('2026-02');
  expect(dayOfTime('')).toBe('');
});

test('the clock is the one in Norway, in whole minutes', () => {
  expect(minuteInNorway(at('2026-01-31T23:09:59Z'))).toBe(9);
  expect(minuteInNorway(at('2026-06-30T22:10:00Z'))).toBe(10);
  expect(minuteInNorway(at('2026-06-30T21:59:59Z'))).toBe(1439);
});

test('midnight is the one in Norway, on the days when the clocks change too', () => {
  expect(new Date(midnightInNorway('2026-03-29')).toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(new Date(midnightInNorway('2026-03-30')).toISOString()).toBe('2026-03-29T22:00:00.000Z');
  expect(new Date(midnightInNorway('2026-10-25')).toISOString()).toBe('2026-10-24T22:00:00.000Z');
  expect(new Date(midnightInNorway('2026-10-26')).toISOString()).toBe('2026-10-25T23:00:00.000Z');
  for (let n = 0; n < 800; n += 1) {
    const day = daysAfter('2025-12-01', n);
    const midnight = midnightInNorway(day);
    expect([dayInNorway(midnight), dayInNorway(midnight - 1)]).toEqual([day, daysAfter(day, -1)]);
  }
  expect(midnightInNorway('not a day')).toBeNaN();
});

test('days are counted over months, leap years and changes of clocks', () => {
  expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
  expect(daysAfter('2026-03-28', 2)).toBe('2026-03-30');
  expect(daysAfter('2026-01-01', -1)).toBe('2025-12-31');
});
