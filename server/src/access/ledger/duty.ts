import { dayInNorway, dayOfTime, midnightInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { listAt, textAt } from '../reading.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Whether somebody was on duty, as the times of a PractitionerRole say (`availableTime`, clock of Oslo); a shift that begins
 * one day may end the next. Pure.
 * @returns undefined when no times are told: nothing can be said of that
 * @source FHIR R4, practitionerrole.html#availableTime
 */
export function isOnDuty({ availableTime, notAvailable }: JsonObject, at: number): boolean | undefined {
  const times = listAt(availableTime);
  if (times.length === 0) return undefined;
  const day = dayInNorway(at);
  const away = listAt(notAvailable).some(({ during }) => isWithin(during as JsonObject | undefined, day));
  if (away) return false;
  return times.some(
    (one) => covers(one, day, at) || covers(one, dayInNorway(midnightInNorway(day) - 12 * 3_600_000), at),
  );
}

function covers(
  { daysOfWeek, allDay, availableStartTime, availableEndTime }: JsonObject,
  day: string,
  at: number,
): boolean {
  const days = Array.isArray(daysOfWeek) ? daysOfWeek : undefined;
  if (days !== undefined && !days.includes(weekdays[new Date(`${day}T12:00:00Z`).getUTCDay()]!)) return false;
  const midnight = midnightInNorway(day);
  if (allDay === true) return midnight <= at && at < midnight + DAY;
  const [from, to] = [minutesOf(availableStartTime), minutesOf(availableEndTime)];
  if (from === undefined || to === undefined) return false;
  const end = to > from ? to : to + 24 * 60;
  return midnight + from * MINUTE <= at && at < midnight + end * MINUTE;
}

function minutesOf(time: JsonObject[string] | undefined): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(textAt(time) ?? '') ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

function isWithin(period: JsonObject | undefined, day: string): boolean {
  if (period === undefined) return false;
  const [start, end] = [dayOfTime(textAt(period.start) ?? ''), dayOfTime(textAt(period.end) ?? '9999')];
  return start <= day && day <= end;
}
