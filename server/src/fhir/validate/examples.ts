import type { JsonObject, Resource } from '../resource.ts';

/** Valid resources of many kinds, for tests. Each call makes new ones, so that a test may break what it gets. */

const concept = (system: string, code: string, text?: string) => ({
  coding: [{ system, code }],
  ...(text ? { text } : {}),
});
const loinc = (code: string) => concept('http://loinc.org', code);
const category = (code: string) => concept('http://terminology.hl7.org/CodeSystem/observation-category', code);
const status = (system: string, code: string) => concept(`http://terminology.hl7.org/CodeSystem/${system}`, code);
const patient = { reference: 'Patient/kari' };
const mmHg = (value: number) => ({ value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' });

export const aPatient = (more: JsonObject = {}): Resource => ({
  resourceType: 'Patient',
  id: 'kari',
  meta: { versionId: '1', lastUpdated: '2026-11-24T10:00:00Z', tag: [{ system: 'http://example.org', code: 'x' }] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Kari <b>Nordmann</b></p></div>' },
  extension: [
    { url: 'http://example.org/note', valueString: 'x' },
    {
      url: 'http://example.org/both',
      extension: [
        { url: 'a', valueBoolean: true },
        { url: 'b', valueDecimal: 1.5 },
      ],
    },
  ],
  identifier: [{ use: 'official', system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '26812297073' }],
  active: true,
  name: [{ use: 'official', family: 'Nordmann', given: ['Kari', null], _given: [null, { extension: [absent] }] }],
  telecom: [{ system: 'phone', value: '+4790000000', use: 'mobile', rank: 1 }],
  gender: 'female',
  birthDate: '1990-02-28',
  _birthDate: { extension: [{ url: 'http://example.org/time', valueDateTime: '1990-02-28T12:00:00+01:00' }] },
  deceasedBoolean: false,
  address: [{ use: 'home', line: ['Storgata 1'], city: 'Sandnes', postalCode: '0301', period: { start: '2001' } }],
  maritalStatus: status('v3-MaritalStatus', 'M'),
  multipleBirthInteger: 2,
  contact: [{ relationship: [{ text: 'mor' }], name: { text: 'Anne' } }],
  communication: [{ language: concept('urn:ietf:bcp:47', 'nb'), preferred: true }],
  generalPractitioner: [{ reference: 'Practitioner/lege', display: 'Fastlege' }],
  managingOrganization: { type: 'Organization', identifier: { system: 'http://example.org', value: '1' } },
  link: [{ other: { reference: 'Patient/old' }, type: 'replaces' }],
  ...more,
});

const absent = { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' };

export const anObservation = (more: JsonObject = {}): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  category: [category('vital-signs')],
  code: loinc('85354-9'),
  subject: patient,
  encounter: { reference: 'https://elsewhere.example/fhir/Encounter/e1/_history/2' },
  effectiveDateTime: '2026-11-24T10:00:00+01:00',
  issued: '2026-11-24T10:00:00.123+01:00',
  performer: [{ reference: 'Practitioner/lege' }, { reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' }],
  referenceRange: [{ low: mmHg(90), high: mmHg(140), text: 'voksne' }],
  component: [
    { code: loinc('8480-6'), valueQuantity: mmHg(120), referenceRange: [{ text: 'a' }] },
    { code: loinc('8462-4'), valueQuantity: mmHg(80) },
  ],
  ...more,
});

export const aCondition = (more: JsonObject = {}): Resource => ({
  resourceType: 'Condition',
  clinicalStatus: status('condition-clinical', 'active'),
  verificationStatus: status('condition-ver-status', 'confirmed'),
  code: concept('urn:oid:2.16.578.1.12.4.1.1.7170', 'T90', 'Diabetes type 2'),
  subject: patient,
  onsetAge: { value: 40, unit: 'år', system: 'http://unitsofmeasure.org', code: 'a' },
  recordedDate: '2020-05',
  stage: [{ summary: { text: 'I' } }],
  note: [{ text: 'kontroll *årlig*', time: '2026-11-24T10:00:00Z', authorString: 'lege' }],
  ...more,
});

export const aMedicationRequest = (more: JsonObject = {}): Resource => ({
  resourceType: 'MedicationRequest',
  contained: [{ resourceType: 'Medication', id: 'med', code: concept('http://www.whocc.no/atc', 'N02BE01') }],
  status: 'active',
  intent: 'order',
  medicationReference: { reference: '#med' },
  subject: patient,
  authoredOn: '2026-11-24',
  dosageInstruction: [
    {
      sequence: 1,
      timing: {
        repeat: { boundsPeriod: { start: '2026-11', end: '2026-12' }, frequency: 3, period: 1, periodUnit: 'd' },
      },
      asNeededBoolean: false,
      doseAndRate: [{ doseQuantity: { value: 1.5, unit: 'tablett' } }],
      maxDosePerPeriod: {
        numerator: { value: 4 },
        denominator: { value: 1, system: 'http://unitsofmeasure.org', code: 'd' },
      },
    },
  ],
  dispenseRequest: { numberOfRepeatsAllowed: 0, quantity: { value: 100 } },
  ...more,
});

export const anAppointment = (more: JsonObject = {}): Resource => ({
  resourceType: 'Appointment',
  status: 'booked',
  start: '2026-11-24T10:00:00+01:00',
  end: '2026-11-24T10:20:00+01:00',
  participant: [{ actor: patient, status: 'accepted' }],
  ...more,
});

export const anOrganization = (more: JsonObject = {}): Resource => ({
  resourceType: 'Organization',
  identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.101', value: '974760673' }],
  name: 'Legekontoret',
  address: [{ use: 'work', city: 'Sandnes' }],
  contact: [{ telecom: [{ system: 'email', value: 'post@example.org' }] }],
  ...more,
});

export const aQuestionnaire = (more: JsonObject = {}): Resource => ({
  resourceType: 'Questionnaire',
  url: 'http://example.org/Questionnaire/q',
  version: '1',
  name: 'Q',
  status: 'draft',
  subjectType: ['Patient'],
  item: [
    {
      linkId: '1',
      type: 'group',
      item: [
        { linkId: '1.1', type: 'choice', answerOption: [{ valueCoding: { code: 'a' }, initialSelected: true }] },
        {
          linkId: '1.2',
          type: 'string',
          maxLength: 20,
          enableWhen: [{ question: '1.1', operator: 'exists', answerBoolean: true }],
          initial: [{ valueString: 'x' }],
        },
      ],
    },
    { linkId: '2', type: 'display', text: 'Takk' },
  ],
  ...more,
});

export const aBundle = (more: JsonObject = {}): Resource => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
      resource: aPatient(),
      request: { method: 'POST', url: 'Patient' },
    },
    { resource: anObservation(), request: { method: 'PUT', url: 'Observation/1', ifMatch: 'W/"1"' } },
  ],
  ...more,
});

