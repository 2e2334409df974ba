import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { type Dose, dosesIn, withDone } from '../../homecare/doses/dose.ts';
import { search, send } from '../../shared/fhir/client.ts';
import { useOutbox } from '../../shared/outbox/use-outbox.ts';
import type { RoundPerson } from './by-room.ts';

const HOUR = 3_600_000;
/** What nobody has recorded for half a day is still asked about; what is due within the hour may be given now. */
const BEFORE_MS = 12 * HOUR;
const SOON_MS = HOUR;
const LATER_MS = 12 * HOUR;
/** So many persons to one question. @source OperationDefinition MedicationRequest-due-doses */
const AT_ONCE = 60;
/** How often it is asked whether somebody else has recorded or changed anything. A count stands in nobody's log. */
const PULSE_MS = 3_000;

export type Round = { doses: ReadonlyMap<string, Dose[]>; updatedAt: number; query: UseQueryResult<unknown> };

/** The doses of all these persons around now, as the orders are, with what was done of them here and by others. */
export function useRound(persons: readonly RoundPerson[], isLater: boolean): Round {
  const ids = useMemo(() => persons.map(({ id }) => id).sort(), [persons]);
  const done = useOutbox();
  const query = useQuery({
    queryKey: ['round', 'due', ids, isLater],
    enabled: ids.length > 0,
    // a dose becomes due and late as time goes
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => {
      const parts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) =>
        ids.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
      );
      const answers = await Promise.all(parts.map((part) => dueOf(part, isLater, signal)));
      return { doses: answers.flatMap(({ doses }) => doses), at: Math.min(...answers.map(({ at }) => at)) };
    },
  });
  useNews(ids, query.data?.at, query.refetch);
  const doses = useMemo(() => {
    const by = new Map<string, Dose[]>();
    for (const dose of withDone(query.data?.doses ?? [], done)) {
      by.set(dose.patient, [...(by.get(dose.patient) ?? []), dose]);
    }
    return by;
  }, [query.data, done]);
  return { doses, updatedAt: query.dataUpdatedAt, query };
}

/** @returns the doses, and when they were so by the server's clock */
async function dueOf(ids: readonly string[], isLater: boolean, signal: AbortSignal) {
  const now = Date.now();
  const parameter = [
    ...ids.map((id) => ({ name: 'patient', valueReference: { reference: `Patient/${id}` } })),
    { name: 'from', valueInstant: new Date(now - BEFORE_MS).toISOString() },
    { name: 'to', valueInstant: new Date(now + (isLater ? LATER_MS : SOON_MS)).toISOString() },
  ];
  const answer = await send('MedicationRequest/$due-doses', {
    method: 'POST',
    record: null,
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter }),
    signal,
  });
  const at = Date.parse(answer.headers.get('date') ?? '');
  return { doses: dosesIn(await answer.json(), now), at: Number.isNaN(at) ? now : at };
}

/** Reads the round again when somebody has given, stopped or changed anything since it was read. */
function useNews(ids: readonly string[], at: number | undefined, refetch: () => unknown): void {
  const news = useQuery({
    queryKey: ['round-news', ids, at],
    enabled: ids.length > 0 && at !== undefined,
    refetchInterval: PULSE_MS,
    // nobody is waiting for it, and the next comes soon
    retry: false,
    queryFn: async ({ signal }) => {
      const since = new Date((at ?? 0) - 1_000).toISOString();
      const params = { patient: ids.join(','), _lastUpdated: `gt${since}`, _summary: 'count' };
      const counts = await Promise.all(
        ['MedicationAdministration', 'MedicationRequest'].map((type) => search(type, params, signal)),
      );
      return counts.reduce((sum, { total = 0 }) => sum + total, 0);
    },
  });
  const count = news.data;
  useEffect(() => {
    if (count !== undefined && count > 0) void refetch();
  }, [count, refetch]);
}
