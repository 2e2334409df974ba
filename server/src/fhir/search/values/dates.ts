import type { Json, JsonObject } from '../../resource.ts';
import type { Entries, Parameter } from './entries.ts';

/** Dates of each data type as half-open ranges (FHIR R4, search.html#date). */

export type DateRange = { from: number; to: number };

const minute = 60_000;
const day = 1440 * minute;

/**
 * The time that a date, dateTime or instant covers, in epoch ms, its end exclusive: `2020-02` ends at 2020-03-01. What
 * has no zone is UTC, so that a day is the same day for all who search. Fractions are kept to the millisecond; a query
 * may leave out the seconds. Undefined for what is no such text or no such day.
 */
export function dateRange(text: string): DateRange | undefined {
  // By hand and not by a pattern: nearly every resource has a date, and this takes a fifth of the time.
  const { length } = text;
  const year = digits(text, 0, 4);
  if (year < 0) return undefined;
  if (length === 4) return { from: utc(year, 0, 1), to: utc(year + 1, 0, 1) };
  const month = digits(text, 5, 2) - 1;
  if (text[4] !== '-' || month < 0 || month > 11) return undefined;
  if (length === 7) return { from: utc(year, month, 1), to: utc(year, month + 1, 1) };
  const date = digits(text, 8, 2);
  if (text[7] !== '-' || date < 1 || date > 31) return undefined;
  const from = utc(year, month, date);
  if (date > 28 && from >= utc(year, month + 1, 1)) return undefined;
  if (length === 10) return { from, to: from + day };
  return text[10] === 'T' ? timeRange(text, from) : undefined;
}

/** From `T` on: `hh:mm`, perhaps seconds, a fraction and a zone. */
function timeRange(text: string, midnight: number): DateRange | undefined {
  const hour = digits(text, 11, 2);
  const minutes = digits(text, 14, 2);
  if (text[13] !== ':' || hour < 0 || hour > 23 || minutes < 0 || minutes > 59) return undefined;
  let from = midnight + (hour * 60 + minutes) * minute;
  let precision = minute;
  let at = 16;
  if (text[16] === ':') {
    const seconds = digits(text, 17, 2);
    if (seconds < 0 || seconds > 60) return undefined;
    from += seconds * 1000;
    precision = 1000;
    at = 19;
    if (text[19] === '.') {
      at = 20;
      for (let worth = 100; isDigit(text, at); worth /= 10) from += Math.floor(worth) * digits(text, at++, 1);
      if (at === 20) return undefined;
      precision = 1;
    }
  }
  const zone = zoneAt(text, at);
  return zone === undefined ? undefined : { from: from - zone, to: from - zone + precision };
}

/** `Z`, `+hh:mm` or nothing, at the end of the text. */
function zoneAt(text: string, at: number): number | undefined {
  const sign = text[at];
  if (sign === undefined || (sign === 'Z' && text.length === at + 1)) return 0;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if ((sign !== '+' && sign !== '-') || text[at + 3] !== ':' || text.length !== at + 6) return undefined;
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * minute;
}

const isDigit = (text: string, at: number) => text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57;

/** The number that stands in so many digits; −1 when it does not. */
function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    if (!isDigit(text, i)) return -1;
    number = number * 10 + text.charCodeAt(i) - 48;
  }
  return number;
}

function utc(year: number, month: number, date: number): number {
  const time = Date.UTC(year, month, date);
  // Date.UTC takes 0–99 for 1900–1999.
  return year > 99 ? time : new Date(0).setUTCFullYear(year, month, date);
}

export function date(o: Entries, p: Parameter, value: Json): void {
  const range = rangeOf(value);
  if (range !== undefined) o.date(p, range.from, range.to);
}

const rangeOf = (value: Json | undefined) => (typeof value === 'string' ? dateRange(value) : undefined);

/** A side that is not there is open. */
function periodRange(value: JsonObject | undefined): DateRange | undefined {
  const start = rangeOf(value?.start);
  const end = rangeOf(value?.end);
  if (start === undefined && end === undefined) return undefined;
  return { from: start?.from ?? Number.NEGATIVE_INFINITY, to: end?.to ?? Number.POSITIVE_INFINITY };
}

export function period(o: Entries, p: Parameter, value: JsonObject): void {
  const range = periodRange(value);
  if (range !== undefined) o.date(p, range.from, range.to);
}

/** Of a Timing only the outer limits matter: its first and last event, and its bounds. */
export function timing(o: Entries, p: Parameter, value: JsonObject): void {
  const repeat = value.repeat as JsonObject | undefined;
  const ranges = ((value.event as Json[] | undefined) ?? []).map(rangeOf);
  ranges.push(periodRange(repeat?.boundsPeriod as JsonObject | undefined));
  const known = ranges.filter((range) => range !== undefined);
  if (known.length === 0) return;
  const from = known.reduce((first, range) => Math.min(first, range.from), Number.POSITIVE_INFINITY);
  const to = known.reduce((last, range) => Math.max(last, range.to), Number.NEGATIVE_INFINITY);
  o.date(p, from, to);
}
