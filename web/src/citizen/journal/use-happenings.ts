import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { followLink, matchesOf, nextLink, search } from '../../shared/fhir/client.ts';
import type { Bundle } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { type HappeningFilter, happeningParams, happeningsOf, happeningTypes } from './happenings.ts';

/** What happened in the record, by pages of the server's own links, newest first. */
export function useHappenings(id: string, filter: HappeningFilter) {
  const params = happeningParams(filter, Date.now());
  const query = useInfiniteQuery({
    queryKey: recordKey(id, happeningTypes(filter.group), 'happenings', params),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }): Promise<Bundle> =>
      pageParam ? followLink(pageParam, signal) : search(`Patient/${encodeURIComponent(id)}/*`, params, signal),
    getNextPageParam: nextLink,
  });
  const { data } = query;
  const entries = useMemo(
    () => happeningsOf(data?.pages.flatMap((page) => matchesOf(page)) ?? [], filter.group),
    [data, filter.group],
  );
  return { ...query, entries };
}
