/** Dates and ages in a language that we have no rules of our own for: as the browser writes them. */

/** A day, `2026-11-25`, or a month, `2026-11`, with the parts that are asked for. */
export function dayIn(
  locale: string,
  day: string,
  parts: { weekday?: 'long'; month: 'short' | 'long' | '2-digit'; year?: 'numeric' | undefined },
): string {
  const [year = '', month = '01', date] = day.split('-');
  const noon = Date.UTC(Number(year), Number(month) - 1, Number(date ?? 1), 12);
  const { weekday, ...more } = parts;
  const shown = date === undefined ? more : { ...more, ...(weekday ? { weekday } : {}), day: dayForm(parts.month) };
  return formatOf(locale, { ...shown, timeZone: 'UTC' }).format(noon);
}

const dayForm = (month: string): 'numeric' | '2-digit' => (month === '2-digit' ? '2-digit' : 'numeric');

export const clockIn = (locale: string, instant: number, timeZone: string): string =>
  formatOf(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(instant);

/** Today, yesterday and tomorrow as the language says them. */
export const nearIn = (locale: string, days: number): string =>
  new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');

export const ageIn = (locale: string, count: number, unit: 'year' | 'month' | 'week'): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

export const numberIn = (locale: string, value: number, decimals?: number): string =>
  new Intl.NumberFormat(locale, {
    useGrouping: false,
    ...(decimals === undefined
      ? { maximumFractionDigits: 10 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  }).format(value);

/** To make one costs a hundred times what using it costs, and a list has hundreds of dates. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, found);
  return found;
}
