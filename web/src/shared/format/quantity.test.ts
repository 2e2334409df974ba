import { expect, test } from 'vitest';
import type { Observation } from '../fhir/types.ts';
import { decimalsOf, numberText, quantityText, rangeText, standingOf, unitText, valueText } from './quantity.ts';

const nb = (text: string) => text.replaceAll('\u00a0', ' ');

test('numbers have decimal comma in Norwegian and a real minus', () => {
  expect(numberText(61.2, 'nb')).toBe('61,2');
  expect(numberText(61.2, 'en')).toBe('61.2');
  expect(numberText(-1.4, 'nn')).toBe('−1,4');
  expect(numberText(5, 'nb', 1)).toBe('5,0');
  expect(numberText(23.456789012, 'nb')).toBe('23,46');
  expect(numberText(12345, 'nb')).toBe('12345');
});

test('units read as people write them', () => {
  expect(unitText({ code: 'mm[Hg]' })).toBe('mmHg');
  expect(unitText({ unit: 'umol/L' })).toBe('µmol/L');
  expect(unitText({ code: '{score}' })).toBe('');
  expect(nb(quantityText({ value: 5, comparator: '<', unit: 'mg/l' }, 'nb'))).toBe('< 5 mg/l');
});

test('a series is written with one precision', () => {
  expect(decimalsOf([4.8, 5, 4.25])).toBe(2);
  expect(decimalsOf([])).toBe(0);
});

test('blood pressure is written systolic over diastolic in either order', () => {
  const part = (code: string, value: number) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value, code: 'mm[Hg]' },
  });
  const pressure: Observation = { resourceType: 'Observation', component: [part('8462-4', 68), part('8480-6', 118)] };
  expect(nb(valueText(pressure, 'nb'))).toBe('118/68 mmHg');
});

test('a value stands against the laboratory’s mark first, else its range', () => {
  const value = (number: number) => ({
    valueQuantity: { value: number },
    referenceRange: [{ low: { value: 45 }, high: { value: 90 } }],
  });
  expect(standingOf(value(108))).toBe('high');
  expect(standingOf(value(44))).toBe('low');
  expect(standingOf(value(90))).toBe('within');
  expect(standingOf({ valueQuantity: { value: 1 } })).toBe('unknown');
  expect(standingOf({ ...value(60), interpretation: [{ coding: [{ code: 'HH' }] }] })).toBe('critical-high');
  expect(rangeText({ low: { value: 60 } }, 'nb')).toBe('≥\u00a060');
});
