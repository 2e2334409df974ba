import { dayOf } from '../../shared/format/date.ts';
import { spanOf, type TimelineFilter } from './timeline-filter.ts';

/** A month of the histogram: `2026-11`, its first day and the first of the next. */
export type Month = { key: string; from: string; before: string };

/** The twelve months that a filter is read against: those of a chosen year, else the last twelve. Oldest first. */
export function monthsOf(filter: TimelineFilter, now = Date.now()): Month[] {
  const last = /^\d{4}$/.test(filter.period) ? `${filter.period}-12` : dayOf(now).slice(0, 7);
  const [year = 0, month = 1] = last.split('-').map(Number);
  return Array.from({ length: 12 }, (_, back) => monthAt(year * 12 + month - 1 - (11 - back)));
}

function monthAt(ordinal: number): Month {
  const key = keyAt(ordinal);
  return { key, from: `${key}-01`, before: `${keyAt(ordinal + 1)}-01` };
}

const keyAt = (ordinal: number): string => `${Math.floor(ordinal / 12)}-${String((ordinal % 12) + 1).padStart(2, '0')}`;

/** The last day of a month, `2026-02-28`. */
export const lastDayOf = ({ before }: Month): string =>
  new Date(Date.parse(`${before}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Whether anything of a month is within the filter's dates. */
export function isWithin({ from, before }: Month, filter: TimelineFilter, now = Date.now()): boolean {
  const span = spanOf(filter, now);
  return (span.from === undefined || span.from < before) && (span.to === undefined || span.to >= from);
}
