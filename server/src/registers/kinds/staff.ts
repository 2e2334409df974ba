import { randomUUID } from 'node:crypto';
import { type RoleRule, roles as roleRules } from '../../access/rules/roles.ts';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { isHprNumber, isPersonNumber, systemOfNumber } from '../numbers.ts';
import { Fields, RowRefused } from '../rows/fields.ts';
import { changeOf, type Entry, type RegisterStore } from '../store.ts';
import { codeSystems, identifierSystems, isPersonSystem, volven } from '../systems.ts';
import {
  compact,
  hasCode,
  humanName,
  identifiersOf,
  objects,
  type RegisterKind,
  referenceOf,
  type Setting,
  searchMany,
  withMembers,
} from './kind.ts';
import type { PersonName } from './person-row.ts';

/** Someone who works at a unit of an organisation, as the organisation's own list of staff says. */
export type StaffRow = {
  number?: string;
  hpr?: string;
  name?: PersonName;
  /** Code of the access role. */
  role: string;
  /** What colleagues say. */
  title?: string;
  /** Organization id, organisation number, HER-id or name of a unit of the organisation. */
  unit: string;
  from: string;
  to?: string;
};

type Known = { people: readonly Resource[]; jobs: readonly Resource[] };

/**
 * Staff of one organisation and the units below it. A row makes the person, if nobody has the number, and the job with its
 * role, unit and time. Authorisations come of the register of health personnel and of nowhere else.
 * @source pasientjournalforskriften § 13: who has access is told in a list, and for a time
 */
export function staffOf(units: readonly Resource[], nowMs: number): RegisterKind<StaffRow, Known> {
  const rules = roleRules.at(nowMs).value;
  return {
    name: 'staff',
    parse: (value, setting) => parseStaff(value, setting, rules),
    keys: ({ number, hpr }) => [number, hpr].filter((one) => one !== undefined),

    async load(store, rows) {
      const tokens = rows.flatMap(({ number, hpr }) => [
        ...(number === undefined ? [] : [`${systemOfNumber(number)}|${number}`]),
        ...(hpr === undefined ? [] : [`${identifierSystems.hpr}|${hpr}`]),
      ]);
      const people = await searchMany(store, 'Practitioner', 'identifier', tokens);
      const jobs = await searchMany(
        store,
        'PractitionerRole',
        'practitioner',
        people.map(({ id }) => `Practitioner/${id}`),
      );
      return { people, jobs };
    },

    plan(row, known, { today }) {
      const unit = unitOf(units, row.unit);
      const person = personOf(known.people, row);
      const missing = authorisationMissing(person, rules[row.role]!, today);
      if (missing !== undefined) throw new RowRefused([missing]);
      const job = known.jobs.find(
        (one) =>
          person !== undefined &&
          referenceOf(one.practitioner) === `Practitioner/${person.id}` &&
          referenceOf(one.organization) === `Organization/${unit.id}` &&
          hasCode(one.code, codeSystems.accessRole, row.role),
      );
      const time = { period: compact({ start: row.from, end: row.to }), active: (row.to ?? today) >= today };
      if (job !== undefined) return changeOf(job, withMembers(job, time));
      const entries: Entry[] = [];
      const fullUrl = `urn:uuid:${randomUUID()}`;
      if (person === undefined) entries.push({ method: 'POST', resource: practitionerOf(row), fullUrl });
      const whom = person === undefined ? { reference: fullUrl } : { reference: `Practitioner/${person.id}` };
      const practitioner = { ...whom, display: displayOf(row, person) };
      const organization = { reference: `Organization/${unit.id}`, display: String(unit.name ?? '') };
      const code = [...(row.title === undefined ? [] : [{ text: row.title }]), roleConcept(row.role)];
      entries.push({
        method: 'POST',
        resource: { resourceType: 'PractitionerRole', ...time, practitioner, organization, code },
      });
      return entries;
    },
  };
}

/** An organisation and all the units below it. */
export async function unitsBelow(store: RegisterStore, organization: Resource): Promise<Resource[]> {
  const units = [organization];
  let level = [organization];
  while (level.length > 0 && units.length < 10_000) {
    const below = await searchMany(
      store,
      'Organization',
      'partof',
      level.map(({ id }) => `Organization/${id}`),
    );
    level = below.filter(({ id }) => !units.some((one) => one.id === id));
    units.push(...level);
  }
  return units;
}

