import { expect, test } from 'vitest';
import { inOrder, openingsPerWeek, type Review } from './reviews.ts';

const review = (more: Partial<Review>): Review =>
  ({ id: '1', kind: 'emergency-review', status: 'open', supports: [], questions: [], notes: [], ...more }) as Review;

test('what waits longest for its deadline comes last, and the newest closed first', () => {
  const of = (reviews: Review[]) => inOrder(reviews).map(({ id }) => id);
  const open = [review({ id: 'b', deadline: '2026-12-04' }), review({ id: 'a', deadline: '2026-11-30' })];
  expect(of(open)).toEqual(['a', 'b']);
  const closed = [
    review({ id: 'c', status: 'closed', closed: '2026-11-01' }),
    review({ id: 'd', status: 'closed', closed: '2026-11-20' }),
  ];
  expect(of(closed)).toEqual(['d', 'c']);
});

test('openings are counted by the weeks of Norway, across the turn of the year', () => {
  const now = Date.parse('2027-01-05T12:00:00Z');
  const at = ['2026-12-27T22:30:00Z', '2026-12-27T23:30:00Z', '2027-01-03T22:59:00Z', '2027-01-03T23:01:00Z'];
  const reviews = [...at.map((from) => review({ from })), review({ from: at[3]!, kind: 'access-alert' })];
  expect(openingsPerWeek(reviews, 3, now)).toEqual([
    { week: 52, count: 1 },
    { week: 53, count: 2 },
    { week: 1, count: 1 },
  ]);
});
