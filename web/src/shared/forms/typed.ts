import { dayOf } from '../format/date.ts';

/** A number as people write it: `37,4`, `37.4`, `1 200`, `−3`. Undefined for what is none, or is not finished (`37,`). */
export function numberFrom(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/[\s\u00a0]/g, '')
    .replace('−', '-')
    .replace(',', '.');
  return /^[-+]?\d{1,12}(?:\.\d{1,9})?$/.test(plain) ? Number(plain) : undefined;
}

const nearby: Readonly<Record<string, number>> = {
  'i dag': 0,
  idag: 0,
  today: 0,
  'i går': -1,
  igår: -1,
  yesterday: -1,
  'i morgen': 1,
  'i morgon': 1,
  tomorrow: 1,
};

/**
 * A day as people write it, as FHIR writes it: `25.11.2026`, `25.11.26`, `251126`, `25.11` (this year), `25/11-26`, `2026-11-25`,
 * `i går`, `-3` (days ago); also only `11.2026` and `2026`.
 */
export function dayFrom(text: string, now = Date.now()): string | undefined {
  const written = text.trim().toLocaleLowerCase('nb').replace(/\.$/, '');
  const days = nearby[written] ?? (/^[-+]\d{1,4}$/.test(written) ? Number(written) : undefined);
  if (days !== undefined) return dayOf(now + days * 86_400_000);
  if (/^\d{4}$/.test(written) && Number(written) > 1850 && Number(written) < 2150) return written;
  const iso = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(written);
  if (iso) return dayIn(iso[1]!, iso[2]!, iso[3]);
  const month = /^(\d{1,2})[./](\d{4})$/.exec(written);
  if (month) return dayIn(month[2]!, month[1]!, undefined);
  const [, day, of, year] =
    /^(\d{1,2})[./ ](\d{1,2})(?:[-./ ](\d{4}|\d{2}))?$/.exec(written) ??
    /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(written) ??
    [];
  if (!day || !of) return undefined;
  return dayIn(wholeYear(year, now), of, day);
}

/** Of two figures the nearest year that is not more than ten years ahead. */
function wholeYear(year: string | undefined, now: number): string {
  const current = Number(dayOf(now).slice(0, 4));
  if (year === undefined) return String(current);
  if (year.length === 4) return year;
  const century = current - (current % 100);
  const near = century + Number(year);
  return String(near > current + 10 ? near - 100 : near);
}

function dayIn(year: string, month: string, day: string | undefined): string | undefined {
  const two = (text: string) => text.padStart(2, '0');
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day ?? 1);
  if (!isReal) return undefined;
  return [year, two(month), ...(day === undefined ? [] : [two(day)])].join('-');
}

/** A time of day: `8`, `0830`, `8.30`, `08:30`, as `08:30:00`. */
export function timeFrom(text: string): string | undefined {
  const [, hour, minute] = /^(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?$/.exec(text.trim().toLowerCase()) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute ?? 0) > 59) return undefined;
  return `${hour.padStart(2, '0')}:${minute ?? '00'}:00`;
}

/** The moment that a day and a time are in Norway. */
export function instantFrom(day: string, time: string): string {
  const asUtc = Date.parse(`${day}T${time}Z`);
  const offset = Date.parse(`${clockInNorway(asUtc)}Z`) - asUtc;
  // twice, for the night when the clock is changed
  const exact = asUtc - (Date.parse(`${clockInNorway(asUtc - offset)}Z`) - (asUtc - offset));
  const minutes = Math.round((asUtc - exact) / 60_000);
  const zone = `${minutes < 0 ? '-' : '+'}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
  return `${day}T${time}${zone}`;
}

const norway = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Oslo',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const clockInNorway = (instant: number): string => norway.format(instant).replace(' ', 'T');
