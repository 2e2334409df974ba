import { unverifiedTag } from '@enjournal/server/care/devices';
import { expect, test } from 'vitest';
import type { Observation } from '../../shared/fhir/types.ts';
import { urgencyOf, vitalSetOf } from './vital-set.ts';

const loinc = 'http://loinc.org';
const measured = (code: string, at: string, more: Partial<Observation>): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: loinc, code }] },
  effectiveDateTime: at,
  ...more,
});
const value = (number: number) => ({ valueQuantity: { value: number } });
const pressure = (at: string, systolic: number) =>
  measured('85354-9', at, {
    component: [
      { code: { coding: [{ code: '8480-6' }] }, ...value(systolic) },
      { code: { coding: [{ code: '8462-4' }] }, ...value(60) },
    ],
  });

test('the newest of each is told with the one before, and only values of the same hour make a score', () => {
  const at = '2026-11-29T06:20:00+01:00';
  const all = [
    pressure(at, 96),
    pressure('2026-11-12T10:00:00+01:00', 132),
    measured('8867-4', at, value(118)),
    measured('2708-6', at, value(94)),
    measured('9279-1', at, value(22)),
    measured('8310-5', at, value(37.2)),
    measured('80288-4', at, { valueCodeableConcept: { text: 'C: ny forvirring' } }),
  ];
  const set = vitalSetOf(all);
  expect(set.of.pressure?.before?.effectiveDateTime).toBe('2026-11-12T10:00:00+01:00');
  expect(set.news2, 'nobody has said whether there is oxygen').toBeUndefined();
  expect(vitalSetOf([...all, measured('3151-8', at, value(0))]).news2).toBe(10);
  const unverified = { status: 'preliminary', meta: { tag: [unverifiedTag] } };
  const doubted = all.map((one) => (one.code?.coding?.[0]?.code === '8867-4' ? { ...one, ...unverified } : one));
  expect(
    vitalSetOf([...doubted, measured('3151-8', at, value(0))]).news2,
    'nobody answers for the pulse',
  ).toBeUndefined();
  const scored = measured('1104051000000101', at, { valueInteger: 10 });
  expect(vitalSetOf([...all, scored]).news2).toBe(10);
  const yesterday = measured('1104051000000101', '2026-11-28T06:20:00+01:00', { valueInteger: 3 });
  expect(vitalSetOf([...all, yesterday]).news2).toBeUndefined();
});

test('saturation is reckoned by scale 2 where a doctor has decided so', () => {
  const at = '2026-11-29T06:20:00+01:00';
  const all = [
    pressure(at, 130),
    measured('8867-4', at, value(80)),
    measured('2708-6', at, value(90)),
    measured('9279-1', at, value(16)),
    measured('8310-5', at, value(37)),
    measured('80288-4', at, { valueCodeableConcept: { text: 'A: våken' } }),
    measured('3151-8', at, value(0)),
  ];
  expect(vitalSetOf(all).news2).toBe(3);
  expect(vitalSetOf(all, () => true).news2).toBe(0);
  expect(vitalSetOf(all, (moment) => moment < Date.parse(at)).news2, 'decided on before, and ended').toBe(3);
});

test('seven or more is an emergency, five and six are urgent', () => {
  expect([4, 5, 6, 7].map(urgencyOf)).toEqual(['low', 'urgent', 'urgent', 'emergency']);
});
