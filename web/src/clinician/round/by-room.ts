import type { Encounter, EpisodeOfCare, Patient, Reference, Resource } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';

export type Contact = Encounter & { subject?: Reference; location?: { location?: Reference; status?: string }[] };
export type Episode = EpisodeOfCare & { patient?: Reference };

/** Somebody whom the unit gives medicines: in which room, and at what stay. */
export type RoundPerson = {
  /** Patient id. */
  id: string;
  person: Patient | undefined;
  name: string;
  room: string | undefined;
  /** `Encounter/…` of a stay. */
  encounter: string | undefined;
};

type About<T extends Resource> = { of: T; id: string | undefined; person: Patient | undefined; display: string };

/** Each person once, with the room of the stay, in the order that a ward is walked. */
export function personsOf(stays: readonly About<Contact>[], episodes: readonly About<Episode>[]): RoundPerson[] {
  const found = new Map<string, RoundPerson>();
  for (const { id, person, display } of episodes) {
    if (id !== undefined) {
      found.set(id, { id, person, name: nameOf(person) || display, room: undefined, encounter: undefined });
    }
  }
  for (const { of, id, person, display } of stays) {
    if (id === undefined) continue;
    const encounter = of.id === undefined ? undefined : `Encounter/${of.id}`;
    found.set(id, { id, person, name: nameOf(person) || display, room: roomOf(of), encounter });
  }
  return [...found.values()].sort(byRoom);
}

/** Where somebody lies now: the place within the unit, not the unit itself. */
function roomOf({ location = [], serviceProvider }: Contact): string | undefined {
  const here = location.filter(({ status }) => status === undefined || status === 'active').at(-1);
  const display = here?.location?.display;
  return display === undefined || display === serviceProvider?.display ? undefined : display;
}

/** Room 9 before room 10; who has none comes last. */
function byRoom(a: RoundPerson, b: RoundPerson): number {
  if (a.room === undefined || b.room === undefined) {
    if (a.room !== b.room) return a.room === undefined ? 1 : -1;
    return a.name.localeCompare(b.name, 'nb');
  }
  return a.room.localeCompare(b.room, 'nb', { numeric: true }) || a.name.localeCompare(b.name, 'nb');
}
