import type { JsonObject } from '../../../server/src/fhir/resource.ts';
import { addYears, isoDate } from './calendar.ts';
import { coded } from './codes/displays.ts';
import { coding, compact, extensionUrl, fixed, hl7, systems, volven } from './fhir.ts';
import type { Name } from './names.ts';
import type { Sex } from './numbers.ts';
import type { Citizen, CitizenRecord } from './record.ts';
import { mandateRoles, writeMandate } from './representation.ts';

const PATIENT_PROFILE = ['http://hl7.no/fhir/StructureDefinition/no-basis-Patient'];

export type PatientDetails = {
  /** Members that say more, or otherwise, than the citizen does. */
  body?: JsonObject;
};

/** The Patient, kept by the municipality where the citizen lives. */
export function writePatient(record: CitizenRecord, citizen: Citizen, more: PatientDetails = {}): void {
  record.open(
    citizen.practice,
    {
      ...(citizen.protection === undefined
        ? {}
        : { extension: [{ url: extensionUrl('address-protection'), valueCode: citizen.protection }] }),
      identifier: [{ use: 'official', system: systems.nationalNumber, value: citizen.nationalNumber }],
      active: true,
      name: [humanName(citizen.name)],
      gender: citizen.sex,
      birthDate: isoDate(citizen.born),
      telecom: [{ system: 'phone', value: citizen.phone, use: 'mobile' }],
      address: [citizen.home.address],
      ...(citizen.origin === 'sami' ? SAMI : {}),
      generalPractitioner: onList(citizen),
      managingOrganization: citizen.home.municipality === 'bergvik' ? BERGVIK : FJORDVIK,
      ...more.body,
    },
    citizen.protection === undefined || citizen.protection === 'klient'
      ? { profile: PATIENT_PROFILE }
      : { profile: PATIENT_PROFILE, security: [VERY_RESTRICTED] },
  );
}

/** The GP and the practice, each with the time on the list. */
export function onList(citizen: Pick<Citizen, 'gp' | 'practice' | 'listedFrom'>): JsonObject[] {
  const extension = [{ url: extensionUrl('gp-period'), valuePeriod: { start: isoDate(citizen.listedFrom) } }];
  return [citizen.gp.reference, citizen.practice.reference].map((reference) => ({ extension, ...reference }));
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
  stepmother: ['SM', undefined],
  stepfather: ['SF', undefined],
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

/**
 * Parents for children, those elsewhere too, with who has parental responsibility; the one they live with for adults; a
 * grown child for old people who live alone.
 */
export function writeFamily(record: CitizenRecord, citizen: Citizen, household: readonly Citizen[]): void {
  const adults = household.filter((other) => other !== citizen && other.role === 'adult');
  if (citizen.role === 'adult') for (const other of adults) writeRelated(record, citizen, 'spouse', other);
  else writeParents(record, citizen, adults);
  for (const near of citizen.kin ?? []) {
    const { mandate } = near;
    const roles = mandate === undefined ? [] : mandate === 'guardian-of-means' ? [OF_MEANS] : mandateRoles(mandate);
    const reference = writeRelated(record, citizen, near.kinship, near, { relationship: roles });
    if (mandate === undefined || mandate === 'guardian-of-means') continue;
    const start = Math.max(citizen.listedFrom, addYears(citizen.born, 67));
    const holder = { reference, nationalNumber: near.nationalNumber, display: fullName(near.name) };
    writeMandate(record, citizen, mandate, holder, { start });
  }
}

const OF_MEANS = fixed({ ...coded(volven(7611), 'VE'), text: 'Vergemål, bare økonomiske forhold' });

function writeParents(record: CitizenRecord, citizen: Citizen, adults: readonly Citizen[]): void {
  const { custody } = citizen;
  const stepParent = custody?.stepParent === true ? adults[1] : undefined;
  const responsible = custody === undefined ? [] : [responsibility(custody.responsibility)];
  for (const other of adults) {
    if (other === stepParent)
      writeRelated(record, citizen, other.sex === 'female' ? 'stepmother' : 'stepfather', other);
    else
      writeRelated(record, citizen, other.sex === 'female' ? 'mother' : 'father', other, { relationship: responsible });
  }
  if (custody?.elsewhere !== undefined) {
    writeRelated(record, citizen, custody.elsewhere.kinship, custody.elsewhere, { relationship: responsible });
  }
}

export const fullName = ({ given, middle, family }: Name): string =>
  [given, middle, family].filter((part) => part !== undefined).join(' ');

/** Who has parental responsibility (no-basis-parental-responsibility): both, or one of them. */
export const responsibility = (code: 'felles' | 'mor' | 'far'): JsonObject =>
  fixed({ coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code }] });
