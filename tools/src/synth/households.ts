import type { JsonObject } from '../../../server/src/fhir/resource.ts';
import { addYears, ageOn, civil, type Day, dayOf } from './calendar.ts';
import { volven } from './fhir.ts';
import { localPart } from './ids.ts';
import { custodyOf, grownChildOf, phoneOf, protectionOf } from './kin.ts';
import { familyName, givenName, middleName, type Origin } from './names.ts';
import type { NationalNumbers, Sex } from './numbers.ts';
import { Random, type Weighted, weightedBy } from './random.ts';
import { type Citizen, citizenStream, type Home } from './record.ts';
import { staffCount, type Town } from './town.ts';

type Member = { sex: Sex; born: Day; role: 'adult' | 'child' };

/**
 * The households of a municipality, one after the other, until `citizens` people have a home. The last one is cut to
 * fit. Nothing is remembered between them but which national identity numbers are given out.
 */
export function* households(
  town: Town,
  numbers: NationalNumbers,
  options: { citizens: number; asOf: Day },
): Generator<Citizen[]> {
  let left = options.citizens;
  for (let ordinal = 0; left > 0; ordinal++) {
    const { random } = citizenStream(town.seed ^ 0x40005e, ordinal);
    const members = random.weighted(KINDS).make(random, options.asOf).slice(0, left);
    left -= members.length;
    const origin = originOf(random);
    const family = familyName(random, origin);
    const home = homeOf(town, random);
    const practice = home.municipality === 'bergvik' ? town.unit('bergvik-legekontor') : random.pick(town.practices);
    const adults = members.filter(({ role }) => role === 'adult');
    const custody = adults.length < members.length ? custodyOf(town.seed, ordinal, adults, origin, numbers) : undefined;
    const protection = protectionOf(town.seed, ordinal);
    yield members.map((member, at) => {
      const own = citizenStream(town.seed, ordinal * 8 + at + 1000);
      const partner = at === 1 && member.role === 'adult' && own.random.chance(0.4);
      const familyOfMember = partner ? familyName(own.random, origin) : family;
      const middle = middleName(own.random, origin);
      const given = givenName(own.random, origin, member.sex, civil(member.born).year, familyOfMember);
      const age = ageOn(member.born, options.asOf);
      const citizen: Citizen = {
        ...member,
        id: own.prefix + localPart(0),
        age,
        origin,
        name: middle === undefined ? { given, family: familyOfMember } : { given, middle, family: familyOfMember },
        nationalNumber: numbers.next(member.born, member.sex),
        home,
        phone: phoneOf(own.random),
        household: ordinal,
        practice,
        gp: town.staff(practice, 'gp', random.int(staffCount(practice, 'gp'))),
        ...propensities(own.random),
        random: own.random,
        listedFrom: listedFrom(town.seed, ordinal, member.born, options.asOf),
        ...(protection === undefined ? {} : { protection }),
        ...(custody !== undefined && age < 18 && member.role === 'child' ? { custody } : {}),
      };
      if (age < 67 || members.length > 1) return citizen;
      const child = grownChildOf({ ...citizen, family: familyOfMember }, numbers);
      return { ...citizen, kin: [child] };
    });
  }
}

/** The day the household came on its GP's list, the first of a month; children from the month they were born in. */
function listedFrom(seed: number, household: number, born: Day, asOf: Day): Day {
  const { year, month } = civil(asOf - 31 - Math.floor(new Random(seed ^ 0x6901, household).exponential() * 1800));
  return Math.max(dayOf(year, month, 1), dayOf(2001, 6, 1), born);
}

/** Much for a few, little for many: what makes 70 % of the population see a GP in a year, and 40 % a hospital. */
export function propensities(random: Random): { gpPropensity: number; hospitalPropensity: number } {
  return { gpPropensity: random.exponential(), hospitalPropensity: 0.4 + 0.6 * random.exponential() };
}

function originOf(random: Random): Origin {
  const at = random.next();
  return at < 0.03 ? 'sami' : at < 0.19 ? 'other' : 'norwegian';
}

type Kind = { weight: number; make: (random: Random, asOf: Day) => Member[] };

const adult = (sex: Sex, born: Day): Member => ({ sex, born, role: 'adult' });
const someSex = (random: Random, female = 0.5): Sex => (random.chance(female) ? 'female' : 'male');

/** A day of birth that makes someone this old. */
function bornAt(random: Random, asOf: Day, age: number): Day {
  return addYears(asOf, -age) - random.int(365);
}

/** Age of people past 67: fewer for each year. */
function oldAge(random: Random, from: number): number {
  return Math.min(103, from + Math.floor(random.exponential() * 9.5));
}