export const aCodeSystem = (more: JsonObject = {}): Resource => ({
  resourceType: 'CodeSystem',
  url: 'http://example.org/CodeSystem/c',
  status: 'active',
  content: 'complete',
  concept: [
    { code: 'a', display: 'A', property: [{ code: 'p', valueInteger: 1 }], concept: [{ code: 'a1' }] },
    { code: 'b', designation: [{ language: 'nb', value: 'B' }] },
  ],
  ...more,
});

export const aParameters = (more: JsonObject = {}): Resource => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'a', valueUri: 'urn:x' },
    { name: 'b', resource: aCondition() },
    { name: 'c', part: [{ name: 'd', valueUnsignedInt: 0 }] },
  ],
  ...more,
});

export const anAttachmentHolder = (more: JsonObject = {}): Resource => ({
  resourceType: 'DocumentReference',
  status: 'current',
  subject: patient,
  content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data: 'QUJD', size: 3, creation: '2026' } }],
  context: { sourcePatientInfo: patient, period: { start: '2026-11-24T10:00:00Z', end: '2026-11-24T11:30:00+01:00' } },
  ...more,
});

export const anExplanation = (more: JsonObject = {}): Resource => ({
  resourceType: 'ExplanationOfBenefit',
  status: 'active',
  type: { text: 'x' },
  use: 'claim',
  patient,
  created: '2026-11-24',
  insurer: { display: 'x' },
  provider: { reference: '#org' },
  contained: [{ resourceType: 'Organization', id: 'org', name: 'x' }],
  outcome: 'complete',
  insurance: [{ focal: true, coverage: { display: 'x' } }],
  item: [
    {
      sequence: 1,
      productOrService: { text: 'x' },
      net: { value: 12.5, currency: 'NOK' },
      adjudication: [{ category: { text: 'x' } }],
    },
  ],
  ...more,
});

export const examples: readonly (() => Resource)[] = [
  ...[aPatient, anObservation, aCondition, aMedicationRequest, anAppointment, anOrganization, aQuestionnaire],
  ...[aBundle, aCodeSystem, aParameters, anAttachmentHolder, anExplanation],
];
