import { expect, test } from 'vitest';
import { parseJson } from '../json/index.ts';
import type { Json, JsonObject, Resource } from '../resource.ts';
import {
  aBundle,
  aCodeSystem,
  aCondition,
  aMedicationRequest,
  anAttachmentHolder,
  anExplanation,
  anObservation,
  anOrganization,
  aParameters,
  aPatient,
  examples,
} from './examples.ts';
import { validateResource } from './index.ts';

/** `code key expression` of each issue. */
const issuesOf = (resource: Json) =>
  validateResource(resource as Resource).map((issue) => `${issue.code} ${issue.key} ${issue.expression}`);

/** Each row: what is wrong, and all that must be said of it. */
function refuses(rows: [Json, ...string[]][]): void {
  for (const [resource, ...expected] of rows) {
    expect(issuesOf(resource), JSON.stringify(resource).slice(0, 200)).toEqual(expected);
  }
}

test('the examples are valid', () => {
  for (const example of examples) expect(issuesOf(example())).toEqual([]);
});

test('a resource has a type that R4 has', () => {
  refuses([
    [{}, 'structure resource-type Resource'],
    [{ resourceType: 'Person2' }, 'structure resource-type Resource.resourceType'],
    [{ resourceType: 7 }, 'structure resource-type Resource.resourceType'],
    [{ resourceType: 'SubscriptionStatus' }, 'structure resource-type Resource.resourceType'],
    [{ resourceType: 'HumanName' }, 'structure resource-type Resource.resourceType'],
    [{ resourceType: 'constructor' }, 'structure resource-type Resource.resourceType'],
    [{ resourceType: '__proto__' }, 'structure resource-type Resource.resourceType'],
  ]);
});

test('an element that R4 does not know is refused where it stands', () => {
  refuses([
    [aPatient({ surname: 'x' }), 'structure unknown-element Patient.surname'],
    [aPatient({ name: [{ familyName: 'x' }] }), 'structure unknown-element Patient.name[0].familyName'],
    [aPatient({ birthdate: '2000' }), 'structure unknown-element Patient.birthdate'],
    [
      aPatient({ contact: [{ name: { resourceType: 'x', text: 'a' } }] }),
      'structure unknown-element Patient.contact[0].name.resourceType',
    ],
    [anObservation({ valueAttachment: {} }), 'structure unknown-element Observation.valueAttachment'],
    [anObservation({ value: 'x' }), 'structure unknown-element Observation.value'],
    [aPatient({ _id: { id: 'x' } }), 'structure unknown-element Patient._id'],
    [aPatient({ _name: [{ id: 'x' }] }), 'structure unknown-element Patient._name'],
    [aPatient({ constructor: 'x' }), 'structure unknown-element Patient.constructor'],
    [aPatient({ fhir_comments: ['x'] }), 'structure unknown-element Patient'],
  ]);
});

test('a name that is not like an element is not repeated', () => {
  const [issue] = validateResource(aPatient({ '26812297073': 1 }));
  expect(issue).toMatchObject({ key: 'unknown-element', expression: 'Patient' });
  expect(JSON.stringify(issue)).not.toContain('26812297073');
});

test('a member called __proto__ is refused', () => {
  const patient = JSON.parse('{"resourceType":"Patient","__proto__":{"active":true},"name":[{"__proto__":{}}]}');
  expect(issuesOf(patient)).toEqual(['structure unknown-element Patient', 'structure unknown-element Patient.name[0]']);
});

