import { expect, test } from 'vitest';
import type { Resource } from '../../fhir/resource.ts';
import { eventsOf } from './detect.ts';

const FNR = 'urn:oid:2.16.578.1.12.4.1.4.1';
const kari: Resource = {
  resourceType: 'Patient',
  id: 'kari',
  identifier: [{ system: FNR, value: '14834212081' }],
  name: [{ use: 'official', family: 'Testdal', given: ['Kari'] }],
  generalPractitioner: [{ reference: 'Organization/solli' }],
};
const kinds = (before: Resource, after: Resource | undefined): unknown[] =>
  eventsOf(before, after).map(({ of: _, ...event }) => event);

test('what is as it was is no event, and neither is what the registers do not tell', () => {
  expect(kinds(kari, { ...kari, telecom: [{ system: 'phone', value: '1' }], meta: { versionId: '2' } })).toEqual([]);
});

test('a death is told once', () => {
  const dead = { ...kari, deceasedDateTime: '2026-11-20' };
  expect(kinds(kari, dead)).toEqual([{ kind: 'death', on: '2026-11-20' }]);
  expect(kinds({ ...kari, deceasedBoolean: true }, dead)).toEqual([]);
});

test('a name, a number, an address protection and a GP', () => {
  const after = {
    ...kari,
    identifier: [
      { use: 'official', system: FNR, value: '26812297073' },
      { use: 'old', system: FNR, value: '14834212081' },
    ],
    name: [{ use: 'official', family: 'Nydal', given: ['Kari'] }],
    extension: [
      { url: 'https://enjournal.no/fhir/StructureDefinition/address-protection', valueCode: 'strengt-fortrolig' },
    ],
    generalPractitioner: [{ reference: 'Organization/havn' }],
  };
  expect(kinds(kari, after)).toEqual([
    { kind: 'number', was: ['14834212081'], is: '26812297073' },
    { kind: 'name' },
    { kind: 'address-protection', was: 'none', is: 'strengt-fortrolig' },
    { kind: 'gp', was: ['Organization/solli'], is: ['Organization/havn'] },
  ]);
});

test('parental responsibility and guardianship, given and lost, also when the RelatedPerson is gone', () => {
  const mother: Resource = {
    resourceType: 'RelatedPerson',
    id: 'm',
    identifier: [{ system: FNR, value: '14834212081' }],
    patient: { reference: 'Patient/child' },
    relationship: [
      { coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code: 'felles' }] },
    ],
  };
  const numbers = ['14834212081'];
  const without = { ...mother, relationship: [] };
  expect(kinds(mother, without)).toEqual([{ kind: 'custody', isGiven: false, numbers }]);
  expect(kinds(without, mother)).toEqual([{ kind: 'custody', isGiven: true, numbers }]);
  expect(kinds(mother, undefined)).toEqual([{ kind: 'custody', isGiven: false, numbers }]);
  expect(kinds(mother, { ...mother, active: false })).toEqual([{ kind: 'custody', isGiven: false, numbers }]);
  const guardian = {
    ...mother,
    relationship: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7611', code: 'VE' }] }],
  };
  expect(kinds(guardian, without)).toEqual([{ kind: 'guardian', isGiven: false, numbers }]);
});

test('authorisations and jobs', () => {
  const nurse: Resource = { resourceType: 'Practitioner', id: 'n', qualification: [{ code: { text: 'SP' } }] };
  expect(kinds(nurse, { ...nurse, qualification: [] })).toEqual([{ kind: 'authorisation' }]);
  const job: Resource = { resourceType: 'PractitionerRole', id: 'j', period: { start: '2020-01-01' } };
  expect(kinds(job, { ...job, period: { start: '2020-01-01', end: '2026-11-30' } })).toEqual([
    { kind: 'employment', isOpen: false },
  ]);
  expect(kinds(job, undefined)).toEqual([{ kind: 'employment', isOpen: false }]);
});
