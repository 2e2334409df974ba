import type { Json, JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime, parseDay } from './calendar.ts';

/** What of an appointment is meant to be and not yet, by its status; all else that has a time of day has been. */
const ahead: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['proposed', 'pending', 'booked', 'waitlist'].map((status) => [status, ['start', 'end']])),
  ...Object.fromEntries(['arrived', 'checked-in'].map((status) => [status, ['end']])),
};

/**
 * The stories tell a whole day; this is how a record stands at a minute of it. What by its kind has happened, and would be later, has
 * happened in the minutes before, in the order it is told: nothing that was measured, written or sent lies ahead. What lasts, lasts as
 * long. What is booked keeps its time.
 * @param minute after midnight, in Norway
 */
export function toldAt(record: Resource[], asOf: Day, minute: number): Resource[] {
  const now = Date.parse(isoTime(asOf, minute));
  const today = isoDate(asOf);
  const late = new Set<number>();
  for (const resource of record)
    eachTime(resource, today, (time, name) => {
      if (time > now && !aheadOf(resource).includes(name)) late.add(time);
    });
  if (late.size === 0) return record;
  const inOrder = [...late].sort((a, b) => a - b);
  const times = new Map(inOrder.map((time, at) => [time, isoTime(asOf, minute - (inOrder.length - 1 - at))]));
  return record.map((one) => moved(one, times, aheadOf(one)) as Resource);
}

const aheadOf = ({ resourceType, status }: Resource): readonly string[] =>
  (resourceType === 'Appointment' && ahead[status as string]) || [];

/** Calls with each time of day from today on, and the name of the element it stands in. */
function eachTime(value: Json, today: string, found: (time: number, name: string) => void, name = ''): void {
  if (typeof value === 'string') {
    if (value[10] === 'T' && value.slice(0, 10) >= today) found(Date.parse(value), name);
  } else if (typeof value === 'object' && value !== null)
    for (const [inner, one] of Object.entries(value)) eachTime(one, today, found, Array.isArray(value) ? name : inner);
}

/** What holds none of the times is the same afterwards, for resources share parts. @param keeps names of what stays */
function moved(value: Json, times: ReadonlyMap<number, string>, keeps: readonly string[]): Json {
  if (typeof value === 'string') return value[10] === 'T' ? (times.get(Date.parse(value)) ?? value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const before = Object.entries(value);
  const all = before.map(([name, one]) => [name, keeps.includes(name) ? one : moved(one, times, keeps)] as const);
  if (all.every(([, one], at) => one === before[at]![1])) return value;
  if (Array.isArray(value)) return all.map(([, one]) => one);
  const is: JsonObject = Object.fromEntries(all);
  const lasted = minutesBetween(value.start, value.end);
  if (lasted === undefined || is.start === value.start) return is;
  return keeps.includes('end') ? { ...is, end: after(is.start, lasted) } : { ...is, start: after(is.end, -lasted) };
}

function minutesBetween(start: Json | undefined, end: Json | undefined): number | undefined {
  const between = (Date.parse(String(end)) - Date.parse(String(start))) / 60_000;
  return String(start)[10] === 'T' && String(end)[10] === 'T' ? between : undefined;
}

const after = (time: Json | undefined, minutes: number): string => {
  const [, date = '', hour, minute] = /^(.{10})T(\d\d):(\d\d)/.exec(String(time)) ?? [];
  return isoTime(parseDay(date), Number(hour) * 60 + Number(minute) + minutes);
};
