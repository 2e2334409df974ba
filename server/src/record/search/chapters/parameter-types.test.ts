import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Store } from '../test/store.ts';

/** FHIR R4, search.html, "Search parameter types and modifiers", section by section. */
let store: Store;

const loinc = 'http://loinc.org';
const ucum = 'http://unitsofmeasure.org';
const observation = (id: string, more: object) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'something' },
  ...more,
});

beforeAll(async () => {
  store = await Store.open();
  await store.putAll([
    {
      resourceType: 'Patient',
      id: 'p1',
      active: true,
      identifier: [
        {
          system: 'urn:nin',
          value: '01010150589',
          type: { coding: [{ system: 'urn:types', code: 'NNNOR' }], text: 'Fødselsnummer' },
        },
      ],
      name: [{ text: 'Dr. Eve Ærlig-Østbø', family: 'Ærlig-Østbø', given: ['Éve', 'Anne Marie'] }],
      telecom: [
        { system: 'phone', use: 'mobile', value: '+47 912 34 567' },
        { system: 'email', value: 'Eve@Example.no' },
      ],
      address: [{ line: ['Storgata 5'], city: 'Ås', postalCode: '1430' }],
      birthDate: '1970-03-12',
      managingOrganization: { reference: 'Organization/o1' },
      generalPractitioner: [{ identifier: { system: 'urn:hpr', value: '222' } }],
    },
    {
      resourceType: 'Patient',
      id: 'p2',
      active: false,
      name: [
        { family: 'Everett', given: ['Kari'] },
        { use: 'old', family: 'Severinsen' },
      ],
      deceasedDateTime: '2020-01-01',
      link: [{ other: { reference: 'Patient/p1' }, type: 'seealso' }],
    },
    { resourceType: 'Patient', id: 'p3', _birthDate: { extension: [{ url: 'urn:x', valueCode: 'unknown' }] } },
    {
      resourceType: 'RiskAssessment',
      id: 'r1',
      status: 'final',
      subject: { reference: 'Patient/p1' },
      prediction: [{ probabilityDecimal: 0.8 }, { probabilityRange: { low: { value: 0.1 }, high: { value: 0.2 } } }],
    },
    {
      resourceType: 'RiskAssessment',
      id: 'r2',
      status: 'final',
      subject: { reference: 'Patient/p1' },
      prediction: [{ probabilityDecimal: 0.805 }],
    },
    observation('q1', { valueQuantity: { value: 5.4, unit: 'mg', system: ucum, code: 'mg' } }),
    observation('q2', { valueQuantity: { value: 0.0054, unit: 'g', system: ucum, code: 'g' } }),
    observation('q3', { valueQuantity: { value: 5.4, unit: 'tablett', system: 'urn:forms', code: 'tab' } }),
    observation('q4', { valueQuantity: { value: 5.4, unit: 'stk' } }),
    observation('q5', { valueQuantity: { value: 37, unit: '°C', system: ucum, code: 'Cel' } }),
    observation('c1', {
      code: { coding: [{ system: loinc, code: '85354-9' }] },
      component: [
        {
          code: { coding: [{ system: loinc, code: '8480-6' }] },
          valueQuantity: { value: 140, system: ucum, code: 'mm[Hg]', unit: 'mmHg' },
        },
        {
          code: { coding: [{ system: loinc, code: '8462-4' }] },
          valueQuantity: { value: 90, system: ucum, code: 'mm[Hg]', unit: 'mmHg' },
        },
      ],
    }),
    observation('c2', {
      code: { coding: [{ system: loinc, code: '8480-6' }] },
      valueQuantity: { value: 90, system: ucum, code: 'mm[Hg]' },
    }),
    observation('c3', {
      code: { coding: [{ system: loinc, code: '883-9' }] },
      valueCodeableConcept: { coding: [{ system: 'urn:abo', code: 'A' }], text: 'Blood group A' },
    }),
    {
      resourceType: 'ValueSet',
      id: 'v1',
      status: 'active',
      url: 'http://acme.org/fhir/ValueSet/123',
      version: '2',
      title: 'Ett',
    },
    { resourceType: 'ValueSet', id: 'v2', status: 'active', url: 'http://acme.org/fhir/ValueSet/123/_history/5' },
    { resourceType: 'ValueSet', id: 'v3', status: 'active', url: 'urn:oid:1.2.3.4.5' },
    { resourceType: 'Questionnaire', id: 'qq', status: 'active', url: 'http://acme.org/q', version: '1' },
    { resourceType: 'QuestionnaireResponse', id: 'qr', status: 'completed', questionnaire: 'http://acme.org/q|1' },
    { resourceType: 'Organization', id: 'o1', name: 'Legesenteret' },
    { resourceType: 'Location', id: 'oslo', name: 'Oslo', position: { latitude: 59.9139, longitude: 10.7522 } },
    {
      resourceType: 'Location',
      id: 'lillestrom',
      name: 'Lillestrøm',
      position: { latitude: 59.956, longitude: 11.0496 },
    },
    { resourceType: 'Location', id: 'bergen', name: 'Bergen', position: { latitude: 60.3913, longitude: 5.3221 } },
    {
      resourceType: 'MolecularSequence',
      id: 'm1',
      coordinateSystem: 0,
      referenceSeq: { chromosome: { coding: [{ system: 'urn:chr', code: '1' }] }, windowStart: 100, windowEnd: 200 },
      variant: [
        { start: 120, end: 130 },
        { start: 500, end: 900 },
      ],
    },
    {
      resourceType: 'Group',
      id: 'g1',
      type: 'person',
      actual: true,
      characteristic: [{ code: { coding: [{ code: 'smoker' }] }, valueBoolean: true, exclude: false }],
    },
    {
      resourceType: 'DocumentReference',
      id: 'doc2',
      status: 'current',
      content: [{ attachment: { title: 'x' } }],
      relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/doc1' } }],
    },
    {
      resourceType: 'Encounter',
      id: 'e1',
      status: 'finished',
      class: { code: 'AMB' },
      period: { start: '2011-01-23T10:00:00Z', end: '2011-01-23T11:00:00Z' },
    },
    {
      resourceType: 'Encounter',
      id: 'e2',
      status: 'in-progress',
      class: { code: 'AMB' },
      period: { start: '2011-01-23T10:00:00Z' },
    },
  ]);
});

