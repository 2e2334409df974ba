import { Temporal } from 'temporal-polyfill';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type DayRule, type DayTimes, type Pattern, patternOf, usualTimes } from './timing.ts';

/** A dose that an order asks for. */
export type PlannedDose = {
  /** Which line of `dosageInstruction`, from 0. */
  line: number;
  /** Epoch ms. */
  at: number;
  /**
   * What the dose is called within its order, however often it is worked out: `0@2026-11-29T08:00`. By the wall clock where
   * the order says hours of the day, so that a night when the clocks change has each dose once.
   */
  key: string;
  /** How much, when the line says so. */
  dose?: JsonObject;
};

/** In what zone an order's hours are, and what its words of the day mean there. */
export type Clock = { zone: string; times: DayTimes };

export const norway: Clock = { zone: 'Europe/Oslo', times: usualTimes };

/** An order runs for some years at most; what would never end has an end here. */
const MOST_DAYS = 3_700;

/**
 * The doses that an order asks for at or after `from` and before `to` (epoch ms), by time. What is taken as needed, and what
 * is said in words only, has none. Whether the order still stands is not asked: what was due before it was stopped, was due.
 * @source FHIR R4, Timing; a time that the clocks skip comes an hour later, one that they repeat comes once, the first time
 */
export function plannedDoses(order: Resource, from: number, to: number, clock: Clock = norway): PlannedDose[] {
  const lines = (order.dosageInstruction ?? []) as JsonObject[];
  return lines
    .flatMap((dosage, line) => dosesOf(order, dosage, line, { from, to }, clock))
    .sort((a, b) => a.at - b.at || a.line - b.line);
}

type Window = { from: number; to: number };

function dosesOf(order: Resource, dosage: JsonObject, line: number, window: Window, clock: Clock): PlannedDose[] {
  const pattern = patternOf(dosage, clock.times);
  if ('unplanned' in pattern) return [];
  const run = runOf(order, dosage, clock.zone);
  if (run === undefined) return [];
  const { count } = run;
  const within = {
    from: Math.max(run.start, count === undefined ? window.from : run.start),
    to: Math.min(run.end, window.to),
  };
  const dose = ((dosage.doseAndRate ?? []) as JsonObject[])[0]?.doseQuantity as JsonObject | undefined;
  const all = timesOf(pattern, run, within, clock.zone);
  return (count === undefined ? all : all.slice(0, count))
    .filter(({ at }) => at >= window.from)
    .map(({ at, name }) => ({ line, at, key: `${line}@${name}`, ...(dose === undefined ? {} : { dose }) }));
}

/** From when and until when (exclusive) a line of an order runs, and for how many doses. */
export type Run = { start: number; end: number; count: number | undefined };

/** Undefined when no beginning is known. */
export function runOf(order: Resource, dosage: JsonObject, zone: string): Run | undefined {
  const repeat = ((dosage.timing as JsonObject | undefined)?.repeat ?? {}) as JsonObject;
  const bounds = (repeat.boundsPeriod ?? {}) as JsonObject;
  const start = beginningOf((bounds.start ?? order.authoredOn) as string | undefined, zone);
  if (start === undefined) return undefined;
  const length = (repeat.boundsDuration ?? (repeat.boundsRange as JsonObject | undefined)?.high) as
    | JsonObject
    | undefined;
  const ends = [endOf(bounds.end as string | undefined, zone), length && endAfter(start, length, zone)];
  const end = Math.min(...ends.filter((one) => one !== undefined), Number.POSITIVE_INFINITY);
  const count = (repeat.countMax ?? repeat.count) as number | undefined;
  return { start, end, count };
}

