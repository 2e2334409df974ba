import { expect, test } from 'vitest';
import type { StoredFact } from '../../record/index.ts';
import { standingRows } from './standing.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-30T12:00:00Z');

function row(id: string, kind: string, to: number): StoredFact {
  return { type: 1, id, n: 0, kind, from: now - 900 * day, to, data: {} } as unknown as StoredFact;
}

test('what can still let somebody in is gone through: not contacts of long ago, and all that is no relation', () => {
  const rows = [
    row('runs', 'encounter', Number.POSITIVE_INFINITY),
    row('in-grace', 'encounter', now - 14 * day),
    row('over', 'encounter', now - 15 * day),
    row('booked-lately', 'appointment', now - 13 * day),
    row('old-block', 'block', now - 800 * day),
    row('patient', 'patient', now - 800 * day),
  ];
  const ids = (at: number) => standingRows(rows, at).map(({ id }) => id);
  expect(ids(now)).toEqual(['runs', 'in-grace', 'booked-lately', 'old-block', 'patient']);
  // a clock that went back finds what had been left out
  expect(ids(now - 2 * day)).toContain('over');
  // and one that goes on leaves out more
  expect(ids(now + day)).not.toContain('in-grace');
});