function single(low: number, high: number): Kind['make'] {
  return (random, asOf) => [adult(someSex(random), bornAt(random, asOf, random.between(low, high)))];
}

function couple(age: (random: Random) => number): Kind['make'] {
  return (random, asOf) => {
    const first = age(random);
    const other = Math.max(18, Math.min(103, first + Math.round(random.normal(2, 3))));
    const same = random.chance(0.02);
    const sex = someSex(random);
    return [
      adult(same ? sex : 'female', bornAt(random, asOf, first)),
      adult(same ? sex : 'male', bornAt(random, asOf, other)),
    ];
  };
}

/** Parents of one or two and their children, born when the mother was between 22 and 38. */
function familyWith(parents: 1 | 2): Kind['make'] {
  return (random, asOf) => {
    const motherAge = random.between(24, 53);
    const adults =
      parents === 2
        ? couple(() => motherAge)(random, asOf)
        : [adult(someSex(random, 0.8), bornAt(random, asOf, motherAge))];
    const wanted = random.weighted(CHILDREN);
    const children: Member[] = [];
    let age = motherAge - random.between(22, 34);
    for (let i = 0; i < wanted; i++, age -= random.between(2, 4)) {
      if (age >= 0 && age <= 19)
        children.push({ sex: someSex(random, 0.487), born: bornAt(random, asOf, age), role: 'child' });
    }
    return [...adults, ...children];
  };
}

const CHILDREN = weightedBy([1, 2, 3, 4], (count) => [0, 30, 47, 19, 4][count]!);

const KINDS: Weighted<Kind> = weightedBy<Kind>(
  [
    { weight: 11, make: single(19, 34) },
    { weight: 14, make: single(35, 66) },
    {
      weight: 12,
      make: (random, asOf) => [adult(someSex(random, 0.62), bornAt(random, asOf, oldAge(random, 67)))],
    },
    { weight: 8, make: couple((random) => random.between(20, 39)) },
    { weight: 13, make: couple((random) => random.between(40, 66)) },
    { weight: 11, make: couple((random) => oldAge(random, 66)) },
    { weight: 28, make: familyWith(2) },
    { weight: 7, make: familyWith(1) },
  ],
  (kind) => kind.weight,
);

const STREETS =
  'Strandgata Fjordvegen Kaigata Tinghusgata Bakkevegen Elvegata Nedre_Torg Lyngstien Furuvegen Bjørkevegen Rognestien Skarvvegen Ternevegen Måkestien Fiskergata Smedgata Ytre_Havn Innervegen Myrvegen Åsvegen'
    .split(' ')
    .map((street) => street.replace('_', ' '));

/** Post codes that the post has not given to any place, and places that are on no map. */
const POST: readonly (readonly [code: string, place: string])[] = [
  ['9992', 'Fjordvik'],
  ['9993', 'Ytre Fjordvik'],
  ['9994', 'Sollia'],
  ['9995', 'Havøya'],
  ['9996', 'Innerfjorden'],
];

export function homeOf(town: Town, random: Random): Home {
  const street = `${random.pick(STREETS)} ${random.between(1, 140)}${random.chance(0.15) ? random.pick(['A', 'B', 'C']) : ''}`;
  if (random.chance(0.0375)) return bergvikHome(town, street);
  const zone = random.int(town.zones.length);
  return {
    address: addressOf(street, POST[zone % POST.length]!, 'Fjordvik', '0001'),
    municipality: 'fjordvik',
    zone: town.zones[zone]!,
    ward: town.wards[zone % town.wards.length]!,
    station: town.stations[zone % town.stations.length]!,
    school: town.schools[zone % town.schools.length]!,
    caseOffice: town.unit('tildelingskontoret'),
  };
}

export function bergvikHome(town: Town, street: string): Home {
  return {
    address: addressOf(street, ['9999', 'Bergvik'], 'Bergvik', '0002'),
    municipality: 'bergvik',
    zone: town.unit('bergvik-hjemmetjeneste'),
    ward: town.unit('bergvik-omsorgssenter'),
    station: town.unit('bergvik-helsestasjon'),
    school: town.unit('bergvik-helsestasjon'),
    caseOffice: town.unit('bergvik-tildeling'),
  };
}

/** An address as the Norwegian base profile has it: the municipality's name in district, its number as an extension. */
export function addressOf(
  street: string,
  [postalCode, city]: readonly [string, string],
  municipality: string,
  number: string,
): JsonObject {
  return {
    use: 'home',
    type: 'both',
    line: [street],
    city,
    district: municipality,
    _district: {
      extension: [
        {
          url: 'http://hl7.no/fhir/StructureDefinition/no-basis-municipalitycode',
          valueCoding: { system: volven(3402), code: number, display: municipality },
        },
      ],
    },
    postalCode,
    country: 'NO',
  };
}
