import { openStatuses } from '@enjournal/server/care/tasks';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { matchesOf, nextLink, type Params, read, search } from '../../shared/fhir/client.ts';
import { localReference } from '../../shared/fhir/references.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { Bundle, Resource } from '../../shared/fhir/types.ts';
import { session } from '../../shared/session/session.ts';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { itemsOf, missingResults, type WorkItem } from './work.ts';

/** Every key begins with `work`: an act on one list may change the others. */
export const workKey = 'work';

/** How often it is asked whether a list has changed. */
const pulseMs = 30_000;

export type Work = { items: WorkItem[]; isCut: boolean };

/**
 * A list that keeps up with others. It is read again only when a count says that there is another number of it, or something
 * newer: a count shows nobody's record to anyone, so that it stands in no citizen's log, and costs a look in an index.
 */
export function useLiveList<T>(
  key: readonly unknown[],
  type: string,
  params: Params,
  along: Params,
  { enabled, of }: { enabled: boolean; of: (bundle: Bundle, signal: AbortSignal) => T | Promise<T> },
): UseQueryResult<T> {
  const query = useQuery({
    queryKey: key,
    enabled,
    queryFn: async ({ signal }) => {
      const bundle = await search(type, { ...params, ...along }, signal);
      const matches = matchesOf(bundle);
      const newest = matches
        .map(({ meta }) => meta?.lastUpdated ?? '')
        .sort()
        .at(-1);
      return {
        is: await of(bundle, signal),
        total: nextLink(bundle) === undefined ? matches.length : undefined,
        newest,
      };
    },
  });
  const { data, refetch } = query;
  const pulse = useQuery({
    queryKey: ['pulse', ...key],
    enabled: enabled && data !== undefined,
    refetchInterval: pulseMs,
    queryFn: async ({ signal }) => {
      const [total, newer] = await Promise.all([
        count(type, params, signal),
        data?.newest ? count(type, { ...params, _lastUpdated: `gt${data.newest}` }, signal) : 0,
      ]);
      return { total, newer };
    },
  });
  const told = pulse.data;
  useEffect(() => {
    if (told === undefined || data === undefined) return;
    if (told.newer > 0 || (data.total !== undefined && told.total !== data.total)) void refetch();
  }, [told, data, refetch]);
  return useMemo(() => ({ ...query, data: data?.is }) as UseQueryResult<T>, [query, data]);
}

const count = async (type: string, params: Params, signal: AbortSignal): Promise<number> =>
  (await search(type, { ...params, _summary: 'count' }, signal)).total ?? 0;

const open = openStatuses.join(',');
const along = {
  _include: ['Task:focus', 'Task:patient'],
  '_include:iterate': ['Task:focus', 'DiagnosticReport:result'],
};
const most = 200;

const useTasks = (name: string, by: Record<string, string>, enabled: boolean): UseQueryResult<Work> =>
  useLiveList(
    [workKey, name, by],
    'Task',
    { ...by, status: open },
    { ...along, _count: String(most) },
    {
      enabled,
      of: workOf,
    },
  );

const workOf = async (bundle: Bundle, signal: AbortSignal): Promise<Work> => ({
  items: itemsOf(await withResults(bundle, signal)),
  isCut: nextLink(bundle) !== undefined,
});

/** The bundle, and the results that its tasks were sent with. */
export async function withResults(bundle: Bundle, signal: AbortSignal): Promise<Bundle> {
  const ids = missingResults(bundle).map((one) => one.slice('Observation/'.length));
  if (ids.length === 0) return bundle;
  const found = await search<Resource>('Observation', { _id: ids.slice(0, most).join(','), _count: '200' }, signal);
  const more = matchesOf(found).map((resource) => ({ resource, search: { mode: 'include' } }));
  return { ...bundle, entry: [...(bundle.entry ?? []), ...more] } as Bundle;
}

/** What the reader has. */
export function useMyWork(): UseQueryResult<Work> {
  const own = useOwnReferences();
  return useTasks('mine', { owner: own.join(',') }, own.length > 0);
}

/** What the reader's unit has, and nobody in it. */
export function useUnitWork(): UseQueryResult<Work> {
  const units = useUnits();
  return useTasks('unit', { owner: units.join(',') }, units.length > 0);
}

/** What the reader has asked of others, and is not done. */
export function useSentWork(): UseQueryResult<Work> {
  const own = useOwnReferences();
  const query = useTasks('sent', { requester: own.join(',') }, own.length > 0);
  const data = useMemo(() => {
    if (query.data === undefined) return undefined;
    const items = query.data.items.filter(({ task }) => !own.includes(localReference(task.owner) ?? ''));
    return { ...query.data, items };
  }, [query.data, own]);
  return { ...query, data } as UseQueryResult<Work>;
}

/** The unit where the reader works, as `Organization/…`; undefined for who has none. */
export function useUnit(): { reference: string; display: string } | undefined {
  const current = useSyncExternalStore(session.subscribe, session.current);
  const unit = current.state === 'open' ? current.employment?.unit : undefined;
  return useMemo(() => unit && { reference: `Organization/${unit.id}`, display: unit.display }, [unit]);
}

const serves = 'https://enjournal.no/fhir/StructureDefinition/serves-unit';

function useUnitResource(): Resource | undefined {
  const unit = useUnit();
  return useQuery({
    queryKey: ['unit', unit?.reference],
    enabled: unit !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => read<Resource>('Organization', (unit?.reference ?? '').split('/')[1] as string, signal),
  }).data;
}

/** The unit, and those that it works for: a doctor of a nursing home has all of its wards. */
export function useUnits(): string[] {
  const unit = useUnit();
  const data = useUnitResource();
  return useMemo(() => {
    if (unit === undefined || data === undefined) return [];
    const others = (data.extension ?? []).flatMap((one) =>
      one.url === serves ? (localReference(one.valueReference as { reference: string }) ?? []) : [],
    );
    return [unit.reference, ...others];
  }, [unit, data]);
}

/** What kind of service the unit gives (`gp`, `legevakt` …); undefined until it is known, or when nobody says. */
export const useServiceKind = (): string | undefined =>
  useUnitResource()?.meta?.tag?.find(({ system }) => system === systems.serviceKind)?.code;
