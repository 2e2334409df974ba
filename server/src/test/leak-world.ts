import { categorySystem } from '../access/categories.ts';
import { extensionOf, hl7, systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { episode, hiddenBlock, kari, patientKari } from './leak-parts.ts';
import { coded, datum, type Resource } from './world-contents.ts';

const ofCategory = (code: string, more: JsonObject = {}) => ({ security: [{ system: categorySystem, code }], ...more });
const per = { reference: 'Patient/per' };
const zone = { reference: 'Organization/zone' };
const secret = { coding: [{ system: 'urn:leak', code: 'secret' }], text: 'HEMMELIG' };
const harmless = { coding: [{ system: 'urn:leak', code: 'harmless' }] };

/** What stands in both worlds: a nurse, a citizen with whom she has to do, one with whom she has not, and one who must not be found. */
export const shared: readonly Resource[] = [
  { resourceType: 'Organization', id: 'kommune', name: 'Kommunen' },
  { resourceType: 'Organization', id: 'zone', name: 'Sone 3', partOf: { reference: 'Organization/kommune' } },
  { resourceType: 'Practitioner', id: 'hanne', qualification: [{ code: coded(systems.profession, 'SP') }] },
  {
    resourceType: 'PractitionerRole',
    id: 'hanne-zone',
    active: true,
    practitioner: { reference: 'Practitioner/hanne' },
    organization: zone,
    code: [coded(systems.accessRole, 'sykepleier')],
  },
  patientKari,
  {
    resourceType: 'Patient',
    id: 'per',
    name: [{ family: 'Prøvesen', given: ['Per'] }],
    birthDate: '1950-01-02',
    gender: 'male',
  },
  ...['kari', 'egil'].map((whose) =>
    episode(`${whose}-vedtak`, whose, 'zone', { type: [coded(systems.service, '99')] }),
  ),
  hiddenBlock('block', 'kari', {
    data: ['Composition/h-note', 'Observation/h-obs', 'Encounter/h-enc', 'Binary/h-bin', 'Composition/h-gone'].map(
      datum,
    ),
  }),
  hiddenBlock('block-medication', 'kari', { class: [{ system: categorySystem, code: 'medication' }] }),
  ...[1, 2, 3, 4].map(
    (n): Resource => ({
      resourceType: 'Observation',
      id: `v-obs-${n}`,
      meta: ofCategory('care-plan'),
      status: 'final',
      code: harmless,
      subject: kari,
      encounter: { reference: n === 1 ? 'Encounter/h-enc' : 'Encounter/v-enc' },
      effectiveDateTime: `2026-0${n}-01`,
      valueQuantity: { value: n * 10 },
      hasMember: [{ reference: 'Observation/h-obs' }],
    }),
  ),
  encounter('v-enc', harmless),
  {
    resourceType: 'List',
    id: 'v-list',
    meta: ofCategory('care-plan'),
    status: 'current',
    mode: 'working',
    subject: kari,
    entry: ['Composition/h-note', 'Observation/v-obs-1'].map((reference) => ({ item: { reference } })),
  },
  {
    ...composition('v-comp', harmless),
    section: [{ entry: ['MedicationRequest/h-med', 'Observation/v-obs-1'].map((reference) => ({ reference })) }],
  },
];

/** What the nurse may not see. One world has it, the other has never had it. */
export const hidden: readonly Resource[] = [
  composition('h-note', secret),
  encounter('h-enc', secret),
  {
    resourceType: 'Observation',
    id: 'h-obs',
    meta: ofCategory('care-plan'),
    identifier: [{ system: 'urn:leak', value: 'h-obs' }],
    status: 'final',
    code: secret,
    subject: kari,
    encounter: { reference: 'Encounter/v-enc' },
    effectiveDateTime: '2026-02-15',
    valueQuantity: { value: 25 },
  },
  {
    resourceType: 'MedicationRequest',
    id: 'h-med',
    meta: ofCategory('medication'),
    identifier: [{ system: 'urn:leak', value: 'h-med' }],
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: secret,
    subject: kari,
    encounter: { reference: 'Encounter/v-enc' },
  },
  {
    resourceType: 'Binary',
    id: 'h-bin',
    contentType: 'text/plain',
    securityContext: { reference: 'Composition/h-note' },
    data: Buffer.from('HEMMELIG').toString('base64'),
  },
  {
    resourceType: 'QuestionnaireResponse',
    id: 'h-draft',
    meta: ofCategory('care-plan', { tag: [{ system: systems.recorder, code: 'ola' }] }),
    identifier: { system: 'urn:leak', value: 'h-draft' },
    status: 'in-progress',
    subject: kari,
    encounter: { reference: 'Encounter/v-enc' },
    authored: '2026-02-15T10:00:00Z',
    author: { reference: 'Practitioner/ola' },
    item: [{ linkId: '1', answer: [{ valueString: 'HEMMELIG' }] }],
  },
  {
    ...composition('h-begun', secret),
    meta: ofCategory('clinical-note', { tag: [{ system: systems.recorder, code: 'ola' }] }),
    status: 'preliminary',
    encounter: { reference: 'Encounter/v-enc' },
    author: [{ reference: 'Practitioner/ola' }],
  },
  {
    resourceType: 'Provenance',
    id: 'h-prov',
    meta: ofCategory('medication'),
    target: [kari, { reference: 'MedicationRequest/h-med' }],
    recorded: '2026-02-15T10:00:00Z',
    agent: [{ who: { display: 'Somebody' } }],
  },
  {
    resourceType: 'Observation',
    id: 'x-obs',
    identifier: [{ system: 'urn:leak', value: 'x-obs' }],
    status: 'final',
    code: secret,
    subject: per,
    effectiveDateTime: '2026-02-15',
  },
  { resourceType: 'Condition', id: 'x-cond', code: secret, subject: per },
  {
    resourceType: 'Patient',
    id: 'x-merged',
    active: false,
    name: [{ family: 'HEMMELIG' }],
    link: [{ other: { reference: 'Patient/kari' }, type: 'replaced-by' }],
  },
  { resourceType: 'Condition', id: 'x-merged-cond', code: secret, subject: { reference: 'Patient/x-merged' } },
];

/** One who lives at a protected address: in one world it is known, in the other it is not. */
export const egil = (isKnown: boolean): readonly Resource[] => [
  {
    resourceType: 'Patient',
    id: 'egil',
    extension: [{ url: extensionOf('address-protection'), valueCode: 'fortrolig' }],
    name: [{ family: 'Fortrolig', given: ['Egil'] }],
    birthDate: '1985-05-05',
    ...(isKnown
      ? {
          address: [{ line: ['HEMMELIG vei 1'], city: 'HEMMELIG' }],
          telecom: [{ system: 'phone', value: '99 88 77 66' }],
        }
      : {}),
  },
  {
    resourceType: 'Encounter',
    id: 'egil-enc',
    status: 'planned',
    class: { system: hl7('v3-ActCode'), code: 'AMB' },
    subject: { reference: 'Patient/egil' },
    ...(isKnown ? { location: [{ location: { display: 'HEMMELIG' } }] } : {}),
  },
  {
    resourceType: 'Appointment',
    id: 'egil-app',
    status: 'booked',
    start: '2026-06-02T10:00:00Z',
    end: '2026-06-02T10:30:00Z',
    participant: [
      { actor: { reference: 'Patient/egil' }, status: 'accepted' },
      ...(isKnown ? [{ actor: { display: 'HEMMELIG venteværelse' }, status: 'accepted' }] : []),
    ],
    ...(isKnown ? { description: 'HEMMELIG' } : {}),
  },
];

function composition(id: string, title: JsonObject): Resource {
  return {
    resourceType: 'Composition',
    id,
    meta: ofCategory('clinical-note'),
    identifier: { system: 'urn:leak', value: id },
    status: 'final',
    type: title,
    subject: kari,
    date: '2026-02-15',
    author: [{ display: 'Somebody' }],
    title: String(title.text ?? 'Notat'),
  };
}

function encounter(id: string, reason: JsonObject): Resource {
  return {
    resourceType: 'Encounter',
    id,
    meta: ofCategory('appointment'),
    status: 'planned',
    class: { system: hl7('v3-ActCode'), code: 'AMB' },
    subject: kari,
    reasonCode: [reason],
  };
}
