import { describe, expect, test } from 'vitest';
import type { Json, Resource } from '../fhir/resource.ts';
import { resourceTypes } from '../fhir/types.ts';
import { categoryOf, categorySystem, labelSystem, labelsOf } from './categories.ts';
import { label, resourceFactsOf } from './label.ts';
import { systems } from './rules/codes.ts';
import { aboutOf } from './rules/types.ts';

const kari = { reference: 'Patient/kari-testdal' };
const of = (resourceType: string, members: Record<string, Json> = {}): Resource =>
  ({ resourceType, id: 'x', subject: kari, patient: kari, for: kari, ...members }) as Resource;
const coded = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const from = (kind: string): Record<string, Json> => ({
  meta: { tag: [{ system: systems.serviceKind, code: kind }] },
});
const category = (resource: Resource) => categoryOf(label(resource));

test('every type of R4 has a place in the table', () => {
  const missing = resourceTypes.filter((type) => aboutOf(type) === 'clinical-note');
  expect(missing.length).toBeLessThan(32);
  expect(aboutOf('NoSuchType')).toBe('clinical-note');
  expect(resourceTypes.filter((type) => label({ resourceType: type }) === 0).length).toBeGreaterThan(50);
});

test('what belongs to nobody is shared; what could be somebody’s is not', () => {
  for (const type of ['Organization', 'Practitioner', 'ValueSet', 'Questionnaire', 'Slot', 'Schedule']) {
    expect(label({ resourceType: type, id: 'x' })).toBe(0);
  }
  expect(category({ resourceType: 'Schedule', id: 'x', actor: [kari] })).toBe('clinical-note');
  for (const type of ['Binary', 'Device', 'Linkage', 'Group', 'Task', 'List']) {
    expect(label({ resourceType: type, id: 'x' })).not.toBe(0);
  }
});

describe('by type and code', () => {
  test.each<[string, string, Record<string, Json>]>([
    ['demographics', 'Patient', {}],
    ['demographics', 'RelatedPerson', {}],
    ['critical-info', 'AllergyIntolerance', {}],
    ['critical-info', 'Flag', {}],
    ['clinical-note', 'Composition', { type: coded(systems.documentType, 'B02-2') }],
    ['clinical-note', 'Composition', { type: coded(systems.documentType, 'A03-2') }],
    ['care-plan', 'Composition', { type: coded(systems.documentType, 'A02-2') }],
    ['care-plan', 'Composition', { type: coded(systems.noteType, 'care-report') }],
    ['clinical-note', 'Composition', { type: coded(systems.noteType, 'daily-report') }],
    ['care-plan', 'QuestionnaireResponse', { questionnaire: 'https://enjournal.no/fhir/Questionnaire/fall-risk|1' }],
    ['care-plan', 'QuestionnaireResponse', { questionnaire: 'https://enjournal.no/fhir/Questionnaire/care-report' }],
    [
      'clinical-note',
      'QuestionnaireResponse',
      { questionnaire: 'https://enjournal.no/fhir/Questionnaire/cognition|1' },
    ],
    ['vedtak', 'Composition', { type: coded(systems.documentType, 'I02-2') }],
    ['lab', 'DocumentReference', { type: coded(systems.documentType, 'C01-2') }],
    ['clinical-note', 'DocumentReference', {}],
    ['medication', 'MedicationRequest', {}],
    ['medication', 'List', { code: coded('http://loinc.org', '10160-0') }],
    ['lab', 'Observation', { category: [coded('x', 'laboratory')] }],
    ['care-plan', 'Observation', { category: [coded('x', 'vital-signs')] }],
    ['clinical-note', 'Observation', { category: [coded('x', 'exam')] }],
    ['clinical-note', 'Observation', {}],
    ['medication', 'Observation', { code: coded(systems.doseEffect, 'effect') }],
    ['lab', 'DiagnosticReport', {}],
    ['care-plan', 'CarePlan', {}],
    ['care-plan', 'EpisodeOfCare', {}],
    ['vedtak', 'ServiceRequest', { category: [coded(systems.caseDocument, '2')] }],
    ['lab', 'ServiceRequest', { category: [coded('http://snomed.info/sct', '108252007')] }],
    ['clinical-note', 'ServiceRequest', {}],
    ['care-plan', 'ServiceRequest', { code: coded('urn:oid:2.16.578.1.12.4.1.1.8663', 'KR01') }],
    ['appointment', 'Appointment', { participant: [{ actor: kari }] }],
    ['appointment', 'Encounter', {}],
    ['clinical-note', 'Encounter', { reasonCode: [coded(systems.icpc2, 'A29')] }],
    ['vaccination', 'Immunization', {}],
    ['clinical-note', 'Condition', { code: coded(systems.icpc2, 'P76') }],
    ['psych-note', 'Condition', { code: coded(systems.icpc2, 'P98') }],
    ['substance-use', 'Condition', { code: coded(systems.icpc2, 'P19') }],
    ['sexual-health', 'Condition', { code: coded(systems.icpc2, 'W11') }],
    ['clinical-note', 'Condition', { code: coded(systems.icd10, 'F00.1') }],
    ['log', 'Consent', { scope: coded(systems.consentScope, 'patient-privacy'), provision: { type: 'deny' } }],
    ['demographics', 'Consent', { category: [coded(systems.representation, 'FU')] }],
    ['demographics', 'Consent', { category: [coded(systems.consentCategory, 'consent-in-situ')] }],
    ['log', 'Consent', { category: [coded(systems.consentCategory, 'address-access')] }],
    ['critical-info', 'Consent', { scope: coded(systems.consentScope, 'adr') }],
    ['log', 'Task', { code: coded(systems.taskCode, 'emergency-review') }],
    ['care-plan', 'Task', {}],
    ['adoption-link', 'Linkage', {}],
    ['log', 'AuditEvent', {}],
  ])('%s: %s %j', (wanted, type, members) => {
    expect(category(of(type, members))).toBe(wanted);
  });
});