afterAll(() => store.close());

const finds = (cases: [string, string[]][]) =>
  test.each(cases)('%s finds %j', async (url, expected) => {
    expect(await store.found(url)).toEqual([...expected].sort());
  });

describe('number', () => {
  finds([
    ['RiskAssessment?probability=gt0.8', ['r2']],
    ['RiskAssessment?probability=0.8', ['r1', 'r2']],
    ['RiskAssessment?probability=0.80', ['r1']],
    ['RiskAssessment?probability=0.805', ['r2']],
    ['RiskAssessment?probability=lt0.15', ['r1']],
    ['RiskAssessment?probability=ap0.85', ['r1', 'r2']],
    ['RiskAssessment?probability=8e-1', ['r1']],
  ]);
});

describe('date', () => {
  finds([
    ['Encounter?date=2011-01-23', ['e1']],
    ['Encounter?date=sa2011-01-22', ['e1', 'e2']],
    ['Encounter?date=eb2011-01-24', ['e1']],
    ['Encounter?date=gt2011-01-23', ['e2']],
    ['Encounter?date=ge2011-01-23T10:30:00%2B00:00', ['e1', 'e2']],
    ['Encounter?date=ge2011-01-23T12:30:00 02:00', ['e1', 'e2']],
    ['Encounter?date=ge2011&date=le2011-01-31', ['e1', 'e2']],
    ['Patient?birthdate=1970', ['p1']],
    ['Patient?birthdate=le1970-03', ['p1']],
    ['Patient?birthdate:missing=true', ['p2', 'p3']],
    ['Patient?death-date=gt2019', ['p2']],
  ]);
});

