import { stockDoseSystem, stockExtensions, stockSystem } from '../care/stock/shape.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { type Ask, get, send } from './asks.ts';
import { kari } from './leak-parts.ts';
import { dose, hidden, order, sharedPlan, team, vaccine } from './leak-world-of-care.ts';

/* What is asked in the world of care, by who must not learn what is hidden in it: leaks-of-care.test.ts. */

const parameters = (...parameter: JsonObject[]) => ({ resourceType: 'Parameters', parameter });
const { id: _, authoredOn: _1, ...ibuprofen } = order('x', 'M01AE01', 'Ibuprofen 400 mg');
const { id: __, authoredOn: _2, ...penicillin } = order('x', 'J01CE02', 'Fenoksymetylpenicillin 660 mg');
const advise = (hook: string, ...drafts: JsonObject[]) =>
  send(
    'POST',
    'Patient/kari/$advice',
    parameters({ name: 'hook', valueCode: hook }, ...drafts.map((resource) => ({ name: 'draft', resource }))),
  );

/** What the house works out of a record, by the channel of the access model. */
export const reading: [channel: string, asks: [what: string, ask: Ask][]][] = [
  [
    'L14 summaries',
    [
      ['$summary', get('Patient/kari/$summary')],
      ['$everything', get('Patient/kari/$everything')],
    ],
  ],
  [
    'L18 decision support',
    [
      ['when the record is opened', advise('patient-view')],
      ['of an order that clashes with a hidden medicine', advise('order-select', ibuprofen)],
      ['of an order that clashes with a hidden allergy', advise('order-sign', penicillin)],
    ],
  ],
  [
    'L19 lists that are worked out',
    [
      ['$medication-list', get('Patient/kari/$medication-list')],
      ['of an earlier day', get('Patient/kari/$medication-list?at=2026-11-30')],
      ['$medication-sources', get('Patient/kari/$medication-sources')],
      [
        '$due-doses',
        get('MedicationRequest/$due-doses?patient=Patient/kari&from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z'),
      ],
      ['$vaccines-due', get('Patient/kari/$vaccines-due')],
      [
        '$over-time',
        get(
          'Observation/$over-time?patient=Patient/kari&from=2026-11-01T00:00:00Z&to=2026-12-02T00:00:00Z&category=laboratory',
        ),
      ],
      ['$citizen-view', get('Patient/kari/$citizen-view')],
    ],
  ],
  [
    'L30 lists of work and figures',
    [
      ['tasks', get('Task?patient=Patient/kari&_summary=count')],
      ['tasks of all', get('Task?status=requested&_total=accurate')],
      ['appointments', get('Appointment?date=ge2026-12-01&_total=accurate')],
      ['problems of all', get('Condition?code=urn:oid:2.16.578.1.12.4.1.1.7170|P76&_summary=count')],
    ],
  ],
];

const { id: ___, authoredOn: ____, ...ramipril } = order('x', 'C09AA05', 'Ramipril 5 mg');

/** Each tried once in both worlds, in this order: what is stored is stored in both. */
export const writing: [channel: string, asks: [what: string, ask: Ask][]][] = [
  [
    'L18 decision support of a write',
    [
      ['an order that clashes with a hidden medicine', send('POST', 'MedicationRequest', ibuprofen)],
      ['an order that clashes with a hidden allergy', send('POST', 'MedicationRequest', penicillin)],
      ['an order of the same', send('POST', 'MedicationRequest', ramipril)],
    ],
  ],
  [
    'L22 what may be there once',
    [
      ['a dose', send('POST', 'MedicationAdministration', dose('v-ramipril'))],
      ['a vaccine', send('POST', 'Immunization', vaccine())],
      ['a shared plan', send('POST', 'CarePlan', sharedPlan())],
      [
        'a problem',
        send('POST', 'Condition', {
          ...withoutId('h-condition'),
          code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code: 'P76' }] },
        }),
      ],
      [
        'no known allergy',
        send('POST', 'AllergyIntolerance', {
          resourceType: 'AllergyIntolerance',
          clinicalStatus: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
          },
          verificationStatus: {
            coding: [
              { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'confirmed' },
            ],
          },
          code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] },
          patient: kari,
        }),
      ],
    ],
  ],
];

function withoutId(id: string): JsonObject {
  const { id: _id, meta: _meta, ...rest } = hidden.find((one) => one.id === id)!;
  return rest;
}

const DOCUMENT_TYPE = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9602', code: 'A03-2' }] };

