import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { addYears, ageOn, civil, type Day, dayOf } from '../calendar.ts';
import { chronics } from '../codes/chronic.ts';
import type { Icpc2 } from '../codes/icpc2.ts';
import type { Drug } from '../codes/medicines.ts';
import { addressOf, bergvikHome } from '../households.ts';
import type { Protection } from '../kin.ts';
import { conceptOf, type Illness } from '../life/illnesses.ts';
import { YEARS } from '../life/live.ts';
import type { Life } from '../life/writing.ts';
import type { Origin } from '../names.ts';
import { nationalNumberFrom, type Sex } from '../numbers.ts';
import { type PatientDetails, writePatient } from '../patient.ts';
import { Random } from '../random.ts';
import { type Citizen, CitizenRecord, type Home } from '../record.ts';
import type { Staff, Town, Unit } from '../town.ts';

/** Who someone in the stories is. */
export type Person = {
  id: string;
  given: string;
  family: string;
  sex: Sex;
  /** Age on the day the municipality is told of, and the birthday. */
  age: number;
  birthday: readonly [month: number, day: number];
  /** Where to begin looking for an individual number that gives right control digits. */
  individual: number;
  street?: string;
  zone?: 1 | 2 | 3 | 4;
  bergvik?: boolean;
  practice: string;
  gp: string;
  phone: string;
  origin?: Origin;
  protection?: Protection;
  /** How much more or less than others the person sees the GP and the hospital. */
  visits?: number;
};

/** The stories' own stream of random numbers: they are told alike whatever the seed. */
const STORY_SEED = 0x5707;

/** Day of birth and national identity number of someone in the stories, on a day. */
export function identityOf(asOf: Day, person: Person): { born: Day; nationalNumber: string } {
  const born = birthday(asOf, person.age, person.birthday);
  return { born, nationalNumber: nationalNumberFrom(born, person.individual) };
}

export function citizenOf(town: Town, asOf: Day, person: Person, ordinal: number): Citizen {
  const { born, nationalNumber } = identityOf(asOf, person);
  const practice = town.unit(person.practice);
  const visits = person.visits ?? 1;
  return {
    id: person.id,
    sex: person.sex,
    born,
    age: person.age,
    origin: person.origin ?? 'norwegian',
    name: { given: person.given, family: person.family },
    nationalNumber,
    home: homeOf(town, person),
    phone: person.phone,
    household: -1 - ordinal,
    role: person.age < 18 ? 'child' : 'adult',
    practice,
    gp: town.person(person.gp),
    listedFrom: Math.max(born, addYears(asOf, -12)),
    ...(person.protection === undefined ? {} : { protection: person.protection }),
    random: new Random(STORY_SEED, ordinal),
    gpPropensity: visits,
    hospitalPropensity: visits,
  };
}

/** The day of birth that makes someone that old today, so that the stories stay true whenever they are told. */
export function birthday(asOf: Day, age: number, [month, day]: readonly [number, number]): Day {
  const thisYear = dayOf(civil(asOf).year, month, day);
  const born = addYears(thisYear, -age);
  return ageOn(born, asOf) === age ? born : addYears(thisYear, -age - 1);
}

function homeOf(town: Town, person: Person): Home {
  if (person.bergvik === true) return bergvikHome(town, person.street!);
  return {
    address: person.street === undefined ? {} : fjordvikAddress(person.street),
    municipality: 'fjordvik',
    zone: town.unit(`hjemmetjenesten-sone-${person.zone ?? 1}`),
    ward: town.unit('granli-langtid'),
    station: town.unit('fjordvik-helsestasjon'),
    school: town.unit('fjordvik-skolehelsetjeneste'),
    caseOffice: town.unit('tildelingskontoret'),
  };
}

export const fjordvikAddress = (street: string): JsonObject =>
  addressOf(street, ['9992', 'Fjordvik'], 'Fjordvik', '0001');

/** Opens the person's record. */
export function beginStory(town: Town, citizen: Citizen, asOf: Day, more: PatientDetails = {}): Life {
  const record = new CitizenRecord(citizen.id);
  writePatient(record, citizen, more);
  return { town, citizen, record, from: addYears(asOf, -YEARS), asOf, avoid: new Set() };
}

/** A lasting illness that the story gives, with the medicines it says. */
export function illness(code: Icpc2, onset: Day, drugs: readonly Drug[] = []): Illness {
  const chronic = chronics.find((one) => one.code === code);
  if (chronic === undefined) throw new Error(`${code} is not told as a lasting illness`);
  return { chronic, concept: conceptOf(chronic), onset, drugs };
}

/** Someone of the stories at work: where and when. */
export function at(town: Town, person: string, unit: string, day: Day, hour: number, minute = 0) {
  return { unit: town.unit(unit) as Unit, by: town.person(person) as Staff, day, minute: hour * 60 + minute };
}
