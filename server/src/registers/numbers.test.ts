import { expect, test } from 'vitest';
import { isHerId, isHprNumber, isOrganisationNumber, kindOfNumber } from './numbers.ts';

test('a number of the test series is a national identity number, and one of people is told from it', () => {
  expect(kindOfNumber('26812297073')).toBe('FNR');
  expect(kindOfNumber('47906701517')).toBe('DNR'); // day + 40
  expect(kindOfNumber('22750884907')).toBe('FNR'); // the series of NHN, month + 65
  expect(kindOfNumber('26812297073', 'synthetic')).toBe('FNR');
  expect(kindOfNumber('26812297073', 'real')).toBeUndefined();
});

test('a wrong control digit, a wrong length and a month that is in no series are refused', () => {
  expect(kindOfNumber('26812297074')).toBeUndefined();
  expect(kindOfNumber('2681229707')).toBeUndefined();
  expect(kindOfNumber('26812297o73')).toBeUndefined();
  expect(kindOfNumber('00000000000')).toBeUndefined();
});

test('one digit changed anywhere is always found, and so are two neighbours that changed place', () => {
  const number = '26812297073';
  for (let at = 0; at < 11; at++) {
    for (let digit = 0; digit < 10; digit++) {
      const other = number.slice(0, at) + digit + number.slice(at + 1);
      if (other !== number) expect(kindOfNumber(other), other).toBeUndefined();
    }
    if (at > 0 && number[at] !== number[at - 1]) {
      const swapped = number.slice(0, at - 1) + number[at] + number[at - 1] + number.slice(at + 1);
      expect(kindOfNumber(swapped), swapped).toBeUndefined();
    }
  }
});

test('numbers of organisations have a control digit; HPR numbers and HER-ids have none', () => {
  expect(isOrganisationNumber('974760673')).toBe(true);
  expect(isOrganisationNumber('974760674')).toBe(false);
  expect(isOrganisationNumber('174760673')).toBe(false);
  expect(isHprNumber('910000001')).toBe(true);
  expect(isHprNumber('0123')).toBe(false);
  expect(isHerId('9900001')).toBe(true);
  expect(isHerId('-1')).toBe(false);
});
