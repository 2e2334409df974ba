import { randomUUID } from 'node:crypto';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { systemOfNumber } from '../numbers.ts';
import { RowRefused } from '../rows/fields.ts';
import { changeOf, type Entry } from '../store.ts';
import { extensionUrl, isPersonSystem, profiles, volven } from '../systems.ts';
import {
  compact,
  humanName,
  objects,
  type RegisterKind,
  referenceOf,
  searchMany,
  withExtension,
  withMembers,
} from './kind.ts';
import { type PersonRow, parsePerson } from './person-row.ts';
import { representativeEntries } from './representatives.ts';

/** What the store has of some persons. */
export type KnownPersons = {
  /** By each number that a Patient has had. */
  patients: ReadonlyMap<string, readonly Resource[]>;
  /** RelatedPersons and mandates, by the id of the Patient. */
  related: ReadonlyMap<string, readonly Resource[]>;
  mandates: ReadonlyMap<string, readonly Resource[]>;
};

/** The population register: persons, their families and guardians. A person becomes a Patient. */
export const persons: RegisterKind<PersonRow, KnownPersons> = {
  name: 'persons',
  parse: parsePerson,
  keys: ({ number, previous }) => [number, ...previous.map((one) => one.number)],

  async load(store, rows) {
    const tokens = rows.flatMap(({ number, previous }) =>
      [number, ...previous.map((one) => one.number)].map((one) => `${systemOfNumber(one)}|${one}`),
    );
    const found = await searchMany(store, 'Patient', 'identifier', tokens);
    const patients = new Map<string, Resource[]>();
    for (const patient of found) {
      for (const number of personNumbers(patient)) {
        patients.set(number, [...(patients.get(number) ?? []), patient]);
      }
    }
    const isAsked = rows.some((row) =>
      [row.custodians, row.guardians, row.careOrders].some((one) => one !== undefined),
    );
    const ids = isAsked ? found.map(({ id }) => `Patient/${id}`) : [];
    const related = await searchMany(store, 'RelatedPerson', 'patient', ids);
    const mandates = await searchMany(store, 'Consent', 'patient', ids, [['category', `${volven(7611)}|VE`]]);
    return { patients, related: byPatient(related), mandates: byPatient(mandates) };
  },

  plan(row, known, setting) {
    const matches = new Set(
      [row.number, ...row.previous.map(({ number }) => number)].flatMap((number) => known.patients.get(number) ?? []),
    );
    if (matches.size > 1)
      throw new RowRefused(['the numbers of the person stand in two records, which must be merged']);
    const [before] = matches;
    const fullUrl = `urn:uuid:${randomUUID()}`;
    const own: Entry[] = [];
    if (before === undefined) {
      const resource = patientOf(row, { resourceType: 'Patient', meta: { profile: [profiles.patient] } });
      own.push({ method: 'POST', resource, fullUrl, ifNoneExist: criteriaOf(row.number) });
    } else own.push(...changeOf(before, patientOf(row, before)));
    const patient = before === undefined ? fullUrl : `Patient/${before.id}`;
    const related = before === undefined ? [] : (known.related.get(before.id!) ?? []);
    const mandates = before === undefined ? [] : (known.mandates.get(before.id!) ?? []);
    return [...own, ...representativeEntries(row, patient, { related, mandates }, setting)];
  },
};

const criteriaOf = (number: string): string => `identifier=${systemOfNumber(number)}|${number}`;

/** Every number of a person that a resource has, in force or ceased. */
export const personNumbers = (resource: Resource): string[] =>
  objects(resource.identifier)
    .filter(({ system, value }) => isPersonSystem(system) && typeof value === 'string')
    .map(({ value }) => value as string);

function byPatient(resources: readonly Resource[]): Map<string, Resource[]> {
  const grouped = new Map<string, Resource[]>();
  for (const resource of resources) {
    const id = referenceOf(resource.patient)?.split('/')[1];
    if (id !== undefined) grouped.set(id, [...(grouped.get(id) ?? []), resource]);
  }
  return grouped;
}

