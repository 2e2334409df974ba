import { extraLocale } from '../i18n/extra.ts';
import type { Language } from '../i18n/words.ts';
import { ageIn, clockIn, dayIn, nearIn } from './date-elsewhere.ts';

/**
 * Dates as a person reads them, from FHIR's dates of any precision (`2026`, `2026-11`, `2026-11-25`, with time and zone).
 * The clock is Norway's whatever the machine's is: two who read the same record must read the same hour.
 */
const zone = 'Europe/Oslo';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

type Clock = { year: string; month: string; day: string; hour: string; minute: string };

function clockOf(instant: number): Clock {
  const found: Record<string, string> = {};
  for (const part of parts.formatToParts(instant)) found[part.type] = part.value;
  return found as Clock;
}

const dateOnly = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** Milliseconds of a FHIR date or instant; a date without time is its first moment in Norway's morning. NaN if unreadable. */
export function instantOf(text: string | undefined): number {
  if (!text) return Number.NaN;
  const date = dateOnly.exec(text);
  if (!date) return Date.parse(text);
  return Date.parse(`${date[1]}-${date[2] ?? '01'}-${date[3] ?? '01'}T00:00:00Z`);
}

/** The calendar day in Norway as `2026-11-25`, shorter when the source is. */
export function dayOf(text: string | number): string {
  if (typeof text === 'string' && dateOnly.test(text)) return text;
  const instant = typeof text === 'number' ? text : Date.parse(text);
  if (Number.isNaN(instant)) return '';
  const { year, month, day } = clockOf(instant);
  return `${year}-${month}-${day}`;
}

const NIGHT_MS = 6 * 3_600_000;

/**
 * The time of the shift that is now, as criteria of a search by date: today, and in the small hours the evening before, since a night
 * shift does not end at midnight.
 */
export function shiftDates(now: number): readonly [from: string, before: string] {
  const earlier = now - NIGHT_MS;
  const from = dayOf(earlier) === dayOf(now) ? dayOf(now) : new Date(earlier).toISOString();
  return [`ge${from}`, `lt${dayOf(now + 86_400_000)}`];
}

/** `08.00`, in English `08:00`; undefined when the source has no time of day. */
export function timeOf(text: string | undefined, language: Language): string | undefined {
  if (!text || dateOnly.test(text)) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return undefined;
  const elsewhere = extraLocale(language);
  if (elsewhere) return clockIn(elsewhere, instant, zone);
  const { hour, minute } = clockOf(instant);
  return language === 'en' ? `${hour}:${minute}` : `${hour}.${minute}`;
}

const monthNames: Record<Language, readonly string[]> = {
  nb: 'januar februar mars april mai juni juli august september oktober november desember'.split(' '),
  nn: 'januar februar mars april mai juni juli august september oktober november desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const weekdayNames: Record<Language, readonly string[]> = {
  nb: 'søndag mandag tirsdag onsdag torsdag fredag lørdag'.split(' '),
  nn: 'søndag måndag tysdag onsdag torsdag fredag laurdag'.split(' '),
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
};
const today: Record<Language, string> = { nb: 'i dag', nn: 'i dag', en: 'today' };
const yesterday: Record<Language, string> = { nb: 'i går', nn: 'i går', en: 'yesterday' };
const tomorrow: Record<Language, string> = { nb: 'i morgen', nn: 'i morgon', en: 'tomorrow' };

/** Dense form: `i dag`, `25.11` within the year, `25.11.26` otherwise, `11.2019` and `2019` as vague as the source. */
export function shortDate(text: string | undefined, language: Language, now = Date.now()): string {
  const day = text ? dayOf(text) : '';
  const [year, month, date] = day.split('-');
  if (!year) return '';
  if (!month) return year;
  const elsewhere = extraLocale(language);
  if (elsewhere) {
    if (day === dayOf(now)) return nearIn(elsewhere, 0);
    return dayIn(elsewhere, day, { month: 'short', year: date && dayOf(now).startsWith(year) ? undefined : 'numeric' });
  }
  if (!date) return language === 'en' ? `${short(monthNames.en, month)} ${year}` : `${month}.${year}`;
  const current = dayOf(now);
  if (day === current) return today[language];
  const sameYear = current.startsWith(year);
  if (language === 'en') return `${Number(date)} ${short(monthNames.en, month)}${sameYear ? '' : ` ${year}`}`;
  return sameYear ? `${date}.${month}` : `${date}.${month}.${year.slice(2)}`;
}

/** {@link shortDate} with the time of day where the source has one. */
export function shortDateTime(text: string | undefined, language: Language, now = Date.now()): string {
  const time = timeOf(text, language);
  return [shortDate(text, language, now), time].filter(Boolean).join(' ');
}

/** With the whole year, for banners, print and tables over many years: `14.03.1942`, `14 Mar 1942`. */
export function fullDate(text: string | undefined, language: Language): string {
  const [year, month, date] = text ? dayOf(text).split('-') : [];
  if (!year || !month || !date) return shortDate(text, language);
  const elsewhere = extraLocale(language);
  if (elsewhere) return dayIn(elsewhere, `${year}-${month}-${date}`, { month: '2-digit', year: 'numeric' });
  return language === 'en' ? `${Number(date)} ${short(monthNames.en, month)} ${year}` : `${date}.${month}.${year}`;
}

