import { assert, boolean, constantFrom, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { againWithin, type Consciousness, type News2Values, news2Of, news2Parts, urgencyOf } from './news2.ts';

const well: News2Values = {
  respiration: 16,
  saturation: 97,
  onOxygen: false,
  systolic: 120,
  pulse: 70,
  consciousness: 'alert',
  temperature: 37,
};
const pointsOf = (more: Partial<News2Values>, scale: 1 | 2 = 1) => {
  const { total } = news2Of({ ...well, ...more }, scale);
  return total;
};

test.each<[keyof News2Values, [value: number, points: number][]]>([
  [
    'respiration',
    [
      [0, 3],
      [8, 3],
      [9, 1],
      [11, 1],
      [12, 0],
      [20, 0],
      [21, 2],
      [24, 2],
      [25, 3],
      [60, 3],
    ],
  ],
  [
    'saturation',
    [
      [80, 3],
      [91, 3],
      [92, 2],
      [93, 2],
      [94, 1],
      [95, 1],
      [96, 0],
      [100, 0],
    ],
  ],
  [
    'systolic',
    [
      [60, 3],
      [90, 3],
      [91, 2],
      [100, 2],
      [101, 1],
      [110, 1],
      [111, 0],
      [219, 0],
      [220, 3],
    ],
  ],
  [
    'pulse',
    [
      [40, 3],
      [41, 1],
      [50, 1],
      [51, 0],
      [90, 0],
      [91, 1],
      [110, 1],
      [111, 2],
      [130, 2],
      [131, 3],
    ],
  ],
  [
    'temperature',
    [
      [35, 3],
      [35.1, 1],
      [36, 1],
      [36.1, 0],
      [38, 0],
      [38.04, 0],
      [38.1, 1],
      [39, 1],
      [39.1, 2],
      [42, 2],
    ],
  ],
])('%s has the points of the published table', (part, table) => {
  for (const [value, points] of table) expect([value, pointsOf({ [part]: value })]).toEqual([value, points]);
});

test('oxygen gives two, and all that is not alert three', () => {
  expect(pointsOf({ onOxygen: true })).toBe(2);
  for (const consciousness of ['confused', 'voice', 'pain', 'unresponsive'] as const)
    expect(pointsOf({ consciousness })).toBe(3);
});

test('by scale 2 a high saturation counts with oxygen, and not without', () => {
  const air = [
    [83, 3],
    [84, 2],
    [85, 2],
    [86, 1],
    [87, 1],
    [88, 0],
    [92, 0],
    [93, 0],
    [99, 0],
  ] as const;
  for (const [saturation, points] of air)
    expect([saturation, pointsOf({ saturation }, 2)]).toEqual([saturation, points]);
  const oxygen = [
    [83, 3],
    [88, 0],
    [92, 0],
    [93, 1],
    [94, 1],
    [95, 2],
    [96, 2],
    [97, 3],
    [100, 3],
  ] as const;
  for (const [saturation, points] of oxygen)
    expect([saturation, pointsOf({ saturation, onOxygen: true }, 2)]).toEqual([saturation, points + 2]);
});

test('by scale 2 a high saturation says nothing until it is known whether oxygen is given', () => {
  expect(news2Of({ ...well, onOxygen: undefined, saturation: 96 }, 2).points.saturation).toBeUndefined();
  expect(news2Of({ ...well, onOxygen: undefined, saturation: 84 }, 2).points.saturation).toBe(2);
});

test('a partial sum is no score, and it is told what is missing', () => {
  for (const part of news2Parts) {
    const { total, missing } = news2Of({ ...well, [part]: undefined });
    expect([total, missing]).toEqual([undefined, [part]]);
  }
});

test('whatever is measured, the score is 0 to 20 and the sum of its parts', () => {
  const kinds: Consciousness[] = ['alert', 'confused', 'voice', 'pain', 'unresponsive'];
  assert(
    property(
      integer({ min: 0, max: 90 }),
      integer({ min: 30, max: 100 }),
      boolean(),
      integer({ min: 30, max: 300 }),
      integer({ min: 0, max: 250 }),
      constantFrom(...kinds),
      integer({ min: 250, max: 440 }),
      constantFrom(1 as const, 2 as const),
      (respiration, saturation, onOxygen, systolic, pulse, consciousness, tenths, scale) => {
        const values = { respiration, saturation, onOxygen, systolic, pulse, consciousness, temperature: tenths / 10 };
        const { total, points } = news2Of(values, scale);
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(20);
        expect(Object.values(points).reduce((sum, one) => sum + one, 0)).toBe(total);
      },
    ),
  );
});

test('the more it is, the sooner it is measured again', () => {
  expect([0, 1, 4, 5, 6, 7, 20].map((total) => urgencyOf(total))).toEqual([
    'none',
    'low',
    'low',
    'urgent',
    'urgent',
    'emergency',
    'emergency',
  ]);
  expect(urgencyOf(3, { systolic: 3 })).toBe('single');
  expect(urgencyOf(3, { systolic: 2, pulse: 1 })).toBe('low');
  const within = (['none', 'low', 'single', 'urgent', 'emergency'] as const).map((urgency) => againWithin[urgency]);
  expect([...within].sort((a, b) => b - a)).toEqual(within);
});
