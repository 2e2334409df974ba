import { array, assert, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { inRows, within, withoutOverlap } from './thin.ts';

const placed = array(
  record({
    of: integer(),
    left: integer({ min: 0, max: 1000 }),
    width: integer({ min: 1, max: 90 }),
    weight: integer({ min: 0, max: 3 }),
  }),
).map((all) => all.map(({ width, ...one }) => ({ ...one, right: one.left + width })));

test('of labels that would touch, the weightiest stay, and none touch', () => {
  assert(
    property(placed, (all) => {
      const kept = withoutOverlap(all);
      for (const [i, one] of kept.entries()) if (i > 0) expect(one.left).toBeGreaterThanOrEqual(kept[i - 1]!.right + 4);
      if (all.length > 0)
        expect(Math.max(...kept.map(({ weight }) => weight))).toBe(Math.max(...all.map(({ weight }) => weight)));
    }),
  );
});

test('labels take the first row that has room', () => {
  assert(
    property(placed, (all) => {
      const rows = inRows(all, 2);
      for (const row of [0, 1]) {
        const own = rows.filter((one) => one.row === row);
        for (const [i, one] of own.entries()) if (i > 0) expect(one.left).toBeGreaterThanOrEqual(own[i - 1]!.right + 6);
      }
    }),
  );
});

test('those of a span are found in a sorted list', () => {
  const all = [1, 3, 3, 7, 9].map((at) => ({ at }));
  expect(within(all, 3, 9)).toEqual([1, 4]);
  expect(within(all, 0, 1)).toEqual([0, 0]);
  expect(within([], 0, 1)).toEqual([0, 0]);
});