/** What is said of a hidden resource is answered as if it were said of nothing. */
export const referring: [what: string, ask: Ask][] = [
  ['a dose of an order', send('POST', 'MedicationAdministration', { ...dose('h-warfarin'), identifier: undefined })],
  [
    'a package of an order',
    send('POST', 'MedicationDispense', {
      ...withoutId('h-dispense'),
      authorizingPrescription: [{ reference: 'MedicationRequest/h-warfarin' }],
    }),
  ],
  [
    'an order after an order',
    send('POST', 'MedicationRequest', {
      ...ramipril,
      priorPrescription: { reference: 'MedicationRequest/h-warfarin' },
    }),
  ],
  [
    'a document in place of one',
    send('POST', 'DocumentReference', {
      ...withoutId('h-document'),
      type: DOCUMENT_TYPE,
      relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/h-document' } }],
    }),
  ],
  [
    'a task about a document',
    send('POST', 'Task', { ...withoutId('h-task'), focus: { reference: 'DocumentReference/h-document' } }),
  ],
  ['a task for a task', send('POST', 'Task', { ...withoutId('h-task'), basedOn: [{ reference: 'Task/h-task' }] })],
  [
    'a message after one',
    send('POST', 'Communication', { ...withoutId('h-message'), partOf: [{ reference: 'Communication/h-message' }] }),
  ],
  [
    'a plan below one',
    send('POST', 'CarePlan', { ...sharedPlan(), category: undefined, partOf: [{ reference: 'CarePlan/h-plan' }] }),
  ],
  [
    'a measurement from one',
    send('POST', 'Observation', {
      ...withoutId('h-potassium'),
      derivedFrom: [{ reference: 'Observation/h-potassium' }],
    }),
  ],
  [
    'a source of a document',
    send('POST', 'Provenance', {
      resourceType: 'Provenance',
      target: [kari, { reference: 'DocumentReference/h-document' }],
      recorded: '2026-12-01T09:00:00Z',
      agent: [{ who: { reference: 'Practitioner/ada' } }],
    }),
  ],
  [
    'an answer to advice about an order',
    send('POST', 'DetectedIssue', {
      resourceType: 'DetectedIssue',
      status: 'final',
      patient: kari,
      implicated: [{ reference: 'MedicationRequest/h-warfarin' }],
    }),
  ],
  [
    'a prescription of an order',
    send(
      'POST',
      'MedicationRequest/$prescribe',
      parameters({ name: 'order', valueReference: { reference: 'MedicationRequest/h-warfarin' } }),
    ),
  ],
  [
    'what a dose did',
    send('POST', 'Observation', {
      resourceType: 'Observation',
      status: 'final',
      partOf: [{ reference: 'MedicationAdministration/h-dose' }],
      code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-effect', code: 'effect' }] },
      subject: kari,
      effectiveDateTime: '2026-12-01T09:00:00+01:00',
      valueCodeableConcept: {
        coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-effect', code: 'good' }],
      },
    }),
  ],
  [
    'to let another give an order',
    send('POST', 'CareTeam', {
      resourceType: 'CareTeam',
      status: 'active',
      category: [
        {
          coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/care-team-kind', code: 'medication-delegation' }],
        },
      ],
      subject: kari,
      period: { start: '2026-12-01T00:00:00+01:00', end: '2026-12-29' },
      participant: [{ member: { reference: 'PractitionerRole/nina-hospital' } }],
      extension: [
        {
          url: 'https://enjournal.no/fhir/StructureDefinition/delegated-by',
          valueReference: { reference: 'PractitionerRole/ada-clinic' },
        },
        {
          url: 'https://enjournal.no/fhir/StructureDefinition/delegated-medicine',
          valueReference: { reference: 'MedicationRequest/h-warfarin' },
        },
      ],
    }),
  ],
  ['$stop', send('POST', 'MedicationRequest/h-warfarin/$stop', parameters({ name: 'reason', valueCode: 'S' }))],
  [
    '$change',
    send(
      'POST',
      'MedicationRequest/h-warfarin/$change',
      parameters({ name: 'medication', valueCodeableConcept: { text: 'Noe annet' } }),
    ),
  ],
  [
    '$renew',
    send(
      'POST',
      'MedicationRequest/$renew',
      parameters({ name: 'order', valueReference: { reference: 'MedicationRequest/h-warfarin' } }),
    ),
  ],
  ['$accept', send('POST', 'Task/h-task/$accept', parameters())],
  ['$decline', send('POST', 'Task/h-task/$decline', parameters({ name: 'reason', valueString: 'Ikke vårt bord' }))],
  [
    '$wrong-person',
    send(
      'POST',
      'DocumentReference/h-document/$wrong-person',
      parameters({ name: 'reason', valueString: 'Feil person her' }),
    ),
  ],
  ['$advance-pathway', send('POST', 'CarePlan/h-plan/$advance-pathway', parameters())],
  [
    '$citizen-access',
    send('POST', 'Composition/h-document/$citizen-access', parameters({ name: 'citizenAccess', valueCode: 'now' })),
  ],
  ['$citizen-view of an item', get('Patient/kari/$citizen-view?item=DocumentReference/h-document')],
  [
    '$parents-access',
    send(
      'POST',
      'Patient/kari/$parents-access',
      parameters(
        { name: 'item', valueString: 'DocumentReference/h-document' },
        { name: 'decision', valueCode: 'withhold' },
        { name: 'reason', valueString: 'Barnet ba om det' },
      ),
    ),
  ],
  ['$read', send('POST', 'Communication/h-message/$read', parameters())],
  [
    'a message in a thread',
    send('POST', 'Communication', {
      ...withoutId('h-thread'),
      identifier: [{ system: 'https://enjournal.no/fhir/NamingSystem/dialogue-message', value: 'an answer' }],
      sender: { reference: 'Organization/clinic' },
      recipient: [kari],
      partOf: [{ reference: 'Communication/h-thread' }],
      sent: '2026-12-01T10:00:00Z',
      payload: [{ contentString: 'Svar' }],
    }),
  ],
  [
    'a message that is sent already',
    send('POST', 'Communication', {
      ...withoutId('h-thread'),
      sender: { reference: 'Organization/clinic' },
      recipient: [kari],
      topic: { text: 'Prøver' },
      sent: '2026-12-01T10:00:00Z',
      payload: [{ contentString: 'Svar' }],
    }),
  ],
  [
    'a note of a contact',
    send('POST', 'Composition', {
      resourceType: 'Composition',
      status: 'final',
      type: { text: 'Notat' },
      subject: kari,
      encounter: { reference: 'Encounter/h-encounter' },
      date: '2026-12-01T10:00:00Z',
      author: [{ reference: 'PractitionerRole/ada-clinic' }],
      title: 'Notat',
    }),
  ],
  [
    'a plan with the goal of somebody else before the citizen’s',
    send('POST', 'CarePlan', {
      ...sharedPlan(),
      category: undefined,
      goal: [{ reference: 'Goal/none' }, { reference: 'Goal/h-goal' }],
    }),
  ],
  [
    'an individual plan by a consent',
    send('POST', 'CarePlan', {
      ...sharedPlan(),
      category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9602', code: 'A02-2' }] }],
      careTeam: [{ reference: 'CareTeam/v-team' }],
      supportingInfo: [{ reference: 'Consent/h-consent' }],
    }),
  ],
  [
    'that a plan is coordinated by nobody',
    send('PUT', 'CareTeam/v-team', team([{ member: { reference: 'PractitionerRole/ada-clinic' } }])),
  ],
  [
    'that a note is countersigned',
    send('POST', 'Task', {
      ...withoutId('h-countersign'),
      status: 'completed',
      owner: { reference: 'Organization/clinic' },
      requester: { reference: 'PractitionerRole/ada-clinic' },
    }),
  ],
  [
    'doses in a dispenser',
    send('POST', 'MedicationDispense', {
      resourceType: 'MedicationDispense',
      status: 'in-progress',
      medicationCodeableConcept: { text: 'Ramipril 5 mg' },
      subject: kari,
      authorizingPrescription: [{ reference: 'MedicationRequest/v-ramipril' }],
      extension: [
        {
          url: 'https://enjournal.no/fhir/StructureDefinition/dispenser',
          valueReference: { reference: 'Device/h-device' },
        },
      ],
    }),
  ],
  [
    'what was taken out for a dose',
    send('POST', 'SupplyDelivery', {
      resourceType: 'SupplyDelivery',
      status: 'completed',
      identifier: [
        { system: stockSystem, value: 'clinic/x' },
        { system: stockDoseSystem, value: 'MedicationAdministration/h-dose' },
      ],
      suppliedItem: { quantity: { value: 1, unit: 'tablett' } },
      extension: [
        { url: stockExtensions.movement, valueCode: 'issue' },
        { url: stockExtensions.line, valueReference: { reference: 'Basic/v-line' } },
        { url: stockExtensions.dose, valueReference: { reference: 'MedicationAdministration/h-dose' } },
        {
          url: stockExtensions.signed,
          extension: [{ url: 'who', valueReference: { reference: 'Practitioner/ada' } }],
        },
      ],
    }),
  ],
];
