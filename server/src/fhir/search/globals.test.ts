import { expect, test } from 'vitest';
import { countsActors, countsCodes, isOutsideRecords, policy } from './globals.ts';
import { searchParametersOf } from './parameters.ts';

test('the policy names parameters that R4 has, of the type that the rule is about', () => {
  const types = { actors: ['reference'], codes: ['token'], names: ['string'], lists: ['reference', 'token', 'uri'] };
  for (const [rule, allowed] of Object.entries(types)) {
    for (const [type, codes] of Object.entries(policy[rule as keyof typeof types])) {
      for (const code of codes.filter((one) => one !== '*')) {
        expect(allowed, `${rule}: ${type}.${code}`).toContain(searchParametersOf(type).get(code)?.type);
      }
    }
  }
});

test('status never counts', () => {
  for (const type of Object.keys(policy.codes)) expect(countsCodes(type, 'status'), type).toBe(false);
});

test('all actors count where work waits for somebody, elsewhere those that are named', () => {
  expect(countsActors('Appointment', 'practitioner')).toBe(true);
  expect(countsActors('DocumentReference', 'author')).toBe(true);
  expect(countsActors('DocumentReference', 'custodian')).toBe(false);
  expect(countsActors('Observation', 'performer')).toBe(false);
});

test('a resource is outside the records when its type is, or when it is about no patient', () => {
  expect(isOutsideRecords('Practitioner', undefined)).toBe(true);
  expect(isOutsideRecords('Group', undefined)).toBe(true);
  expect(isOutsideRecords('Observation', 'Patient/one')).toBe(false);
});
