import { randomUUID } from 'node:crypto';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { isHprNumber, isOrganisationNumber, isPersonNumber, systemOfNumber } from '../numbers.ts';
import { Fields, RowRefused } from '../rows/fields.ts';
import { changeOf, type Entry, isSame } from '../store.ts';
import { codeSystems, extensionUrl, identifierSystems, profiles, volven } from '../systems.ts';
import {
  compact,
  hasCode,
  identifiersOf,
  objects,
  type RegisterKind,
  referenceOf,
  type Setting,
  searchMany,
  withExtension,
  withMembers,
} from './kind.ts';
import { personNumbers } from './persons.ts';

/** A GP's list: the contract between the municipality and the GP. */
export type ListRow = {
  kind: 'list';
  contract: string;
  name: string;
  /** The practice's organisation number, and the GP's HPR number. */
  office: string;
  doctor: string;
  capacity: number;
  from: string;
  to?: string;
};

/** A citizen's time on a list. */
export type MemberRow = { kind: 'member'; number: string; contract: string; from: string; to?: string };

export type GpRow = ListRow | MemberRow;

type Known = {
  lists: ReadonlyMap<string, Resource>;
  offices: ReadonlyMap<string, Resource>;
  doctors: ReadonlyMap<string, Resource>;
  roles: readonly Resource[];
  patients: ReadonlyMap<string, Resource>;
};

const FUNCTION_GP = '6'; // Volven 9034

/**
 * The register of GPs. A list becomes a HealthcareService of the practice; the GP's role names it; and a citizen's time on
 * it stands with the GP and the practice in Patient.generalPractitioner.
 */
export const gpLists: RegisterKind<GpRow, Known> = {
  name: 'gp-lists',
  parse: parseGpRow,
  keys: (row) => [row.kind === 'list' ? `list ${row.contract}` : row.number],
  needs: (row) => (row.kind === 'list' ? [] : [`list ${row.contract}`]),

  async load(store, rows) {
    const lists = rows.filter((row) => row.kind === 'list');
    const members = rows.filter((row) => row.kind === 'member');
    const known = {
      lists: await byIdentifier(
        store,
        'HealthcareService',
        identifierSystems.gpContract,
        rows.map(({ contract }) => contract),
      ),
      offices: await byIdentifier(
        store,
        'Organization',
        identifierSystems.organisation,
        lists.map(({ office }) => office),
      ),
      doctors: await byIdentifier(
        store,
        'Practitioner',
        identifierSystems.hpr,
        lists.map(({ doctor }) => doctor),
      ),
    };
    const patients = new Map<string, Resource>();
    const tokens = members.map(({ number }) => `${systemOfNumber(number)}|${number}`);
    for (const one of await searchMany(store, 'Patient', 'identifier', tokens)) {
      for (const number of personNumbers(one)) patients.set(number, one);
    }
    const ofLists = members.flatMap(({ contract }) => known.lists.get(contract)?.id ?? []);
    const ofDoctors = [...known.doctors.values()].map(({ id }) => `Practitioner/${id}`);
    const roles = [
      ...(await searchMany(
        store,
        'PractitionerRole',
        'service',
        ofLists.map((id) => `HealthcareService/${id}`),
      )),
      ...(await searchMany(store, 'PractitionerRole', 'practitioner', ofDoctors)),
    ];
    return { ...known, patients, roles: [...new Map(roles.map((role) => [role.id, role])).values()] };
  },

  plan: (row, known, setting) => (row.kind === 'list' ? planList(row, known, setting) : planMember(row, known)),
};

async function byIdentifier(
  store: Parameters<RegisterKind<GpRow, Known>['load']>[0],
  type: string,
  system: string,
  values: readonly string[],
): Promise<Map<string, Resource>> {
  const found = await searchMany(
    store,
    type,
    'identifier',
    values.map((value) => `${system}|${value}`),
  );
  return new Map(found.flatMap((one) => identifiersOf(one, system).map((value) => [value, one] as const)));
}

export function parseGpRow(value: Json, setting: Setting): GpRow {
  const fields = new Fields(value);
  const kind = fields.code('kind', ['list', 'member']);
  const contract = fields.number('contract', (text) => /^[1-9]\d{0,18}$/.test(text));
  const period = fields.period();
  const row: GpRow =
    kind === 'member'
      ? {
          kind,
          contract,
          number: fields.number('nationalNumber', (text) => isPersonNumber(text, setting.series)),
          ...period,
        }
      : {
          kind,
          contract,
          name: fields.text('name'),
          office: fields.number('officeOrganisationNumber', isOrganisationNumber),
          doctor: fields.number('doctorHprNumber', isHprNumber),
          capacity: fields.optionalCount('capacity') ?? 0,
          ...period,
        };
  if (row.kind === 'list' && row.capacity < 1) fields.refuse('capacity', 'is missing');
  fields.end();
  return row;
}

