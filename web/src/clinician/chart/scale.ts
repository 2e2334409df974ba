import { useMemo } from 'react';
import type { Flag } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { hasCode } from '../../shared/format/quantity.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';

/** A doctor's decisions on scale 2 of saturation, those that have ended too; undefined until they are read. Asked for as the banner does. */
export function useScales(id: string): readonly Flag[] | undefined {
  const { data } = useRecordSearch<Flag>(id, 'Flag', {}, { limit: 100 });
  return useMemo(() => data?.resources.filter(({ code }) => hasCode(code, 'spo2-scale-2')), [data]);
}

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
