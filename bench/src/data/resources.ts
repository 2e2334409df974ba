import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { familyName, givenName } from '../../../tools/src/synth/names.ts';
import { nationalNumber } from '../../../tools/src/synth/numbers.ts';
import { Random } from '../../../tools/src/synth/random.ts';

/** Who and what the bench's resources refer to; they exist in the store. */
export const services = Array.from({ length: 8 }, (_, i) => ({
  id: `bench-service-${i}`,
  display: `Prøvetjenesten ${i}`,
}));
export const personnel = Array.from({ length: 40 }, (_, i) => ({
  id: `bench-nurse-${i}`,
  display: `Syntet Sykepleier ${i}`,
}));

const custodian = 'https://enjournal.no/fhir/CodeSystem/custodian';
const serviceKind = 'https://enjournal.no/fhir/CodeSystem/service-kind';
const loinc = 'http://loinc.org';
const ucum = 'http://unitsofmeasure.org';

/** Measurements: the first is measured often (full pages of hits), the second seldom (three hits among hundreds). */
export const measurements = [
  { code: '8867-4', display: 'Heart rate', low: 55, high: 110, unit: '/min' },
  { code: '14749-6', display: 'Glucose [Moles/volume] in Serum or Plasma', low: 4, high: 12, unit: 'mmol/L' },
  { code: '9279-1', display: 'Respiratory rate', low: 10, high: 24, unit: '/min' },
  { code: '8310-5', display: 'Body temperature', low: 35, high: 40, unit: 'Cel' },
  { code: '8302-2', display: 'Body height', low: 150, high: 200, unit: 'cm' },
  { code: '29463-7', display: 'Body weight', low: 45, high: 130, unit: 'kg' },
  { code: '2708-6', display: 'Oxygen saturation in Arterial blood', low: 88, high: 100, unit: '%' },
  { code: '718-7', display: 'Hemoglobin [Mass/volume] in Blood', low: 9, high: 17, unit: 'g/dL' },
  { code: '2823-3', display: 'Potassium [Moles/volume] in Serum or Plasma', low: 3, high: 6, unit: 'mmol/L' },
  { code: '2951-2', display: 'Sodium [Moles/volume] in Serum or Plasma', low: 130, high: 148, unit: 'mmol/L' },
  { code: '14682-9', display: 'Creatinine [Moles/volume] in Serum or Plasma', low: 45, high: 160, unit: 'umol/L' },
  { code: '1988-5', display: 'C reactive protein [Mass/volume] in Serum or Plasma', low: 1, high: 90, unit: 'mg/L' },
  { code: '39156-5', display: 'Body mass index (BMI) [Ratio]', low: 17, high: 38, unit: 'kg/m2' },
  { code: '4548-4', display: 'Hemoglobin A1c/Hemoglobin.total in Blood', low: 4, high: 10, unit: '%' },
] as const;
const problems = ['K86', 'T90', 'R96', 'P76', 'L88', 'K78', 'R95', 'U99', 'D84', 'A97'];
const medicines = ['C07AB02', 'A10BA02', 'N02BE01', 'B01AC06', 'C10AA05', 'R03AC02', 'N06AB10', 'C09AA02'];

const firstDay = Date.UTC(2014, 0, 6);
const tenYearsMs = 10 * 365.25 * 86_400_000;

/** When the part `share` (0–1) of ten years has passed. */
const moment = (share: number) => `${new Date(firstDay + share * tenYearsMs).toISOString().slice(0, 19)}+00:00`;

export function patient(serial: number): Resource {
  const random = new Random(serial, 1);
  const sex = serial % 2 === 0 ? 'female' : 'male';
  const born = -14_000 + (serial % 24_000); // days: 1931 to 1997
  const family = familyOf(serial, random);
  const given = givenName(random, 'norwegian', sex, 1931 + Math.floor((serial % 24_000) / 366), family);
  return {
    resourceType: 'Patient',
    ...stamped(random),
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: numberOf(born, serial, sex) }],
    active: true,
    name: [{ use: 'official', family, given: given.split(' ') }],
    telecom: [{ system: 'phone', value: `+47${40_000_000 + (serial % 9_000_000)}`, use: 'mobile' }],
    gender: sex,
    birthDate: new Date(born * 86_400_000).toISOString().slice(0, 10),
    address: [
      { use: 'home', line: [`Prøveveien ${1 + random.int(200)}`], city: 'Prøveby', postalCode: '9990', country: 'NO' },
    ],
    generalPractitioner: [{ reference: `Practitioner/${random.pick(personnel).id}` }],
  };
}

const parishes = (
  'Ytre Indre Øvre Nedre Nord Sør Øst Vest Stor Lille Gammel Ny Fjern Nær Lang Kort Høy Lav Bred Smal Mørk Lys Rød Blå Grønn ' +
  'Hvit Svart Grå Kald Varm Stille Vill Fager Gild Glad Sval Klar Frisk Tung Lett Rund'
).split(' ');

/** Where there are more people there are more names: of every 24 000, about as many are called the same. */
function familyOf(serial: number, random: Random): string {
  const family = familyName(random, 'norwegian');
  const parish = Math.floor(serial / 24_000) % (parishes.length + 1);
  return parish === 0 ? family : parishes[parish - 1] + family.toLowerCase();
}

