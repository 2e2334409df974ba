import type { JsonObject } from '../../../server/src/fhir/resource.ts';
import { civil, isoDate } from './calendar.ts';
import { coded } from './codes/displays.ts';
import { coding, compact, fixed, hl7, systems, volven } from './fhir.ts';
import { familyName, givenName, type Name } from './names.ts';
import type { Sex } from './numbers.ts';
import type { Citizen, CitizenRecord } from './record.ts';

const PATIENT_PROFILE = ['http://hl7.no/fhir/StructureDefinition/no-basis-Patient'];

export type PatientDetails = {
  /** Members that say more, or otherwise, than the citizen does. */
  body?: JsonObject;
  /** Address protected (strengt fortrolig): neither address nor phone is written down. */
  hidden?: boolean;
};

/** The Patient, kept by the municipality where the citizen lives. */
export function writePatient(record: CitizenRecord, citizen: Citizen, more: PatientDetails = {}): void {
  const where =
    more.hidden === true
      ? {}
      : { telecom: [{ system: 'phone', value: citizen.phone, use: 'mobile' }], address: [citizen.home.address] };
  record.open(
    citizen.practice,
    {
      identifier: [{ use: 'official', system: systems.nationalNumber, value: citizen.nationalNumber }],
      active: true,
      name: [humanName(citizen.name)],
      gender: citizen.sex,
      birthDate: isoDate(citizen.born),
      ...where,
      ...(citizen.origin === 'sami' ? SAMI : {}),
      generalPractitioner: [citizen.gp.reference, citizen.practice.reference],
      managingOrganization: citizen.home.municipality === 'bergvik' ? BERGVIK : FJORDVIK,
      ...more.body,
    },
    more.hidden === true ? { profile: PATIENT_PROFILE, security: [VERY_RESTRICTED] } : { profile: PATIENT_PROFILE },
  );
}

const VERY_RESTRICTED = coding(hl7('v3-Confidentiality'), 'V', 'very restricted');
const SAMI = fixed({
  communication: [
    { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'se', display: 'Nordsamisk' }] }, preferred: true },
  ],
});
const FJORDVIK = fixed({ reference: 'Organization/fjordvik-kommune', display: 'Fjordvik kommune' });
const BERGVIK = fixed({ reference: 'Organization/bergvik-kommune', display: 'Bergvik kommune' });

/** A name as the Norwegian base profile has it: the middle name is an extension, not a given name. */
export function humanName(name: Name): JsonObject {
  return compact({
    extension:
      name.middle === undefined
        ? undefined
        : [{ url: 'http://hl7.no/fhir/StructureDefinition/no-basis-middlename', valueString: name.middle }],
    use: 'official',
    family: name.family,
    given: [name.given],
  });
}

/** Kinship: Volven 9033, and the Norwegian base profile's family relation. */
const KINSHIP = {
  mother: ['MO', 'mor'],
  father: ['FA', 'far'],
  spouse: ['EF', 'ektefelleEllerPartner'],
  daughter: ['DA', 'barn'],
  son: ['SO', 'barn'],
  other: ['AP', undefined],
} as const;

export type Kinship = keyof typeof KINSHIP;

/** Someone near the citizen. Who is a citizen too stands there with the same national identity number. */
export function writeRelated(
  record: CitizenRecord,
  citizen: Citizen,
  kin: Kinship,
  person: { name: Name; sex: Sex; phone: string; nationalNumber?: string; address?: JsonObject },
  more: { relationship?: JsonObject[]; body?: JsonObject } = {},
): string {
  const [code, family] = KINSHIP[kin];
  return record.add(
    citizen.practice,
    'RelatedPerson',
    compact({
      identifier:
        person.nationalNumber === undefined
          ? undefined
          : [{ system: systems.nationalNumber, value: person.nationalNumber }],
      active: true,
      patient: record.patient,
      relationship: [
        coded(volven(9033), code),
        ...(family === undefined ? [] : [familyRelation(family)]),
        ...(more.relationship ?? []),
      ],
      name: [humanName(person.name)],
      telecom: [{ system: 'phone', value: person.phone, use: 'mobile' }],
      gender: person.sex,
      address: person.address === undefined ? undefined : [person.address],
      ...more.body,
    }),
  );
}

function familyRelation(code: string): JsonObject {
  return { coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-family-relation', code }] };
}

/** Parents for children; the one they live with for adults; a grown child for old people who live alone. */
export function writeFamily(record: CitizenRecord, citizen: Citizen, household: readonly Citizen[]): void {
  for (const other of household) {
    if (other === citizen || other.role === 'child') continue;
    const kin: Kinship = citizen.role === 'child' ? (other.sex === 'female' ? 'mother' : 'father') : 'spouse';
    writeRelated(record, citizen, kin, other, citizen.role === 'child' ? { relationship: [SHARED] } : {});
  }
  if (citizen.age >= 67 && household.length === 1) {
    const { random } = citizen;
    const sex: Sex = random.chance(0.55) ? 'female' : 'male';
    const family = random.chance(0.6) ? citizen.name.family : familyName(random, citizen.origin);
    const born = civil(citizen.born).year + random.between(24, 34);
    writeRelated(record, citizen, sex === 'female' ? 'daughter' : 'son', {
      name: { given: givenName(random, citizen.origin, sex, born, family), family },
      sex,
      phone: `+4700${String(random.int(1_000_000)).padStart(6, '0')}`,
    });
  }
}

const SHARED = fixed({
  coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code: 'felles' }],
});