describe('string', () => {
  finds([
    ['Patient?given=eve', ['p1']],
    ['Patient?given=EVE', ['p1']],
    ['Patient?given:contains=ari', ['p1', 'p2']],
    ['Patient?given:exact=Éve', ['p1']],
    ['Patient?given:exact=Eve', []],
    ['Patient?family=erlig', []],
    ['Patient?family=aerlig', ['p1']],
    ['Patient?name=ostbo', ['p1']],
    ['Patient?name=eve', ['p1', 'p2']],
    ['Patient?name=eve ostbo', ['p1']],
    ['Patient?name=marie', ['p1']],
    ['Patient?name=arie', []],
    ['Patient?name:contains=verin', ['p2']],
    ['Patient?name:exact=Severinsen', ['p2']],
    ['Patient?name=kari,marie', ['p1', 'p2']],
    ['Patient?name:missing=true', ['p3']],
    ['Patient?address=storgata', ['p1']],
    ['Patient?address-city=as', ['p1']],
    ['Patient?address=1430', ['p1']],
    ['Patient?name=%25', []],
    ['Patient?family:contains=_', []],
  ]);
});

describe('uri', () => {
  finds([
    ['ValueSet?url=http://acme.org/fhir/ValueSet/123', ['v1']],
    ['ValueSet?url:below=http://acme.org/fhir/', ['v1', 'v2']],
    ['ValueSet?url:above=http://acme.org/fhir/ValueSet/123/_history/5', ['v1', 'v2']],
    ['ValueSet?url=urn:oid:1.2.3.4.5', ['v3']],
    ['ValueSet?url=http://acme.org/fhir/valueset/123', []],
    ['ValueSet?url:missing=true', []],
  ]);
});

describe('token', () => {
  finds([
    ['Patient?identifier=urn:nin|01010150589', ['p1']],
    ['Patient?identifier=01010150589', ['p1']],
    ['Patient?identifier=urn:nin|', ['p1']],
    ['Patient?identifier=|01010150589', []],
    ['Patient?identifier:of-type=urn:types|NNNOR|01010150589', ['p1']],
    ['Patient?identifier:text=fodsels', ['p1']],
    ['Patient?active=true', ['p1']],
    ['Patient?active=http://terminology.hl7.org/CodeSystem/special-values|false', ['p2']],
    ['Patient?active:not=true', ['p2', 'p3']],
    ['Patient?deceased=true', ['p2']],
    ['Patient?phone=91234567', ['p1']],
    ['Patient?phone=%2B4791234567', ['p1']],
    ['Patient?email=eve@example.no', ['p1']],
    ['Patient?telecom=mobile|912 34 567', ['p1']],
    ['Encounter?status=http://hl7.org/fhir/encounter-status|finished', ['e1']],
    ['Encounter?status=urn:other|finished', []],
    ['Encounter?status:not=finished', ['e2']],
    ['Observation?value-concept:text=blood', ['c3']],
    ['Observation?value-concept:text=group', ['c3']],
    ['Patient?gender:missing=false', []],
  ]);

  test('value sets and hierarchies are asked of terminology, in chains too', async () => {
    const asked: string[] = [];
    const terminology = {
      expand: async (url: string) => {
        asked.push(`in ${url}`);
        return [
          { system: loinc, code: '8480-6' },
          { system: 'http://hl7.org/fhir/encounter-status', code: 'finished' },
        ];
      },
      below: async (system: string, code: string) => {
        asked.push(`below ${system} ${code}`);
        return [code, '8480-6', '85354-9'];
      },
      above: async () => ['883-9'],
    };
    const found = (url: string) => store.found(url, { terminology });
    expect(await found('Observation?code:in=http://vs')).toEqual(['c2']);
    expect(await found(`Observation?code:below=${loinc}|top`)).toEqual(['c1', 'c2']);
    expect(await found(`Observation?code:above=${loinc}|x`)).toEqual(['c3']);
    expect(await found('Observation?code:not-in=http://vs&code:missing=false')).toEqual([
      'c1',
      'c3',
      'q1',
      'q2',
      'q3',
      'q4',
      'q5',
    ]);
    expect(await found('Encounter?status:in=http://vs')).toEqual(['e1']);
    expect(await found('Encounter?status:below=finished')).toEqual(['e1']);
    expect(asked).toContain('below http://hl7.org/fhir/encounter-status finished');
  });
});

