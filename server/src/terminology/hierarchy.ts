/** A range of concept numbers, both ends included. */
type Range = readonly [from: number, to: number];

/** `child[i]` stands directly below `parent[i]`; both are places in the list of concepts, from 0. */
export type Edges = { child: Int32Array; parent: Int32Array };

export type Layout = {
  /** Number of each concept, by its place in the list: parents first, and a tree's concepts in one run. */
  id: Int32Array;
  /** The last number in the run of each concept (its own, for a leaf). */
  last: Int32Array;
  /**
   * Ranges below a concept beyond its own run, by place: first and last number of each in turn. Undefined when there are
   * none, as in every plain tree.
   */
  more: (Int32Array | undefined)[];
};

/** A hierarchy that leads back to itself. `at` is the place of one of its concepts. */
export class Cycle extends Error {
  readonly at: number;
  constructor(at: number) {
    super(`The hierarchy leads back to itself at concept ${at}`);
    this.at = at;
  }
}

/**
 * Numbers `count` concepts so that all that stands below one is a few ranges of numbers, however many parents each has.
 * Siblings keep the order of the list. Takes a few integers of memory for each concept and edge.
 *
 * A concept with several parents is put in the tree below the deepest, which leaves the fewest extra ranges above it.
 * @throws Cycle
 */
export function layOut(count: number, edges: Edges): Layout {
  const children = adjacency(count, edges.parent, edges.child);
  const parents = adjacency(count, edges.child, edges.parent);
  const order = topological(count, children, parents);
  const treeParent = deepestParents(order, parents);
  const { id, last } = number(count, children, treeParent);
  return { id, last, more: rangesBeyond(order, children, treeParent, id, last) };
}

/** All at and below a concept in PostgreSQL's text form of int4multirange: half-open ranges in order. */
export function multirange(layout: Layout, place: number): string {
  const all = coalesce([[layout.id[place]!, layout.last[place]!], ...rangesOf(layout.more[place])]);
  return `{${all.map(([from, to]) => `[${from},${to + 1})`).join(',')}}`;
}

function rangesOf(more: Int32Array | undefined): Range[] {
  const ranges: Range[] = [];
  if (more !== undefined) for (let i = 0; i < more.length; i += 2) ranges.push([more[i]!, more[i + 1]!]);
  return ranges;
}

/** Neighbours of each node in one array: those of `n` stand from `start[n]` to `start[n + 1]`, in the list's order. */
type Adjacency = { start: Int32Array; to: Int32Array };

function adjacency(count: number, from: Int32Array, to: Int32Array): Adjacency {
  const start = new Int32Array(count + 1);
  for (const node of from) start[node + 1]! += 1;
  for (let node = 0; node < count; node += 1) start[node + 1]! += start[node]!;
  const next = start.slice();
  const sorted = new Int32Array(to.length);
  for (let i = 0; i < from.length; i += 1) {
    sorted[next[from[i]!]!] = to[i]!;
    next[from[i]!]! += 1;
  }
  for (let node = 0; node < count; node += 1) sorted.subarray(start[node]!, start[node + 1]!).sort();
  return { start, to: sorted };
}

function topological(count: number, children: Adjacency, parents: Adjacency): Int32Array {
  const waiting = new Int32Array(count);
  const order = new Int32Array(count);
  let end = 0;
  for (let node = 0; node < count; node += 1) {
    waiting[node] = parents.start[node + 1]! - parents.start[node]!;
    if (waiting[node] === 0) order[end++] = node;
  }
  for (let i = 0; i < end; i += 1) {
    const node = order[i]!;
    for (let e = children.start[node]!; e < children.start[node + 1]!; e += 1) {
      const child = children.to[e]!;
      waiting[child]! -= 1;
      if (waiting[child] === 0) order[end++] = child;
    }
  }
  if (end < count) throw new Cycle(waiting.findIndex((left) => left > 0));
  return order;
}

function deepestParents(order: Int32Array, parents: Adjacency): Int32Array {
  const depth = new Int32Array(order.length);
  const chosen = new Int32Array(order.length).fill(-1);
  for (const node of order) {
    for (let e = parents.start[node]!; e < parents.start[node + 1]!; e += 1) {
      const parent = parents.to[e]!;
      if (chosen[node] !== -1 && depth[parent]! <= depth[chosen[node]!]!) continue;
      chosen[node] = parent;
    }
    if (chosen[node] !== -1) depth[node] = depth[chosen[node]!]! + 1;
  }
  return chosen;
}

function number(count: number, children: Adjacency, treeParent: Int32Array): { id: Int32Array; last: Int32Array } {
  const id = new Int32Array(count);
  const last = new Int32Array(count);
  const visited = new Uint8Array(count);
  let next = 0;
  const path: number[] = [];
  const edge: number[] = [];
  const enter = (node: number) => {
    visited[node] = 1;
    id[node] = next++;
    path.push(node);
    edge.push(children.start[node]!);
  };
  for (let root = 0; root < count; root += 1) {
    if (treeParent[root] !== -1) continue;
    enter(root);
    while (path.length > 0) {
      const node = path.at(-1)!;
      const e = edge.at(-1)!;
      if (e === children.start[node + 1]) {
        last[node] = next - 1;
        path.pop();
        edge.pop();
        continue;
      }
      edge[edge.length - 1] = e + 1;
      const child = children.to[e]!;
      if (treeParent[child] === node && visited[child] === 0) enter(child);
    }
  }
  return { id, last };
}

function rangesBeyond(
  order: Int32Array,
  children: Adjacency,
  treeParent: Int32Array,
  id: Int32Array,
  last: Int32Array,
): (Int32Array | undefined)[] {
  const more: (Int32Array | undefined)[] = new Array(order.length).fill(undefined);
  for (let i = order.length - 1; i >= 0; i -= 1) {
    const node = order[i]!;
    const found: Range[] = [];
    for (let e = children.start[node]!; e < children.start[node + 1]!; e += 1) {
      const child = children.to[e]!;
      if (treeParent[child] !== node) found.push([id[child]!, last[child]!]);
      for (const range of rangesOf(more[child])) found.push(range);
    }
    const beyond = found.filter(([from, to]) => from < id[node]! || to > last[node]!);
    if (beyond.length > 0) more[node] = Int32Array.from(coalesce(beyond).flat());
  }
  return more;
}

/** The same numbers in the fewest ranges, in order. */
function coalesce(ranges: Range[]): Range[] {
  ranges.sort((a, b) => a[0] - b[0]);
  const out: [number, number][] = [];
  for (const [from, to] of ranges) {
    const previous = out.at(-1);
    if (previous !== undefined && from <= previous[1] + 1) previous[1] = Math.max(previous[1], to);
    else out.push([from, to]);
  }
  return out;
}
