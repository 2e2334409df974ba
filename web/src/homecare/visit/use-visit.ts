import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { matchesOf, search, send } from '../../shared/fhir/client.ts';
import type { Appointment, Encounter, Resource } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { type Own, useOwn } from './use-own.ts';

export const json = { 'content-type': 'application/fhir+json' };

/** The visit that this nurse is at, and the appointment it was planned as. */
export type Visit = { encounter: Encounter | undefined; appointment: Appointment | undefined };

const HOME = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HH' };

/** A visit begins with the first thing that is done at it, or when its nurse says so, and ends when the nurse says so. */
export function useVisit(id: string) {
  const queries = useQueryClient();
  const own = useOwn();
  const key = recordKey(id, ['Encounter', 'Appointment'], 'visit', own.references);
  const query = useQuery({
    queryKey: key,
    enabled: own.references.length > 0,
    queryFn: ({ signal }) => visitNow(id, own, signal),
  });
  const start = useCallback(() => started(queries, key, id, own), [queries, key, id, own]);
  const begin = useMutation({ mutationFn: start });
  const finish = useMutation({
    mutationFn: async () => {
      const { encounter, appointment } = queries.getQueryData<Visit>(key) ?? {};
      if (encounter === undefined) return;
      const end = new Date().toISOString();
      const entry = [
        put({ ...encounter, status: 'finished', period: { ...encounter.period, end } }),
        ...(appointment === undefined ? [] : [put({ ...appointment, status: 'fulfilled' })]),
      ];
      await transact(entry);
      await queries.invalidateQueries({ queryKey: key });
    },
  });
  return { query, start, begin, finish };
}

async function visitNow(id: string, own: Own, signal: AbortSignal): Promise<Visit> {
  const [encounters, appointments] = await Promise.all([
    search<Encounter>(
      'Encounter',
      { patient: id, status: 'in-progress', class: 'HH', participant: own.references.join(',') },
      signal,
    ),
    search<Appointment>(
      'Appointment',
      { patient: id, actor: own.references.join(','), date: dayOf(Date.now()), status: 'booked,arrived,checked-in' },
      signal,
    ),
  ]);
  return { encounter: matchesOf(encounters)[0], appointment: matchesOf(appointments)[0] };
}

/** The visit under way, begun now if there is none; two taps at once begin one. */
const beginning = new Map<string, Promise<Encounter>>();
function started(queries: QueryClient, key: readonly unknown[], id: string, own: Own): Promise<Encounter> {
  const known = queries.getQueryData<Visit>(key);
  if (known?.encounter !== undefined) return Promise.resolve(known.encounter);
  const under = beginning.get(id);
  if (under !== undefined) return under;
  const made = begun(id, own, known?.appointment)
    .then((encounter) => {
      queries.setQueryData<Visit>(key, (before) => ({ appointment: undefined, ...before, encounter }));
      return encounter;
    })
    .finally(() => beginning.delete(id));
  beginning.set(id, made);
  return made;
}

async function begun(id: string, own: Own, appointment: Appointment | undefined): Promise<Encounter> {
  const encounter = {
    resourceType: 'Encounter',
    status: 'in-progress',
    class: HOME,
    type: [{ text: 'Hjemmebesøk' }],
    subject: { reference: `Patient/${id}` },
    participant: [{ individual: { reference: own.role ?? own.person, display: own.name } }],
    period: { start: new Date().toISOString() },
    ...(appointment === undefined ? {} : { appointment: [{ reference: `Appointment/${appointment.id}` }] }),
    ...(own.organization === undefined ? {} : { serviceProvider: { reference: own.organization } }),
  };
  const answer = await send('Encounter', { method: 'POST', headers: json, body: JSON.stringify(encounter) });
  return (await answer.json()) as Encounter;
}

export type Entry = {
  resource: object;
  request: { method: string; url: string; ifMatch?: string; ifNoneExist?: string };
};

export const put = <T extends Resource>(resource: T): Entry => ({
  resource,
  request: {
    method: 'PUT',
    url: `${resource.resourceType}/${resource.id}`,
    ifMatch: `W/"${resource.meta?.versionId}"`,
  },
});

/** All or none. */
export async function transact(entry: readonly Entry[]): Promise<void> {
  const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  await send('', { method: 'POST', headers: { ...json, prefer: 'return=minimal' }, body });
}
