import { hl7, systems } from '../access/rules/codes.ts';
import { stockCode, stockExtensions, stockSystem } from '../care/stock/shape.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { episode, hiddenBlock, kari, patientKari } from './leak-parts.ts';
import { coded, datum, type Resource } from './world-contents.ts';

const worded = (system: string, code: string, text: string): JsonObject => ({ ...coded(system, code), text });
const atc = (code: string, text: string) => worded('http://www.whocc.no/atc', code, text);
/** What other places wrote is of their custody, so that nothing but the block tells the worlds apart. */
const elsewhere = { meta: { tag: [{ system: systems.custodian, code: 'hospital' }] } };

/** A medicine that is given once a day. */
export const order = (id: string, code: string, text: string, more: JsonObject = {}): Resource => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: atc(code, text),
  subject: kari,
  authoredOn: '2026-11-20T10:00:00+01:00',
  dosageInstruction: [
    {
      text: '1 tablett morgen',
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00'] } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
    },
  ],
  ...more,
});

/** The planned dose of an order that the plan asks for on a day at eight. */
export const dose = (of: string, more: JsonObject = {}) => ({
  resourceType: 'MedicationAdministration',
  status: 'completed',
  identifier: [{ system: 'https://enjournal.no/fhir/NamingSystem/planned-dose', value: `${of}/0@2026-12-01T08:00` }],
  medicationCodeableConcept: { text: 'Legemiddel' },
  subject: kari,
  request: { reference: `MedicationRequest/${of}` },
  effectiveDateTime: '2026-12-01T08:05:00+01:00',
  dosage: { dose: { value: 1, unit: 'tablett' } },
  ...more,
});

export const vaccine = (more: JsonObject = {}) => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: atc('J07BD52', 'M-M-RVAXPRO'),
  patient: kari,
  occurrenceDateTime: '2026-12-01T09:00:00+01:00',
  primarySource: true,
  lotNumber: 'T1234',
  expirationDate: '2027-03-01',
  site: coded(hl7('v3-ActSite'), 'LA'),
  route: coded(hl7('v3-RouteOfAdministration'), 'IM'),
  performer: [{ actor: { reference: 'Practitioner/ada' } }],
  ...more,
});

export const sharedPlan = (more: JsonObject = {}) => ({
  resourceType: 'CarePlan',
  status: 'active',
  intent: 'plan',
  category: [coded('https://enjournal.no/fhir/CodeSystem/plan-kind', 'shared')],
  title: 'Felles plan',
  subject: kari,
  period: { start: '2026-11-01' },
  ...more,
});

/** Who coordinates the plan that is hidden from the doctor; the team itself she sees. */
const coordinator = {
  member: { reference: 'PractitionerRole/nina-hospital' },
  role: [coded('urn:oid:2.16.578.1.12.4.1.1.9034', '8')],
};
export const team = (participant: JsonObject[]): Resource => ({
  resourceType: 'CareTeam',
  id: 'v-team',
  status: 'active',
  subject: kari,
  participant,
});

const potassium = (id: string, value: number): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [coded(hl7('observation-category'), 'laboratory')],
  code: worded('urn:oid:2.16.578.1.12.4.1.1.7280', 'NPU03230', 'HEMMELIG'),
  subject: kari,
  effectiveDateTime: '2026-11-30T08:00:00+01:00',
  valueQuantity: { value, unit: 'mmol/l', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
});

