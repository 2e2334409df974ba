import type { Point } from './series.ts';

export type Scale = (value: number) => number;

/** A straight scale from `[from, to]` to `[start, end]`; everything falls in the middle when there is no width. */
export function linear(from: number, to: number, start: number, end: number): Scale {
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** The values that must be in the picture: all points, and the reference range where it is near them. */
export function extentOf(
  points: readonly Point[],
  range: { low?: { value?: number }; high?: { value?: number } } | undefined,
): [number, number] {
  const values = points.flatMap(({ value, second }) => (second === undefined ? [value] : [value, second]));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const spread = high - low || Math.abs(high) * 0.1 || 1;
  const near = (edge: number | undefined) => edge !== undefined && edge > low - 2 * spread && edge < high + 2 * spread;
  const edges = [range?.low?.value, range?.high?.value].filter(near) as number[];
  const bottom = Math.min(low, ...edges);
  const top = Math.max(high, ...edges);
  const margin = (top - bottom) * 0.08 || spread / 2;
  return [bottom - margin, top + margin];
}

/** Round numbers for an axis, about as many as wanted. */
export function ticksOf(from: number, to: number, wanted: number): number[] {
  const rough = (to - from) / Math.max(1, wanted);
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to + step * 1e-9; tick += step) {
    ticks.push(Number(tick.toPrecision(12)));
  }
  return ticks;
}

/**
 * Runs of points to be joined by a line. A pause of more than five times the mean interval, and of a week at least, is a gap: a line
 * across it would claim what nobody measured. The mean and not the median: ten values of one stay in hospital must not tear apart
 * the yearly ones around it.
 */
export function runsOf(points: readonly Point[]): Point[][] {
  const gaps = points.slice(1).map((point, index) => point.at - (points[index] as Point).at);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, gaps.length);
  const longest = Math.max(5 * mean, 7 * 86_400_000);
  const runs: Point[][] = [];
  for (const [index, point] of points.entries()) {
    if (index === 0 || (gaps[index - 1] as number) > longest) runs.push([point]);
    else runs.at(-1)?.push(point);
  }
  return runs;
}

const dayMs = 86_400_000;
/** The points since a moment, if that leaves a curve; else all, for a curve of one point tells nothing. */
export function pointsSince(points: readonly Point[], since: number): readonly Point[] {
  const within = points.filter(({ at }) => at >= since);
  return within.length > 1 ? within : points;
}

const windowsInDays = [90, 365, 3 * 365];

/** The newest stretch that has enough points to show where a value is going: a line the height of a word holds no ten years. */
export function recentOf(points: readonly Point[], enough = 4, most = 16): readonly Point[] {
  const last = points.at(-1)?.at ?? 0;
  for (const days of windowsInDays) {
    const within = points.filter(({ at }) => at >= last - days * dayMs);
    if (within.length >= enough) return within.slice(-most);
  }
  return points.slice(-most);
}

/** Marks on the time axis: years, quarters, months or days, whichever gives a handful. `label` tells how much of the date to write. */
export function timeTicks(from: number, to: number, wanted: number): { at: number; label: 'year' | 'month' | 'day' }[] {
  const days = (to - from) / dayMs;
  const start = new Date(from);
  const ticks: { at: number; label: 'year' | 'month' | 'day' }[] = [];
  if (days > 45) {
    const months = Math.max(1, days / 30.44 / wanted);
    const step = [1, 2, 3, 6, 12, 24, 60, 120].find((one) => one >= months) ?? 240;
    const label = step >= 12 ? 'year' : 'month';
    let month =
      Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth() + (start.getUTCDate() > 1 ? 1 : 0)) / step) * step;
    for (; Date.UTC(Math.floor(month / 12), month % 12, 1) <= to; month += step) {
      ticks.push({ at: Date.UTC(Math.floor(month / 12), month % 12, 1), label });
    }
    return ticks;
  }
  const step = [1, 2, 7, 14].find((one) => one >= days / wanted) ?? 14;
  let day = Math.ceil(from / dayMs);
  for (; day * dayMs <= to; day += step) ticks.push({ at: day * dayMs, label: 'day' });
  return ticks;
}
