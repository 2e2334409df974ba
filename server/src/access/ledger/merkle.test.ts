import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  consistencyRanges,
  inclusionRanges,
  isConsistent,
  type Range,
  rootByInclusion,
  Subtrees,
  wholeIn,
} from './merkle.ts';

const leaf = (hex: string) => hash('sha256', Buffer.from(`00${hex}`, 'hex'), 'buffer');
const leaves = (n: number) => Array.from({ length: n }, (_, i) => leaf(i.toString(16).padStart(8, '0')));

/** The definition itself: MTH of RFC 6962, 2.1. */
function byDefinition(of: readonly Buffer[]): Buffer {
  if (of.length === 1) return of[0]!;
  const k = 2 ** Math.ceil(Math.log2(of.length) - 1);
  const [left, right] = [byDefinition(of.slice(0, k)), byDefinition(of.slice(k))];
  return hash('sha256', Buffer.concat([Buffer.from([1]), left, right]), 'buffer');
}

function treeOf(of: readonly Buffer[], [from, to]: Range = [0, of.length]): Subtrees {
  const tree = new Subtrees();
  for (let i = from; i < to; i += 1) tree.add({ level: 0, index: i, hash: of[i]! });
  return tree;
}

test('roots are those that Certificate Transparency computes', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [1, 2, 3, 5, 8].map((n) => treeOf(inputs.slice(0, n).map(leaf)).root().toString('hex'));
  expect(roots).toEqual([
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]);
});

test('ranges made apart and joined are the tree', () => {
  const all = leaves(100);
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), fc.integer({ min: 1, max: 100 }), (a, b, n) => {
      const [first, second] = [Math.min(a, b, n), Math.min(Math.max(a, b), n)];
      const joined = treeOf(all, [0, first]);
      for (const range of [
        [first, second],
        [second, n],
      ] as const) {
        for (const subtree of treeOf(all, range).list) joined.add(subtree);
      }
      expect(joined.root()).toEqual(byDefinition(all.slice(0, n)));
      expect(joined.list.map(({ level, index }) => ({ level, index }))).toEqual(wholeIn([0, n]));
    }),
  );
});

test('an inclusion proof leads to the root, and one of another entry, place or with a hash changed does not', () => {
  for (let size = 1; size <= 40; size += 1) {
    const all = leaves(size);
    const root = byDefinition(all);
    for (let index = 0; index < size; index += 1) {
      const proof = inclusionRanges(index, size).map((range) => treeOf(all, range).root());
      expect(rootByInclusion(all[index]!, index, size, proof)).toEqual(root);
      expect(rootByInclusion(leaf('ff'), index, size, proof)).not.toEqual(root);
      if (size > 1) expect(rootByInclusion(all[index]!, (index + 1) % size, size, proof)).not.toEqual(root);
      expect(rootByInclusion(all[index]!, index, size, [...proof, root])).toBeUndefined();
      for (let i = 0; i < proof.length; i += 1) {
        expect(rootByInclusion(all[index]!, index, size, proof.with(i, root))).not.toEqual(root);
      }
    }
  }
});

test('a consistency proof holds between every two heads, and not when the beginning was changed', () => {
  for (let size = 1; size <= 33; size += 1) {
    const all = leaves(size);
    const second = { size, root: byDefinition(all) };
    for (let n = 1; n <= size; n += 1) {
      const first = { size: n, root: byDefinition(all.slice(0, n)) };
      const proof = consistencyRanges(n, size).map((range) => treeOf(all, range).root());
      expect(isConsistent(first, second, proof)).toBe(true);
      const other = { size: n, root: byDefinition([...all.slice(0, n - 1), leaf('ff')]) };
      expect(isConsistent(other, second, proof)).toBe(false);
      expect(isConsistent(first, { size, root: other.root }, proof)).toBe(false);
      expect(isConsistent(first, second, [...proof, second.root])).toBe(false);
    }
  }
});