test('what repeats is an array, and what does not is none', () => {
  refuses([
    [aPatient({ name: { text: 'x' } }), 'structure not-an-array Patient.name'],
    [aPatient({ name: [] }), 'structure empty-array Patient.name'],
    [aPatient({ name: 'x' }), 'structure not-an-array Patient.name'],
    [aPatient({ name: null }), 'structure not-an-array Patient.name'],
    [aPatient({ name: [null] }), 'structure not-an-object Patient.name[0]'],
    [aPatient({ name: ['x'] }), 'structure not-an-object Patient.name[0]'],
    [aPatient({ gender: ['male'] }), 'structure wrong-type Patient.gender'],
    [aPatient({ maritalStatus: [{ text: 'x' }] }), 'structure not-an-object Patient.maritalStatus'],
    [aPatient({ maritalStatus: 'M' }), 'structure not-an-object Patient.maritalStatus'],
    [aPatient({ maritalStatus: null }), 'structure not-an-object Patient.maritalStatus'],
    [aPatient({ name: [{ given: 'Kari' }] }), 'structure not-an-array Patient.name[0].given'],
    [aPatient({ name: [{ given: [] }] }), 'structure empty-array Patient.name[0].given'],
    [anObservation({ subject: 'Patient/1' }), 'structure not-an-object Observation.subject'],
    [anObservation({ performer: { reference: 'Patient/1' } }), 'structure not-an-array Observation.performer'],
  ]);
  expect(issuesOf(aPatient({ maritalStatus: [] }))[0]).toBe('structure not-an-object Patient.maritalStatus');
});

test('required elements are there', () => {
  refuses([
    [{ resourceType: 'Observation', code: { text: 'x' } }, 'required required-element Observation'],
    [{ resourceType: 'Observation', status: 'final' }, 'required required-element Observation'],
    [aPatient({ link: [{ type: 'seealso' }] }), 'required required-element Patient.link[0]'],
    [aPatient({ extension: [{ valueString: 'x' }] }), 'required required-element Patient.extension[0]'],
    [
      { resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject: { display: 'x' } },
      'required required-element MedicationRequest',
    ],
    [{ resourceType: 'Linkage', item: [] }, 'structure empty-array Linkage.item'],
  ]);
  const dataAbsent = { _status: { extension: [{ url: 'http://x.no', valueCode: 'unknown' }] } };
  expect(issuesOf({ resourceType: 'Observation', code: { text: 'x' }, ...dataAbsent })).toEqual([]);
});

test('a primitive is of its JSON type and form', () => {
  refuses([
    [aPatient({ active: 'true' }), 'structure wrong-type Patient.active'],
    [aPatient({ birthDate: 1990 }), 'structure wrong-type Patient.birthDate'],
    [aPatient({ birthDate: '1990-02-30' }), 'value format-date Patient.birthDate'],
    [aPatient({ birthDate: null }), 'structure wrong-type Patient.birthDate'],
    [aPatient({ birthDate: {} }), 'structure wrong-type Patient.birthDate'],
    [aPatient({ birthDate: '' }), 'value empty-string Patient.birthDate'],
    [aPatient({ id: 'a/../b' }), 'value format-id Patient.id'],
    [aPatient({ multipleBirthInteger: 1.5 }), 'value format-integer Patient.multipleBirth'],
    [aPatient({ multipleBirthInteger: '1' }), 'structure wrong-type Patient.multipleBirth'],
    [
      aPatient({ telecom: [{ system: 'phone', value: '1', rank: 0 }] }),
      'value format-positiveint Patient.telecom[0].rank',
    ],
    [aPatient({ name: [{ text: 'a\u0007' }] }), 'value format-string Patient.name[0].text'],
    [aPatient({ name: [{ text: '' }] }), 'value empty-string Patient.name[0].text'],
    [aPatient({ implicitRules: 'a b' }), 'value format-uri Patient.implicitRules'],
    [aPatient({ language: ' nb' }), 'value format-code Patient.language'],
    [anObservation({ effectiveDateTime: '2026-11-24T10:00:00' }), 'value format-datetime Observation.effective'],
    [anObservation({ issued: '2026-11-24' }), 'value format-instant Observation.issued'],
    [
      anObservation({ component: [{ code: { text: 'x' }, valueTime: '25:00:00' }] }),
      'value format-time Observation.component[0].value',
    ],
    [
      anObservation({ component: [{ code: { text: 'x' }, valueQuantity: { value: '1' } }] }),
      'structure wrong-type Observation.component[0].value.value',
    ],
    [
      anAttachmentHolder({ content: [{ attachment: { contentType: 'text/plain', data: 'Q' } }] }),
      'value format-base64binary DocumentReference.content[0].attachment.data',
    ],
    [{ resourceType: 'Media', status: 'completed', content: { url: 'a b' } }, 'value format-url Media.content.url'],
    [aParameters({ parameter: [{ name: 'a', valueOid: '2.16' }] }), 'value format-oid Parameters.parameter[0].value'],
    [
      aParameters({ parameter: [{ name: 'a', valueUuid: 'urn:uuid:1' }] }),
      'value format-uuid Parameters.parameter[0].value',
    ],
    [
      aParameters({ parameter: [{ name: 'a', valueUnsignedInt: -1 }] }),
      'value format-unsignedint Parameters.parameter[0].value',
    ],
    [
      aParameters({ parameter: [{ name: 'a', valueMarkdown: '' }] }),
      'value empty-string Parameters.parameter[0].value',
    ],
    [
      aParameters({ parameter: [{ name: 'a', valueCanonical: 'a b' }] }),
      'value format-canonical Parameters.parameter[0].value',
    ],
  ]);
});