test('a service whose every word is of one kind marks what it writes', () => {
  expect(category(of('Composition', from('psychiatry')))).toBe('psych-note');
  expect(category(of('Encounter', from('mental-health')))).toBe('psych-note');
  expect(category(of('Composition', from('addiction')))).toBe('substance-use');
  expect(category(of('Condition', from('psychiatry')))).toBe('psych-note');
  expect(category(of('MedicationRequest', from('psychiatry')))).toBe('medication');
  expect(category(of('MedicationRequest', from('youth-clinic')))).toBe('youth-clinic');
  expect(category(of('Appointment', from('youth-clinic')))).toBe('youth-clinic');
  expect(category(of('Encounter', { serviceType: coded('urn:oid:2.16.578.1.12.4.1.1.8451', '320') }))).toBe(
    'psych-note',
  );
});

test('what is said outright goes before what is worked out, the stricter of two before the other', () => {
  const security = (...codes: [string, string][]) => ({
    meta: { security: codes.map(([system, code]) => ({ system, code })) },
  });
  expect(category(of('Composition', security([categorySystem, 'psych-note'])))).toBe('psych-note');
  const two = security([categorySystem, 'clinical-note'], [categorySystem, 'youth-clinic']);
  expect(category(of('Composition', two))).toBe('youth-clinic');
  const labelled = label(of('Composition', security([labelSystem, 'wrong-patient'], [systems.citizenAccess, 'NORU'])));
  expect(labelsOf(labelled)).toEqual(['wrong-patient', 'delayed']);
  expect(labelsOf(label(of('Composition', security([systems.citizenAccess, 'NORN_FFL']))))).toEqual(['withheld']);
});

test('what is struck as written about somebody else is in quarantine by the strike itself, and nothing that still counts', () => {
  const because = (code: string) => ({
    extension: [
      {
        url: 'https://enjournal.no/fhir/StructureDefinition/struck-reason',
        valueCodeableConcept: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/struck-reason', code }] },
      },
    ],
  });
  const quarantined = (type: string, members: Record<string, Json>) =>
    labelsOf(label(of(type, members))).includes('wrong-patient');
  const struck = { status: 'entered-in-error' };
  expect(quarantined('DocumentReference', { ...struck, ...because('wrong-person') })).toBe(true);
  expect(
    quarantined('Condition', {
      verificationStatus: { coding: [{ code: 'entered-in-error' }] },
      ...because('wrong-person'),
    }),
  ).toBe(true);
  expect(quarantined('DocumentReference', { ...struck, ...because('error') })).toBe(false);
  expect(quarantined('Composition', { status: 'final', ...because('wrong-person') })).toBe(false);
  expect(quarantined('MedicationRequest', { ...struck, ...because('wrong-person') })).toBe(false);
});

test('what is not signed is a draft, as it tells itself and never as it is said', () => {
  const draft = (type: string, members: Record<string, Json>) => labelsOf(label(of(type, members))).includes('draft');
  const written = { meta: { tag: [{ system: systems.recorder, code: 'ada-solli' }] } };
  expect(draft('QuestionnaireResponse', { status: 'in-progress' })).toBe(true);
  expect(draft('QuestionnaireResponse', { status: 'stopped' })).toBe(true);
  expect(draft('QuestionnaireResponse', { status: 'completed' })).toBe(false);
  expect(draft('Composition', { ...written, status: 'preliminary' })).toBe(true);
  expect(draft('Composition', { ...written, status: 'preliminary', attester: [{ mode: 'professional' }] })).toBe(false);
  expect(draft('Composition', { status: 'preliminary' })).toBe(false);
  expect(draft('Composition', { ...written, status: 'final' })).toBe(false);
  expect(draft('Task', { code: coded(systems.taskCode, 'unsigned-note') })).toBe(true);
  expect(draft('Condition', { meta: { security: [{ system: labelSystem, code: 'draft' }] } })).toBe(false);
});

test('the facts of one resource are read from its row and its tags', () => {
  const resource = of('Composition', {
    author: [{ reference: 'Practitioner/ada-solli' }, { display: 'Somebody' }],
    meta: {
      tag: [
        { system: systems.custodian, code: 'solli-legekontor' },
        { system: systems.recorder, code: 'ada-solli' },
      ],
    },
  });
  expect(resourceFactsOf(resource, { access: label(resource), from: 1, to: 2 })).toEqual({
    type: 'Composition',
    id: 'x',
    category: 'clinical-note',
    labels: [],
    custodians: ['solli-legekontor'],
    authors: ['ada-solli'],
    signers: ['Practitioner/ada-solli'],
    from: 1,
    to: 2,
  });
  expect(resourceFactsOf(resource, { access: 0 })).toBeUndefined();
});
