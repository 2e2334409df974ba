import { useQuery } from '@tanstack/react-query';
import { search } from '../../shared/fhir/client.ts';
import type { Flag } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { hasCode } from '../../shared/format/quantity.ts';
import { recordKey } from '../../shared/record/record-queries.ts';

/** A doctor's decisions on scale 2 of saturation, those that have ended too. */
export const useScales = (id: string) =>
  useQuery({
    queryKey: recordKey(id, ['Flag'], 'kurve', 'scale'),
    queryFn: async ({ signal }) => {
      const bundle = await search<Flag>('Flag', { patient: id, _count: '100' }, signal);
      return (bundle.entry ?? []).flatMap(({ resource }) =>
        resource && hasCode(resource.code, 'spo2-scale-2') ? [resource] : [],
      );
    },
  });

/** Whether saturation is reckoned by scale 2 at a moment: while a doctor's decision stands. */
export function scale2Of(flags: readonly Flag[]): (at: number) => boolean {
  const spans = flags
    .filter(({ status }) => status !== 'entered-in-error')
    .map(({ period, meta, status }) => ({
      from: instantOf(period?.start ?? meta?.lastUpdated),
      to: status === 'active' ? instantOf(period?.end) : instantOf(period?.end ?? meta?.lastUpdated),
    }));
  return (at) => spans.some(({ from, to }) => at >= from && (Number.isNaN(to) || at < to));
}
