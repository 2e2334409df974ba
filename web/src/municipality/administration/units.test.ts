import { expect, test } from 'vitest';
import { matching, treeOf, type Unit, whenOf } from './units.ts';

const unit = (id: string, name: string, above?: string, active = true): Unit => ({
  resourceType: 'Organization',
  id,
  name,
  active,
  ...(above === undefined ? {} : { partOf: { reference: `Organization/${above}` } }),
});
const units = [
  unit('k', 'Kommune'),
  unit('s10', 'Sone 10', 'h'),
  unit('s2', 'Sone 2', 'h'),
  unit('h', 'Hjemmetjenesten', 'k'),
  unit('x', 'En annen'),
  unit('n', 'Nedlagt', 'k', false),
];

test('a tree is the legal entity with what is below it, in the order of names', () => {
  expect(treeOf('k', units)).toEqual({
    id: 'k',
    name: 'Kommune',
    below: [
      {
        id: 'h',
        name: 'Hjemmetjenesten',
        below: [
          { id: 's2', name: 'Sone 2', below: [] },
          { id: 's10', name: 'Sone 10', below: [] },
        ],
      },
    ],
  });
  expect(treeOf('nobody', units)).toBeUndefined();
});

test('organisations that are above each other end the tree', () => {
  expect(treeOf('a', [unit('a', 'A', 'b'), unit('b', 'B', 'a')])?.below).toHaveLength(1);
});

test('a search leaves those that fit, with what is above them', () => {
  const found = matching(treeOf('k', units)!, 'sone 10')!;
  expect(found.below[0]!.below.map(({ name }) => name)).toEqual(['Sone 10']);
  expect(matching(found, 'finnes ikke')).toBeUndefined();
});

test('a role is over on the day after its last', () => {
  const period = { start: '2026-11-01', end: '2026-11-29' };
  expect(whenOf({ active: true, period }, '2026-11-29')).toBe('now');
  expect(whenOf({ active: true, period }, '2026-11-30')).toBe('ended');
  expect(whenOf({ active: true, period }, '2026-10-31')).toBe('later');
  expect(whenOf({ active: false, period: {} }, '2026-11-29')).toBe('ended');
});