test('an integer written with a fraction is told by its text', () => {
  const parsed = parseJson('{"resourceType":"Patient","multipleBirthInteger":1.0,"telecom":[{"rank":2}]}');
  const resource = parsed.value as Resource;
  expect(validateResource(resource)).toEqual([]);
  expect(validateResource(resource, { decimals: parsed.decimals })).toMatchObject([
    { key: 'format-integer', expression: 'Patient.multipleBirth' },
  ]);
});

const extension = { url: 'http://example.org/x', valueCode: 'a' };

test('a choice has one type', () => {
  refuses([
    [aPatient({ deceasedDateTime: '2026' }), 'structure choice-twice Patient.deceased'],
    [aPatient({ _deceasedDateTime: { extension: [extension] } }), 'structure choice-twice Patient.deceased'],
    [
      aPatient({ extension: [{ url: 'http://x.no', valueString: 'a', valueCode: 'a' }] }),
      'structure choice-twice Patient.extension[0].value',
    ],
  ]);
  expect(issuesOf(aPatient({ _deceasedBoolean: { extension: [extension] } }))).toEqual([]);
});

test('extensions of a primitive stand beside it', () => {
  const name = (parts: JsonObject) => aPatient({ name: [parts] });
  refuses([
    [aPatient({ _birthDate: {} }), 'invariant ele-1 Patient.birthDate'],
    [aPatient({ _birthDate: [{ extension: [extension] }] }), 'structure not-an-object Patient.birthDate'],
    [aPatient({ _birthDate: null }), 'structure not-an-object Patient.birthDate'],
    [aPatient({ _birthDate: { value: 'x' } }), 'structure unknown-element Patient.birthDate.value'],
    [
      aPatient({ _birthDate: { extension: [{ url: 'http://x.no' }] } }),
      'invariant ext-1 Patient.birthDate.extension[0]',
    ],
    [aPatient({ _gender: { extension: [] } }), 'structure empty-array Patient.gender.extension'],
    [name({ _family: { id: 'only-an-id' } }), 'invariant ele-1 Patient.name[0].family'],
    [name({ given: [null] }), 'structure wrong-type Patient.name[0].given[0]'],
    [name({ given: ['a', null], _given: [null, null] }), 'structure wrong-type Patient.name[0].given[1]'],
    [name({ given: ['a', null], _given: [null] }), 'structure wrong-type Patient.name[0].given[1]'],
    [name({ given: ['a'], _given: [null, null] }), 'invariant ele-1 Patient.name[0].given[1]'],
    [name({ _given: [null] }), 'invariant ele-1 Patient.name[0].given[0]'],
    [name({ given: ['a'], _given: { extension: [extension] } }), 'structure not-an-array Patient.name[0].given'],
    [name({ given: ['a', null], _given: [null, { id: 'x' }] }), 'invariant ele-1 Patient.name[0].given[1]'],
    [name({ given: ['a'], _given: [] }), 'structure empty-array Patient.name[0].given'],
  ]);
  for (const parts of [
    { given: ['a', null], _given: [null, { extension: [extension] }] },
    { given: ['a', 'b'], _given: [{ id: 'x' }, null] },
    { _given: [{ extension: [extension] }] },
    { _family: { extension: [extension] } },
    { family: 'a', _family: { id: 'x' } },
  ]) {
    expect(issuesOf(name(parts as JsonObject)), JSON.stringify(parts)).toEqual([]);
  }
});

