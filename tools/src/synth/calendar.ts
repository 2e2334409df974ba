/** Days as whole numbers since 1 January 1970, and Norwegian wall-clock time written as FHIR wants it. */
export type Day = number;

/** The day the municipality is told of when nobody says another: fixed, so that the same command gives the same bytes. */
export const DEFAULT_AS_OF = '2026-11-24';

/** The date in Norway at a time: between midnight there and midnight in Greenwich it is a day ahead of UTC's. */
export const dateInNorway = (at: Date): string => NORWAY.format(at);

const NORWAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' });

/** Whole years from a day of birth to a day. */
export function ageOn(born: Day, day: Day): number {
  const b = civil(born);
  const d = civil(day);
  return d.year - b.year - (d.month < b.month || (d.month === b.month && d.day < b.day) ? 1 : 0);
}

export function dayOf(year: number, month: number, day: number): Day {
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}

/** Reads `2026-11-24`. @throws when it is not a date of the calendar. */
export function parseDay(text: string): Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const day = match === null ? Number.NaN : dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (Number.isNaN(day) || isoDate(day) !== text) throw new Error(`Not a date (YYYY-MM-DD): ${text}`);
  return day;
}

export type Civil = { year: number; month: number; day: number };

/** The calendar date of a day (Howard Hinnant's civil_from_days). */
export function civil(at: Day): Civil {
  const z = at + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}

/** 0 is Monday, 6 is Sunday. */
export function weekday(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The first day from `day` on that is not in a weekend. */
export function workday(day: Day): Day {
  const over = weekday(day) - 5;
  return over < 0 ? day : day + 2 - over;
}

/** The first `wanted` weekday (0 is Monday) after `day`. */
export function nextWeekday(day: Day, wanted: number): Day {
  return day + ((wanted - weekday(day) + 6) % 7) + 1;
}

/** The same date some years on (or back); 29 February becomes 1 March where there is none. */
export function addYears(day: Day, years: number): Day {
  const { year, month, day: date } = civil(day);
  return dayOf(year + years, month, date);
}

const dates = new Map<Day, string>();

/** `2026-11-24` */
export function isoDate(day: Day): string {
  let text = dates.get(day);
  if (text === undefined) {
    const { year, month, day: date } = civil(day);
    text = `${year}-${two(month)}-${two(date)}`;
    // A century of days and no more: asking for one text per resource otherwise costs more than making the resource.
    if (dates.size < 50_000) dates.set(day, text);
  }
  return text;
}

/** `2026-11-24T09:52:00+01:00`: a day and minutes after midnight, in Norway. */
export function isoTime(day: Day, minutes: number): string {
  const at = day + Math.floor(minutes / 1440);
  const minute = ((minutes % 1440) + 1440) % 1440;
  const zone = isSummer(at, minute) ? '+02:00' : '+01:00';
  return `${isoDate(at)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00${zone}`;
}

/** `24.11.26`, as in Norwegian running text. */
export function norwegianDate(day: Day): string {
  const { year, month, day: date } = civil(day);
  return `${date}.${month}.${two(year % 100)}`;
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** Summer time as it has been since 1996: from the last Sunday of March at 02 to the last Sunday of October at 03. */
function isSummer(day: Day, minute: number): boolean {
  const { year, month, day: date } = civil(day);
  if (month < 3 || month > 10) return false;
  if (month > 3 && month < 10) return true;
  const change = lastSunday(year, month);
  if (month === 3) return date > change || (date === change && minute >= 120);
  return date < change || (date === change && minute < 180);
}

function lastSunday(year: number, month: number): number {
  return 31 - ((weekday(dayOf(year, month, 31)) + 1) % 7);
}
