import { keepPreviousData, type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { searchAll } from '../../shared/fhir/client.ts';
import type { Appointment, Flag, MedicationRequest, Observation, Resource, Task } from '../../shared/fhir/types.ts';
import { recordKey, useRecordSearch } from '../../shared/record/record-queries.ts';
import { type DueDose, readDueDoses } from './due-doses.ts';
import type { Given } from './medicine-lanes.ts';
import { useScales } from './scale.ts';
import { readThin, thinVitals } from './thin-vitals.ts';
import { DAY, type Piece, piecesOf, type Span } from './time-window.ts';
import { vitalCodes } from './vitals.ts';

/** More than any ward measures of one person in the pieces that are fetched. */
const most = 20_000;
const eventTypes = 'Composition,DiagnosticReport,Procedure,Communication,Encounter';

export type ChartData = {
  observations: readonly Observation[];
  thin: ReturnType<typeof thinVitals> | undefined;
  orders: readonly MedicationRequest[];
  given: readonly Given[];
  doses: readonly DueDose[];
  events: readonly Resource[];
  appointments: readonly Appointment[];
  tasks: readonly Task[];
  scales: readonly Flag[];
};

/** What the chart is drawn of: the pieces of time that are seen and those beside them, never the whole record. */
export function useChartData(
  id: string,
  span: Span,
): { data: ChartData; isLoading: boolean; failed: UseQueryResult | undefined } {
  const pieces = piecesOf(span);
  const whole = pieces.filter(({ thin }) => !thin);
  const dated = ({ from, to }: Piece) => [`ge${new Date(from).toISOString()}`, `lt${new Date(to).toISOString()}`];
  const of = <T extends Resource>(
    type: string,
    key: string,
    read: (piece: Piece, signal: AbortSignal) => Promise<T[]>,
    from = whole,
  ) => ({
    queries: from.map((piece) => ({
      queryKey: recordKey(id, type.split(','), 'kurve', key, piece.from, piece.to),
      queryFn: ({ signal }: { signal: AbortSignal }) => read(piece, signal),
      placeholderData: keepPreviousData,
    })),
    combine: combined<T>,
  });
  const found = async <T extends Resource>(
    path: string,
    params: Record<string, string | string[]>,
    signal: AbortSignal,
  ) => (await searchAll<T>(path, { _count: '500', ...params }, most, signal)).resources;

  const observations = useQueries(
    of<Observation>('Observation', 'all', (piece, signal) =>
      found('Observation', { patient: id, date: dated(piece) }, signal),
    ),
  );
  // over years laboratory answers are few enough to be fetched as they are; vital signs come thinned
  const laboratory = useQueries(
    of<Observation>(
      'Observation',
      'laboratory',
      (piece, signal) => found('Observation', { patient: id, category: 'laboratory', date: dated(piece) }, signal),
      pieces.filter(({ thin }) => thin),
    ),
  );
  const given = useQueries(
    of<Given>('MedicationAdministration', 'all', (piece, signal) =>
      found('MedicationAdministration', { patient: id, 'effective-time': dated(piece) }, signal),
    ),
  );
  const events = useQueries(
    of<Resource>(eventTypes, 'events', (piece, signal) =>
      found(
        `Patient/${encodeURIComponent(id)}/*`,
        { _type: eventTypes, _sort: '-date', _count: '200', date: dated(piece) },
        signal,
      ),
    ),
  );
  const doses = useQueries({
    queries: whole.map((piece) => ({
      queryKey: recordKey(id, ['MedicationRequest', 'MedicationAdministration'], 'kurve', 'due', piece.from, piece.to),
      queryFn: async ({ signal }: { signal: AbortSignal }) => dosesOf(id, piece, signal),
      // a dose becomes due and late as time goes
      refetchInterval: 60_000,
    })),
    combine: combined<DueDose>,
  });
  const thin = useQueries({
    queries: pieces
      .filter((piece) => piece.thin)
      .map((piece) => ({
        queryKey: recordKey(id, ['Observation'], 'kurve', 'thin', piece.from, piece.to),
        queryFn: async ({ signal }: { signal: AbortSignal }) => [await readThin(id, piece, signal)],
      })),
    combine: combined<Awaited<ReturnType<typeof readThin>>>,
  });
  const orders = useRecordSearch<MedicationRequest>(
    id,
    'MedicationRequest',
    { _sort: '-_lastUpdated' },
    { limit: 400 },
  );
  const appointments = useRecordSearch<Appointment>(id, 'Appointment', { date: `ge${dayAgo()}` }, { limit: 100 });
  const tasks = useRecordSearch<Task>(
    id,
    'Task',
    { status: 'requested,received,accepted,in-progress' },
    { limit: 100 },
  );
  const scales = useScales(id);
  const data = useMemo(
    (): ChartData => ({
      observations: laboratory.all.length > 0 ? [...observations.all, ...laboratory.all] : observations.all,
      thin: thin.all.length > 0 ? thinVitals(thin.all) : undefined,
      orders: orders.data?.resources ?? [],
      given: given.all,
      doses: doses.all,
      events: events.all,
      appointments: appointments.data?.resources ?? [],
      tasks: tasks.data?.resources ?? [],
      scales: scales ?? [],
    }),
    [
      observations.all,
      laboratory.all,
      thin.all,
      orders.data,
      given.all,
      doses.all,
      events.all,
      appointments.data,
      tasks.data,
      scales,
    ],
  );
  const parts = [observations, laboratory, given, events, doses, thin];
  return {
    data,
    isLoading: parts.some(({ isLoading }) => isLoading) || orders.isLoading,
    failed:
      parts.map(({ failed }) => failed).find((one) => one !== undefined) ??
      ([orders, appointments].find(({ isError }) => isError) as UseQueryResult | undefined),
  };
}

const latestCodes = Object.values(vitalCodes).flat().join(',');

/** The newest vital signs, whatever time is seen: what is now does not change by looking at last week. */
export function useLatest(id: string): readonly Observation[] {
  const params = { code: latestCodes, _sort: '-date', _count: '80' };
  return useRecordSearch<Observation>(id, 'Observation', params, { limit: 80 }).data?.resources ?? none;
}
const none: readonly Observation[] = [];

const dayAgo = (): string => new Date(Date.now() - DAY).toISOString().slice(0, 10);

/** A piece may be longer than the operation answers for at once. */
async function dosesOf(id: string, { from, to }: Span, signal: AbortSignal): Promise<DueDose[]> {
  const longest = 30 * DAY;
  const parts: Span[] = [];
  for (let at = from; at < to; at += longest) parts.push({ from: at, to: Math.min(to, at + longest) });
  return (await Promise.all(parts.map((part) => readDueDoses(id, part, signal)))).flat();
}

type Combined<T> = { all: readonly T[]; isLoading: boolean; failed: UseQueryResult | undefined };

function combined<T>(results: readonly UseQueryResult<T[]>[]): Combined<T> {
  return {
    all: results.flatMap(({ data }) => data ?? []),
    isLoading: results.some(({ isLoading }) => isLoading),
    failed: results.find(({ isError }) => isError) as UseQueryResult | undefined,
  };
}
