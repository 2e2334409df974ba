import { urgencyOf } from '@enjournal/server/care/chart';
import { isUnverified } from '@enjournal/server/care/devices';
import { numberText } from '../../shared/format/quantity.ts';
import { drawFluid, drawLab, drawMedicine } from './draw-lanes.ts';
import type { Pen } from './pen.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type Lane, numberKeys, type Reading, type Scene } from './scene.ts';
import { within } from './thin.ts';
import type { ThinPoint } from './thin-vitals.ts';
import { daysIn, lengthOf, type Span, ticksOf } from './time-window.ts';

/** Where something stands that can be pointed at. */
export type Hit = { left: number; right: number; top: number; bottom: number; lane: string; reading: Reading };

export type Drawing = {
  scene: Scene;
  span: Span;
  width: number;
  now: number;
  /** Room for the axis above the lanes, px. */
  axis: number;
  /** Names of the lanes stand above what they name, as on a phone. */
  compact: boolean;
  dayName: (at: number) => string;
  nowText: string;
  /** What is read now, to be marked. */
  picked: { lane: string; at: number } | undefined;
  /** Told of everything that can be pointed at. */
  onHit?: (hit: Hit) => void;
};

export type View = Drawing & { x: (at: number) => number; scale: number };

const prepared = new WeakMap<Lane, { scale: number; prepared: Prepared }>();

/** What has room is found again only when the scale has changed: moving along draws the same things elsewhere. */
function preparedOf(lane: Lane, scale: number, pen: Pen): Prepared {
  const known = prepared.get(lane);
  if (known !== undefined && Math.abs(known.scale / scale - 1) < 1e-9) return known.prepared;
  const made = prepare(lane, scale, pen);
  prepared.set(lane, { scale, prepared: made });
  return made;
}

export function draw(pen: Pen, drawing: Drawing): void {
  const { scene, span, width, axis, compact } = drawing;
  const scale = lengthOf(span) / width;
  const view: View = { ...drawing, scale, x: (at) => (at - span.from) / scale };
  const height = axis + scene.height;
  pen.rect(0, 0, width, height, { fill: 'page' });
  drawTime(pen, view, height);
  for (const lane of scene.lanes) {
    const top = axis + lane.top + (compact ? 18 : 0);
    pen.segments([0, axis + lane.top, width, axis + lane.top], { ink: 'grid' });
    drawLane(pen, view, lane, top);
  }
  drawNow(pen, view, height);
  const { picked } = drawing;
  const lane = picked && scene.lanes.find(({ id }) => id === picked.lane);
  if (picked && lane) {
    const x = view.x(picked.at);
    pen.segments([x, axis + lane.top + 1, x, axis + lane.top + lane.height], { ink: 'strong', width: 2, dash: [4, 3] });
  }
}

function drawTime(pen: Pen, view: View, height: number): void {
  const { span, width, now, axis, x, dayName } = view;
  if (now < span.to) pen.rect(Math.max(0, x(now)), axis, width, height - axis, { fill: 'future' });
  const ticks = ticksOf(span, width);
  pen.segments(
    ticks.flatMap(({ at }) => [x(at), axis, x(at), height]),
    { ink: 'grid' },
  );
  const days = daysIn(span, width);
  pen.segments(
    days.flatMap((at) => [x(at), axis, x(at), height]),
    { ink: 'strong' },
  );
  const nowAt = x(now);
  for (const { at, label, strong } of ticks) {
    if (x(at) < 14 || x(at) > width - 14 || Math.abs(x(at) - nowAt) < 48) continue;
    pen.text(x(at), 12, label, { anchor: 'middle', ink: 'meta', bold: strong });
  }
  for (const at of days) if (x(at) + 44 < width) pen.text(x(at) + 4, axis - 9, dayName(at), { bold: true });
}

function drawNow(pen: Pen, { x, now, width, nowText, axis }: View, height: number): void {
  const at = x(now);
  if (at < 0 || at > width) return;
  pen.segments([at, axis - 14, at, height], { ink: 'first', width: 2 });
  const half = pen.measure(nowText, true) / 2 + 8;
  const middle = Math.min(width - half, Math.max(half, at));
  pen.rect(middle - half, 2, 2 * half, 20, { fill: 'accent', radius: 4 });
  pen.text(middle, 12, nowText, { anchor: 'middle', bold: true, ink: 'accent-contrast' });
}