function planList(row: ListRow, known: Known, { today }: Setting): Entry[] {
  const office = known.offices.get(row.office);
  const doctor = known.doctors.get(row.doctor);
  const reasons = [
    ...(office === undefined ? ['officeOrganisationNumber is not known'] : []),
    ...(doctor === undefined ? ['doctorHprNumber is not known'] : []),
  ];
  if (office === undefined || doctor === undefined) throw new RowRefused(reasons);
  const before = known.lists.get(row.contract);
  const after = listOf(row, office, before ?? { resourceType: 'HealthcareService' }, today);
  const fullUrl = before === undefined ? `urn:uuid:${randomUUID()}` : `HealthcareService/${before.id}`;
  const entries: Entry[] =
    before === undefined ? [{ method: 'POST', resource: after, fullUrl }] : changeOf(before, after);
  const role = known.roles.find(
    (one) =>
      referenceOf(one.practitioner) === `Practitioner/${doctor.id}` &&
      referenceOf(one.organization) === `Organization/${office.id}` &&
      hasCode(one.code, volven(9034), FUNCTION_GP),
  );
  if (role === undefined) entries.push({ method: 'POST', resource: roleOf(row, doctor, office, fullUrl) });
  else if (!objects(role.healthcareService).some((one) => one.reference === fullUrl)) {
    const services = [...objects(role.healthcareService), { reference: fullUrl }];
    entries.push(...changeOf(role, withMembers(role, { healthcareService: services })));
  }
  return entries;
}

function listOf(row: ListRow, office: Resource, before: Resource, today: string): Resource {
  return withMembers(before, {
    meta: { ...before.meta, profile: [profiles.gpList] },
    extension: withExtension(
      withExtension(before.extension, extensionUrl('gp-list-capacity'), { valuePositiveInt: row.capacity }),
      extensionUrl('active-period'),
      { valuePeriod: compact({ start: row.from, end: row.to }) },
    ),
    identifier: [{ system: identifierSystems.gpContract, value: row.contract }],
    active: row.from <= today && (row.to === undefined || row.to >= today),
    providedBy:
      before.providedBy !== undefined && referenceOf(before.providedBy) === `Organization/${office.id}`
        ? before.providedBy
        : referenceTo(office),
    category: hasCode(before.category, codeSystems.serviceCategory, 'gp-list')
      ? before.category
      : [{ coding: [{ system: codeSystems.serviceCategory, code: 'gp-list', display: 'Fastlegeliste' }] }],
    name: row.name,
  });
}

function roleOf(row: ListRow, doctor: Resource, office: Resource, list: string): Resource {
  return {
    resourceType: 'PractitionerRole',
    active: true,
    period: compact({ start: row.from, end: row.to }),
    practitioner: { reference: `Practitioner/${doctor.id}` },
    organization: referenceTo(office),
    code: [
      { coding: [{ system: volven(9034), code: FUNCTION_GP }], text: 'Fastlege' },
      { coding: [{ system: codeSystems.accessRole, code: 'lege', display: 'Lege' }] },
    ],
    healthcareService: [{ reference: list }],
  };
}

function planMember(row: MemberRow, known: Known): Entry[] {
  const patient = known.patients.get(row.number);
  const list = known.lists.get(row.contract);
  const reasons = [
    ...(patient === undefined ? ['nationalNumber is not known'] : []),
    ...(list === undefined ? ['contract is not known'] : []),
  ];
  if (patient === undefined || list === undefined) throw new RowRefused(reasons);
  const stands = objects(patient.generalPractitioner);
  if (stands.some((one) => startOf(one) > row.from)) return []; // an older time on a list: history, and no news
  const wanted = [
    ...known.roles
      .filter((role) => role.active !== false && objects(role.healthcareService).some((one) => isList(one, list)))
      .map((role) => referenceTo(role)),
    list.providedBy as JsonObject,
  ].map((reference) => ({
    ...reference,
    extension: [{ url: extensionUrl('gp-period'), valuePeriod: compact({ start: row.from, end: row.to }) }],
  }));
  const same = stands.length === wanted.length && wanted.every((one, i) => isSame(bare(one), bare(stands[i]!)));
  return same ? [] : changeOf(patient, withMembers(patient, { generalPractitioner: wanted }));
}

const isList = (reference: JsonObject, list: Resource): boolean =>
  reference.reference === `HealthcareService/${list.id}`;

const bare = ({ reference, extension }: JsonObject): JsonObject => compact({ reference, extension });

const startOf = ({ extension }: JsonObject): string => {
  const period = objects(extension).find(({ url }) => url === extensionUrl('gp-period'))?.valuePeriod;
  return ((period as JsonObject | undefined)?.start as string | undefined) ?? '';
};

function referenceTo(one: Resource): JsonObject {
  const display =
    one.resourceType === 'PractitionerRole' ? (one.practitioner as JsonObject | undefined)?.display : one.name;
  return { reference: `${one.resourceType}/${one.id}`, ...(typeof display === 'string' ? { display } : {}) };
}
