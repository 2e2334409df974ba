import { expect, test } from 'vitest';
import {
  ageOf,
  dayHeading,
  dayOf,
  fullDate,
  instantOf,
  longDate,
  longPeriod,
  periodText,
  shiftDates,
  shortDate,
  shortDateTime,
  timeOf,
} from './date.ts';

const now = Date.parse('2026-11-27T10:52:00+01:00');

test.each([
  ['2026-11-27T10:40:00+01:00', 'i dag 10.40', 'today 10:40'],
  ['2026-11-25', '25.11', '25 Nov'],
  ['2025-11-25', '25.11.25', '25 Nov 2025'],
  ['2019-05', '05.2019', 'May 2019'],
  ['2019', '2019', '2019'],
  [undefined, '', ''],
])('%s reads %s, in English %s', (text, norwegian, english) => {
  expect(shortDateTime(text, 'nb', now)).toBe(norwegian);
  expect(shortDateTime(text, 'en', now)).toBe(english);
});

test('the hour is Norway’s, in summer and winter', () => {
  expect(timeOf('2026-07-01T06:00:00Z', 'nb')).toBe('08.00');
  expect(timeOf('2026-12-01T06:00:00Z', 'nb')).toBe('07.00');
  expect(dayOf('2026-11-26T23:30:00Z')).toBe('2026-11-27');
});

test('a shift is today, and after midnight the evening before too', () => {
  expect(shiftDates(now)).toEqual(['ge2026-11-27', 'lt2026-11-28']);
  expect(shiftDates(Date.parse('2026-11-27T00:03:00+01:00'))).toEqual(['ge2026-11-26T17:03:00.000Z', 'lt2026-11-28']);
});

test('a date without time has no time of day, and an unreadable one is empty', () => {
  expect(timeOf('2026-11-27', 'nb')).toBeUndefined();
  expect(dayOf('nonsense')).toBe('');
  expect(instantOf('nonsense')).toBeNaN();
  expect(instantOf('2026')).toBe(Date.UTC(2026, 0, 1));
});

test('headings of days name the weekday, and the year only when it is another', () => {
  expect(dayHeading('2026-11-27', 'nb', now)).toBe('I dag');
  expect(dayHeading('2026-11-26', 'nn', now)).toBe('I går');
  expect(dayHeading('2026-11-24', 'nn', now)).toBe('Tysdag 24. november');
  expect(dayHeading('2019-03-02', 'en', now)).toBe('Saturday 2 March 2019');
  expect(dayHeading('2019-03', 'nb', now)).toBe('mars 2019');
  expect(fullDate('1942-03-14', 'nb')).toBe('14.03.1942');
});

test('a period is open at either end', () => {
  expect(periodText({ start: '2026-11-25', end: '2026-11-27' }, 'nb', now)).toBe('25.11–i dag');
  expect(periodText({ start: '2026-11-25' }, 'nn', now)).toBe('frå 25.11');
  expect(periodText({ end: '2026-12-01' }, 'en', now)).toBe('until 1 Dec');
  expect(periodText(undefined, 'nb', now)).toBe('');
});

test('to citizens a month is said in full, and the year when it is another', () => {
  expect(longDate('2026-11-25', 'nb', now)).toBe('25.\u00a0november');
  expect(longDate('2019-11-05T10:00:00+01:00', 'nn', now)).toBe('5.\u00a0november 2019');
  expect(longDate('2027-01-02', 'en', now)).toBe('2\u00a0January 2027');
  expect(longDate('2026-11', 'nb', now)).toBe('november 2026');
  expect(longDate('2004', 'nb', now)).toBe('2004');
  expect(longDate(undefined, 'nb', now)).toBe('');
  expect(longPeriod({ start: '2026-02-03' }, 'nb', now)).toBe('fra 3.\u00a0februar');
  expect(longPeriod({ start: '2026-11-25', end: '2027-01-02' }, 'nb', now)).toBe(
    '25.\u00a0november – 2.\u00a0januar 2027',
  );
  expect(longPeriod({ end: '2027-01-02' }, 'en', now)).toBe('until 2\u00a0January 2027');
  expect(longPeriod({}, 'nb', now)).toBe('');
});

test('age counts birthdays, and is months and weeks for small children', () => {
  expect(ageOf('1942-03-14', 'nb', now)).toBe('84 år');
  expect(ageOf('1942-11-28', 'nb', now)).toBe('83 år');
  expect(ageOf('1942-11-27', 'nb', now)).toBe('84 år');
  expect(ageOf('2025-10-01', 'nb', now)).toBe('13 md.');
  expect(ageOf('2026-11-10', 'nn', now)).toBe('2 veker');
  expect(ageOf('1942', 'en', now)).toBe('84 years');
  expect(ageOf('2027-01-01', 'nb', now)).toBeUndefined();
  expect(shortDate('2026-11-27', 'nn', now)).toBe('i dag');
});