function drawLane(pen: Pen, view: View, lane: Scene['lanes'][number], top: number): void {
  const ready = preparedOf(lane, view.scale, pen);
  const height = lane.height - (view.compact ? 18 : 0);
  switch (lane.kind) {
    case 'vitals':
      drawVitals(pen, view, lane, ready, top, height);
      break;
    case 'numbers':
      drawNumbers(pen, view, lane, ready, top);
      break;
    case 'news2':
      drawNews2(pen, view, lane, ready, top + height / 2);
      break;
    case 'medicine':
      drawMedicine(pen, view, lane, ready, top + height / 2);
      break;
    case 'fluid':
      drawFluid(pen, view, lane, top, height);
      break;
    case 'lab':
      drawLab(pen, view, lane, top, height);
      break;
    case 'words':
      drawWords(pen, view, lane, ready, top);
      break;
  }
}

function drawVitals(
  pen: Pen,
  view: View,
  lane: Lane & { kind: 'vitals' },
  { pressure, pulse }: Prepared,
  top: number,
  height: number,
): void {
  const { x, span, width, scale } = view;
  const y = (value: number) => top + 8 + ((lane.high - value) / (lane.high - lane.low)) * (height - 16);
  const step = lane.high - lane.low > 160 ? 40 : 20;
  for (let value = lane.low; value <= lane.high; value += step) {
    pen.segments([0, y(value), width, y(value)], { ink: 'grid', dash: value === 100 ? [] : [3, 3] });
    if (value > lane.low && value < lane.high) pen.text(3, y(value) - 7, String(value), { ink: 'meta', size: 11 });
  }
  if (lane.thin !== undefined) {
    drawThin(pen, view, lane.thin.of.systolic, lane.thin.of.diastolic, y);
    drawThinLine(pen, view, lane.thin.of.pulse, y);
    return;
  }
  const margin = 10 * scale;
  const bars: number[] = [];
  const hollow: number[] = [];
  const cap = Math.min(4, 400 / Math.max(1, pressure.length / 4));
  const [from, to] = within(pressure, span.from - margin, span.to + margin);
  for (let i = from; i < to; i += 1) {
    const { at, high, low, unverified } = pressure[i]!;
    const [px, high_, low_] = [x(at), y(high), y(low)];
    const of = unverified ? hollow : bars;
    of.push(px, high_, px, low_);
    if (cap > 1) of.push(px - cap, high_, px + cap, high_, px - cap, low_, px + cap, low_);
  }
  pen.segments(bars, { ink: 'first', width: to - from > width / 5 ? 1.5 : 3 });
  pen.segments(hollow, { ink: 'first', width: 2, dash: [3, 3] });
  const [first, last] = [within(pulse, span.from, span.to)[0] - 1, within(pulse, span.from, span.to)[1] + 1];
  drawPulse(pen, view, pulse.slice(Math.max(0, first), last), y);
  if (view.onHit !== undefined) hitsOf(view, lane, y);
}

/** Joined where it was measured often enough; a break of more than half a day claims nothing. */
const BREAK_MS = 12 * 3_600_000;

function drawPulse(pen: Pen, { x, width }: View, pulse: Prepared['pulse'], y: (value: number) => number): void {
  let run: number[] = [];
  const dots: number[] = [];
  const hollow: number[] = [];
  for (const [i, { at, value, unverified }] of pulse.entries()) {
    if (i > 0 && at - pulse[i - 1]!.at > BREAK_MS) {
      if (run.length > 2) pen.line(run, { ink: 'second', width: 1.75 });
      run = [];
    }
    run.push(x(at), y(value));
    (unverified ? hollow : dots).push(x(at), y(value));
  }
  if (run.length > 2) pen.line(run, { ink: 'second', width: 1.75 });
  if (pulse.length > width / 6) return;
  pen.circles(dots, 4, { fill: 'second' });
  pen.circles(hollow, 4, { fill: 'page', stroke: 'second', width: 2 });
}

function hitsOf({ x, onHit }: View, lane: Lane & { kind: 'vitals' }, y: (value: number) => number): void {
  const top = y(lane.high);
  const bottom = y(lane.low);
  for (const reading of lane.readings) {
    const at = x(reading.at);
    onHit?.({ left: at - 7, right: at + 7, top, bottom, lane: lane.id, reading });
  }
}

function drawThin(
  pen: Pen,
  { x }: View,
  high: ThinPoint[] = [],
  low: ThinPoint[] = [],
  y: (value: number) => number,
): void {
  const below = new Map(low.map((point) => [point.at, point]));
  pen.segments(
    high.flatMap(({ at, most, least }) => [x(at), y(most), x(at), y(below.get(at)?.least ?? least)]),
    { ink: 'first', width: 2 },
  );
}

