import { useInfiniteQuery } from '@tanstack/react-query';
import { followLink, matchesOf, nextLink, search } from '../../shared/fhir/client.ts';
import type { Bundle, Observation } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';

const pageSize = 500;

/** The measurements of a category, newest first, by big pages: a curve over years needs many at once. */
export function useSeries(id: string, category: 'laboratory' | 'vital-signs') {
  return useInfiniteQuery({
    queryKey: recordKey(id, ['Observation'], 'series', category),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const params = { patient: id, category, _sort: '-date', _count: String(pageSize) };
      const bundle: Bundle<Observation> = pageParam
        ? await followLink<Observation>(pageParam, signal)
        : await search<Observation>('Observation', params, signal);
      return { resources: matchesOf(bundle), next: nextLink(bundle) };
    },
    getNextPageParam: ({ next }) => next,
  });
}
