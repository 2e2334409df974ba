import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isBlock } from '../../shared/banner/critical.ts';
import { followLink, matchesOf, nextLink, search } from '../../shared/fhir/client.ts';
import type { Bundle } from '../../shared/fhir/types.ts';
import { useLive } from '../../shared/record/live.ts';
import { entriesOf } from '../../shared/timeline/entries.ts';
import { kindOf } from '../../shared/timeline/kinds.ts';
import { type TimelineFilter, timelineParams } from './timeline-filter.ts';
import { withChanges } from './with-changes.ts';

/**
 * The record's timeline by pages of the server's own links, newest first. What others write meanwhile is laid over the pages that
 * are read, so that a reader deep in the past is not thrown back to the top.
 */
export function useTimeline(id: string, filter: TimelineFilter) {
  const { changes } = useLive();
  const params = timelineParams(filter);
  const query = useInfiniteQuery({
    queryKey: ['timeline', id, params],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }): Promise<Bundle> =>
      pageParam ? followLink(pageParam, signal) : search(`Patient/${encodeURIComponent(id)}/*`, params, signal),
    getNextPageParam: nextLink,
    staleTime: 60_000,
  });
  const { data } = query;
  const entries = useMemo(() => {
    // That something is blocked is said in the banner, without a date: in the timeline it would tell when.
    const read = (data?.pages.flatMap((page) => matchesOf(page)) ?? []).filter((resource) => !isBlock(resource));
    const all = entriesOf(withChanges(read, changes, filter));
    // Asking for results brings all observations along, for some stand without a report; the others are left out again.
    return filter.kinds.size === 0 ? all : all.filter(({ lead }) => filter.kinds.has(kindOf(lead)));
  }, [data, changes, filter]);
  return { ...query, entries };
}
