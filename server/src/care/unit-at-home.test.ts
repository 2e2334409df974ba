import { expect, test } from 'vitest';
import type { JsonObject } from '../fhir/resource.ts';
import { toldUnit } from './unit-at-home.ts';

const episode = (code: string, unit: string, start = '2026-01-01'): JsonObject => ({
  resourceType: 'EpisodeOfCare',
  status: 'active',
  type: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9151', code }] }],
  period: { start },
  managingOrganization: { reference: `Organization/${unit}` },
});
const patient: JsonObject = {
  resourceType: 'Patient',
  generalPractitioner: [{ reference: 'PractitionerRole/ada' }, { reference: 'Organization/solli' }],
};

test('a dose that was missed is told to whom looks after the medicines, else to nurses, to others at home, to the practice', () => {
  const alarm = episode('6', 'centre', '2025-01-01');
  const nurses = episode('15', 'zone');
  const support = episode('27', 'medicine-team', '2026-06-01');
  const of = (...episodes: JsonObject[]) => toldUnit(episodes, patient)?.reference;
  expect(of(alarm, nurses, support)).toBe('Organization/medicine-team');
  expect(of(alarm, nurses)).toBe('Organization/zone');
  expect(of(alarm)).toBe('Organization/centre');
  expect(of()).toBe('Organization/solli');
  expect(toldUnit([], undefined)).toBeUndefined();
});
