import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { askOperation } from '../../shared/fhir/parameters.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { observationsOf } from './series-answer.ts';

/** So many are had at once; of more, those of the time that is seen, and the last before it. */
const most = 1_000;
const before = 20;

/**
 * What was measured of a category, as curves are made of it: nearly always all of it.
 * @param years of how long a time at least; undefined for all
 */
export function useSeries(
  id: string,
  category: 'laboratory' | 'vital-signs',
  years: number | undefined,
  enabled = true,
) {
  return useQuery({
    queryKey: recordKey(id, ['Observation'], 'series', category, years),
    enabled,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Observation[]> => {
      const params = { patient: id, category };
      const path = `Observation/$series?patient=Patient/${encodeURIComponent(id)}&category=${category}`;
      const { total = 0 } =
        years === undefined ? {} : await search<Observation>('Observation', { ...params, _summary: 'count' }, signal);
      if (years === undefined || total <= most) return observationsOf(await askOperation(path, signal));
      const from = new Date(Date.now() - years * 365.25 * 86_400_000).toISOString();
      const [within, older] = await Promise.all([
        askOperation(`${path}&from=${encodeURIComponent(from)}`, signal),
        search<Observation>(
          'Observation',
          { ...params, date: `lt${from}`, _sort: '-date', _count: String(before) },
          signal,
        ),
      ]);
      return [...observationsOf(within), ...matchesOf(older)];
    },
  });
}