function drawThinLine(pen: Pen, { x }: View, points: ThinPoint[] = [], y: (value: number) => number): void {
  pen.segments(
    points.flatMap(({ at, least, most }) => [x(at), y(least), x(at), y(most) - 1]),
    { ink: 'second', width: 1 },
  );
  if (points.length > 1)
    pen.line(
      points.flatMap(({ at, last }) => [x(at), y(last)]),
      { ink: 'second', width: 1.5 },
    );
}

function drawNumbers(pen: Pen, view: View, lane: Lane & { kind: 'numbers' }, { sets }: Prepared, top: number): void {
  const { x, span, scale, onHit } = view;
  const margin = 20 * scale;
  if (lane.thin !== undefined) {
    for (const [row, key] of numberKeys.entries()) {
      let end = Number.NEGATIVE_INFINITY;
      for (const { at, last } of lane.thin.of[key] ?? []) {
        if (at < span.from || at > span.to || x(at) - 16 < end) continue;
        pen.text(x(at), top + 12 + row * 18, shown(last), { anchor: 'middle' });
        end = x(at) + 18;
      }
    }
    return;
  }
  const [from, to] = within(sets, span.from - margin, span.to + margin);
  for (let i = from; i < to; i += 1) {
    const set = sets[i]!;
    for (const [row, key] of numberKeys.entries()) {
      const value = set.of[key]?.valueQuantity?.value;
      if (value === undefined) continue;
      const isOut = key === 'temperature' ? value > 38 || value < 36.1 : (set.news2.points[key] ?? 0) > 1;
      // in brackets while nobody has answered for it
      const text = isUnverified(set.of[key] as never) ? `(${shown(value)})` : shown(value);
      pen.text(x(set.at), top + 12 + row * 18, text, { anchor: 'middle', bold: isOut, size: 13 });
    }
    const reading = onHit && lane.readings.find(({ at }) => at === set.at);
    if (reading) onHit({ left: x(set.at) - 14, right: x(set.at) + 14, top, bottom: top + 58, lane: lane.id, reading });
  }
}

const shown = (value: number): string => numberText(Number(value.toFixed(1)), 'nb');

function drawNews2(pen: Pen, view: View, lane: Lane & { kind: 'news2' }, { sets }: Prepared, middle: number): void {
  const { x, span, scale, onHit } = view;
  const margin = 20 * scale;
  const [from, to] = within(sets, span.from - margin, span.to + margin);
  for (let i = from; i < to; i += 1) {
    const set = sets[i]!;
    const at = x(set.at);
    const urgency = set.total === undefined ? 'none' : urgencyOf(set.total, set.news2.points);
    const isFilled = urgency === 'emergency';
    const fill = isFilled ? 'danger' : urgency === 'urgent' || urgency === 'single' ? 'warning-soft' : 'neutral';
    pen.rect(at - 13, middle - 11, 26, 22, {
      fill,
      radius: 4,
      ...(set.differs ? { stroke: 'warning', width: 2 } : {}),
    });
    const text = set.total === undefined ? '–' : String(set.total);
    pen.text(at, middle, text, { anchor: 'middle', bold: true, size: 14, ink: isFilled ? 'danger-contrast' : 'text' });
    const reading = onHit && lane.readings.find((one) => one.at === set.at);
    if (reading)
      onHit({ left: at - 13, right: at + 13, top: middle - 12, bottom: middle + 12, lane: lane.id, reading });
  }
  const { next } = lane;
  if (next === undefined || next < span.from || next > span.to) return;
  pen.rect(x(next) - 12, middle - 10, 24, 20, { fill: 'page', stroke: 'strong', width: 1, radius: 4 });
}

function drawWords(pen: Pen, view: View, lane: Lane & { kind: 'words' }, { words }: Prepared, top: number): void {
  const { x, span, scale, onHit } = view;
  // a word begins before what is seen and reaches into it
  const [from, to] = within(words, span.from - 240 * scale, span.to);
  for (let i = from; i < to; i += 1) {
    const { at, text, row, width } = words[i]!;
    const y = top + 12 + row * 15;
    pen.rect(
      x(at) - 2.5,
      y - 6,
      5,
      11,
      lane.hollow ? { stroke: 'text', width: 1.5, radius: 1 } : { fill: 'strong', radius: 1 },
    );
    pen.text(x(at) + 7, y, text);
    const reading = onHit && lane.readings.find((one) => one.at === at && text.startsWith(one.text.slice(0, 8)));
    if (reading) onHit({ left: x(at) - 4, right: x(at) + width, top: y - 8, bottom: y + 8, lane: lane.id, reading });
  }
}
