import { expect, test } from 'vitest';
import type { Resource } from '../resource.ts';
import { patientTypes } from '../types.ts';
import { companionOf, subjectOf } from './subject.ts';

const of = (resource: object) => subjectOf(resource as Resource);
const one = { reference: 'Patient/one' };
const two = { reference: 'Patient/two' };

test('a Patient belongs to its own record', () => {
  expect(of({ resourceType: 'Patient', id: 'one', link: [{ other: two, type: 'seealso' }] })).toBe('Patient/one');
});

test.each([
  ['Observation', { subject: one, performer: [two] }],
  ['AllergyIntolerance', { recorder: two, patient: one }],
  ['Coverage', { policyHolder: two, beneficiary: one, payor: [two] }],
  ['ResearchSubject', { individual: one }],
  ['Task', { focus: two, for: one }],
  ['Device', { patient: one, owner: { reference: 'Organization/o' } }],
  ['GuidanceResponse', { subject: one, performer: { reference: 'Device/d' } }],
  ['Contract', { subject: [{ reference: 'Organization/o' }, one] }],
  ['Binary', { securityContext: one }],
])('a %s belongs to whom it is about, not to others that it names', (resourceType, members) => {
  expect(of({ resourceType, ...members })).toBe('Patient/one');
});

test('without a patient it is about, a resource belongs to the first that its compartment finds', () => {
  const actors = [
    { actor: { reference: 'Practitioner/p' } },
    { actor: { display: 'Ola' } },
    { actor: one },
    { actor: two },
  ];
  expect(of({ resourceType: 'Appointment', participant: actors })).toBe('Patient/one');
  expect(of({ resourceType: 'Communication', recipient: [one], sender: two })).toBe('Patient/two');
  expect(of({ resourceType: 'Observation', subject: { reference: 'Device/d' }, performer: [one] })).toBe('Patient/one');
});

test('a version of the patient is the same patient', () => {
  expect(of({ resourceType: 'Condition', subject: { reference: 'Patient/one/_history/2' } })).toBe('Patient/one');
});

test.each([
  { resourceType: 'Observation', subject: { reference: 'http://elsewhere.no/fhir/Patient/one' } },
  { resourceType: 'Observation', subject: { reference: '#inner' } },
  { resourceType: 'Observation', subject: { identifier: { value: '1' }, type: 'Patient' } },
  { resourceType: 'Group', member: [{ entity: one }] },
  { resourceType: 'Slot', schedule: one },
  { resourceType: 'Practitioner', id: 'one' },
  { resourceType: 'Patient' },
])('$resourceType %# belongs to no patient', (resource) => {
  expect(of(resource)).toBeUndefined();
});

test('a Binary and a Linkage go with something in a record when they name no patient', () => {
  const withReference = (reference: string) =>
    companionOf({ resourceType: 'Binary', securityContext: { reference } } as never);
  expect(withReference('DocumentReference/d/_history/3')).toBe('DocumentReference/d');
  expect(withReference('Organization/o')).toBeUndefined();
  expect(withReference('http://elsewhere.no/DocumentReference/d')).toBeUndefined();
  expect(withReference('#inner')).toBeUndefined();
  const item = ['Organization/o', 'Condition/c', 'Patient/one'].map((reference) => ({ resource: { reference } }));
  expect(companionOf({ resourceType: 'Linkage', item } as never)).toBe('Condition/c');
  expect(of({ resourceType: 'Linkage', item })).toBe('Patient/one');
  expect(companionOf({ resourceType: 'Observation', focus: [one] } as never)).toBeUndefined();
});

test('every type that lives in patients’ records has a way to a patient', () => {
  for (const resourceType of patientTypes) {
    if (resourceType === 'Group') continue;
    const anywhere: object = new Proxy({}, { get: (_, name) => (name === 'reference' ? 'Patient/one' : anywhere) });
    const resource = new Proxy({}, { get: (_, name) => ({ resourceType, id: 'one' })[String(name)] ?? anywhere });
    expect(of(resource), resourceType).toBe('Patient/one');
  }
});
