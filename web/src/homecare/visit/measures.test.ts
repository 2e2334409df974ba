import { expect, test } from 'vitest';
import type { Observation } from '../../shared/fhir/types.ts';
import { isSurprising, measuredIn, measures, observed, textOf } from './measures.ts';

const of = (key: string) => measures.find((one) => one.key === key)!;

test('what is typed is read as nurses type it', () => {
  expect(measuredIn('118/68', of('pressure'))).toEqual({ value: 118, second: 68 });
  expect(measuredIn(' 118 68 ', of('pressure'))).toEqual({ value: 118, second: 68 });
  expect(measuredIn('61,2', of('weight'))).toEqual({ value: 61.2 });
  expect(measuredIn('37.4', of('temperature'))).toEqual({ value: 37.4 });
});

test('what cannot be is not believed', () => {
  for (const text of ['', '118', '68/118', '118/68/5', 'a/b', '1180/68'])
    expect(measuredIn(text, of('pressure')), text).toBeUndefined();
  for (const text of ['612', '61,22', '-3', '6l']) expect(measuredIn(text, of('weight')), text).toBeUndefined();
  expect(measuredIn('101', of('saturation'))).toBeUndefined();
});

test('a measurement is what was typed, there and back', () => {
  for (const [key, text] of [
    ['pressure', '118/68'],
    ['weight', '61,2'],
    ['pulse', '74'],
  ] as const) {
    const made = observed(of(key), measuredIn(text, of(key))!) as Observation;
    expect(textOf(made, 'nb')).toBe(text);
  }
  expect(textOf(observed(of('weight'), { value: 61.2 }) as Observation, 'en')).toBe('61.2');
});

test('a weight that has changed by more than a tenth is asked about', () => {
  const before = observed(of('weight'), { value: 60 }) as Observation;
  expect(isSurprising(of('weight'), { value: 61.2 }, before)).toBe(false);
  expect(isSurprising(of('weight'), { value: 72 }, before)).toBe(true);
  expect(isSurprising(of('weight'), { value: 72 }, undefined)).toBe(false);
});
