import { expect, test } from 'vitest';
import { visitAt } from './rules.ts';

test('the first visit has nothing to compare with', () => {
  expect(visitAt(undefined, '2026-11-12T08:00:00Z')).toEqual({ at: '2026-11-12T08:00:00Z' });
});

test('a later day shows what changed since the end of the visit before', () => {
  expect(visitAt({ at: '2026-11-12T08:00:00Z' }, '2026-11-27T09:00:00Z')).toEqual({
    at: '2026-11-27T09:00:00Z',
    since: '2026-11-12T08:00:00Z',
  });
});

test('opening again the same day is the same visit: what was new stays new', () => {
  const before = { at: '2026-11-27T09:00:00Z', since: '2026-11-12T08:00:00Z' };
  expect(visitAt(before, '2026-11-27T12:00:00Z')).toEqual({ at: '2026-11-27T12:00:00Z', since: before.since });
});
