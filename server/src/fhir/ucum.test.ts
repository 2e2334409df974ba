import { expect, test, vi } from 'vitest';
import { canonicalQuantity, isUnit } from './ucum.ts';

test.each([
  [3.5, 'mg', 0.0035, 'g'],
  [1, 'kg', 1000, 'g'],
  [1, 'mg/mL', 1000, 'g.m-3'],
  [1, 'g/L', 1000, 'g.m-3'],
  [5.6, 'mmol/L', 5.6, 'mol.m-3'],
  [140, 'meq/L', 140, 'eq.m-3'],
  [6.5, '10*9/L', 6.5e12, 'm-3'],
  [6.5, '10*3/uL{cells}', 6.5e12, 'm-3'],
  [120, 'mm[Hg]', 15_998_640, 'g.m-1.s-2'],
  [60, '/min', 1, 's-1'],
  [60, '{beats}/min', 1, 's-1'],
  [97, '%', 0.97, '1'],
  [3, '{score}', 3, '1'],
  [37, 'Cel', 310.15, 'K'],
  [98.6, '[degF]', 310.15, 'K'],
  [5, 'k[IU]/L', 5_000_000, '[iU].m-3'],
  [5, '[iU]/mL', 5_000_000, '[iU].m-3'],
  [7.4, '[pH]', 7.4, '[pH]'],
  [1, 'a', 31_557_600, 's'],
])('%d %s is %d %s', (value, code, canonicalValue, canonicalCode) => {
  expect(canonicalQuantity(value, code)).toEqual({ value: canonicalValue, code: canonicalCode });
  // The canonical code of units that convert is itself a UCUM unit of the same size.
  expect(canonicalQuantity(canonicalValue, canonicalCode)?.code).toBe(canonicalCode);
});

test('an international unit is nothing but itself', () => {
  expect(canonicalQuantity(1, '[iU]')?.code).not.toBe(canonicalQuantity(1, '{tablet}')?.code);
  expect(canonicalQuantity(1, '[CFU]/mL')?.code).not.toBe(canonicalQuantity(1, '[iU]/mL')?.code);
  expect(canonicalQuantity(1, 'mg/[iU]')).toEqual({ value: 1, code: 'mg/[iU]' });
});

test('what is not UCUM is no unit, and nothing of it is printed', () => {
  const log = vi.spyOn(console, 'log');
  const wrong = [
    '',
    'tbl',
    'mgg',
    'meter',
    '2.4 mg',
    '2.4mg',
    'mg/',
    '{a',
    'a}',
    '(((',
    'Cel/s',
    'µg',
    'm'.repeat(101),
  ];
  const odd = [
    '(mg){x',
    '((mg)',
    'mg)',
    '{a}(mg)kg',
    'kg(mg){a}b',
    '__proto__',
    'constructor',
    'toString',
    'constructor/L',
    'mg/__proto__',
  ];
  for (const code of [...wrong, ...odd])
    expect([code, canonicalQuantity(1, code), isUnit(code)]).toEqual([code, undefined, false]);
  expect(log).not.toHaveBeenCalled();
});

test('units in use are units', () => {
  for (const code of [
    'mg',
    'ug/kg/h',
    'kg/m2',
    'mL/min/{1.73_m2}',
    'cm',
    'd',
    'wk',
    '1',
    'U/L',
    'mL/h',
    'L/min',
    'm[H2O]',
    '[drp]',
  ])
    expect([code, isUnit(code)]).toEqual([code, true]);
});