/** A synthetic number that only this citizen has: those who share a day of birth take individual numbers one after another. */
function numberOf(born: number, serial: number, sex: 'female' | 'male'): string {
  const turn = Math.floor(serial / 24_000);
  let ordinal = turn;
  for (let individual = sex === 'male' ? 1 : 0; individual < 500; individual += 2) {
    const number = nationalNumber(born, individual);
    if (number !== undefined && ordinal-- === 0) return number;
  }
  throw new Error(`no national number is left for citizen ${serial}`);
}

/** One measurement at a point of the ten years. */
export function observation(subject: string, kind: number, share: number, random: Random): Resource {
  const { code, display, low, high, unit } = measurements[kind]!;
  const nurse = random.pick(personnel);
  return {
    resourceType: 'Observation',
    ...stamped(random),
    status: 'final',
    category: [category('observation-category', 'vital-signs', 'Vital Signs')],
    code: { coding: [{ system: loinc, code, display }], text: display },
    subject: { reference: subject },
    effectiveDateTime: moment(share),
    issued: moment(share),
    performer: [{ reference: `Practitioner/${nurse.id}`, display: nurse.display }],
    valueQuantity: {
      value: Math.round((low + random.next() * (high - low)) * 10) / 10,
      unit,
      system: ucum,
      code: unit,
    },
    referenceRange: [
      { low: { value: low, unit, system: ucum, code: unit }, high: { value: high, unit, system: ucum, code: unit } },
    ],
    note: [
      {
        text: 'Målt i ro ved hjemmebesøk. Ingen tegn til forverring siden forrige måling; følges videre som avtalt i planen.',
      },
    ],
  };
}

export function encounter(subject: string, share: number, random: Random): Resource {
  const service = random.pick(services);
  const nurse = random.pick(personnel);
  return {
    resourceType: 'Encounter',
    ...stamped(random),
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    type: [
      {
        coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.8432', code: '1', display: 'Konsultasjon' }],
        text: 'Konsultasjon',
      },
    ],
    subject: { reference: subject },
    participant: [{ individual: { reference: `Practitioner/${nurse.id}`, display: nurse.display } }],
    period: { start: moment(share), end: moment(share + 0.00001) },
    reasonCode: [{ text: 'Kontroll etter avtale, spørsmål om medisiner og om hjelp i hjemmet den nærmeste tiden.' }],
    serviceProvider: { reference: `Organization/${service.id}`, display: service.display },
  };
}

export function condition(subject: string, share: number, random: Random): Resource {
  return {
    resourceType: 'Condition',
    ...stamped(random),
    clinicalStatus: category('condition-clinical', 'active', 'Active'),
    verificationStatus: category('condition-ver-status', 'confirmed', 'Confirmed'),
    category: [category('condition-category', 'problem-list-item', 'Problem List Item')],
    code: {
      coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code: random.pick(problems) }],
      text: 'Problem på problemlisten',
    },
    subject: { reference: subject },
    onsetDateTime: moment(share),
    recordedDate: moment(share),
    note: [
      { text: 'Kjent fra tidligere. Stabil med gjeldende behandling, og kontrolleres en gang i året hos fastlegen.' },
    ],
  };
}

export function medicationRequest(subject: string, share: number, random: Random): Resource {
  const nurse = random.pick(personnel);
  return {
    resourceType: 'MedicationRequest',
    ...stamped(random),
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.whocc.no/atc', code: random.pick(medicines) }],
      text: 'Legemiddel til fast bruk',
    },
    subject: { reference: subject },
    authoredOn: moment(share),
    requester: { reference: `Practitioner/${nurse.id}`, display: nurse.display },
    dosageInstruction: [
      { text: '1 tablett morgen og kveld', timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } } },
    ],
  };
}

export function task(subject: string, share: number, random: Random): Resource {
  const service = random.pick(services);
  return {
    resourceType: 'Task',
    ...stamped(random),
    status: 'requested',
    intent: 'order',
    code: { text: 'Følg opp måling' },
    for: { reference: subject },
    authoredOn: moment(share),
    owner: { reference: `Organization/${service.id}`, display: service.display },
    description: 'Ring og avtal ny måling; se på medisinlisten sammen med pasienten.',
  };
}

export function appointment(subject: string, share: number, random: Random): Resource {
  const nurse = random.pick(personnel);
  return {
    resourceType: 'Appointment',
    ...stamped(random),
    status: 'booked',
    start: moment(share),
    end: moment(share + 0.00001),
    description: 'Hjemmebesøk',
    participant: [
      { actor: { reference: subject }, status: 'accepted' },
      { actor: { reference: `Practitioner/${nurse.id}`, display: nurse.display }, status: 'accepted' },
    ],
  };
}

function stamped(random: Random): { meta: JsonObject } {
  const { id, display } = random.pick(services);
  return {
    meta: {
      tag: [
        { system: custodian, code: id, display },
        { system: serviceKind, code: 'home-care' },
      ],
    },
  };
}

const category = (system: string, code: string, display: string): JsonObject => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code, display }],
});

export function organization({ id, display }: { id: string; display: string }): Resource {
  return { resourceType: 'Organization', id, active: true, name: display };
}

export function practitioner({ id, display }: { id: string; display: string }): Resource {
  const [given = '', ...family] = display.split(' ');
  return { resourceType: 'Practitioner', id, active: true, name: [{ family: family.join(' '), given: [given] }] };
}
