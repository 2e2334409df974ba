import { recordOf, type Visit, visitAt, visitOf, visitResource } from '@enjournal/server/care/workplace';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { useUser } from '../bar/use-user.ts';
import { readOwn, writeOwn } from './own-resources.ts';

const recent = 12;
const visitKey = (user: string, record: string) => ['visit', user, record] as const;
const recentKey = (user: string) => ['visits', user] as const;
const nowText = () => new Date().toISOString();

/**
 * The reader's visit in a record: since when what is new there is new to them, wherever they were last. `isKnown` when that has been
 * found out, or could not be; then it is as at a first visit.
 */
export function useVisit(record: string) {
  const { key, kind, reference } = useUser();
  const queries = useQueryClient();
  const which = useMemo(() => ({ owner: reference, kind: 'visit' as const, record }), [reference, record]);
  // A citizen's own visits are nobody's matter, and stay in the browser.
  const isLocal = kind === 'citizen';
  const { data, isPending, isSuccess } = useQuery({
    queryKey: visitKey(key, record),
    queryFn: async ({ signal }): Promise<Visit | null> => {
      if (isLocal) return localVisit(key, record);
      const [one] = await readOwn(which, {}, signal);
      return (one && visitOf(one as never)) ?? null;
    },
  });
  const keep = useCallback(
    (visit: Visit) => {
      queries.setQueryData(visitKey(key, record), visit);
      if (isLocal) return keepLocally(key, record, visit);
      void writeOwn(which, visitResource(reference, record, visit) as never).then(() =>
        queries.invalidateQueries({ queryKey: recentKey(key) }),
      );
    },
    [queries, key, record, isLocal, which, reference],
  );
  return {
    isKnown: !isPending,
    isRead: isSuccess,
    since: useMemo(() => visitAt(data ?? undefined, nowText()).since, [data]),
    /** The reader is here now. */
    note: useCallback(
      () => keep(visitAt(queries.getQueryData<Visit | null>(visitKey(key, record)) ?? undefined, nowText())),
      [keep, queries, key, record],
    ),
    /** From now on only what changes after this moment is new to the reader. */
    markSeen: (upTo: string) => keep({ at: nowText(), since: upTo }),
  };
}

/** Notes, once for each opening, that the reader has been in a record: when what is there has been shown. */
export function useNoteVisit(record: string, isShown: boolean): void {
  // What could not be read must not be written over as if it were the first visit.
  const { isRead, note } = useVisit(record);
  const isSeen = isShown && isRead;
  useEffect(() => {
    if (isSeen) note();
  }, [isSeen, note]);
}

/** Ids of the records that the user opened last, newest first. */
export function useRecentRecords(wanted: boolean): readonly string[] {
  const { key, reference } = useUser();
  const { data = none } = useQuery({
    queryKey: recentKey(key),
    enabled: wanted && reference !== '',
    queryFn: async ({ signal }) => {
      const newest = { _sort: '-_lastUpdated', _count: String(recent) };
      const visits = await readOwn({ owner: reference, kind: 'visit' }, newest, signal);
      return visits.flatMap((one) => recordOf(one as never) ?? []);
    },
  });
  return data;
}

const none: readonly string[] = [];

const localKey = (user: string, record: string) => `enjournal.visit.${user}.${record}`;

function localVisit(user: string, record: string): Visit | null {
  try {
    return JSON.parse(localStorage.getItem(localKey(user, record)) ?? 'null') as Visit | null;
  } catch {
    return null;
  }
}

const keepLocally = (user: string, record: string, visit: Visit): void =>
  localStorage.setItem(localKey(user, record), JSON.stringify(visit));
