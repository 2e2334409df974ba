import { expect, test } from 'vitest';
import { systems } from '../../shared/fhir/systems.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { personQuery } from './person-query.ts';

const paramsOf = (typed: string) => personQuery(typed, 2026)?.params;
const numbered = (value: string): Patient => ({
  resourceType: 'Patient',
  identifier: [{ system: systems.nationalId, value }],
});

test('names are searched word by word, from two letters', () => {
  expect(paramsOf('k')).toBeUndefined();
  expect(paramsOf('ka')).toEqual({ name: ['ka'] });
  expect(paramsOf(' Testdal, Kari ')).toEqual({ name: ['Testdal', 'Kari'] });
  expect(paramsOf('kari 1942')).toEqual({ name: ['kari'], birthdate: '1942' });
  expect(paramsOf('kari 14.03.42')).toEqual({ name: ['kari'], birthdate: '1942-03-14' });
});

test('a whole number is searched as identity number and D-number, however it is spaced', () => {
  const both = { identifier: `${systems.nationalId}|14834212081,${systems.dNumber}|14834212081` };
  expect(paramsOf('14834212081')).toEqual(both);
  expect(paramsOf('148342 12081')).toEqual(both);
});

test('a number being typed is found by its birth date from the sixth digit, also synthetic and D-numbers', () => {
  expect(paramsOf('14834')).toBeUndefined();
  expect(paramsOf('148342')).toEqual({ birthdate: '1942-03-14' });
  expect(paramsOf('54034212')).toEqual({ birthdate: '1942-03-14' });
  expect(paramsOf('148315')).toEqual({ birthdate: '1915-03-14,2015-03-14' });
  const query = personQuery('148342 12', 2026);
  expect(query?.keeps(numbered('14834212081'))).toBe(true);
  expect(query?.keeps(numbered('14834299999'))).toBe(false);
});

test('birth dates are read as they are written', () => {
  expect(paramsOf('14.3.1942')).toEqual({ birthdate: '1942-03-14' });
  expect(paramsOf('14031942')).toMatchObject({ birthdate: expect.stringContaining('1942-03-14') });
  expect(paramsOf('1942-03-14')).toEqual({ birthdate: '1942-03-14' });
  expect(paramsOf('31.02.1942')).toBeUndefined();
  expect(personQuery('14.03.1942', 2026)?.keeps(numbered('99999999999'))).toBe(true);
});