test('an element has a value or children', () => {
  refuses([
    [aPatient({ name: [{}] }), 'invariant ele-1 Patient.name[0]'],
    [aPatient({ name: [{ id: 'x' }] }), 'invariant ele-1 Patient.name[0]'],
    [aPatient({ maritalStatus: {} }), 'invariant ele-1 Patient.maritalStatus'],
    [anObservation({ subject: {} }), 'invariant ele-1 Observation.subject'],
    [aPatient({ meta: {} }), 'invariant ele-1 Patient.meta'],
  ]);
});

test('an extension has a value or extensions', () => {
  refuses([
    [aPatient({ extension: [{ url: 'http://x.no' }] }), 'invariant ext-1 Patient.extension[0]'],
    [aPatient({ extension: [{ ...extension, extension: [extension] }] }), 'invariant ext-1 Patient.extension[0]'],
    [aPatient({ modifierExtension: [{ url: 'http://x.no' }] }), 'invariant ext-1 Patient.modifierExtension[0]'],
    [
      aPatient({ extension: [{ ...extension, _url: { id: 'x' } }] }),
      'structure unknown-element Patient.extension[0]._url',
    ],
  ]);
});

test('codes are of the value sets they are bound to', () => {
  const inSystem = (system: string, code: string) => ({ coding: [{ system, code }] });
  refuses([
    [aPatient({ gender: 'kvinne' }), 'code-invalid not-in-value-set Patient.gender'],
    [anObservation({ status: 'Final' }), 'code-invalid not-in-value-set Observation.status'],
    [anObservation({ status: 1 }), 'structure wrong-type Observation.status'],
    [
      aCondition({ verificationStatus: { text: 'sikker' } }),
      'code-invalid not-in-value-set Condition.verificationStatus',
    ],
    [
      aCondition({ clinicalStatus: inSystem('http://example.org', 'active') }),
      'code-invalid not-in-value-set Condition.clinicalStatus',
    ],
    [
      aCondition({ clinicalStatus: { coding: [null] } }),
      'structure not-an-object Condition.clinicalStatus.coding[0]',
      'code-invalid not-in-value-set Condition.clinicalStatus',
    ],
    [
      anExplanation({ item: [{ sequence: 1, productOrService: { text: 'x' }, net: { value: 1, currency: 'kr' } }] }),
      'code-invalid not-in-value-set ExplanationOfBenefit.item[0].net.currency',
    ],
    [
      anAttachmentHolder({ content: [{ attachment: { contentType: 'not a type' } }] }),
      'code-invalid not-in-value-set DocumentReference.content[0].attachment.contentType',
    ],
    [aCodeSystem({ content: 'all' }), 'code-invalid not-in-value-set CodeSystem.content'],
    [
      {
        resourceType: 'PlanDefinition',
        status: 'draft',
        subjectReference: { type: 'x' },
        action: [{ participant: [{ type: 'dog' }] }],
      },
      'value reference-type PlanDefinition.subject.type',
      'code-invalid not-in-value-set PlanDefinition.action[0].participant[0].type',
    ],
    [
      { resourceType: 'GraphDefinition', name: 'G', status: 'draft', start: 'Patience' },
      'code-invalid not-in-value-set GraphDefinition.start',
    ],
  ]);
  const both = {
    coding: [
      { system: 'http://example.org', code: 'x' },
      ...inSystem('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active').coding,
    ],
  };
  expect(issuesOf(aCondition({ clinicalStatus: both }))).toEqual([]);
});

