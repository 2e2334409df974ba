import type { Params } from '../../shared/fhir/client.ts';
import { systems } from '../../shared/fhir/systems.ts';
import { dayOf } from '../../shared/format/date.ts';
import { type Kind, typesOf } from '../../shared/timeline/kinds.ts';

export const periods = ['all', 'm1', 'm3', 'y1', 'y5'] as const;
/** A stretch back from today, or one year (`2019`). */
export type PeriodChoice = (typeof periods)[number] | `${number}`;

export type TimelineFilter = {
  services: ReadonlySet<string>;
  kinds: ReadonlySet<Kind>;
  period: PeriodChoice;
  /** Nothing after this day: set when the reader comes here from one item of the overview. */
  until: string | undefined;
};

export const everything: TimelineFilter = { services: new Set(), kinds: new Set(), period: 'all', until: undefined };

export function isFiltered(filter: TimelineFilter): boolean {
  return filter.services.size > 0 || filter.kinds.size > 0 || filter.period !== 'all' || filter.until !== undefined;
}

const days: Record<(typeof periods)[number], number> = { all: 0, m1: 30, m3: 91, y1: 365, y5: 1826 };

/** First and last day of a filter, both included; undefined where it is open. */
export function spanOf(filter: TimelineFilter, now = Date.now()): { from: string | undefined; to: string | undefined } {
  const year = /^\d{4}$/.test(filter.period) ? filter.period : undefined;
  const back = year ? 0 : days[filter.period as (typeof periods)[number]];
  const from = year ? `${year}-01-01` : back ? dayOf(now - back * 86_400_000) : undefined;
  const ends = [year ? `${year}-12-31` : undefined, filter.until].filter((day) => day !== undefined).sort();
  return { from, to: ends[0] };
}

/** The filter as a search in the record, newest first. */
export function timelineParams(filter: TimelineFilter, now = Date.now()): Params {
  const { from, to } = spanOf(filter, now);
  const dates = [from ? `ge${from}` : '', to ? `le${to}` : ''].filter(Boolean);
  const tags = [...filter.services].sort().map((service) => `${systems.serviceKind}|${service}`);
  return {
    _type: typesOf(filter.kinds).join(','),
    _sort: '-date',
    _count: '60',
    ...(dates.length > 0 ? { date: dates } : {}),
    ...(tags.length > 0 ? { _tag: tags.join(',') } : {}),
  };
}
