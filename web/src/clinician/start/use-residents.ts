import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Encounter, EpisodeOfCare, Reference, Resource } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLiveList, useUnits } from '../work/use-work.ts';
import { type About, aboutPersons } from './use-today.ts';

type Contact = Encounter & { subject?: Reference };
type Episode = EpisodeOfCare & { patient?: Reference };

/** Somebody on the ward: what for, and since when. */
export type Resident = { id: string; who: About<Resource>; what: string; since: string | undefined };

/** Who is on the reader's wards now: those who stay, and those whom the unit has decided to have. */
export function useResidents(): UseQueryResult<Resident[]> {
  const units = useUnits();
  const stays = useLiveList(
    ['stays', units],
    'Encounter',
    { 'service-provider': units.join(','), status: 'arrived,in-progress,onleave', class: 'IMP' },
    { _count: '200', _include: 'Encounter:patient' },
    { enabled: units.length > 0, of: (bundle) => aboutPersons<Contact>(bundle, ({ subject }) => subject) },
  );
  const episodes = useLiveList(
    ['episodes', units],
    'EpisodeOfCare',
    { organization: units.join(','), status: 'active,onhold' },
    { _count: '200', _include: 'EpisodeOfCare:patient' },
    { enabled: units.length > 0, of: (bundle) => aboutPersons<Episode>(bundle, ({ patient }) => patient) },
  );
  const data = useMemo(
    () => stays.data && episodes.data && residentsOf(stays.data, episodes.data),
    [stays.data, episodes.data],
  );
  const failed = stays.isError ? stays : episodes;
  return { ...failed, data } as UseQueryResult<Resident[]>;
}

function residentsOf(stays: readonly About<Contact>[], episodes: readonly About<Episode>[]): Resident[] {
  const found = new Map<string, Resident>();
  for (const who of episodes) {
    if (who.id === undefined) continue;
    found.set(who.id, { id: who.id, who, what: conceptText(who.of.type?.[0]), since: who.of.period?.start });
  }
  for (const who of stays) {
    if (who.id === undefined) continue;
    const what = who.of.reasonCode?.map(conceptText).join(', ') || conceptText(who.of.type?.[0]);
    found.set(who.id, { id: who.id, who, what: found.get(who.id)?.what || what, since: who.of.period?.start });
  }
  return [...found.values()].sort((a, b) => nameOf(a.who.person).localeCompare(nameOf(b.who.person), 'nb'));
}