test('a message never tells the value', () => {
  const secret = 'hemmelig-kode';
  const resources = [
    aPatient({
      gender: secret,
      birthDate: secret,
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: secret }],
    }),
    anObservation({ subject: { reference: secret }, status: secret }),
  ];
  for (const resource of resources) {
    const issues = validateResource(resource);
    expect(issues.length).toBeGreaterThan(1);
    expect(JSON.stringify(issues)).not.toContain(secret);
  }
});

test('a reference points to a type that is allowed', () => {
  const subject = (reference: JsonObject) => anObservation({ subject: reference });
  refuses([
    [subject({ reference: 'Practitioner/1' }), 'value reference-target Observation.subject.reference'],
    [
      subject({ reference: 'https://x.no/fhir/Practitioner/1' }),
      'value reference-target Observation.subject.reference',
    ],
    [subject({ reference: 'Practitioner?identifier=x' }), 'value reference-target Observation.subject.reference'],
    [subject({ reference: 'Patient/1/_history/2', type: 'Group' }), 'value reference-type Observation.subject.type'],
    [subject({ type: 'Practitioner', display: 'x' }), 'value reference-target Observation.subject.type'],
    [
      subject({ type: 'http://hl7.org/fhir/StructureDefinition/Practitioner' }),
      'value reference-target Observation.subject.type',
    ],
    [subject({ type: 'Pasient' }), 'value reference-type Observation.subject.type'],
    [subject({ reference: 'Patient' }), 'value reference-form Observation.subject.reference'],
    [subject({ reference: 'Patient/' }), 'value reference-form Observation.subject.reference'],
    [subject({ reference: 'Patient/../../x' }), 'value reference-form Observation.subject.reference'],
    [subject({ reference: `Patient/${'x'.repeat(65)}` }), 'value reference-form Observation.subject.reference'],
    [subject({ reference: 'Pasient/1' }), 'value reference-form Observation.subject.reference'],
    [
      anObservation({ performer: [{ display: 'x' }, { reference: 'Location/1' }] }),
      'value reference-target Observation.performer[1].reference',
    ],
    [anObservation({ focus: [{ reference: 'Nothing/1' }] }), 'value reference-form Observation.focus[0].reference'],
  ]);
  for (const reference of [
    ...[
      'Patient/1',
      'Patient/1/_history/2',
      'https://x.no/fhir/Patient/1',
      'https://x.no/other',
      'Patient?identifier=s|v',
    ],
    ...['urn:uuid:c757873d-ec9a-4326-a141-556f43239520', 'urn:oid:1.2.3'],
  ]) {
    expect(issuesOf(subject({ reference })), reference).toEqual([]);
    expect(issuesOf(anObservation({ focus: [{ reference }] })), reference).toEqual([]);
  }
  expect(issuesOf(subject({ type: 'Patient', reference: 'Patient/1' }))).toEqual([]);
});

