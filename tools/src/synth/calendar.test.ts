import { expect, test } from 'vitest';
import {
  addYears,
  ageOn,
  civil,
  dateInNorway,
  dayOf,
  isoDate,
  isoTime,
  nextWeekday,
  parseDay,
  weekday,
  workday,
} from './calendar.ts';

test('days are the days of the calendar, leap years too', () => {
  for (const text of ['1900-03-01', '1942-03-14', '1999-12-31', '2000-02-29', '2026-11-24']) {
    expect(isoDate(parseDay(text))).toBe(text);
    expect(dayOf(civil(parseDay(text)).year, civil(parseDay(text)).month, civil(parseDay(text)).day)).toBe(
      parseDay(text),
    );
  }
  expect(() => parseDay('2025-02-29')).toThrow('Not a date');
  expect(isoDate(addYears(parseDay('2024-02-29'), -1))).toBe('2023-03-01');
  expect(ageOn(parseDay('1942-03-14'), parseDay('2026-03-13'))).toBe(83);
  expect(ageOn(parseDay('1942-03-14'), parseDay('2026-03-14'))).toBe(84);
});

test('times are told in Norwegian wall-clock time, with summer time from the last Sunday of March', () => {
  expect(isoTime(parseDay('2026-11-24'), 9 * 60 + 52)).toBe('2026-11-24T09:52:00+01:00');
  expect(isoTime(parseDay('2026-07-01'), 0)).toBe('2026-07-01T00:00:00+02:00');
  expect(isoTime(parseDay('2026-03-29'), 119)).toBe('2026-03-29T01:59:00+01:00');
  expect(isoTime(parseDay('2026-03-29'), 180)).toBe('2026-03-29T03:00:00+02:00');
  expect(isoTime(parseDay('2026-10-25'), 180)).toBe('2026-10-25T03:00:00+01:00');
  expect(isoTime(parseDay('2026-12-31'), 1441)).toBe('2027-01-01T00:01:00+01:00');
});

test('weekdays', () => {
  expect(weekday(parseDay('2026-11-24'))).toBe(1);
  expect(isoDate(workday(parseDay('2026-11-28')))).toBe('2026-11-30');
  expect(isoDate(nextWeekday(parseDay('2026-11-26'), 3))).toBe('2026-12-03');
});

test('after midnight in Norway it is the next day, also before it is so in Greenwich', () => {
  expect(dateInNorway(new Date('2026-11-24T22:59:00Z'))).toBe('2026-11-24');
  expect(dateInNorway(new Date('2026-11-24T23:00:00Z'))).toBe('2026-11-25');
  expect(dateInNorway(new Date('2026-06-30T22:00:00Z'))).toBe('2026-07-01');
});
