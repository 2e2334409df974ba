import { dayOf } from '../../format/date.ts';
import type { Point, Series } from '../series.ts';
import { measureOf } from './growth-measures.ts';
import { type GrowthMeasure, WHO } from './who-growth.ts';

export type Sex = 'male' | 'female';

export type GrowthPoint = Point & { ageDays: number; z: number; percentile: number };
/** A child's measurements of one thing against other children of the same age and sex. */
export type Growth = { measure: GrowthMeasure; sex: Sex; points: readonly GrowthPoint[] };

type Lms = { l: number; m: number; s: number };

/** The distribution at an age; undefined outside the ages that the standard knows. Lines are straight between its rows. */
export function lmsAt(measure: GrowthMeasure, sex: Sex, ageDays: number): Lms | undefined {
  const rows = WHO[measure][sex];
  const count = rows.length / 4;
  const age = (row: number): number => rows[row * 4]!;
  if (!(ageDays >= age(0) && ageDays <= age(count - 1))) return undefined;
  let low = 0;
  let high = count - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (age(middle) <= ageDays) low = middle;
    else high = middle;
  }
  const part = (ageDays - age(low)) / (age(high) - age(low));
  const between = (of: number) => rows[low * 4 + of]! + part * (rows[high * 4 + of]! - rows[low * 4 + of]!);
  return { l: between(1), m: between(2), s: between(3) };
}

/** How many standard deviations a value lies from the median. @source Cole and Green 1992 */
export const zOf = (value: number, { l, m, s }: Lms): number =>
  Math.abs(l) < 1e-9 ? Math.log(value / m) / s : ((value / m) ** l - 1) / (l * s);

/** The value at so many standard deviations. */
export const valueAt = (z: number, { l, m, s }: Lms): number =>
  Math.abs(l) < 1e-9 ? m * Math.exp(s * z) : m * Math.max(0, 1 + l * s * z) ** (1 / l);

/** Of a hundred children of the age and sex, how many are below; 0–100. @source Abramowitz and Stegun 7.1.26, to 1e-7 */
export function percentileOf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x);
  const below = z < 0 ? tail / 2 : 1 - tail / 2;
  return below * 100;
}

/** The curves that are drawn, as Norwegian growth charts have them. */
export const CURVES: readonly (readonly [percentile: number, z: number])[] = [
  [2.5, -1.95996],
  [10, -1.28155],
  [25, -0.67449],
  [50, 0],
  [75, 0.67449],
  [90, 1.28155],
  [97.5, 1.95996],
];

const dayMs = 86_400_000;

/** Undefined for what is not growth, who is grown, and a child whose sex or birth date is not known: there is nothing to compare with. */
export function growthOf(series: Series, patient: { birthDate?: string; gender?: string }): Growth | undefined {
  const measure = measureOf(series);
  const { birthDate, gender } = patient;
  if (measure === undefined || (gender !== 'male' && gender !== 'female') || birthDate?.length !== 10) return undefined;
  const born = Date.parse(birthDate);
  const points = series.points.flatMap((point): GrowthPoint[] => {
    const ageDays = Math.round((Date.parse(dayOf(point.at)) - born) / dayMs);
    const lms = lmsAt(measure, gender, ageDays);
    if (lms === undefined || !(point.value > 0)) return [];
    const z = zOf(point.value, lms);
    return [{ ...point, ageDays, z, percentile: percentileOf(z) }];
  });
  const { length } = points;
  // what was measured after the child was grown belongs in an ordinary curve
  return length === 0 || points[length - 1]!.at !== series.points.at(-1)?.at
    ? undefined
    : { measure, sex: gender, points };
}

/** From one of the drawn curves to the next is two thirds of a standard deviation: who has moved so far has crossed a curve. */
const oneCurve = 0.67;

/** Newborn children find their curve in their first two weeks. */
const settledDays = 14;

/** Where the newest stands compared with the last year, from two years of age the last three: measurements are rarer then. */
export function courseOf(points: readonly GrowthPoint[]): 'follows' | 'rises' | 'falls' | undefined {
  const last = points.at(-1);
  if (last === undefined) return undefined;
  const since = Math.max(settledDays, last.ageDays - (last.ageDays <= standsFrom ? 366 : 1096));
  const before = points.slice(0, -1).filter(({ ageDays }) => ageDays >= since);
  if (before.length === 0) return undefined;
  const moved = before.map(({ z }) => last.z - z).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  if (Math.abs(moved) < oneCurve) return 'follows';
  return moved > 0 ? 'rises' : 'falls';
}

/** From two years on children are measured standing. */
const standsFrom = 730;

/** The ages that a chart shows, in days: two years, five, or all that the standard knows. */
export function windowOf({ measure, sex, points }: Growth): number {
  const rows = WHO[measure][sex];
  const known = rows[rows.length - 4]!;
  const oldest = points.at(-1)?.ageDays ?? 0;
  return [standsFrom, 1826].find((days) => oldest <= days) ?? known;
}
