import { Temporal } from 'temporal-polyfill';
import type { JsonObject } from '../../fhir/resource.ts';

/** When a line of a dosage is due, read out of FHIR's Timing. */
export type Pattern =
  /** At these instants. @source FHIR R4, Timing.event */
  | { kind: 'instants'; instants: readonly number[] }
  /** So many milliseconds apart, by the clock that never changes, from the start. */
  | { kind: 'interval'; everyMs: number }
  /** At times of the day, on days that `days` tells. */
  | { kind: 'days'; days: DayRule; times: readonly Temporal.PlainTime[] };

export type DayRule =
  /** On days so many days from the start, and again each `period` days. */
  | { unit: 'day'; period: number; offsets: readonly number[] }
  /** On weekdays (1 Monday – 7 Sunday) of every `period`th week from that of the start. */
  | { unit: 'week'; period: number; weekdays: readonly number[] }
  /** On the start's day of the month, or the month's last when it is shorter. */
  | { unit: 'month'; period: number };

/** The hours of a day at a service: what `when` and "twice a day" mean there. */
export type DayTimes = {
  /** Times for one, two, three and four doses a day. */
  perDay: readonly (readonly string[])[];
  when: Readonly<Record<string, string>>;
};

/**
 * The hours that most wards round at; a service may have its own.
 * @source FHIR R4, EventTiming and GTSAbbreviation, which leave the hours to the place
 */
export const usualTimes: DayTimes = {
  perDay: [['08:00'], ['08:00', '20:00'], ['08:00', '14:00', '20:00'], ['08:00', '12:00', '17:00', '21:00']],
  when: {
    WAKE: '07:00',
    'MORN.early': '07:00',
    MORN: '08:00',
    'MORN.late': '10:00',
    NOON: '12:00',
    'AFT.early': '14:00',
    AFT: '15:00',
    'AFT.late': '16:00',
    'EVE.early': '17:00',
    EVE: '18:00',
    'EVE.late': '20:00',
    NIGHT: '22:00',
    HS: '22:00',
    PHS: '23:00',
    CM: '08:00',
    CD: '12:00',
    CV: '17:00',
  },
};

/** What Timing.code says by itself. @source FHIR R4, GTSAbbreviation */
const CODES: Readonly<Record<string, JsonObject>> = {
  QD: { frequency: 1, period: 1, periodUnit: 'd' },
  BID: { frequency: 2, period: 1, periodUnit: 'd' },
  TID: { frequency: 3, period: 1, periodUnit: 'd' },
  QID: { frequency: 4, period: 1, periodUnit: 'd' },
  QOD: { frequency: 1, period: 2, periodUnit: 'd' },
  AM: { when: ['MORN'] },
  PM: { when: ['EVE'] },
  BED: { when: ['HS'] },
  WK: { frequency: 1, period: 1, periodUnit: 'wk' },
  MO: { frequency: 1, period: 1, periodUnit: 'mo' },
  Q1H: { frequency: 1, period: 1, periodUnit: 'h' },
  Q2H: { frequency: 1, period: 2, periodUnit: 'h' },
  Q3H: { frequency: 1, period: 3, periodUnit: 'h' },
  Q4H: { frequency: 1, period: 4, periodUnit: 'h' },
  Q6H: { frequency: 1, period: 6, periodUnit: 'h' },
  Q8H: { frequency: 1, period: 8, periodUnit: 'h' },
};

/** Closer than this nobody gives a dose by hand; what is closer is an infusion, and has a rate. */
const SHORTEST_MS = 5 * 60_000;

/** @returns why it cannot be planned by, in a word: `text-only`, `too-often`, `malformed` */
export function patternOf(
  dosage: JsonObject,
  times: DayTimes = usualTimes,
): Pattern | { unplanned: 'as-needed' | 'text-only' | 'too-often' | 'malformed' } {
  if (dosage.asNeededBoolean === true || dosage.asNeededCodeableConcept !== undefined)
    return { unplanned: 'as-needed' };
  const timing = (dosage.timing ?? {}) as JsonObject;
  const events = (timing.event ?? []) as string[];
  if (events.length > 0) {
    const instants = events.map((event) => Date.parse(event));
    return instants.some(Number.isNaN) ? { unplanned: 'malformed' } : { kind: 'instants', instants };
  }
  const repeat = { ...CODES[codeOf(timing.code)], ...((timing.repeat ?? {}) as JsonObject) };
  return repeated(repeat, times);
}

const codeOf = (code: unknown): string =>
  ((((code as JsonObject | undefined)?.coding ?? []) as JsonObject[])[0]?.code as string | undefined) ?? '';

