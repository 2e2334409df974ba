/** Norway's clock, quick enough to be asked for each mark of an axis sixty times a second. */
const shown = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const QUARTER = 900_000;
const known = new Map<number, number>();

/** What Norway's clock is ahead of UTC at a moment, ms. */
export function offsetAt(at: number): number {
  const quarter = Math.floor(at / QUARTER);
  const found = known.get(quarter);
  if (found !== undefined) return found;
  const parts: Record<string, number> = {};
  for (const { type, value } of shown.formatToParts(quarter * QUARTER)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  const offset = Date.UTC(year, month - 1, day, hour, minute) - quarter * QUARTER;
  if (known.size > 20_000) known.clear();
  known.set(quarter, offset);
  return offset;
}

/** The moment when Norway's clock shows this, as milliseconds of a clock without zone. */
export function momentOf(clock: number): number {
  const guess = clock - offsetAt(clock);
  return clock - offsetAt(guess);
}

/** What Norway's clock shows, as a Date whose UTC parts are read. */
export const clockAt = (at: number): Date => new Date(at + offsetAt(at));

/** The beginning of the day in Norway that a moment is in. */
export function dayStart(at: number): number {
  const clock = at + offsetAt(at);
  return momentOf(clock - (((clock % 86_400_000) + 86_400_000) % 86_400_000));
}

/** The beginning of the day so many days later. */
export const daysLater = (at: number, days: number): number =>
  dayStart(dayStart(at) + days * 86_400_000 + 12 * 3_600_000);

const two = (number: number): string => String(number).padStart(2, '0');

/** `08.00` */
export function hourText(at: number): string {
  const clock = clockAt(at);
  return `${two(clock.getUTCHours())}.${two(clock.getUTCMinutes())}`;
}
