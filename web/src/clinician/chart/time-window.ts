import { clockAt, dayStart, daysLater, momentOf, offsetAt } from './norway-time.ts';

/** What is seen of time, epoch ms. */
export type Span = { from: number; to: number };

const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export const presets = ['8h', '24h', '48h', '7d', '30d', '1y'] as const;
export type Preset = (typeof presets)[number];
const lengths: Readonly<Record<Preset, number>> = {
  '8h': 8 * HOUR,
  '24h': 24 * HOUR,
  '48h': 48 * HOUR,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '1y': 365 * DAY,
};

const shortest = 10 * MINUTE;
const longest = 120 * 365 * DAY;

export const lengthOf = ({ from, to }: Span): number => to - from;

/** The preset that a span is as long as, if it is. */
export const presetOf = (span: Span): Preset | undefined =>
  presets.find((one) => Math.abs(lengths[one] - lengthOf(span)) < 2 * HOUR * (one === '8h' ? 0.1 : 1));

/** A span that has now in it, with what is to come to the right: a third of a day, little of a year. */
export function spanAround(now: number, length: number): Span {
  const ahead = length <= 7 * DAY ? 0.36 : 0.08;
  const step = length <= 2 * DAY ? 4 * HOUR : DAY;
  const clock = now + offsetAt(now) + length * ahead;
  const to = momentOf(Math.ceil(clock / step) * step);
  return { from: to - length, to };
}

export const spanOfPreset = (preset: Preset, now: number): Span => spanAround(now, lengths[preset]);

/** Longer or shorter, with one moment where it is. */
export function zoomed(span: Span, factor: number, at: number): Span {
  const length = Math.min(longest, Math.max(shortest, lengthOf(span) * factor));
  const share = (at - span.from) / lengthOf(span);
  const from = at - length * share;
  return { from, to: from + length };
}

export const panned = ({ from, to }: Span, ms: number): Span => ({ from: from + ms, to: to + ms });

/** Of a preset's length with the same middle, or around now where now is seen. */
export function asPreset(span: Span, preset: Preset, now: number): Span {
  if (span.from <= now && now <= span.to) return spanOfPreset(preset, now);
  const middle = (span.from + span.to) / 2;
  return { from: middle - lengths[preset] / 2, to: middle + lengths[preset] / 2 };
}

export type Tick = { at: number; label: string /** Where a day, month or year begins. */; strong: boolean };

const steps = [5, 10, 15, 30, 60, 120, 240, 360, 720].map((minutes) => minutes * MINUTE);

/** Marks of the axis, of round times by Norway's clock, about so far apart at least. */
export function ticksOf(span: Span, width: number, apart = 74): Tick[] {
  const least = (lengthOf(span) / Math.max(1, width)) * apart;
  const step = steps.find((one) => one >= least);
  if (step !== undefined) return hourTicks(span, step);
  const days = least / DAY;
  if (days <= 14) return dayTicks(span, [1, 2, 7, 14].find((one) => one >= days)!);
  return monthTicks(span, [1, 2, 3, 6, 12, 24, 60, 120].find((one) => one * 30.4 >= days) ?? 240);
}

const two = (number: number): string => String(number).padStart(2, '0');

function hourTicks({ from, to }: Span, step: number): Tick[] {
  const ticks: Tick[] = [];
  for (let day = dayStart(from); day <= to; day = daysLater(day, 1)) {
    const clock = day + offsetAt(day);
    for (let of = 0; of < DAY; of += step) {
      const at = momentOf(clock + of);
      if (at < from || at > to || at === ticks.at(-1)?.at) continue;
      const shown = new Date(clock + of);
      ticks.push({ at, label: `${two(shown.getUTCHours())}.${two(shown.getUTCMinutes())}`, strong: of === 0 });
    }
  }
  return ticks;
}

function dayTicks({ from, to }: Span, step: number): Tick[] {
  const ticks: Tick[] = [];
  for (let day = dayStart(from); day <= to; day = daysLater(day, 1)) {
    const clock = clockAt(day);
    const ordinal = Math.round((day + offsetAt(day)) / DAY) + 3; // weeks begin on Monday
    if (day < from || ordinal % step !== 0) continue;
    ticks.push({
      at: day,
      label: `${two(clock.getUTCDate())}.${two(clock.getUTCMonth() + 1)}`,
      strong: step === 1 && ordinal % 7 === 0,
    });
  }
  return ticks;
}

function monthTicks({ from, to }: Span, step: number): Tick[] {
  const first = clockAt(from);
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  const ticks: Tick[] = [];
  for (; ; month += step) {
    const at = momentOf(Date.UTC(Math.floor(month / 12), month % 12, 1));
    if (at > to) return ticks;
    if (at < from) continue;
    const isYear = month % 12 === 0;
    const year = Math.floor(month / 12);
    ticks.push({
      at,
      label: isYear ? String(year) : `${two((month % 12) + 1)}.${String(year).slice(2)}`,
      strong: isYear,
    });
  }
}

/** Midnights that are seen, to be named above the lanes; none where they would stand closer than their names are wide. */
export function daysIn(span: Span, width: number): number[] {
  if (lengthOf(span) / DAY > width / 56) return [];
  const days: number[] = [];
  for (let day = daysLater(span.from, 1); day < span.to; day = daysLater(day, 1)) days.push(day);
  return days;
}

/** A piece of time that is fetched at once. */
export type Piece = Span & { /** Thinned on the server: least, most and last of each part. */ thin: boolean };

const longestWhole = 62 * DAY;

/** Whether so much is seen that single values cannot be. */
export const isThin = (span: Span): boolean => lengthOf(span) > longestWhole;

/** The pieces that must be there to draw a span and what is beside it; the same for every span near it, so that they are kept. */
export function piecesOf(span: Span): Piece[] {
  const length = lengthOf(span);
  const thin = isThin(span);
  const size = thin
    ? length <= 800 * DAY
      ? 128
      : length <= 6000 * DAY
        ? 1024
        : 8192
    : length <= 3 * DAY
      ? 1
      : length <= 16 * DAY
        ? 8
        : 32;
  const ms = size * DAY;
  const beside = thin ? 0 : Math.min(length / 2, ms / 2);
  const pieces: Piece[] = [];
  for (let at = Math.floor((span.from - beside) / ms); at * ms < span.to + beside; at += 1)
    pieces.push({ from: at * ms, to: (at + 1) * ms, thin });
  return pieces;
}
