import { type UseQueryResult, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { followLink, matchesOf, nextLink, search, searchQuietly } from '../../shared/fhir/client.ts';
import { callOperation, parameterOf } from '../../shared/fhir/parameters.ts';
import type {
  AuditEvent,
  Communication,
  Consent,
  Organization,
  Practitioner,
  PractitionerRole,
  Task,
} from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey, useRecordSearch } from '../../shared/record/record-queries.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { type BlockDraft, blockCategory, blockParameters } from './block.ts';

export type LogFilter = { days: '7' | '30' | 'all'; which: 'others' | 'refused' | 'all' };

/** The log of who was in the record, by the server's pages, newest first. */
export function useOwnLog(id: string, { days, which }: LogFilter) {
  const language = useLanguage();
  return useInfiniteQuery({
    queryKey: recordKey(id, ['AuditEvent'], language, days, which),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      if (pageParam !== '') return followLink<AuditEvent>(pageParam, signal);
      const since = new Date(Date.now() - Number(days) * 86_400_000).toISOString().slice(0, 10);
      return search<AuditEvent>(
        'AuditEvent',
        {
          patient: id,
          _sort: '-date',
          _count: '60',
          ...(days === 'all' ? {} : { date: `ge${since}` }),
          ...(which === 'refused' ? { outcome: '4' } : {}),
          ...(which === 'all' ? {} : { 'agent:not': `Patient/${id}` }),
        },
        signal,
      );
    },
    getNextPageParam: nextLink,
  });
}

export const useBlocks = (id: string) =>
  useRecordSearch<Consent>(id, 'Consent', { category: blockCategory, _sort: '-date' }, { limit: 200 });

const taskCode = 'https://enjournal.no/fhir/CodeSystem/task-code';
export const useQuestions = (id: string) =>
  useRecordSearch<Task>(id, 'Task', { code: `${taskCode}|log-question`, _sort: '-authored-on' }, { limit: 100 });
export const useAnswers = (id: string) =>
  useRecordSearch<Communication>(
    id,
    'Communication',
    { category: 'https://enjournal.no/fhir/CodeSystem/notice|log-answer' },
    { limit: 100 },
  );

/** What personnel and organisations are called, by their references. */
export function useNames(references: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(references)].sort();
  const { data } = useQuery({
    queryKey: ['names', wanted],
    enabled: wanted.length > 0,
    staleTime: 600_000,
    queryFn: async ({ signal }) => new Map(await namesOf(wanted, signal)),
  });
  return data ?? new Map();
}

async function namesOf(references: readonly string[], signal: AbortSignal): Promise<[string, string][]> {
  const idsOf = (type: string) =>
    references.flatMap((one) => (one.startsWith(`${type}/`) ? [one.slice(type.length + 1)] : []));
  const some = async <T extends Organization | Practitioner | PractitionerRole>(
    type: T['resourceType'],
  ): Promise<T[]> => {
    const ids = idsOf(type);
    if (ids.length === 0) return [];
    return matchesOf(await search<T>(type, { _id: ids.join(','), _count: String(ids.length) }, signal));
  };
  const [places, people, jobs] = await Promise.all([
    some<Organization>('Organization'),
    some<Practitioner>('Practitioner'),
    some<PractitionerRole>('PractitionerRole'),
  ]);
  const inJobs = new Map(await namesOfPeople(jobs, signal));
  return [
    ...places.map(({ id, name }): [string, string] => [`Organization/${id}`, name ?? '']),
    ...people.map((one): [string, string] => [`Practitioner/${one.id}`, nameOf(one)]),
    ...jobs.map(({ id, practitioner }): [string, string] => [
      `PractitionerRole/${id}`,
      practitioner?.display ?? inJobs.get(practitioner?.reference ?? '') ?? '',
    ]),
  ];
}

async function namesOfPeople(jobs: readonly PractitionerRole[], signal: AbortSignal): Promise<[string, string][]> {
  const unnamed = jobs.flatMap(({ practitioner }) =>
    practitioner?.display === undefined ? (practitioner?.reference ?? []) : [],
  );
  return unnamed.length === 0 ? [] : namesOf(unnamed, signal);
}

export type Whom = { reference: string; display: string };

/** Personnel and places by name, for choosing from whom something is kept. */
export function useFindWhom(typed: string): UseQueryResult<Whom[]> {
  const name = typed.trim();
  return useQuery({
    queryKey: ['find-whom', name],
    enabled: name.length > 2,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const [people, places] = await Promise.all([
        searchQuietly<Practitioner>('Practitioner', { name, active: 'true', _count: '6' }, signal),
        searchQuietly<Organization>('Organization', { 'name:contains': name, active: 'true', _count: '6' }, signal),
      ]);
      return [
        ...matchesOf(people).map((one) => ({ reference: `Practitioner/${one.id}`, display: nameOf(one) })),
        ...matchesOf(places).map((one) => ({ reference: `Organization/${one.id}`, display: one.name ?? '' })),
      ];
    },
  });
}

/** Blocks, and opens again; what is on screen of the record is then asked for anew. */
export function useBlocking(id: string) {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const done = (said: string) => {
    announce(said);
    return queries.invalidateQueries({ queryKey: ['record', id] });
  };
  const block = useMutation({
    mutationFn: (draft: BlockDraft) => callOperation(`Patient/${id}/$block`, blockParameters(draft, Date.now())),
    onSuccess: () => done(t('own.block.done')),
  });
  const lift = useMutation({
    mutationFn: (consent: string) =>
      callOperation(`Patient/${id}/$unblock`, [{ name: 'block', valueReference: { reference: `Consent/${consent}` } }]),
    onSuccess: () => done(t('own.block.lifted')),
  });
  return { block, lift };
}

/** Asks about an entry of the log. @returns when it is answered at the latest */
export function useAsking(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ event, text }: { event: string; text: string }) => {
      const told = await callOperation(`AuditEvent/${event}/$question`, [{ name: 'text', valueString: text }]);
      return parameterOf(told, 'deadline')?.valueInstant;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: recordKey(id, ['Task']) }),
  });
}
