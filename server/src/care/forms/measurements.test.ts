import { assert, constantFrom, double, integer, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { measurementKinds, observationOf } from './measurement-kinds.ts';
import { parseMeasurements } from './measurements.ts';

const read = (text: string) =>
  parseMeasurements(text).measurements.map(({ kind, values }) => `${kind.names[0]} ${values.join('/')}`);

test('a line typed in a hurry becomes measurements', () => {
  expect(read('bt 140/90 puls 72 temp 37,4 spo2 96 rf 18 vekt 71,2 høyde 172 bs 6,2')).toEqual([
    'bt 140/90',
    'puls 72',
    'temp 37.4',
    'spo2 96',
    'rf 18',
    'vekt 71.2',
    'høyde 172',
    'bs 6.2',
  ]);
});

test.each([
  ['BT: 120/80, Puls: 64.', ['bt 120/80', 'puls 64']],
  ['bt120/80 p64 t37', ['bt 120/80', 'puls 64', 'temp 37']],
  ['blodtrykk 150 / 95 mmHg; metning 94 %', ['bt 150/95', 'spo2 94']],
  ['145/85', ['bt 145/85']],
  ['vekt 3450 g lengde 0,51 m ho 35,5 cm', ['vekt 3.45', 'høyde 51', 'ho 35.5']],
  ['temp 37.4 °C', ['temp 37.4']],
  ['NRS 4, CRP 12 mg/l, Hb 13,2', ['nrs 4', 'crp 12', 'hb 13.2']],
  ['BT 110', ['bt 110']],
])('%s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  'har hatt vondt i 3 dager',
  '4/5/6 og 12/3',
  'ICPC K86',
  'temp 37,4,5',
  'vekt 70 cm',
  '12.03.2026',
  'apt 3',
])('nothing is read from: %s', (text) => {
  expect(read(text)).toEqual([]);
});

test('words between are told as not understood', () => {
  expect(parseMeasurements('bt 140/90 sittende, puls 72 uregelmessig').unread.map(({ text }) => text)).toEqual([
    'sittende',
    'uregelmessig',
  ]);
});

test.each(['temp 374', 'bt 90/140', 'spo2 102', 'høyde 1,72', 'vekt 712'])('%s is read and doubted', (text) => {
  const { measurements } = parseMeasurements(text);
  expect(measurements.map(({ implausible }) => implausible)).toEqual([true]);
});

test('a blood pressure is a panel with two components, others have one value with its unit', () => {
  const [pressure, temperature] = parseMeasurements('bt 140/90 temp 37,4').measurements.map(observationOf);
  expect(pressure).toMatchObject({
    code: { coding: [{ code: '85354-9' }] },
    component: [
      { code: { coding: [{ code: '8480-6' }] }, valueQuantity: { value: 140, code: 'mm[Hg]' } },
      { code: { coding: [{ code: '8462-4' }] }, valueQuantity: { value: 90, unit: 'mmHg' } },
    ],
  });
  expect(temperature).toMatchObject({ valueQuantity: { value: 37.4, code: 'Cel', unit: '°C' } });
});

test('whatever is typed, it is read at once, and each part of it is read or told as not understood', () => {
  assert(
    property(string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const { measurements, unread } = parseMeasurements(text);
      const parts = [...measurements, ...unread].sort((a, b) => a.start - b.start);
      let at = 0;
      for (const { start, end } of parts) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(at).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('every name of every kind is read with any value, with comma or point', () => {
  const kinds = measurementKinds.filter(({ parts }) => parts === undefined);
  assert(
    property(
      constantFrom(...kinds),
      integer({ min: 0, max: 9 }),
      double({ min: 0, max: 999, noNaN: true }),
      (kind, n, x) => {
        const value = Number(x.toFixed(2));
        const name = kind.names[n % kind.names.length]!;
        for (const text of [`${name} ${value}`.replace('.', ','), `${name}: ${value}`]) {
          expect(parseMeasurements(text).measurements).toMatchObject([{ kind, values: [value] }]);
        }
      },
    ),
  );
});

test('a long text is not gone through again for each of its letters', () => {
  const start = performance.now();
  parseMeasurements('bt 140/'.repeat(100_000));
  parseMeasurements(`${'1'.repeat(1_000)} bt ${' '.repeat(2_000)}`);
  expect(performance.now() - start).toBeLessThan(5_000);
});