/** The Patient as the register has it; what the register does not tell stays as it is. */
function patientOf(row: PersonRow, before: Resource): Resource {
  const { name, address, protection, deathDate, status } = row;
  const isDead = deathDate !== undefined || status === 'doed';
  const knownDead = before.deceasedDateTime !== undefined || before.deceasedBoolean === true;
  return withMembers(before, {
    meta: metaOf(before, protection),
    extension: withExtension(
      withExtension(
        before.extension,
        extensionUrl('address-protection'),
        protection === 'ugradert' ? undefined : { valueCode: PROTECTION[protection] },
      ),
      extensionUrl('person-status'),
      status === undefined ? statusOf(before) : { valueCode: status },
    ),
    identifier: numbersOf(row, before),
    active: status !== 'opphoert',
    name: [humanName(name), ...objects(before.name).filter(({ use }) => use !== undefined && use !== 'official')],
    gender: row.sex,
    birthDate: row.birthDate ?? before.birthDate,
    // what the house knows of a death is not undone by a register that has not heard of it yet
    deceasedDateTime: deathDate ?? before.deceasedDateTime,
    deceasedBoolean: deathDate !== undefined ? undefined : isDead && !knownDead ? true : before.deceasedBoolean,
    address:
      address === undefined
        ? before.address
        : [homeOf(address), ...objects(before.address).filter(({ use }) => use !== undefined && use !== 'home')],
    maritalStatus:
      row.maritalStatus === undefined
        ? before.maritalStatus
        : { coding: [{ system: volven(3103), code: row.maritalStatus }] },
  });
}

const PROTECTION = { klientadresse: 'klient', fortrolig: 'fortrolig', strengtFortrolig: 'strengt-fortrolig' } as const;

const statusOf = (before: Resource): JsonObject | undefined => {
  const known = objects(before.extension).find(({ url }) => url === extensionUrl('person-status'));
  return known === undefined ? undefined : { valueCode: known.valueCode! };
};

/** The number in force first; those that have ceased after it, also ones that only the store remembers. */
function numbersOf(row: PersonRow, before: Resource): JsonObject[] {
  const told = new Map(row.previous.map(({ number, to }) => [number, to]));
  const remembered = personNumbers(before).filter((number) => number !== row.number && !told.has(number));
  const old = [...told.keys(), ...remembered].map((number) => {
    const stood = objects(before.identifier).find(({ value }) => value === number);
    const end = told.get(number) ?? ((stood?.period as JsonObject | undefined)?.end as string | undefined);
    return compact({
      use: 'old',
      system: systemOfNumber(number),
      value: number,
      period: end === undefined ? undefined : { end },
    });
  });
  const others = objects(before.identifier).filter(({ system }) => !isPersonSystem(system));
  return [{ use: 'official', system: systemOfNumber(row.number), value: row.number }, ...old, ...others];
}

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

/** Records of those whose address is protected are marked, so that also who reads nothing else sees it. */
function metaOf({ meta }: Resource, protection: PersonRow['protection']): JsonObject {
  const marks = protection === 'fortrolig' || protection === 'strengtFortrolig';
  const known = meta?.security?.find(({ system, code }) => system === CONFIDENTIALITY && code === 'V');
  const others = (meta?.security ?? []).filter((one) => one !== known);
  const security = marks
    ? [...others, known ?? { system: CONFIDENTIALITY, code: 'V', display: 'very restricted' }]
    : others;
  const { security: _, ...rest } = meta ?? {};
  return security.length === 0 ? rest : { ...rest, security };
}

function homeOf(address: NonNullable<PersonRow['address']>): JsonObject {
  const { line, postalCode, city, municipalityNumber, municipality } = address;
  const coding = compact({ system: volven(3402), code: municipalityNumber, display: municipality });
  return compact({
    use: 'home',
    type: 'both',
    line: [line],
    city,
    district: municipality,
    _district:
      municipalityNumber === undefined
        ? undefined
        : {
            extension: [
              { url: 'http://hl7.no/fhir/StructureDefinition/no-basis-municipalitycode', valueCoding: coding },
            ],
          },
    postalCode,
    country: 'NO',
  });
}