function parseStaff(value: Json, setting: Setting, rules: Readonly<Record<string, RoleRule>>): StaffRow {
  const fields = new Fields(value);
  const number = fields.optionalNumber('nationalNumber', (text) => isPersonNumber(text, setting.series));
  const hpr = fields.optionalNumber('hprNumber', isHprNumber);
  const told = fields.optional('nationalNumber') ?? fields.optional('hprNumber');
  if (told === undefined) fields.refuse('nationalNumber', 'or hprNumber is needed');
  const name = nameOf(fields);
  const title = fields.optional('title');
  const role = fields.text('role').toLowerCase();
  if (role !== '' && !Object.hasOwn(rules, role)) fields.refuse('role', 'is no role that gives access');
  const row: StaffRow = {
    role,
    unit: fields.text('unit'),
    ...fields.period(),
    ...(number === undefined ? {} : { number }),
    ...(hpr === undefined ? {} : { hpr }),
    ...(name === undefined ? {} : { name }),
    ...(title === undefined ? {} : { title }),
  };
  fields.end();
  return row;
}

/** Given and family names in columns of their own, or one `name`: the last word of it is the family name. */
function nameOf(fields: Fields): PersonName | undefined {
  const whole = fields.optional('name');
  const [given, family] = [fields.optional('given'), fields.optional('family')];
  if (given !== undefined && family !== undefined) return { given, family };
  const words = whole?.split(/\s+/) ?? [];
  if (whole?.includes(',') === true) {
    const [last, first] = whole.split(',').map((part) => part.trim());
    return last && first ? { given: first, family: last } : undefined;
  }
  return words.length < 2 ? undefined : { given: words.slice(0, -1).join(' '), family: words.at(-1)! };
}

function unitOf(units: readonly Resource[], wanted: string): Resource {
  const isIt = (unit: Resource): boolean =>
    unit.id === wanted ||
    identifiersOf(unit, identifierSystems.organisation).includes(wanted) ||
    identifiersOf(unit, identifierSystems.herId).includes(wanted);
  const byName = units.filter(({ name }) => String(name).toLowerCase() === wanted.toLowerCase());
  const unit = units.find(isIt) ?? (byName.length === 1 ? byName[0] : undefined);
  if (unit === undefined) {
    throw new RowRefused([byName.length > 1 ? 'unit is the name of several' : 'unit is none of the organisation']);
  }
  if (unit.active === false) throw new RowRefused(['unit is no longer active']);
  return unit;
}

function personOf(people: readonly Resource[], row: StaffRow): Resource | undefined {
  const has = (one: Resource): boolean =>
    (row.hpr !== undefined && identifiersOf(one, identifierSystems.hpr).includes(row.hpr)) ||
    (row.number !== undefined &&
      objects(one.identifier).some(({ system, value }) => isPersonSystem(system) && value === row.number));
  const found = people.filter(has);
  if (found.length > 1) throw new RowRefused(['the numbers stand with two people']);
  const [person] = found;
  if (person === undefined && row.name === undefined) {
    throw new RowRefused(['nobody has the number, and a name is missing to make the person of']);
  }
  const hprs = person === undefined ? [] : identifiersOf(person, identifierSystems.hpr);
  if (row.hpr !== undefined && hprs.length > 0 && !hprs.includes(row.hpr)) {
    throw new RowRefused(['hprNumber is not that of the person']);
  }
  return person;
}

/** A role that stands on an authorisation is given to nobody whose authorisation the register has not told. */
function authorisationMissing(person: Resource | undefined, { hpr }: RoleRule, today: string): string | undefined {
  if (hpr === undefined) return undefined;
  const holds = objects(person?.qualification).some(({ code, period, extension }) => {
    const { start, end } = (period ?? {}) as { start?: string; end?: string };
    const isInForce = (start ?? '') <= today && (end === undefined || end >= today);
    const status = objects(extension).find(({ url }) => String(url).endsWith('/authorisation-status'))?.valueCode;
    const isHeld = status === undefined || status === 'active' || status === 'restricted';
    return isInForce && isHeld && hpr.some((category) => hasCode([code as JsonObject], volven(9060), category));
  });
  return holds ? undefined : 'role needs an authorisation that the register of health personnel does not tell of';
}

const roleConcept = (role: string): JsonObject => ({ coding: [{ system: codeSystems.accessRole, code: role }] });

function displayOf({ name }: StaffRow, person: Resource | undefined): string {
  const own = objects(person?.name)[0] as { given?: string[]; family?: string } | undefined;
  if (own !== undefined) return [...(own.given ?? []), own.family ?? ''].join(' ').trim();
  return name === undefined ? '' : `${name.given} ${name.family}`;
}

function practitionerOf(row: StaffRow): Resource {
  return {
    resourceType: 'Practitioner',
    identifier: [
      ...(row.hpr === undefined ? [] : [{ system: identifierSystems.hpr, value: row.hpr }]),
      ...(row.number === undefined ? [] : [{ use: 'official', system: systemOfNumber(row.number), value: row.number }]),
    ],
    active: true,
    name: [humanName(row.name!)],
  };
}
