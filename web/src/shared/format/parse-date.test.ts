import { expect, test } from 'vitest';
import { parseDate, writtenDate } from './parse-date.ts';

const now = Date.parse('2026-11-29T10:00:00Z');

test.each([
  ['2019', '2019'],
  ['3.2019', '2019-03'],
  ['14.03.26', '2026-03-14'],
  ['14.3.1942', '1942-03-14'],
  ['14.03.42', '1942-03-14'],
  ['2026-11-05', '2026-11-05'],
  ['i dag', '2026-11-29'],
])('%s is %s', (text, date) => {
  expect(parseDate(text, now)).toBe(date);
});

test.each(['', '19', '31.2.2026', '13.2026', 'i fjor', '1.2.3.4'])('%s is no date', (text) => {
  expect(parseDate(text, now)).toBeUndefined();
});

test('a date is written as it is read here', () => {
  expect(['2026-03-14', '2019-03', '2019', undefined].map(writtenDate)).toEqual(['14.03.2026', '03.2019', '2019', '']);
});
