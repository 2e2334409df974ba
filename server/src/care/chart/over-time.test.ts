import { expect, test } from 'vitest';
import type { Resource } from '../../fhir/resource.ts';
import { thinned } from './over-time.ts';

const pulse = (at: string, value: number): Resource => ({
  resourceType: 'Observation',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }], text: 'Puls' },
  effectiveDateTime: at,
  valueQuantity: { value, code: '/min' },
});

test('of each part of the time the least, the most and the last value are kept', () => {
  const [series] = thinned(
    [
      pulse('2026-01-01T02:00:00Z', 90),
      pulse('2026-01-01T01:00:00Z', 60),
      pulse('2026-01-01T01:30:00Z', 120),
      pulse('2026-01-03T00:00:00Z', 70),
      pulse('2025-12-31T23:59:00Z', 10),
    ],
    Date.parse('2026-01-01T00:00:00Z'),
    Date.parse('2026-01-05T00:00:00Z'),
    4,
  );
  expect(series!.count).toBe(4);
  expect([...series!.of].map(([at, { least, most, last }]) => [at, least, most, last])).toEqual([
    [0, 60, 120, 90],
    [2, 70, 70, 70],
  ]);
});

test('a blood pressure is two series, and a change of unit another', () => {
  const part = (code: string, value: number, unit: string) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value, code: unit },
  });
  const pressure = (unit: string): Resource => ({
    resourceType: 'Observation',
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
    effectiveDateTime: '2026-01-01T02:00:00Z',
    component: [part('8480-6', 120, unit), part('8462-4', 80, unit)],
  });
  const all = thinned(
    [pressure('mm[Hg]'), pressure('kPa')],
    Date.parse('2026-01-01T00:00:00Z'),
    Date.parse('2026-01-02T00:00:00Z'),
    2,
  );
  expect(all.map(({ code, unit }) => `${code.code} ${unit.code}`)).toEqual([
    '8480-6 mm[Hg]',
    '8462-4 mm[Hg]',
    '8480-6 kPa',
    '8462-4 kPa',
  ]);
});
