import type { Resource } from '../../../server/src/fhir/resource.ts';
import { type Day, DEFAULT_AS_OF, parseDay } from './calendar.ts';
import { households } from './households.ts';
import { live } from './life/live.ts';
import { NationalNumbers } from './numbers.ts';
import { sharedResources } from './organisations.ts';
import { storyCitizens } from './stories/index.ts';
import { toldAt } from './told-at.ts';
import { type Town, townOf } from './town.ts';

export type MunicipalityOptions = {
  /** How many citizens, from 100 to 1 000 000. The people of the stories are among them. */
  citizens: number;
  /** Any whole number; the same seed, size and day give the same resources. */
  seed?: number;
  /** The day that is "today", `YYYY-MM-DD`. */
  asOf?: string;
  /** The clock in Norway on that day, in minutes after midnight: nothing that has happened is later. Left out, the day is over. */
  minute?: number;
};

const SHARED_AT_A_TIME = 200;

/**
 * A synthetic Norwegian municipality as FHIR R4: first what all records refer to (about 200 resources at a time), then
 * one citizen's whole record at a time, Patient first. Each resource has its id and stands after those it refers to, so
 * that each list can be stored as one transaction of `PUT`s. Memory does not grow with the number of citizens.
 *
 * Parts of resources are shared and frozen: copy what you want to change.
 * @throws when the size or the day is out of range
 */
export async function* municipality(options: MunicipalityOptions): AsyncGenerator<Resource[]> {
  yield* municipalityNow(options);
}

/** The same without waiting, for those who do nothing else. */
export function* municipalityNow(options: MunicipalityOptions): Generator<Resource[]> {
  const { citizens, seed = 1, asOf = DEFAULT_AS_OF, minute } = options;
  if (!Number.isInteger(citizens) || citizens < 100 || citizens > 1_000_000) {
    throw new Error('The number of citizens must be a whole number from 100 to 1 000 000');
  }
  const today = parseDay(asOf);
  const town = townOf(citizens, seed | 0);
  yield* shared(town, today);
  for (const record of records(town, citizens, today))
    yield minute === undefined ? record : toldAt(record, today, minute);
}

function* shared(town: Town, asOf: Day): Generator<Resource[]> {
  let some: Resource[] = [];
  for (const resource of sharedResources(town, asOf)) {
    some.push(resource);
    if (some.length === SHARED_AT_A_TIME) {
      yield some;
      some = [];
    }
  }
  if (some.length > 0) yield some;
}

function* records(town: Town, citizens: number, asOf: Day): Generator<Resource[]> {
  const stories = storyCitizens(town, asOf);
  for (const { record } of stories) yield record.resources;
  const numbers = new NationalNumbers(stories.map(({ nationalNumber }) => nationalNumber));
  for (const household of households(town, numbers, { citizens: citizens - stories.length, asOf })) {
    for (const citizen of household) yield live(town, citizen, household, asOf).resources;
  }
}
