import { useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { recentlyOpened } from '../../shared/settings/visits.ts';
import { useUser } from '../bar/use-user.ts';

/** The records this user opened last, newest first. The browser keeps their ids; the names are read anew each time. */
export function useRecentPersons(wanted: boolean): Patient[] {
  const { key } = useUser();
  const ids = wanted ? recentlyOpened(key) : [];
  const { data } = useQuery({
    queryKey: ['recent', ids],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) =>
      matchesOf(await search<Patient>('Patient', { _id: ids.join(','), _count: String(ids.length) }, signal)),
  });
  return ids.flatMap((id) => data?.find((person) => person.id === id) ?? []);
}
