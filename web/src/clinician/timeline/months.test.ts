import { expect, test } from 'vitest';
import { isWithin, lastDayOf, monthsOf } from './months.ts';
import { everything } from './timeline-filter.ts';

const now = Date.parse('2026-11-29T10:00:00Z');

test('the histogram shows the last twelve months, or those of the chosen year', () => {
  const months = monthsOf(everything, now).map(({ key }) => key);
  expect([months[0], months[11], months.length]).toEqual(['2025-12', '2026-11', 12]);
  expect(monthsOf({ ...everything, period: '2019' }, now)[0]).toEqual({
    key: '2019-01',
    from: '2019-01-01',
    before: '2019-02-01',
  });
});

test('months outside the period are marked as such', () => {
  const lately = { ...everything, period: 'm3' as const };
  const within = monthsOf(lately, now).filter((month) => isWithin(month, lately, now));
  expect(within.map(({ key }) => key)).toEqual(['2026-08', '2026-09', '2026-10', '2026-11']);
});

test('a month ends on its last day', () => {
  const months = monthsOf({ ...everything, period: '2024' }, now);
  expect([lastDayOf(months[1]!), lastDayOf(months[11]!)]).toEqual(['2024-02-29', '2024-12-31']);
});
