import { expect, test } from 'vitest';
import { delegationTo, ended, giverOf, isRunning, medicinesOf, memberOf } from './delegations.ts';

const team = delegationTo({
  patient: 'kari',
  to: { reference: 'PractitionerRole/aksel', display: 'Aksel' },
  by: { reference: 'PractitionerRole/hanne', display: 'Hanne' },
  medicines: [{ reference: 'MedicationRequest/a', display: 'Paracetamol' }],
  task: '7',
  until: '2099-12-29',
});

test('a delegation tells to whom, by whom and of what', () => {
  expect([memberOf(team)?.display, giverOf(team)?.display, medicinesOf(team)[0]?.display]).toEqual([
    'Aksel',
    'Hanne',
    'Paracetamol',
  ]);
});

test('it runs through its last day, and no longer once it is ended', () => {
  expect(isRunning(team, Date.parse('2099-12-29T20:00:00Z'))).toBe(true);
  expect(isRunning(team, Date.parse('2099-12-31T20:00:00Z'))).toBe(false);
  expect(isRunning(ended(team), Date.now())).toBe(false);
});
