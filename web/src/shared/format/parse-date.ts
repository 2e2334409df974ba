import { dayOf } from './date.ts';

/** This century's years as two digits go so far ahead; the others are of the last one. */
const yearsAhead = 1;

/**
 * A date as health personnel write it, as vague as they know it: `2019`, `3.2019`, `14.03.26`, `14.3.2026`, `i dag`.
 * @returns FHIR's form; undefined for what is no date
 */
export function parseDate(text: string, now = Date.now()): string | undefined {
  const said = text.trim().toLowerCase();
  if (/^(i dag|today)$/.test(said)) return dayOf(now);
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(said);
  if (iso) return dated(iso[1], iso[2], iso[3]);
  const parts = /^(?:(?:(\d{1,2})[.\s/]+)?(\d{1,2})[.\s/]+)?(\d{4}|\d{2})$/.exec(said);
  if (!parts) return undefined;
  const [, day, month, year = ''] = parts;
  if (month === undefined && year.length === 2) return undefined;
  const current = Number(dayOf(now).slice(0, 4));
  const century = year.length === 4 ? 0 : Number(`20${year}`) > current + yearsAhead ? 1900 : 2000;
  return dated(String(Number(year) + century), month, day);
}

function dated(year: string | undefined, month: string | undefined, day: string | undefined): string | undefined {
  const two = (number: string) => number.padStart(2, '0');
  const text = [year, month && two(month), day && two(day)].filter(Boolean).join('-');
  const whole = `${year}-${two(month ?? '1')}-${two(day ?? '1')}`;
  const instant = Date.parse(`${whole}T00:00:00Z`);
  // 31 February is read as a day in March.
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== whole ? undefined : text;
}

/** FHIR's date as it would be written here: `14.03.2026`, `03.2019`, `2019`. */
export const writtenDate = (date: string | undefined): string =>
  (date ?? '').slice(0, 10).split('-').reverse().filter(Boolean).join('.');
