import { isDialogue } from '@enjournal/server/care/dialogue';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  allTopics,
  type Draft,
  type Message,
  resourcesOf,
  type Service,
  serviceQuery,
  servicesIn,
} from '../../shared/dialogue/message.ts';
import { FhirFailure, matchesOf, search } from '../../shared/fhir/client.ts';
import { callOperation } from '../../shared/fhir/parameters.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { EpisodeOfCare, Reference, Resource, Task } from '../../shared/fhir/types.ts';
import { write } from '../../shared/fhir/write.ts';
import { type Found, recordKey, usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';

export const useMessages = (patient: string): UseQueryResult<Found<Message>> =>
  useRecordSearch<Message>(patient, 'Communication', { category: allTopics, _sort: '-sent' }, { limit: 500 });

const taskCodes = 'https://enjournal.no/fhir/CodeSystem/task-code';

/** The messages that wait for an answer, with the day by which it comes. */
export const useWaiting = (patient: string): UseQueryResult<Found<Task>> =>
  useRecordSearch<Task>(
    patient,
    'Task',
    { code: `${taskCodes}|dialogue`, status: 'requested,received,accepted,ready,in-progress,on-hold' },
    { limit: 100 },
  );

const unknown = { data: undefined, status: 'pending', isPending: true, isSuccess: false };

/** The services that take messages: first those that the citizen has. */
export function useServices(patient: string): UseQueryResult<{ own: Service[]; others: Service[] }> {
  const person = usePatient(patient);
  const whose = person.data as (Resource & { generalPractitioner?: Reference[] }) | undefined;
  const episodes = useRecordSearch<EpisodeOfCare>(patient, 'EpisodeOfCare', { status: 'active,onhold' });
  const units = [
    ...(whose?.generalPractitioner ?? []),
    ...(episodes.data?.resources ?? []).flatMap(
      (one) => (one as EpisodeOfCare & { managingOrganization?: Reference }).managingOrganization ?? [],
    ),
  ].flatMap((one) => localReference(one) ?? []);
  const found = useQuery({
    queryKey: ['dialogue-services'],
    staleTime: 600_000,
    queryFn: async ({ signal }) => matchesOf(await search<Resource>('HealthcareService', serviceQuery, signal)),
    select: (resources) => servicesIn(resources, Date.now()),
  });
  const isOwn = ({ unit }: Service) => units.includes(unit.reference ?? '');
  // not before it is known which are theirs: a list that changes its order is chosen wrongly from
  if (found.data && (person.isPending || episodes.isPending)) return { ...found, ...unknown } as never;
  const data = found.data && {
    own: found.data.filter(isOwn),
    others: found.data.filter((one) => !isOwn(one)),
  };
  return { ...found, data } as UseQueryResult<{ own: Service[]; others: Service[] }>;
}

/** Sends a message with its files. What the server has already under the same key is sent. @returns the message's id */
export function useSend(patient: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (draft: Draft): Promise<string> => {
      const { resources, urls } = resourcesOf(draft, Date.now());
      try {
        const made = await write(resources, urls);
        return made.find((one) => isDialogue(one as never))?.id ?? '';
      } catch (error) {
        if (!isSentAlready(error)) throw error;
        const identifier = `${(resources[0] as Message).identifier![0]!.system}|${draft.key}`;
        const [before] = matchesOf(await search<Message>('Communication', { patient, identifier }));
        return before?.id ?? '';
      }
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['record', patient] }),
  });
}

const isSentAlready = (error: unknown): boolean =>
  error instanceof FhirFailure &&
  (error.outcome?.issue ?? []).some(({ details }) => details?.coding?.some(({ code }) => code === 'dialogue-twice'));

/** Says of messages that they have been opened. */
export function useRead(patient: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await callOperation(`Communication/${id}/$read`, []);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: recordKey(patient, ['Communication']) }),
  });
}