/** A date begins at midnight in the zone, a month on its first day. */
function beginningOf(text: string | undefined, zone: string): number | undefined {
  if (text === undefined) return undefined;
  if (text.length > 10) return orUndefined(Date.parse(text));
  const day = text.length === 10 ? text : text.length === 7 ? `${text}-01` : `${text}-01-01`;
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

/** A period that ends on a date has that whole day (FHIR R4, Period.end); one that ends at a time, not that time. */
function endOf(text: string | undefined, zone: string): number | undefined {
  if (text === undefined) return undefined;
  if (text.length > 10) return orUndefined(Date.parse(text));
  const day =
    text.length === 10
      ? Temporal.PlainDate.from(text).add({ days: 1 })
      : text.length === 7
        ? Temporal.PlainDate.from(`${text}-01`).add({ months: 1 })
        : Temporal.PlainDate.from(`${text}-01-01`).add({ years: 1 });
  return day.toZonedDateTime(zone).epochMilliseconds;
}

const orUndefined = (time: number): number | undefined => (Number.isNaN(time) ? undefined : time);

/** Days, weeks, months and years are the calendar's; hours are hours. */
function endAfter(start: number, { value, code, unit }: JsonObject, zone: string): number | undefined {
  const amount = Number(value);
  const of = String(code ?? unit);
  const hours: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000 };
  if (hours[of] !== undefined) return start + amount * hours[of];
  const name = ({ d: 'days', wk: 'weeks', mo: 'months', a: 'years' } as const)[of];
  if (name === undefined || !Number.isInteger(amount)) return undefined;
  return zoned(start, zone).add({ [name]: amount }).epochMilliseconds;
}

const zoned = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

type Named = { at: number; name: string };

function timesOf(pattern: Pattern, run: Run, { from, to }: Window, zone: string): Named[] {
  switch (pattern.kind) {
    case 'instants':
      return [...pattern.instants]
        .sort((a, b) => a - b)
        .filter((at) => at >= from && at < to)
        .map(byInstant);
    case 'interval': {
      const { everyMs } = pattern;
      const times: Named[] = [];
      const last = Math.min(to, run.start + MOST_DAYS * 86_400_000);
      const n = Math.max(0, Math.ceil((from - run.start) / everyMs));
      for (let at = run.start + n * everyMs; at < last; at += everyMs) times.push(byInstant(at));
      return times;
    }
    case 'days':
      return daysOf(pattern.days, run.start, { from, to }, zone).flatMap((day) =>
        pattern.times
          .map((time) => day.toPlainDateTime(time))
          .map((local) => ({ at: local.toZonedDateTime(zone).epochMilliseconds, name: local.toString().slice(0, 16) }))
          .filter(({ at }) => at >= from && at < to),
      );
  }
}

const byInstant = (at: number): Named => ({ at, name: new Date(at).toISOString() });

/** The days of a rule that a window touches, found without going through those before it. */
function daysOf(rule: DayRule, start: number, { from, to }: Window, zone: string): Temporal.PlainDate[] {
  if (from >= to) return [];
  const begun = zoned(start, zone).toPlainDate();
  const last = zoned(Math.min(to, start + MOST_DAYS * 86_400_000), zone).toPlainDate();
  const first = zoned(from, zone).toPlainDate();
  const days: Temporal.PlainDate[] = [];
  if (rule.unit === 'month') {
    const { years, months } = begun.until(first, { largestUnit: 'year' });
    const passed = Math.max(0, Math.floor((years * 12 + months) / rule.period) - 1);
    for (let n = passed; ; n += 1) {
      const day = begun.add({ months: n * rule.period });
      if (Temporal.PlainDate.compare(day, last) > 0) return days;
      days.push(day);
    }
  }
  const monday = begun.subtract({ days: begun.dayOfWeek - 1 });
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (rule.unit === 'day') {
      const since = begun.until(day).days;
      if (since >= 0 && rule.offsets.includes(since % rule.period)) days.push(day);
    } else {
      const weeks = Math.floor(monday.until(day).days / 7);
      if (weeks % rule.period === 0 && rule.weekdays.includes(day.dayOfWeek)) days.push(day);
    }
  }
  return days;
}
