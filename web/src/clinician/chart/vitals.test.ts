import { expect, test } from 'vitest';
import type { Observation } from '../../shared/fhir/types.ts';
import { dayBalances, fluidBlocks, fluidOf } from './fluid.ts';
import { vitalsOf } from './vitals.ts';

const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const at = (time: string) => `2026-11-24T${time}:00+01:00`;
const one = (time: string, code: string, more: Partial<Observation>): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: loinc(code),
  effectiveDateTime: at(time),
  ...more,
});
const number = (time: string, code: string, value: number, more: Partial<Observation> = {}) =>
  one(time, code, { valueQuantity: { value }, ...more });
const pressure = (time: string, high: number, low: number) =>
  one(time, '85354-9', {
    component: [
      { code: loinc('8480-6'), valueQuantity: { value: high } },
      { code: loinc('8462-4'), valueQuantity: { value: low } },
    ],
  });
const wholeSet = (time: string): Observation[] => [
  pressure(time, 98, 54),
  number(time, '8867-4', 112),
  number(time, '59408-5', 94),
  number(time, '9279-1', 22),
  number(time, '8310-5', 37.4),
  number(time, '3151-8', 0),
  one(time, '80288-4', { valueCodeableConcept: { coding: [{ code: 'confused' }] } }),
];
const never = () => false;

test('what is measured in one go is a set with its NEWS2, and what is measured again another', () => {
  const { sets, pressure: bars, pulse } = vitalsOf([...wholeSet('07:20'), number('07:30', '8867-4', 100)], never);
  expect(sets.map(({ total }) => total)).toEqual([10, undefined]);
  expect([bars.length, pulse.length]).toEqual([1, 2]);
});

test('a total that was stored stands where the parts are not known; where they differ the parts stand, and it is told', () => {
  const stored = (value: number) =>
    ({ ...number('07:25', 'news2', value), valueQuantity: undefined, valueInteger: value }) as never;
  const [partly] = vitalsOf([pressure('07:20', 98, 54), stored(6)], never).sets;
  expect(partly).toMatchObject({ total: 6, differs: false });
  const [both] = vitalsOf([...wholeSet('07:20'), stored(6)], never).sets;
  expect(both).toMatchObject({ total: 10, stored: 6, differs: true });
});

test('what a device has measured and nobody confirmed is shown, and is no part of a score', () => {
  const tag = [{ system: 'https://enjournal.no/fhir/CodeSystem/verification', code: 'unverified' }];
  const unverified = number('07:20', '8867-4', 200, { status: 'preliminary', meta: { tag } });
  const others = wholeSet('07:20').filter(({ code }) => code?.coding?.[0]?.code !== '8867-4');
  const { sets, pulse } = vitalsOf([...others, unverified], never);
  expect(sets[0]).toMatchObject({ total: undefined, unverified: true, news2: { missing: ['pulse'] } });
  expect(pulse[0]).toMatchObject({ value: 200, unverified: true });
});

test('scale 2 holds from when it was decided', () => {
  const low = (time: string) =>
    wholeSet(time).map((of) => (of.code?.coding?.[0]?.code === '59408-5' ? number(time, '59408-5', 90) : of));
  const { sets } = vitalsOf([...low('07:00'), ...low('09:00')], (moment) => moment >= Date.parse(at('08:00')));
  expect(sets.map(({ news2 }) => news2.points.saturation)).toEqual([3, 0]);
});

test('what is in error is nowhere', () => {
  expect(vitalsOf([number('07:00', '8867-4', 70, { status: 'entered-in-error' })], never).sets).toEqual([]);
});

const fluid = (code: string, ml: number, from: string, to?: string) =>
  fluidOf({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/fluid', code }] },
    valueQuantity: { value: ml, code: 'mL' },
    ...(to === undefined ? { effectiveDateTime: from } : { effectivePeriod: { start: from, end: to } }),
  })!;

test('fluid is summed by parts of the day, what takes time is spread, and the day has its balance', () => {
  const all = [
    fluid('intake-oral', 200, at('09:10')),
    fluid('intake-iv', 800, at('10:00'), at('18:00')),
    fluid('output-urine', 350, at('13:00')),
  ];
  expect(fluidBlocks(all, 4).map(({ intake, output }) => [intake, output])).toEqual([
    [400, 0],
    [400, 350],
    [200, 0],
  ]);
  expect(dayBalances(all).map(({ balance }) => balance)).toEqual([650]);
});

test('the day of the change to winter time has twenty-five hours', () => {
  const blocks = fluidBlocks([fluid('intake-iv', 250, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00')], 24);
  expect(blocks).toHaveLength(1);
  expect(blocks[0]!.to - blocks[0]!.from).toBe(25 * 3_600_000);
});