test('contained resources follow their rules', () => {
  const medication = { resourceType: 'Medication', id: 'med' };
  const using = (...contained: Json[]) => aMedicationRequest({ contained });
  refuses([
    [
      using(medication, { resourceType: 'Organization', id: 'o', name: 'x' }),
      'invariant dom-3 MedicationRequest.contained[1]',
    ],
    [using({ ...medication, id: 'other' }), 'invariant ref-1 MedicationRequest.medication.reference'],
    [
      using({ ...medication, contained: [{ resourceType: 'Basic', code: { text: 'x' } }] }),
      'invariant dom-2 MedicationRequest.contained[0].contained',
    ],
    [using({ ...medication, meta: { versionId: '1' } }), 'invariant dom-4 MedicationRequest.contained[0].meta'],
    [
      using({ ...medication, meta: { security: [{ code: 'x' }] } }),
      'invariant dom-5 MedicationRequest.contained[0].meta.security',
    ],
    [
      using({ resourceType: 'Organization', id: 'med', name: 'x' }),
      'value reference-target MedicationRequest.medication.reference',
    ],
    [
      using({ resourceType: 'Medisin', id: 'med' }),
      'structure resource-type MedicationRequest.contained[0].resourceType',
      'value reference-target MedicationRequest.medication.reference',
    ],
    [using({ ...medication, status: 'x' }), 'code-invalid not-in-value-set MedicationRequest.contained[0].status'],
    [
      using(),
      'structure empty-array MedicationRequest.contained',
      'invariant ref-1 MedicationRequest.medication.reference',
    ],
    [
      using('x'),
      'structure not-an-object MedicationRequest.contained[0]',
      'invariant ref-1 MedicationRequest.medication.reference',
    ],
    [anObservation({ focus: [{ reference: '#' }] }), 'invariant ref-1 Observation.focus[0].reference'],
  ]);
  const provenance = {
    resourceType: 'Provenance',
    id: 'p',
    target: [{ reference: '#' }],
    recorded: '2026-11-24T10:00:00Z',
    agent: [{ who: { display: 'x' } }],
  };
  expect(issuesOf(using(medication, provenance))).toEqual([]);
  const byCanonical = {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: '#q',
    contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'draft' }],
  };
  expect(issuesOf(byCanonical)).toEqual([]);
});

test('resources in a Bundle or Parameters are validated, each with its own contained', () => {
  const entry = (resource: Json) =>
    aBundle({ type: 'collection', entry: [{ resource: aMedicationRequest() }, { resource }] });
  refuses([
    [entry(aPatient({ gender: 'x' })), 'code-invalid not-in-value-set Bundle.entry[1].resource.gender'],
    [
      entry(anObservation({ focus: [{ reference: '#med' }] })),
      'invariant ref-1 Bundle.entry[1].resource.focus[0].reference',
    ],
    [entry(7), 'structure not-an-object Bundle.entry[1].resource'],
    [entry({}), 'structure resource-type Bundle.entry[1].resource'],
    [
      aParameters({ parameter: [{ name: 'x', resource: { resourceType: 'Patient', x: 1 } }] }),
      'structure unknown-element Parameters.parameter[0].resource.x',
    ],
  ]);
  expect(issuesOf(entry(aMedicationRequest()))).toEqual([]);
});

test('Norwegian numbers have right check digits', () => {
  const numbered = (arc: string, value: string) =>
    aPatient({ identifier: [{ system: `urn:oid:2.16.578.1.12.4.1.${arc}`, value }] });
  refuses([
    [numbered('4.1', '26812297074'), 'value identifier-number Patient.identifier[0].value'],
    [numbered('4.2', '26812297073'), 'value identifier-number Patient.identifier[0].value'],
    [numbered('4.4', '12'), 'value identifier-number Patient.identifier[0].value'],
    [
      anOrganization({ identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.101', value: '974760674' }] }),
      'value identifier-number Organization.identifier[0].value',
    ],
    [
      anObservation({ subject: { identifier: { system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '1' } } }),
      'value identifier-number Observation.subject.identifier.value',
    ],
  ]);
  expect(issuesOf(numbered('4.2', '47906701517'))).toEqual([]);
});

test('a narrative is harmless', () => {
  const text = (div: Json) => aPatient({ text: { status: 'generated', div } });
  refuses([
    [text('<div>x</div>'), 'value format-xhtml Patient.text.div'],
    [text('<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>'), 'invariant txt-1 Patient.text.div'],
    [text('<div xmlns="http://www.w3.org/1999/xhtml"> </div>'), 'invariant txt-2 Patient.text.div'],
    [text(''), 'value empty-string Patient.text.div'],
    [text(7), 'structure wrong-type Patient.text.div'],
  ]);
});

test('a resource with faults without end gets a hundred issues', () => {
  const names = Array.from({ length: 1000 }, () => ({ x: 1 }));
  const issues = validateResource(aPatient({ name: names }));
  expect(issues).toHaveLength(100);
  expect(issues[99]?.expression).toBe('Patient.name[99].x');
  expect(validateResource(aPatient())).toEqual([]);
});
