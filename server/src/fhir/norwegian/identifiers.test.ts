import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  brokenIdentifierRule,
  isDNumber,
  isFhNumber,
  isHerId,
  isHprNumber,
  isNationalIdentityNumber,
  isOrganisationNumber,
} from './identifiers.ts';

test('published synthetic numbers are right', () => {
  // Tenor (month + 80), NHN's synthetic population (month + 65); see docs of the publishers.
  for (const number of ['26812297073', '22750884907', '19779998080', '16758532406']) {
    expect(isNationalIdentityNumber(number), number).toBe(true);
  }
  expect(isDNumber('47906701517')).toBe(true);
});

test('published examples with wrong check digits are refused', () => {
  expect(isNationalIdentityNumber('13057444850')).toBe(false);
  expect(isNationalIdentityNumber('05076600324')).toBe(false);
  expect(isOrganisationNumber('921592761')).toBe(false);
});

test('one wrong digit never passes the second check', () => {
  fc.assert(
    fc.property(fc.nat(10), fc.integer({ min: 1, max: 9 }), (place, change) => {
      const digits = [...'26812297073'].map(Number);
      digits[place] = ((digits[place] as number) + change) % 10;
      expect(isNationalIdentityNumber(digits.join(''))).toBe(false);
    }),
  );
});

/** Check digits by both rules; `remainder` is what the first check leaves. */
function numberOf(nine: string, remainder: number): string | undefined {
  const sum = (text: string, weights: number[]) =>
    weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  const first = (11 - (sum(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11) + remainder) % 11;
  if (first > 9) return undefined;
  const second = (11 - (sum(nine + first, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return second > 9 ? undefined : `${nine}${first}${second}`;
}

test('the first check digit follows the rule before 2032 or the one after', () => {
  let tried = 0;
  for (let individual = 0; individual < 1000; individual++) {
    for (let remainder = 0; remainder < 11; remainder++) {
      const number = numberOf(`018190${String(individual).padStart(3, '0')}`, remainder);
      if (number === undefined) continue;
      tried++;
      expect(isNationalIdentityNumber(number), `${number} leaves ${remainder}`).toBe(remainder <= 3);
    }
  }
  expect(tried).toBeGreaterThan(5000);
});

const withDate = (date: string) => {
  for (let individual = 0; individual < 1000; individual++) {
    const number = numberOf(date + String(individual).padStart(3, '0'), 0);
    if (number !== undefined) return number;
  }
  throw new Error('no number');
};

test('the date in a number exists', () => {
  for (const date of ['310190', '290200', '290204', '014190', '018190', '016690', '311290']) {
    expect(isNationalIdentityNumber(withDate(date)), date).toBe(true);
  }
  for (const date of [
    '000190',
    '320190',
    '300290',
    '290201',
    '310490',
    '010090',
    '011390',
    '016590',
    '019390',
    '410190',
  ]) {
    expect(isNationalIdentityNumber(withDate(date)), date).toBe(false);
  }
  expect(isDNumber(withDate('410190'))).toBe(true);
  expect(isDNumber(withDate('010190'))).toBe(false);
});

test('numbers without a date keep their form', () => {
  expect(isFhNumber('80000000000')).toBe(true);
  expect(isFhNumber('70000000000')).toBe(false);
  expect(isFhNumber('8000000000')).toBe(false);
  for (const number of ['1234567', '123456789']) expect(isHprNumber(number)).toBe(true);
  for (const number of ['123456', '1234567890', '0123456', '12345a7']) expect(isHprNumber(number)).toBe(false);
  for (const number of ['974760673', '889640782', '315058384']) expect(isOrganisationNumber(number), number).toBe(true);
  for (const number of ['974760674', '97476067', '174760673', '9747606731'])
    expect(isOrganisationNumber(number)).toBe(false);
  for (const number of ['1', '8094866']) expect(isHerId(number)).toBe(true);
  for (const number of ['0', '-1', '1.5', '', 'x', '0123']) expect(isHerId(number)).toBe(false);
});

test('the system says which rule holds, in both of its spellings', () => {
  expect(brokenIdentifierRule('urn:oid:2.16.578.1.12.4.1.4.1', '26812297073')).toBeUndefined();
  expect(brokenIdentifierRule('urn:oid:2.16.578.1.12.4.1.4.1', '26812297074')).toBe('national identity number');
  expect(brokenIdentifierRule('http://hl7.no/fhir/NamingSystem/FNR', '26812297074')).toBe('national identity number');
  expect(brokenIdentifierRule('urn:oid:2.16.578.1.12.4.1.4.2', '26812297073')).toBe('D-number');
  expect(brokenIdentifierRule('urn:oid:2.16.578.1.12.4.1.4.101', '974760674')).toBe('organisation number');
  expect(brokenIdentifierRule('urn:oid:2.16.578.1.12.4.1.2', '0')).toBe('HER-id');
  expect(brokenIdentifierRule('http://example.org', 'anything')).toBeUndefined();
});
