import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { Organization } from '../../shared/fhir/types.ts';

/** Units with a name that begins so. */
export function useUnits(words: string) {
  return useQuery({
    queryKey: ['units', words],
    enabled: words.length > 1,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      matchesOf(await search<Organization>('Organization', { name: escaped(words), _count: '12' }, signal)).map(
        ({ id = '', name = '' }) => ({ id, name }),
      ),
  });
}

/** A comma in a name is no list of two. @source FHIR R4 search.html#escaping */
const escaped = (words: string): string => words.replace(/[\\,|$]/g, '\\$&');
