import { useQuery } from '@tanstack/react-query';
import { isBlock } from '../../shared/banner/critical.ts';
import { matchesOf, nextLink, search } from '../../shared/fhir/client.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { entriesOf } from '../../shared/timeline/entries.ts';
import { timelineTypes } from '../../shared/timeline/kinds.ts';
import { standingOfNote } from '../../shared/timeline/note-standing.ts';
import { useVisit } from '../workplace/use-visit.ts';

const dayMs = 86_400_000;
/** At a first visit there is nothing to compare with, so the last month is shown. */
const firstDays = 30;

/** What changed since this reader last marked the record as seen, computed by the server from `_lastUpdated`. */
export function useChanges(id: string) {
  const { since, isKnown, markSeen } = useVisit(id);
  const params = since
    ? { _lastUpdated: `gt${since}`, _sort: '-_lastUpdated' }
    : { date: `ge${dayOf(Date.now() - firstDays * dayMs)}`, _sort: '-date' };
  const query = useQuery({
    enabled: isKnown,
    queryKey: recordKey(id, timelineTypes, 'changes', params),
    queryFn: async ({ signal }) => {
      const bundle = await search<Resource>(
        `Patient/${encodeURIComponent(id)}/*`,
        { _type: timelineTypes.join(','), _count: '100', ...params },
        signal,
      );
      return { resources: matchesOf(bundle), more: nextLink(bundle) !== undefined };
    },
  });
  const now = Date.now();
  // What is only planned has not happened: it stands among the appointments, not among the changes; nor do own drafts.
  const done = (query.data?.resources ?? []).filter((one) => !isBlock(one) && standingOfNote(one) !== 'draft');
  const entries = entriesOf(done).filter(
    ({ instant, kind, lead }) =>
      since !== undefined ||
      (instant <= now &&
        instant > now - firstDays * dayMs &&
        kind !== 'appointment' &&
        lead.resourceType !== 'EpisodeOfCare'),
  );
  const markAsSeen = () => {
    const newest = (query.data?.resources ?? [])
      .map(({ meta }) => meta?.lastUpdated ?? '')
      .sort()
      .at(-1);
    const upTo = newest && newest > new Date().toISOString() ? newest : new Date().toISOString();
    markSeen(upTo);
  };
  return { query, entries, since, more: query.data?.more ?? false, markAsSeen };
}
