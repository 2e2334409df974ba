import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962, section 2.1: the hash of a leaf is SHA-256 of 0x00 and its bytes (see leaf.ts), that of a node
 * SHA-256 of 0x01 and its two children's hashes. Places count from 0; a range is half-open.
 */
export type Range = readonly [from: number, to: number];

/** A whole subtree: `2 ** level` leaves from `index * 2 ** level`. */
export type Subtree = { level: number; index: number; hash: Buffer };

const pair = Buffer.alloc(65, 1);

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(pair, 1);
  right.copy(pair, 33);
  return Buffer.from(hash('sha256', pair, 'binary'), 'latin1'); // several times as fast as asking for a buffer
}

/** The root of no entries. */
export const EMPTY_ROOT = hash('sha256', '', 'buffer');

/** A range of the tree as the largest whole subtrees in it. Ranges that follow each other can be made apart and joined. */
export class Subtrees {
  readonly list: Subtree[];
  readonly #onWhole: ((subtree: Subtree) => void) | undefined;

  /** @param onWhole told of each subtree that is whole by what was added. */
  constructor(list: readonly Subtree[] = [], onWhole?: (subtree: Subtree) => void) {
    this.list = [...list];
    this.#onWhole = onWhole;
  }

  /** Adds what follows: a leaf (`level` 0) or a whole subtree. */
  add(next: Subtree): void {
    let whole = next;
    for (let left = this.list.at(-1); left !== undefined && areTwins(left, whole); left = this.list.at(-1)) {
      this.list.pop();
      whole = { level: left.level + 1, index: left.index / 2, hash: nodeHash(left.hash, whole.hash) };
      this.#onWhole?.(whole);
    }
    this.list.push(whole);
  }

  /** The hash of a range that begins at 0, or that is the right part of a tree. */
  root(): Buffer {
    const last = this.list.at(-1);
    if (last === undefined) return EMPTY_ROOT;
    return this.list.slice(0, -1).reduceRight((right, { hash: left }) => nodeHash(left, right), last.hash);
  }
}

function areTwins(left: Subtree, right: Subtree): boolean {
  return left.level === right.level && left.index % 2 === 0 && right.index === left.index + 1;
}

/** The largest whole subtrees in a range, from left to right. */
export function wholeIn([from, to]: Range): { level: number; index: number }[] {
  const found: { level: number; index: number }[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    found.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return found;
}

/** The largest power of two below n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The ranges whose hashes prove that entry `index` is in the tree of `size`, from the leaf up. @source RFC 6962, 2.1.1 */
export function inclusionRanges(index: number, size: number): Range[] {
  const path: Range[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + split(to - from);
    if (index < middle) {
      path.push([middle, to]);
      to = middle;
    } else {
      path.push([from, middle]);
      from = middle;
    }
  }
  return path.reverse();
}

/** The ranges whose hashes prove that the tree of `first` is the beginning of that of `second`. @source RFC 6962, 2.1.2 */
export function consistencyRanges(first: number, second: number): Range[] {
  const ranges: Range[] = [];
  let isWhole = true;
  let [from, to] = [0, second];
  while (first !== to) {
    const middle = from + split(to - from);
    if (first <= middle) {
      ranges.push([middle, to]);
      to = middle;
    } else {
      ranges.push([from, middle]);
      from = middle;
      isWhole = false;
    }
  }
  if (!isWhole) ranges.push([from, to]);
  return ranges.reverse();
}

/** The root that an inclusion proof leads to; undefined when it has the wrong length. @source RFC 9162, section 2.1.3.2 */
export function rootByInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
): Buffer | undefined {
  const ranges = index < size ? inclusionRanges(index, size) : undefined;
  if (ranges?.length !== proof.length) return undefined;
  return ranges.reduce(
    (node, [from], i) => (from > index ? nodeHash(node, proof[i]!) : nodeHash(proof[i]!, node)),
    leaf,
  );
}

/** Whether a consistency proof holds. @source RFC 9162, section 2.1.4.2 */
export function isConsistent(
  first: { size: number; root: Buffer },
  second: { size: number; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (first.size === 0 || first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root);
  const isPower = Number.isInteger(Math.log2(first.size));
  const path = isPower ? [first.root, ...proof] : [...proof];
  let fn = first.size - 1;
  let sn = second.size - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  const start = path.shift();
  if (start === undefined) return false;
  let [fr, sr] = [start, start];
  for (const c of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else sr = nodeHash(sr, c);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && fr.equals(first.root) && sr.equals(second.root);
}
