import type { Coding, Reference } from '../../../server/src/fhir/resource.ts';
import { civil, type Day, dayOf } from './calendar.ts';
import { displayOf } from './codes/displays.ts';
import { type AccessRole, coding, fixed, systems } from './fhir.ts';
import { familyName, givenName } from './names.ts';
import { type DemoPerson, demoPersons, slug } from './people.ts';
import { type Place, places, type ServiceKind, type StaffRole, staffRoles } from './places.ts';
import { Random } from './random.ts';

/** An organisation that writes in records, and what every resource from it carries. */
export type Unit = Place & {
  ordinal: number;
  reference: Reference;
  /** The service as one that can be booked; units of some type have one. */
  service: Reference;
  /** The custodian and service-kind tags. */
  tags: Coding[];
  people: readonly DemoPerson[];
  /** How many made-up staff the units before this one have: what makes each of them another. */
  staffBefore: number;
};

/** Someone at work: how resources refer to the person in that job. */
export type Staff = {
  /** PractitionerRole, displayed by the person's name; the role and the organisation stand in it. */
  reference: Reference;
  practitioner: string;
  practitionerRole: string;
  given: string;
  family: string;
  sex: 'female' | 'male';
  role: StaffRole | undefined;
  title: string;
  profession?: string | undefined;
  functions: readonly string[];
  accessRole?: AccessRole | undefined;
  hpr?: string | undefined;
  born: Day;
  /** Someone of the stories: all jobs, the one at this unit first. */
  demo?: DemoPerson;
};

/** The organisations of a municipality of some size. Their number follows the citizens (one in about 1 500), nothing else. */
export type Town = {
  seed: number;
  units: readonly Unit[];
  unit: (id: string) => Unit;
  /** Whole of Fjordvik, in turn: GP practices, home-care zones, nursing-home wards, health stations, schools' health service. */
  practices: readonly Unit[];
  zones: readonly Unit[];
  wards: readonly Unit[];
  stations: readonly Unit[];
  schools: readonly Unit[];
  staff: (unit: Unit, role: StaffRole, at: number) => Staff;
  person: (id: string) => Staff;
};

const PRACTICE_NAMES =
  'Fjellsida Nesset Tinghaugen Storgata Elvebakken Kirkebakken Vågen Skarven Lykkja Moldheim Sentrum Brattbakken'.split(
    ' ',
  );
const HOME_NAMES = 'Solbakken Furuhaugen Strandheim Bjørkelia Havblikk Fjellstua Elvestua Lyngmo'.split(' ');

export function townOf(citizens: number, seed: number): Town {
  const all = [...places, ...morePlaces(citizens)];
  const zones = all.filter(({ id }) => id.startsWith('hjemmetjenesten-sone-')).map(({ id }) => id);
  let staffBefore = 0;
  const units = all.map((place, ordinal) => {
    const unit = unitOf(place.id === 'nattpatruljen' ? { ...place, serves: zones } : place, ordinal, staffBefore);
    for (const [, count] of place.staff ?? []) staffBefore += count;
    return unit;
  });
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const unit = (id: string): Unit => {
    const found = byId.get(id);
    if (found === undefined) throw new Error(`No such place: ${id}`);
    return found;
  };
  const of = (kind: ServiceKind, like: (one: Unit) => boolean = () => true): Unit[] =>
    units.filter((one) => one.kind === kind && !one.id.startsWith('bergvik') && like(one));
  return {
    seed,
    units,
    unit,
    practices: of('gp'),
    zones: of('home-care', (one) => one.id.includes('-sone-')),
    wards: of('nursing-home', (one) => one.partOf !== 'fjordvik-kommune'),
    stations: of('health-station'),
    schools: of('school-health'),
    staff: (at, role, ordinal) => staffOf(seed, at, role, ordinal),
    person: personOf,
  };
}

/** How many hold a role at a unit. */
export function staffCount(unit: Unit, role: StaffRole): number {
  return unit.staff?.find(([one]) => one === role)?.[1] ?? 0;
}

/** Everyone who works at a unit: people of the stories first, then the made-up ones. */
export function* staffAt(town: Town, unit: Unit): Generator<Staff> {
  for (const person of unit.people) yield personOf(person.id);
  for (const [role, count] of unit.staff ?? []) {
    for (let at = 0; at < count; at++) {
      const one = staffOf(town.seed, unit, role, at);
      if (one.role !== undefined) yield one;
    }
  }
}

