import type { Resource } from '../../../server/src/fhir/resource.ts';
import { Random } from '../../../tools/src/synth/random.ts';
import { appointment, condition, encounter, measurements, medicationRequest, observation, task } from './resources.ts';

/** How many of each kind a record of 100 resources has beside its Patient; larger records have as many times more. */
const mix = { observation: 60, encounter: 12, condition: 8, medicationRequest: 10, task: 4, appointment: 5 };

/** In a large record so many of a hundred measurements are of the first kind, and three in all of the second. */
const oftenShare = 0.17;

/**
 * What ten years leave in a record besides the Patient, in order of time: `size` − 1 resources.
 * @param subject `Patient/…`, as it is known when the record is written.
 */
export function recordOf(subject: string, size: number, seed: number): Resource[] {
  const random = new Random(seed, 2);
  const wanted = size - 1;
  const unit = wanted / Object.values(mix).reduce((sum, count) => sum + count);
  const makers: ((share: number) => Resource)[] = [];
  const add = (count: number, make: (share: number) => Resource) => {
    for (let i = 0; i < count; i++) makers.push(make);
  };
  add(Math.round(mix.encounter * unit), (share) => encounter(subject, share, random));
  add(Math.round(mix.condition * unit), (share) => condition(subject, share, random));
  add(Math.round(mix.medicationRequest * unit), (share) => medicationRequest(subject, share, random));
  add(Math.round(mix.task * unit), (share) => task(subject, share, random));
  add(Math.round(mix.appointment * unit), (share) => appointment(subject, share, random));
  const observations = wanted - makers.length;
  const often = Math.round(observations * oftenShare);
  add(often, (share) => observation(subject, 0, share, random));
  add(3, (share) => observation(subject, 1, share, random));
  add(observations - often - 3, (share) =>
    observation(subject, 2 + random.int(measurements.length - 2), share, random),
  );
  shuffle(makers, random);
  return makers.map((make, i) => make((i + random.next()) / makers.length));
}

export function shuffle<T>(list: T[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
