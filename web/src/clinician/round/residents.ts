import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { aboutPersons } from '../start/use-today.ts';
import { useLiveList, useUnits } from '../work/use-work.ts';
import { type Contact, type Episode, personsOf, type RoundPerson } from './by-room.ts';

/** Everybody on the units of the reader, by room and then by name. */
export function useRoundPersons(): UseQueryResult<RoundPerson[]> {
  const units = useUnits();
  const stays = useLiveList(
    ['round', 'stays', units],
    'Encounter',
    { 'service-provider': units.join(','), status: 'arrived,in-progress,onleave', class: 'IMP' },
    { _count: '200', _include: 'Encounter:patient' },
    { enabled: units.length > 0, of: (bundle) => aboutPersons<Contact>(bundle, ({ subject }) => subject) },
  );
  const episodes = useLiveList(
    ['round', 'episodes', units],
    'EpisodeOfCare',
    { organization: units.join(','), status: 'active' },
    { _count: '200', _include: 'EpisodeOfCare:patient' },
    { enabled: units.length > 0, of: (bundle) => aboutPersons<Episode>(bundle, ({ patient }) => patient) },
  );
  const data = useMemo(
    () => stays.data && episodes.data && personsOf(stays.data, episodes.data),
    [stays.data, episodes.data],
  );
  const failed = stays.isError ? stays : episodes;
  return { ...failed, data, isPending: data === undefined && failed.isPending } as UseQueryResult<RoundPerson[]>;
}