/** Beyond the stories' places: what a larger municipality has more of. */
function* morePlaces(citizens: number): Generator<Place> {
  const practices = places.filter((place) => place.kind === 'gp');
  const doctors = practices.reduce((sum, place) => sum + (place.staff?.[0]?.[1] ?? 0), 0);
  // About 1 050 citizens on a GP's list, five GPs in a practice.
  for (let i = 0; i < Math.ceil((citizens / 1050 - doctors) / 5); i++) {
    const name = `${PRACTICE_NAMES[i % PRACTICE_NAMES.length]} legesenter${i < PRACTICE_NAMES.length ? '' : ` ${Math.floor(i / PRACTICE_NAMES.length) + 1}`}`;
    yield {
      ...practices[0]!,
      id: slug(name),
      name,
      phone: `+47750${20000 + i}`,
      street: `${PRACTICE_NAMES[i % PRACTICE_NAMES.length]}vegen ${i + 1}`,
    };
  }
  const zone = places.find((place) => place.id === 'hjemmetjenesten-sone-1')!;
  for (let i = 5; i <= Math.round(citizens / 6000); i++) {
    yield { ...zone, id: `hjemmetjenesten-sone-${i}`, name: `Hjemmetjenesten sone ${i}` };
  }
  const ward = places.find((place) => place.id === 'granli-langtid')!;
  for (let i = 0; i < Math.round(citizens / 8000) - 1; i++) {
    const name = `${HOME_NAMES[i % HOME_NAMES.length]} sykehjem${i < HOME_NAMES.length ? '' : ` ${Math.floor(i / HOME_NAMES.length) + 1}`}`;
    yield { ...ward, id: slug(name), name, partOf: 'nordre-omsorg', staff: [...ward.staff!, ['doctor', 1]] };
  }
  if (Math.round(citizens / 8000) > 1)
    yield { id: 'nordre-omsorg', name: 'Sykehjemsområdet', kind: 'other', partOf: 'fjordvik-kommune' };
  const station = places.find((place) => place.id === 'fjordvik-helsestasjon')!;
  const school = places.find((place) => place.id === 'fjordvik-skolehelsetjeneste')!;
  for (let i = 2; i <= Math.round(citizens / 15_000); i++) {
    yield { ...station, id: `helsestasjon-${i}`, name: `Fjordvik helsestasjon ${i}`, street: `Skolegata ${i * 2}` };
    yield { ...school, id: `skolehelsetjeneste-${i}`, name: `Fjordvik skolehelsetjeneste ${i}` };
  }
}

function unitOf(place: Place, ordinal: number, staffBefore: number): Unit {
  return {
    ...place,
    ordinal,
    staffBefore,
    reference: fixed({ reference: `Organization/${place.id}`, display: place.name }),
    service: fixed({ reference: `HealthcareService/${place.id}`, display: place.name }),
    tags: fixed([
      coding(systems.custodian, place.id, place.name),
      ...[place.kind, ...(place.confided === undefined ? [] : [place.confided])].map((kind) =>
        coding(systems.serviceKind, kind, displayOf(systems.serviceKind, kind)),
      ),
    ]),
    people: demoPersons.filter((person) => person.organization === place.id),
  };
}

const persons = new Map<string, Staff>(
  demoPersons.map((person) => [
    person.id,
    {
      reference: fixed({
        reference: `PractitionerRole/${person.practitionerRole}`,
        display: `${person.given} ${person.family}`,
      }),
      practitioner: person.practitioner,
      practitionerRole: person.practitionerRole,
      given: person.given,
      family: person.family,
      sex: person.sex,
      role: undefined,
      title: person.role,
      profession: person.profession,
      functions: person.functions,
      accessRole: person.accessRole,
      hpr: person.hpr,
      born: person.born,
      demo: person,
    },
  ]),
);

function personOf(id: string): Staff {
  const person = persons.get(id);
  if (person === undefined) throw new Error(`No such person: ${id}`);
  return person;
}

/** The people of the stories hold the first places of their role at their unit. */
function staffOf(seed: number, unit: Unit, role: StaffRole, at: number): Staff {
  const count = staffCount(unit, role);
  if (count === 0) throw new Error(`${unit.name} has no ${role}`);
  const place = at % count;
  const named = unit.people.filter((person) => holds(person, role))[place];
  return named === undefined ? madeUpStaff(seed, unit, role, place) : personOf(named.id);
}

function holds(person: DemoPerson, role: StaffRole): boolean {
  const { title, profession } = staffRoles[role];
  return (
    person.profession === profession && (person.role.startsWith(title) || (role === 'doctor' && profession === 'LE'))
  );
}

/** Made anew each time it is asked for: a million citizens have too many helpers to remember. */
function madeUpStaff(seed: number, unit: Unit, role: StaffRole, place: number): Staff {
  const { title, profession, function: task, access } = staffRoles[role];
  const number = unit.ordinal * 1000 + ROLES.indexOf(role) * 50 + place;
  const random = new Random(seed, 0x57aff000 ^ number);
  const origin = random.chance(0.12) ? 'other' : random.chance(0.03) ? 'sami' : 'norwegian';
  const sex = random.chance(profession === 'LE' ? 0.55 : 0.8) ? 'female' : 'male';
  const family = familyName(random, origin);
  const born = bornOf(unit, role, place);
  const given = givenName(random, origin, sex, civil(born).year, family);
  const id = `${unit.id}-${slug(role)}-${place + 1}`;
  return {
    reference: { reference: `PractitionerRole/${id}`, display: `${given} ${family}` },
    practitioner: id,
    practitionerRole: id,
    given,
    family,
    sex,
    role,
    title,
    profession,
    functions: task === undefined ? [] : [task],
    accessRole: access,
    hpr: profession === undefined ? undefined : String(910_000_000 + number),
    born,
  };
}

/** From 1960 to 1998, no two on a day: 14 000 days, and 7 000 staff where a million citizens live. */
function bornOf(unit: Unit, role: StaffRole, place: number): Day {
  let before = unit.staffBefore;
  for (const [one, count] of unit.staff ?? []) {
    if (one === role) break;
    before += count;
  }
  return BORN_FROM + (((before + place) * 2_741) % 14_243);
}

const BORN_FROM = dayOf(1960, 1, 1);

const ROLES = Object.keys(staffRoles) as StaffRole[];