/** What the doctor may not see of Kari's record: by a block without a marker on each of them. */
export const hidden: readonly Resource[] = [
  {
    resourceType: 'Consent',
    id: 'h-consent',
    ...elsewhere,
    status: 'active',
    scope: coded(systems.consentScope, 'patient-privacy'),
    category: [coded(systems.consentCategory, 'individual-plan')],
    patient: kari,
    dateTime: '2026-11-01T10:00:00Z',
    policyRule: { text: '-' },
    provision: { type: 'permit' },
  },
  { ...order('h-warfarin', 'B01AA03', 'HEMMELIG Warfarin 2,5 mg'), ...elsewhere },
  { ...order('h-spiro', 'C03DA01', 'HEMMELIG Spironolakton 25 mg'), ...elsewhere },
  {
    resourceType: 'MedicationStatement',
    id: 'h-statement',
    ...elsewhere,
    status: 'active',
    medicationCodeableConcept: atc('N06AB06', 'HEMMELIG Sertralin 50 mg'),
    subject: kari,
    dateAsserted: '2026-11-25',
  },
  {
    resourceType: 'MedicationDispense',
    id: 'h-dispense',
    ...elsewhere,
    status: 'completed',
    medicationCodeableConcept: atc('B01AA03', 'HEMMELIG Warfarin 2,5 mg'),
    subject: kari,
    whenHandedOver: '2026-11-21',
  },
  { ...dose('v-ramipril'), id: 'h-dose', ...elsewhere },
  {
    resourceType: 'AllergyIntolerance',
    id: 'h-allergy',
    ...elsewhere,
    clinicalStatus: coded(hl7('allergyintolerance-clinical'), 'active'),
    verificationStatus: coded(hl7('allergyintolerance-verification'), 'confirmed'),
    category: ['medication'],
    criticality: 'high',
    code: atc('J01CE02', 'HEMMELIG penicillin'),
    patient: kari,
    reaction: [{ severity: 'severe', manifestation: [{ text: 'HEMMELIG anafylaksi' }] }],
  },
  {
    resourceType: 'Condition',
    id: 'h-condition',
    ...elsewhere,
    clinicalStatus: coded(hl7('condition-clinical'), 'active'),
    verificationStatus: coded(hl7('condition-ver-status'), 'confirmed'),
    category: [coded(hl7('condition-category'), 'problem-list-item')],
    code: worded('urn:oid:2.16.578.1.12.4.1.1.7170', 'P76', 'HEMMELIG'),
    subject: kari,
  },
  { ...potassium('h-potassium', 5.9), ...elsewhere },
  { ...vaccine(), id: 'h-vaccine', ...elsewhere } as Resource,
  {
    ...sharedPlan({
      category: [coded('urn:oid:2.16.578.1.12.4.1.1.9602', 'A02-2')],
      careTeam: [{ reference: 'CareTeam/v-team' }],
      supportingInfo: [{ reference: 'Consent/h-consent' }],
    }),
    id: 'h-plan',
    ...elsewhere,
  } as Resource,
  {
    resourceType: 'Goal',
    id: 'h-goal',
    ...elsewhere,
    lifecycleStatus: 'active',
    description: { text: 'HEMMELIG' },
    subject: kari,
    expressedBy: kari,
  },
  {
    resourceType: 'Encounter',
    id: 'h-encounter',
    ...elsewhere,
    status: 'planned',
    class: { system: hl7('v3-ActCode'), code: 'AMB' },
    subject: kari,
    reasonCode: [{ text: 'HEMMELIG' }],
  },
  {
    resourceType: 'Communication',
    id: 'h-thread',
    ...elsewhere,
    identifier: [{ system: 'https://enjournal.no/fhir/NamingSystem/dialogue-message', value: 'h-thread' }],
    status: 'completed',
    category: [coded('https://enjournal.no/fhir/CodeSystem/dialogue-topic', 'health')],
    topic: { text: 'HEMMELIG' },
    subject: kari,
    sender: kari,
    recipient: [{ reference: 'Organization/hospital' }],
    sent: '2026-11-30T10:00:00Z',
    payload: [{ contentString: 'HEMMELIG' }],
  },
  {
    resourceType: 'Task',
    id: 'h-countersign',
    ...elsewhere,
    status: 'requested',
    intent: 'order',
    code: coded('https://enjournal.no/fhir/CodeSystem/task-code', 'countersign'),
    focus: { reference: 'Composition/h-unsigned' },
    for: kari,
    owner: { reference: 'Organization/hospital' },
    authoredOn: '2026-11-30T10:00:00Z',
  },
  {
    resourceType: 'Composition',
    id: 'h-unsigned',
    ...elsewhere,
    status: 'preliminary',
    type: { text: 'HEMMELIG' },
    subject: kari,
    date: '2026-11-30T10:00:00Z',
    author: [{ reference: 'Practitioner/nina' }],
    title: 'HEMMELIG',
  },
  {
    resourceType: 'Device',
    id: 'h-device',
    ...elsewhere,
    status: 'active',
    type: coded('https://enjournal.no/fhir/CodeSystem/device-kind', 'medicine-dispenser'),
    patient: kari,
  },
  {
    resourceType: 'Flag',
    id: 'h-flag',
    ...elsewhere,
    status: 'active',
    category: [coded(hl7('flag-category'), 'clinical')],
    code: { text: 'HEMMELIG' },
    subject: kari,
  },
  {
    resourceType: 'DocumentReference',
    id: 'h-document',
    ...elsewhere,
    status: 'current',
    type: { text: 'HEMMELIG' },
    subject: kari,
    date: '2026-11-25T10:00:00Z',
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('HEMMELIG').toString('base64') } }],
  },
  {
    resourceType: 'Appointment',
    id: 'h-appointment',
    ...elsewhere,
    status: 'booked',
    description: 'HEMMELIG',
    start: '2026-12-05T10:00:00+01:00',
    end: '2026-12-05T10:30:00+01:00',
    participant: [{ actor: kari, status: 'accepted' }],
  },
  {
    resourceType: 'Task',
    id: 'h-task',
    ...elsewhere,
    status: 'requested',
    intent: 'order',
    description: 'HEMMELIG',
    for: kari,
    owner: { reference: 'Organization/hospital' },
    authoredOn: '2026-11-30T10:00:00Z',
  },
  {
    resourceType: 'Communication',
    id: 'h-message',
    ...elsewhere,
    status: 'completed',
    subject: kari,
    sent: '2026-11-30T10:00:00Z',
    payload: [{ contentString: 'HEMMELIG' }],
  },
];

