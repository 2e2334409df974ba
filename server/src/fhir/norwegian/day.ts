/**
 * The day in Norway. What is said by days (rights that come with age, the end of an employment, what is due today) is said by the
 * clock that hangs on the wall here: from 23 or 22 o'clock in UTC the next day has begun.
 */

const DAY = 86_400_000;

/** The day in Norway (YYYY-MM-DD) that a time falls on. @param at epoch ms */
export const dayInNorway = (at: number): string => new Date(at + aheadAt(at)).toISOString().slice(0, 10);

/** The clock in Norway at a time, in whole minutes after midnight. @param at epoch ms */
export const minuteInNorway = (at: number): number => Math.floor(((at + aheadAt(at)) % DAY) / 60_000);

/** The day in Norway of a FHIR date or time; what has no time is as it is said. */
export function dayOfTime(text: string): string {
  const at = text.includes('T') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? text.slice(0, 10) : dayInNorway(at);
}

/** Epoch ms of 00:00 in Norway on a day (YYYY-MM-DD); NaN for what is no day. */
export function midnightInNorway(day: string): number {
  const known = midnights.get(day);
  if (known !== undefined) return known;
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc)) return utc;
  // The offset before and after a change of clocks is asked for where it is used: at midnight, which never is skipped there.
  let at = utc - aheadAt(utc);
  at = utc - aheadAt(at);
  if (midnights.size > 40_000) midnights.clear();
  midnights.set(day, at);
  return at;
}

/** So many days after a day, or before it; both YYYY-MM-DD. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** The first moment of a FHIR date or time, epoch ms; a month begins on its first day. */
export function beginningOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.includes('T')) return finite(Date.parse(text));
  if (text.length === 10) return finite(midnightInNorway(text));
  const [year = '', month = '01', day = '01'] = text.split('-');
  return finite(midnightOf(Number(year), Number(month), Number(day)));
}

/** The first moment after a FHIR date, which lasts through its day; of a time, the time itself. Epoch ms. @source FHIR R4, Period.end */
export function endOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.includes('T')) return finite(Date.parse(text));
  const [year = '', month, day] = text.split('-');
  if (month === undefined) return finite(midnightOf(Number(year) + 1, 1, 1));
  if (day === undefined) return finite(midnightOf(Number(year), Number(month) + 1, 1));
  return finite(midnightOf(Number(year), Number(month), Number(day) + 1));
}

const finite = (at: number): number | undefined => (Number.isNaN(at) ? undefined : at);

function midnightOf(year: number, month: number, day: number): number {
  const at = Date.UTC(year, month - 1, day);
  return Number.isNaN(at) ? at : midnightInNorway(new Date(at).toISOString().slice(0, 10));
}

const midnights = new Map<string, number>();

const clock = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Oslo', timeZoneName: 'longOffset' });

/** How far Norway is ahead of UTC, in ms. The formatter costs 2 µs, so the answer is kept for the quarter hour. */
function aheadAt(at: number): number {
  const quarter = Math.floor(at / 900_000);
  if (quarter === ahead.quarter) return ahead.ms;
  const name = clock.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  ahead = { quarter, ms: sign === '-' ? -ms : ms };
  return ahead.ms;
}

let ahead = { quarter: Number.NaN, ms: 0 };
