const DAY = 86_400_000;

/** `08.15` of a time, as a nurse writes it. */
export function clockNow(at: number): string {
  const time = new Date(Number.isNaN(at) ? Date.now() : at);
  return `${String(time.getHours()).padStart(2, '0')}.${String(time.getMinutes()).padStart(2, '0')}`;
}

/**
 * The last time that it was so late by the clock: `08.15`, `0815`, `8:15`. Shortly after midnight `23.50` is yesterday's.
 * @returns an instant; undefined when it is no time of the day
 */
export function instantAtClock(text: string, now: number): string | undefined {
  const [, hour = '', minute = ''] = /^\s*(\d{1,2})[.:\s]?(\d{2})\s*$/.exec(text) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return undefined;
  const day = new Date(now);
  day.setHours(Number(hour), Number(minute), 0, 0);
  if (day.getTime() > now + 60_000) day.setTime(new Date(now - DAY).setHours(Number(hour), Number(minute), 0, 0));
  return day.toISOString();
}
