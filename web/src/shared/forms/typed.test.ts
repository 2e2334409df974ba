import { expect, test } from 'vitest';
import { dayFrom, instantFrom, numberFrom, timeFrom } from './typed.ts';

const now = Date.parse('2026-11-29T10:00:00Z');

test.each([
  ['25.11.2026', '2026-11-25'],
  ['25.11.26', '2026-11-25'],
  ['251126', '2026-11-25'],
  ['5.1.42', '1942-01-05'],
  ['25.11', '2026-11-25'],
  ['25.11.', '2026-11-25'],
  ['25/11-26', '2026-11-25'],
  ['2026-11-25', '2026-11-25'],
  ['11.2026', '2026-11'],
  ['2019', '2019'],
  ['i går', '2026-11-28'],
  ['I dag', '2026-11-29'],
  ['-3', '2026-11-26'],
  ['31.02.2026', undefined],
  ['25.13.2026', undefined],
  ['snart', undefined],
  ['', undefined],
])('%s is the day %s', (text, day) => {
  expect(dayFrom(text, now)).toBe(day);
});

test.each([
  ['37,4', 37.4],
  ['37.4', 37.4],
  ['1 200', 1200],
  ['−3', -3],
  ['37,', undefined],
  ['1e5', undefined],
  ['tolv', undefined],
])('%s is the number %s', (text, number) => {
  expect(numberFrom(text)).toBe(number);
});

test.each([
  ['8', '08:00:00'],
  ['0830', '08:30:00'],
  ['kl. 8.30', '08:30:00'],
  ['23:59', '23:59:00'],
  ['24:00', undefined],
  ['8.75', undefined],
])('%s is the time %s', (text, time) => {
  expect(timeFrom(text)).toBe(time);
});

test('a day and a time are a moment in Norway, in summer and in winter', () => {
  expect(instantFrom('2026-11-25', '08:30:00')).toBe('2026-11-25T08:30:00+01:00');
  expect(instantFrom('2026-07-25', '08:30:00')).toBe('2026-07-25T08:30:00+02:00');
});