function repeated(repeat: JsonObject, times: DayTimes): ReturnType<typeof patternOf> {
  const frequency = whole(repeat.frequencyMax ?? repeat.frequency ?? 1);
  const period = Number(repeat.period ?? 1);
  const unit = (repeat.periodUnit ?? 'd') as string;
  const weekdays = ((repeat.dayOfWeek ?? []) as string[]).map((day) => WEEKDAYS.indexOf(day) + 1);
  const said = timesSaid(repeat, times);
  const saysNothing =
    said.length === 0 && weekdays.length === 0 && repeat.frequency === undefined && repeat.period === undefined;
  if (saysNothing) return { unplanned: 'text-only' };
  if (frequency === undefined || !(period > 0) || weekdays.includes(0)) return { unplanned: 'malformed' };
  const ms = ELAPSED[unit];
  if (ms !== undefined) {
    const everyMs = (period * ms) / frequency;
    return everyMs < SHORTEST_MS ? { unplanned: 'too-often' } : { kind: 'interval', everyMs };
  }
  if (!Number.isInteger(period)) return { unplanned: 'malformed' };
  if (weekdays.length > 0) {
    const each = said.length > 0 ? said : spread(unit === 'd' ? frequency : 1, times);
    return { kind: 'days', times: each, days: { unit: 'week', period: unit === 'wk' ? period : 1, weekdays } };
  }
  if (unit === 'mo' || unit === 'a') {
    const months = unit === 'a' ? 12 * period : period;
    return { kind: 'days', times: first(said, times), days: { unit: 'month', period: months } };
  }
  const days = unit === 'wk' ? 7 * period : period;
  if (days === 1) {
    const each = said.length > 0 ? said : spread(frequency, times);
    return each.length === 0 ? { unplanned: 'too-often' } : { kind: 'days', times: each, days: EVERY_DAY };
  }
  // several times of a day on one day of several, or several days of them
  const isOneDay = said.length >= frequency;
  const offsets = isOneDay ? [0] : Array.from({ length: frequency }, (_, i) => Math.floor((i * days) / frequency));
  if (new Set(offsets).size < offsets.length) return { unplanned: 'malformed' };
  return {
    kind: 'days',
    times: isOneDay ? said : first(said, times),
    days: { unit: 'day', period: days, offsets },
  };
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const EVERY_DAY: DayRule = { unit: 'day', period: 1, offsets: [0] };
const ELAPSED: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };

const whole = (value: unknown): number | undefined =>
  Number.isInteger(value) && (value as number) > 0 ? (value as number) : undefined;

const first = (said: readonly Temporal.PlainTime[], { perDay }: DayTimes): readonly Temporal.PlainTime[] =>
  said.length > 0 ? said : [Temporal.PlainTime.from(perDay[0]![0]!)];

/** Doses over the day where nobody has said the hours; none when there are more than one an hour. */
function spread(frequency: number, { perDay }: DayTimes): Temporal.PlainTime[] {
  const usual = perDay[frequency - 1];
  if (usual !== undefined) return usual.map((time) => Temporal.PlainTime.from(time));
  if (frequency > 24) return [];
  const apart = Math.floor((24 * 60) / frequency);
  const at = Array.from({ length: frequency }, (_, i) => (8 * 60 + i * apart) % (24 * 60));
  return at.sort((a, b) => a - b).map((minutes) => Temporal.PlainTime.from({ hour: 0 }).add({ minutes }));
}

/** The hours that are said, by the clock or by the day's course, in order and once each. */
function timesSaid(repeat: JsonObject, { when }: DayTimes): Temporal.PlainTime[] {
  const clock = ((repeat.timeOfDay ?? []) as string[]).map((time) => Temporal.PlainTime.from(time));
  const offset = Number(repeat.offset ?? 0);
  const course = ((repeat.when ?? []) as string[]).flatMap((code) => atMeals(code, offset, when));
  const byText = new Map([...clock, ...course].map((time) => [time.toString(), time]));
  return [...byText.values()].sort(Temporal.PlainTime.compare);
}

/** `AC` and `PC` are before and after meals: all of them, or breakfast, lunch and dinner (M, D, V). */
function atMeals(code: string, offset: number, when: DayTimes['when']): Temporal.PlainTime[] {
  const [, side, meal] = /^(AC|PC|C)([MDV]?)$/.exec(code) ?? [];
  if (side === undefined) {
    const at = when[code];
    return at === undefined ? [] : [Temporal.PlainTime.from(at).add({ minutes: offset })];
  }
  const minutes = side === 'AC' ? -(offset || 30) : side === 'PC' ? offset || 30 : 0;
  const meals = meal === '' ? ['M', 'D', 'V'] : [meal!];
  return meals.map((one) => Temporal.PlainTime.from(when[`C${one}`]!).add({ minutes }));
}
