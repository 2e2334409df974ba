import { makeId } from '../../../server/src/fhir/ids.ts';
import type { Resource } from '../../../server/src/fhir/resource.ts';
import { hash64 } from '../../../server/src/fhir/search/hash.ts';
import { Random } from '../../../tools/src/synth/random.ts';
import { condition, observation, patient } from '../data/resources.ts';

/** A citizen's resources in a store for growth: the Patient, a Condition and three measurements of two kinds. */
export const perCitizen = 5;
/** The kind of measurement that two of the three are of. */
export const searchedKind = 0;

const stored = '2024-01-08T08:00:00.000Z';

export const recordOfCitizen = (serial: number): bigint => BigInt.asUintN(63, hash64(`growth/${serial}`));
export const idOf = (serial: number, part: number): string => makeId(recordOfCitizen(serial), BigInt(part));
export const subjectOfCitizen = (serial: number): string => `Patient/${idOf(serial, 0)}`;

/** Part 0 to 4 of a citizen, as it would be stored. */
export function part(serial: number, number: number): Resource {
  const made = make(serial, number);
  made.id = idOf(serial, number);
  made.meta = { ...made.meta, versionId: '1', lastUpdated: stored };
  return made;
}

function make(serial: number, number: number): Resource {
  if (number === 0) return patient(serial);
  const random = new Random(serial, number);
  const share = (number - 1 + random.next()) / (perCitizen - 1);
  if (number === 1) return condition(subjectOfCitizen(serial), share, random);
  return observation(subjectOfCitizen(serial), number === 4 ? 5 : searchedKind, share, random);
}