/** What both worlds have: a doctor at a clinic that has to do with Kari, and what she may see. */
export const shared: readonly Resource[] = [
  { resourceType: 'Organization', id: 'clinic', active: true, name: 'Klinikken' },
  { resourceType: 'Organization', id: 'hospital', active: true, name: 'Sykehuset' },
  ...doctor('ada', 'clinic'),
  ...doctor('nina', 'hospital'),
  patientKari,
  ...['clinic', 'hospital'].map((unit) => episode(`kari-${unit}`, 'kari', unit)),
  hiddenBlock('block', 'kari', {
    data: hidden.map(({ resourceType, id }) => datum(`${resourceType}/${id}`)),
    provision: [
      {
        type: 'permit',
        actor: [{ role: coded(systems.participation, 'IRCP'), reference: { reference: 'Organization/hospital' } }],
      },
    ],
  }),
  team([coordinator, { member: { reference: 'PractitionerRole/ada-clinic' } }]),
  {
    resourceType: 'Basic',
    id: 'v-line',
    meta: { tag: [{ system: systems.custodian, code: 'clinic' }] },
    code: { coding: [stockCode] },
    identifier: [{ system: stockSystem, value: 'clinic/x' }],
    subject: { reference: 'Organization/clinic' },
    extension: [
      { url: stockExtensions.medicine, valueCodeableConcept: { text: 'Ramipril 5 mg' } },
      { url: stockExtensions.balance, valueQuantity: { value: 0, unit: 'tablett' } },
    ],
  },
  order('v-ramipril', 'C09AA05', 'Ramipril 5 mg'),
  {
    ...potassium('v-potassium', 4.4),
    code: worded('urn:oid:2.16.578.1.12.4.1.1.7280', 'NPU03230', 'Kalium'),
    effectiveDateTime: '2026-11-28T08:00:00+01:00',
  },
];

function doctor(id: string, unit: string): Resource[] {
  return [
    { resourceType: 'Practitioner', id, qualification: [{ code: coded(systems.profession, 'LE') }] },
    {
      resourceType: 'PractitionerRole',
      id: `${id}-${unit}`,
      active: true,
      period: { start: '2020-01-01' },
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: `Organization/${unit}` },
      code: [coded(systems.accessRole, 'lege')],
    },
  ];
}
