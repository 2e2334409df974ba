import { expect, test } from 'vitest';
import type { Observation } from '../../fhir/types.ts';
import { seriesOf } from '../series.ts';
import { CURVES, courseOf, growthOf, lmsAt, percentileOf, valueAt, windowOf, zOf } from './growth.ts';
import { measureOf } from './growth-measures.ts';
import { type GrowthMeasure, WHO } from './who-growth.ts';

const measured = (code: string, value: number, date: string): Observation => ({
  resourceType: 'Observation',
  id: `${code}${date}`,
  code: { coding: [{ system: 'http://loinc.org', code, display: code }] },
  effectiveDateTime: date,
  valueQuantity: { value, unit: 'kg' },
});
const weights = (...values: [number, string][]) =>
  seriesOf(values.map(([value, date]) => measured('29463-7', value, date)))[0]!;
const child = { birthDate: '2026-01-01', gender: 'female' };

// From the simplified field tables of the WHO: percentiles 3, 50 and 97 (z −1.881, 0, 1.881).
test.each<[GrowthMeasure, 'male' | 'female', number, number, number, number]>([
  ['weight', 'female', 0, 2.4, 3.2, 4.2],
  ['weight', 'male', 183, 6.4, 7.9, 9.7],
  ['weight', 'female', 365, 7.1, 8.9, 11.3],
  ['weight', 'male', 1826, 14.3, 18.3, 23.8],
  ['height', 'male', 0, 46.3, 49.9, 53.4],
  ['height', 'female', 365, 69.2, 74.0, 78.9],
  ['height', 'male', 1826, 101.2, 110.0, 118.7],
  ['head', 'male', 0, 32.1, 34.5, 36.9],
  ['head', 'female', 365, 42.4, 44.9, 47.5],
])('%s of a %s of %d days is as in the tables of the WHO', (measure, sex, age, low, median, high) => {
  const lms = lmsAt(measure, sex, age)!;
  const told = [-1.881, 0, 1.881].map((z) => Number(valueAt(z, lms).toFixed(1)));
  for (const [n, expected] of [low, median, high].entries()) expect(Math.abs(told[n]! - expected)).toBeLessThan(0.11);
});

test('a percentile tells how many of a hundred are below', () => {
  expect([-1.95996, -1.28155, 0, 0.67449, 1.95996].map((z) => Number(percentileOf(z).toFixed(1)))).toEqual([
    2.5, 10, 50, 75, 97.5,
  ]);
  for (const [percentile, z] of CURVES) expect(percentileOf(z)).toBeCloseTo(percentile, 3);
});

test('a value and its distance from the median lead to each other', () => {
  for (const measure of Object.keys(WHO) as GrowthMeasure[]) {
    const lms = lmsAt(measure, 'male', 1000)!;
    for (const z of [-2.5, -1, 0, 0.3, 2.5]) expect(zOf(valueAt(z, lms), lms)).toBeCloseTo(z, 9);
  }
});

test('curves do not cross, and children grow', () => {
  for (const measure of ['weight', 'height', 'head'] as const) {
    for (const sex of ['male', 'female'] as const) {
      for (let age = 30; age < 1800; age += 30) {
        const lms = lmsAt(measure, sex, age)!;
        const values = CURVES.map(([, z]) => valueAt(z, lms));
        expect(values).toEqual([...values].sort((a, b) => a - b));
        // who stands is less than who lies: not between 24 and 25 months
        if (Math.abs(age - 720) > 30) expect(lmsAt(measure, sex, age + 30)!.m).toBeGreaterThan(lms.m);
      }
    }
  }
});

test('a measurement stands at the age it was taken, and among children of the same sex', () => {
  const growth = growthOf(weights([3.2, '2026-01-01'], [7.3, '2026-07-03']), child)!;
  expect(growth).toMatchObject({ measure: 'weight', sex: 'female' });
  expect(growth.points.map(({ ageDays }) => ageDays)).toEqual([0, 183]);
  expect(growth.points.map(({ percentile }) => Math.round(percentile))).toEqual([47, 50]);
  expect(windowOf(growth)).toBe(730);
});

test('there is nothing to compare with when sex or birth date are unknown, or the child is grown', () => {
  const series = weights([7.3, '2026-07-03']);
  expect(growthOf(series, { birthDate: '2026-01-01' })).toBeUndefined();
  expect(growthOf(series, { ...child, birthDate: '2026' })).toBeUndefined();
  expect(growthOf(series, { ...child, birthDate: '2010-01-01' })).toBeUndefined();
  expect(measureOf({ key: 'http://loinc.org|8867-4' })).toBeUndefined();
});

test('who moves two thirds of a standard deviation has crossed a curve', () => {
  const at = (...points: [ageDays: number, z: number][]) =>
    points.map(([ageDays, z]) => ({
      at: ageDays,
      value: 1,
      of: { resourceType: 'Observation' as const },
      ageDays,
      z,
      percentile: 0,
    }));
  expect(courseOf(at([90, 0]))).toBeUndefined();
  expect(courseOf(at([30, 0.1], [90, -0.2], [150, 0.3]))).toBe('follows');
  expect(courseOf(at([30, 0], [90, -0.3], [150, -0.5], [240, -0.8]))).toBe('falls');
  expect(courseOf(at([90, 0], [150, 0.5], [240, 1]))).toBe('rises');
  // the first two weeks are not compared with, nor what was long ago
  expect(courseOf(at([3, 1], [40, 0], [90, 0.1]))).toBe('follows');
  expect(courseOf(at([90, 2], [500, 0.1], [600, 0]))).toBe('follows');
  // older children are measured every second year
  expect(courseOf(at([1461, 1], [2192, 0]))).toBe('falls');
});
