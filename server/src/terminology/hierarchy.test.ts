import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cycle, type Edges, layOut, multirange } from './hierarchy.ts';

const edgesOf = (pairs: readonly (readonly [child: number, parent: number])[]): Edges => ({
  child: Int32Array.from(pairs, ([child]) => child),
  parent: Int32Array.from(pairs, ([, parent]) => parent),
});

/** All places at or below `place`, by walking. */
function walk(place: number, pairs: readonly (readonly [number, number])[]): Set<number> {
  const below = new Set([place]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [child, parent] of pairs) {
      if (below.has(parent) && !below.has(child)) {
        below.add(child);
        grew = true;
      }
    }
  }
  return below;
}

const numbersIn = (text: string) =>
  [...text.matchAll(/\[(\d+),(\d+)\)/g)].flatMap(([, from, to]) =>
    Array.from({ length: Number(to) - Number(from) }, (_, i) => Number(from) + i),
  );

/** A random hierarchy without cycles: edges only lead from a later place to an earlier one, then places are shuffled. */
const hierarchies = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc
    .tuple(
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, i) => i),
        { minLength: count },
      ),
      fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: count * 2 }),
    )
    .map(([places, pairs]) => ({
      count,
      pairs: pairs
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => [places[Math.max(a, b)]!, places[Math.min(a, b)]!] as const),
    })),
);

test('the ranges below a concept hold exactly what a walk finds, however many parents there are', () => {
  fc.assert(
    fc.property(hierarchies, ({ count, pairs }) => {
      const layout = layOut(count, edgesOf(pairs));
      expect(new Set(layout.id).size).toBe(count);
      for (let place = 0; place < count; place += 1) {
        const expected = [...walk(place, pairs)].map((below) => layout.id[below]!).sort((a, b) => a - b);
        expect(numbersIn(multirange(layout, place))).toEqual(expected);
      }
    }),
    { numRuns: 300 },
  );
});

test('in a plain tree each concept has one range, and siblings keep their order', () => {
  const layout = layOut(5, edgesOf([[1, 0], [2, 0], [3, 1], [4, 2]])); // biome-ignore format: one pair for each edge
  expect([...layout.id]).toEqual([0, 1, 3, 2, 4]);
  expect(layout.more.every((more) => more === undefined)).toBe(true);
  expect(multirange(layout, 0)).toBe('{[0,5)}');
  expect(multirange(layout, 1)).toBe('{[1,3)}');
});

test('a hierarchy that leads back to itself is refused', () => {
  expect(() => layOut(3, edgesOf([[1, 0], [2, 1], [0, 2]]))).toThrow(Cycle); // biome-ignore format: one pair for each edge
  expect(() => layOut(1, edgesOf([[0, 0]]))).toThrow(Cycle);
});

test('a hierarchy the size of a large terminology is laid out in a few seconds', () => {
  const count = 300_000;
  const child = new Int32Array(count * 1.5 - 1);
  const parent = new Int32Array(child.length);
  let seed = 1;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed % below;
  };
  for (let i = 0; i < child.length; i += 1) {
    child[i] = i < count - 1 ? i + 1 : 1 + random(count - 1);
    parent[i] = Math.floor(child[i]! / (2 + random(9)));
  }
  const start = performance.now();
  const layout = layOut(count, { child, parent });
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(layout.last[0]! - layout.id[0]!).toBe(count - 1);
});