describe('quantity', () => {
  finds([
    ['Observation?value-quantity=5.4', ['q1', 'q3', 'q4']],
    [`Observation?value-quantity=5.4|${ucum}|mg`, ['q1', 'q2']],
    [`Observation?value-quantity=0.0054|${ucum}|g`, ['q1', 'q2']],
    [`Observation?value-quantity=5400|${ucum}|ug`, ['q1', 'q2']],
    ['Observation?value-quantity=5.4||mg', ['q1']],
    ['Observation?value-quantity=5.4||tablett', ['q3']],
    ['Observation?value-quantity=5.4||stk', ['q4']],
    ['Observation?value-quantity=5.4|urn:forms|tab', ['q3']],
    ['Observation?value-quantity=5.40e0', ['q1', 'q3', 'q4']],
    [`Observation?value-quantity=310.15|${ucum}|K`, ['q5']],
    [`Observation?value-quantity=gt98|${ucum}|[degF]`, ['q5']],
    ['Observation?value-quantity=le5.4|http://unitsofmeasure.org|mg', ['q1', 'q2']],
  ]);
});

describe('reference', () => {
  finds([
    ['RiskAssessment?subject=Patient/p1', ['r1', 'r2']],
    ['RiskAssessment?subject=p1', ['r1', 'r2']],
    ['RiskAssessment?subject:Patient=p1', ['r1', 'r2']],
    ['RiskAssessment?subject=http://here.no/fhir/Patient/p1', ['r1', 'r2']],
    ['RiskAssessment?subject=http://there.no/fhir/Patient/p1', []],
    ['RiskAssessment?subject=Patient/p1/_history/1', ['r1', 'r2']],
    ['RiskAssessment?subject:Group=p1', []],
    ['Patient?organization=o1', ['p1']],
    ['Patient?general-practitioner:identifier=urn:hpr|222', ['p1']],
    ['Patient?general-practitioner:missing=false', ['p1']],
    ['Patient?link=Patient/p1', ['p2']],
    ['QuestionnaireResponse?questionnaire=http://acme.org/q', ['qr']],
    ['QuestionnaireResponse?questionnaire=http://acme.org/q|1', ['qr']],
    ['QuestionnaireResponse?questionnaire=http://acme.org/q|2', []],
  ]);
});

describe('composite', () => {
  finds([
    [`Observation?component-code-value-quantity=${loinc}|8480-6$gt100`, ['c1']],
    [`Observation?component-code-value-quantity=8480-6$lt100`, []],
    [`Observation?component-code-value-quantity=8462-4$lt100|${ucum}|mm[Hg]`, ['c1']],
    [`Observation?code-value-quantity=8480-6$lt100`, ['c2']],
    [`Observation?combo-code-value-quantity=8480-6$gt80`, ['c1', 'c2']],
    [`Observation?combo-value-quantity=gt130`, ['c1']],
    [`Observation?combo-code=8480-6`, ['c1', 'c2']],
    [`Observation?code-value-concept=${loinc}|883-9$urn:abo|A`, ['c3']],
    [`Observation?code-value-concept=${loinc}|883-9$urn:abo|B,883-9$A`, ['c3']],
    ['MolecularSequence?chromosome-variant-coordinate=1$ge110$le140', ['m1']],
    ['MolecularSequence?chromosome-variant-coordinate=urn:chr|1$lt130$gt850', []],
    ['MolecularSequence?chromosome-window-coordinate=1$lt150$gt150', ['m1']],
    ['Group?characteristic-value=smoker$true', ['g1']],
    ['Group?characteristic-value=smoker$false', []],
    ['DocumentReference?relationship=replaces$DocumentReference/doc1', ['doc2']],
    ['DocumentReference?relationship=http://hl7.org/fhir/document-relationship-type|replaces$doc1', ['doc2']],
  ]);
});

describe('special', () => {
  finds([
    ['Location?near=59.9139|10.7522|20|km', ['lillestrom', 'oslo']],
    ['Location?near=59.9139|10.7522|10000|m', ['oslo']],
    ['Location?near=59.9139|10.7522', ['lillestrom', 'oslo']],
    ['Location?near=59.9139|10.7522|300|[mi_i]', ['bergen', 'lillestrom', 'oslo']],
    ['Location?near:missing=true', []],
  ]);
});
