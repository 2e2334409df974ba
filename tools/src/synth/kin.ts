import { civil, type Day, dayOf } from './calendar.ts';
import { familyName, givenName, middleName, type Name, type Origin } from './names.ts';
import type { NationalNumbers, Sex } from './numbers.ts';
import type { Kinship } from './patient.ts';
import { Random } from './random.ts';
import type { Mandate } from './representation.ts';

/** Someone near a citizen who lives elsewhere. */
export type Kin = {
  kinship: Kinship;
  name: Name;
  sex: Sex;
  phone: string;
  nationalNumber: string;
  /** Acts for the citizen: by power of attorney, as guardian, or as a guardian for money matters only. */
  mandate?: Mandate | 'guardian-of-means';
};

/** Who holds parental responsibility for the children of a household, as no-basis-parental-responsibility has it. */
export type Custody = {
  responsibility: 'felles' | 'mor' | 'far';
  /** The parent who lives elsewhere. */
  elsewhere?: Kin;
  /** The second adult at home is no parent: lives with the child, and has no say. */
  stepParent: boolean;
};

type Adult = { sex: Sex; born: Day };

/**
 * Parental responsibility in a household with children. Its own stream of random numbers: what happens in the lives of
 * those who live there does not hang on it.
 */
export function custodyOf(
  seed: number,
  household: number,
  adults: readonly Adult[],
  origin: Origin,
  numbers: NationalNumbers,
): Custody {
  const random = new Random(seed ^ 0x0c57_0d1e, household);
  const [first] = adults;
  const stepParent = adults.length === 2 && random.chance(0.07);
  if (first === undefined || (adults.length === 2 && !stepParent)) return { responsibility: 'felles', stepParent };
  if (random.chance(0.25)) return { responsibility: first.sex === 'female' ? 'mor' : 'far', stepParent };
  const sex: Sex = first.sex === 'female' ? 'male' : 'female';
  const born = first.born + random.between(-1500, 1500);
  const family = familyName(random, origin);
  const middle = middleName(random, origin);
  const given = givenName(random, origin, sex, civil(born).year, family);
  return {
    responsibility: 'felles',
    stepParent,
    elsewhere: {
      kinship: sex === 'female' ? 'mother' : 'father',
      name: middle === undefined ? { given, family } : { given, middle, family },
      sex,
      phone: phoneOf(random),
      nationalNumber: numbers.next(born, sex),
    },
  };
}

/** The grown child of someone old who lives alone, drawn from the citizen's own stream. */
export function grownChildOf(
  parent: { born: Day; family: string; origin: Origin; random: Random; household: number },
  numbers: NationalNumbers,
): Kin {
  const { random, origin } = parent;
  const sex: Sex = random.chance(0.55) ? 'female' : 'male';
  const family = random.chance(0.6) ? parent.family : familyName(random, origin);
  const born = civil(parent.born).year + random.between(24, 34);
  const name = { given: givenName(random, origin, sex, born, family), family };
  const phone = phoneOf(random);
  // Another stream: whether someone has a guardian changes nothing else.
  const own = new Random(0x6a2d, parent.household);
  const nationalNumber = numbers.next(dayOf(born, own.between(1, 12), own.between(1, 28)), sex);
  const kin: Kin = { kinship: sex === 'female' ? 'daughter' : 'son', name, sex, phone, nationalNumber };
  const lot = own.next();
  if (lot < 0.06) return { ...kin, mandate: 'guardian' };
  if (lot < 0.09) return { ...kin, mandate: 'guardian-of-means' };
  return lot < 0.2 ? { ...kin, mandate: 'power' } : kin;
}

/** How an address is protected in the population register. */
export type Protection = 'klient' | 'fortrolig' | 'strengt-fortrolig';

/** Of a household: about one address in a thousand is protected. */
export function protectionOf(seed: number, household: number): Protection | undefined {
  const lot = new Random(seed ^ 0x00ad_d5e5, household).next();
  if (lot < 0.0002) return 'klient';
  if (lot < 0.001) return 'fortrolig';
  return lot < 0.0013 ? 'strengt-fortrolig' : undefined;
}

/** Not a number that anybody has: Norwegian numbers do not begin with 00. */
export const phoneOf = (random: Random): string => `+4700${String(random.int(1_000_000)).padStart(6, '0')}`;
