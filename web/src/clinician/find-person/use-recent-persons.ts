import { useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { useRecentRecords } from '../workplace/use-visit.ts';

/** The persons whose records this user opened last, newest first, on whatever device. */
export function useRecentPersons(wanted: boolean): Patient[] {
  const ids = useRecentRecords(wanted);
  const { data } = useQuery({
    queryKey: ['recent', ids],
    enabled: wanted && ids.length > 0,
    queryFn: async ({ signal }) =>
      matchesOf(await search<Patient>('Patient', { _id: ids.join(','), _count: String(ids.length) }, signal)),
  });
  return (wanted ? ids : []).flatMap((id) => data?.find((person) => person.id === id) ?? []);
}