/** For citizens, the month in full: `28. november`, with the year when it is another, `november 2026` and `2026` as vague as the source. */
export function longDate(text: string | undefined, language: Language, now = Date.now()): string {
  const day = text ? dayOf(text) : '';
  const [year, month, date] = day.split('-');
  if (!year || !month) return year ?? '';
  const current = dayOf(now);
  const isThisYear = date !== undefined && current.startsWith(year);
  const elsewhere = extraLocale(language);
  if (elsewhere) return dayIn(elsewhere, day, { month: 'long', year: isThisYear ? undefined : 'numeric' });
  const name = monthNames[language][Number(month) - 1] ?? month;
  // never a day at the end of a line and its month on the next
  const told = date === undefined ? name : `${Number(date)}${language === 'en' ? '' : '.'}\u00a0${name}`;
  return isThisYear ? told : `${told} ${year}`;
}

/** The heading of a day in the timeline: `I dag`, `25. november`, `25. november 2019`; a vague date is only its month or year. */
export function dayHeading(day: string, language: Language, now = Date.now()): string {
  const [year, month, date] = day.split('-');
  if (!year || !month) return day;
  const elsewhere = extraLocale(language);
  if (elsewhere) return headingIn(elsewhere, day, now);
  const name = monthNames[language][Number(month) - 1] ?? month;
  if (!date) return `${name} ${year}`;
  const current = dayOf(now);
  if (day === current) return capital(today[language]);
  if (day === dayOf(now - 86_400_000)) return capital(yesterday[language]);
  if (day === dayOf(now + 86_400_000)) return capital(tomorrow[language]);
  const weekday = capital(weekdayNames[language][new Date(`${day}T12:00:00Z`).getUTCDay()] ?? '');
  const base = language === 'en' ? `${Number(date)} ${name}` : `${Number(date)}. ${name}`;
  return `${weekday} ${base}${current.startsWith(year) ? '' : ` ${year}`}`;
}

function headingIn(locale: string, day: string, now: number): string {
  const near = [0, -1, 1].find((days) => day === dayOf(now + days * 86_400_000));
  if (near !== undefined) return capital(nearIn(locale, near));
  const isThisYear = day.length === 10 && dayOf(now).startsWith(day.slice(0, 4));
  return capital(dayIn(locale, day, { weekday: 'long', month: 'long', year: isThisYear ? undefined : 'numeric' }));
}

/** `25.11–27.11`, `fra 27.11`, in English `from 27 Nov`. */
export function periodText(
  period: { start?: string; end?: string } | undefined,
  language: Language,
  now = Date.now(),
): string {
  if (!period?.start && !period?.end) return '';
  const start = shortDate(period.start, language, now);
  const end = shortDate(period.end, language, now);
  if (extraLocale(language) && (!period.start || !period.end)) return `${start}\u00a0–\u00a0${end}`.trim();
  if (!period.end) return `${{ nb: 'fra', nn: 'frå', en: 'from' }[language]} ${start}`;
  if (!period.start) return `${{ nb: 'til', nn: 'til', en: 'until' }[language]} ${end}`;
  return start === end ? start : `${start}–${end}`;
}

/** For citizens: `fra 3. februar`, `3. februar – 28. november`. */
export function longPeriod(
  period: { start?: string; end?: string } | undefined,
  language: Language,
  now = Date.now(),
): string {
  const [start, end] = [longDate(period?.start, language, now), longDate(period?.end, language, now)];
  if (start === '' && end === '') return '';
  if (extraLocale(language) && (start === '' || end === '')) return `${start}\u00a0–\u00a0${end}`.trim();
  if (end === '') return `${{ nb: 'fra', nn: 'frå', en: 'from' }[language]} ${start}`;
  if (start === '') return `${{ nb: 'til', nn: 'til', en: 'until' }[language]} ${end}`;
  return start === end ? start : `${start} – ${end}`;
}

/** Whole years, or months under two years, weeks under two months: as health personnel say a small child's age. */
export function ageOf(
  birth: string | undefined,
  language: Language,
  at: number | string = Date.now(),
): string | undefined {
  if (!birth) return undefined;
  const [birthYear = 0, birthMonth = 1, birthDay = 1] = dayOf(birth).split('-').map(Number);
  const [year = 0, month = 1, day = 1] = dayOf(at).split('-').map(Number);
  const months = (year - birthYear) * 12 + (month - birthMonth) - (day < birthDay ? 1 : 0);
  if (Number.isNaN(months) || months < 0) return undefined;
  const days = (Date.UTC(year, month - 1, day) - Date.UTC(birthYear, birthMonth - 1, birthDay)) / 86_400_000;
  const elsewhere = extraLocale(language);
  if (elsewhere) {
    if (months >= 24) return ageIn(elsewhere, Math.floor(months / 12), 'year');
    return months >= 2 ? ageIn(elsewhere, months, 'month') : ageIn(elsewhere, Math.floor(days / 7), 'week');
  }
  const words = {
    nb: { years: 'år', months: 'md.', weeks: 'uker' },
    nn: { years: 'år', months: 'md.', weeks: 'veker' },
    en: { years: 'years', months: 'months', weeks: 'weeks' },
  }[language];
  if (months >= 24) return `${Math.floor(months / 12)} ${words.years}`;
  if (months >= 2) return `${months} ${words.months}`;
  return `${Math.floor(days / 7)} ${words.weeks}`;
}

/** `november`, of a month as `2026-11`. */
export const monthName = (month: string, language: Language): string =>
  monthIn(extraLocale(language), month) ?? monthNames[language][Number(month.slice(5, 7)) - 1] ?? '';

const monthIn = (locale: string | undefined, month: string): string | undefined =>
  locale && dayIn(locale, month.slice(0, 7), { month: 'long' });

function short(names: readonly string[], month: string): string {
  return (names[Number(month) - 1] ?? month).slice(0, 3);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
