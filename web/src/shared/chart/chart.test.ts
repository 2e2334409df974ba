import { expect, test } from 'vitest';
import type { Observation } from '../fhir/types.ts';
import { extentOf, linear, recentOf, runsOf, ticksOf, timeTicks } from './scale.ts';
import { byRecency, byUrgency, type Point, seriesOf } from './series.ts';

const day = 86_400_000;
const measured = (code: string, value: number, date: string, more: Partial<Observation> = {}): Observation => ({
  resourceType: 'Observation',
  id: `${code}${date}`,
  code: { coding: [{ system: 'http://loinc.org', code, display: code }] },
  effectiveDateTime: date,
  valueQuantity: { value, unit: 'kg' },
  ...more,
});
const at = (days: number, value = 1): Point => ({ at: days * day, value, of: { resourceType: 'Observation' } });

test('measurements of the same thing are one series, oldest first, whoever took them', () => {
  const [weight, other] = seriesOf([
    measured('w', 61.25, '2026-11-25'),
    measured('w', 60, '2026-11-20'),
    measured('x', 1, '2026-01-01'),
  ]);
  expect(weight).toMatchObject({ key: 'http://loinc.org|w', decimals: 2, unit: 'kg', latest: { id: 'w2026-11-25' } });
  expect(weight?.points.map(({ value }) => value)).toEqual([60, 61.25]);
  expect(other?.points).toHaveLength(1);
});

test('what was entered in error is not drawn, nor what has another unit', () => {
  const [series] = seriesOf([
    measured('w', 61, '2026-11-25'),
    measured('w', 134, '2026-11-24', { valueQuantity: { value: 134, unit: 'lb' } }),
    measured('w', 99, '2026-11-23', { status: 'entered-in-error' }),
  ]);
  expect(series?.points.map(({ value }) => value)).toEqual([61]);
});

test('blood pressure is one series of pairs', () => {
  const part = (code: string, value: number) => ({
    code: { coding: [{ code }] },
    valueQuantity: { value, unit: 'mmHg' },
  });
  const pressure: Observation = {
    resourceType: 'Observation',
    code: { text: 'Blodtrykk' },
    effectiveDateTime: '2026-11-25',
    component: [part('8462-4', 68), part('8480-6', 118)],
  };
  expect(seriesOf([pressure])[0]?.points[0]).toMatchObject({ value: 118, second: 68 });
});

test('what is out of range comes first', () => {
  const high = measured('high', 9, '2020-01-01', { referenceRange: [{ high: { value: 5 } }] });
  const series = seriesOf([measured('new', 1, '2026-01-01'), high]);
  expect(byUrgency(series).map(({ name }) => name)).toEqual(['high', 'new']);
  expect(byRecency(series).map(({ name }) => name)).toEqual(['new', 'high']);
});

test('the picture holds all points, and the reference range when it is near', () => {
  const [low, high] = extentOf([at(0, 108), at(1, 88)], { low: { value: 45 }, high: { value: 90 } });
  expect(low).toBeLessThan(88);
  expect(high).toBeGreaterThan(108);
  const [, far] = extentOf([at(0, 100), at(1, 101)], { high: { value: 1000 } });
  expect(far).toBeLessThan(110);
  expect(extentOf([at(0, 5)], undefined)[0]).toBeLessThan(5);
});

test('a line breaks where nobody measured', () => {
  const points = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 400, 410].map((days) => at(days));
  expect(runsOf(points).map((run) => run.length)).toEqual([12, 2]);
  expect(runsOf([at(0)])).toHaveLength(1);
  expect(runsOf([])).toEqual([]);
});

test('a small line shows the newest stretch that has enough points', () => {
  const years = [0, 365, 730, 1095, 1460].map((days) => at(days));
  expect(recentOf(years)).toHaveLength(4);
  const stay = [...years, ...[1461, 1462, 1463, 1464].map((days) => at(days))];
  expect(recentOf(stay).map(({ at: time }) => time / day)).toEqual([1460, 1461, 1462, 1463, 1464]);
  expect(recentOf([at(0), at(4000)])).toHaveLength(2);
});

test('axes have round numbers and whole months or years', () => {
  expect(ticksOf(43, 122, 4)).toEqual([60, 80, 100, 120]);
  expect(ticksOf(5, 5, 4)).toEqual([5]);
  const months = timeTicks(Date.UTC(2026, 0, 15), Date.UTC(2026, 10, 25), 5);
  expect(months.every(({ at, label }) => label === 'month' && new Date(at).getUTCDate() === 1)).toBe(true);
  expect(
    timeTicks(Date.UTC(2006, 0, 15), Date.UTC(2026, 10, 25), 5).map(({ at }) => new Date(at).getUTCFullYear()),
  ).toEqual([2010, 2015, 2020, 2025]);
  expect(timeTicks(Date.UTC(2026, 10, 20), Date.UTC(2026, 10, 25), 5)[0]?.label).toBe('day');
  expect(linear(0, 0, 0, 10)(0)).toBe(5);
});
