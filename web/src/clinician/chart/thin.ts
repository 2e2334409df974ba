/** Something that takes room along the axis, px. */
export type Placed<T> = { of: T; left: number; right: number /** The higher stays where two meet. */; weight: number };

/** Those that stand without touching each other: the weightiest first, then from the right, for the newest is read first. */
export function withoutOverlap<T>(all: readonly Placed<T>[], gap = 4): Placed<T>[] {
  const sorted = [...all].sort((a, b) => b.weight - a.weight || b.right - a.right);
  const kept: Placed<T>[] = [];
  for (const one of sorted) {
    if (kept.every(({ left, right }) => one.right + gap <= left || right + gap <= one.left)) kept.push(one);
  }
  return kept.sort((a, b) => a.left - b.left);
}

/** Each in the first of so many rows where it has room, or in none. */
export function inRows<T>(all: readonly Placed<T>[], rows: number, gap = 6): (Placed<T> & { row: number })[] {
  const ends: number[] = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  return [...all]
    .sort((a, b) => a.left - b.left)
    .flatMap((one) => {
      const row = ends.findIndex((end) => one.left >= end + gap);
      if (row === -1) return [];
      ends[row] = one.right;
      return [{ ...one, row }];
    });
}

/** Where in a list sorted by time those of a span begin and end: by halves, for a list of ten thousand is asked at every frame. */
export function within<T extends { at: number }>(
  all: readonly T[],
  from: number,
  to: number,
): [start: number, end: number] {
  return [firstFrom(all, from), firstFrom(all, to)];
}

function firstFrom(all: readonly { at: number }[], at: number): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
