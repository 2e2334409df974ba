import type { View } from './draw.ts';
import type { LabGroup } from './other-lanes.ts';
import type { Pen } from './pen.ts';
import { fitting, type Prepared } from './prepare.ts';
import { arrowOf, type Lane } from './scene.ts';
import { inRows } from './thin.ts';

/** The sign of a dose: given is filled with a tick, planned a ring, late a ring of another colour, not given a ring with a cross. */
export function drawDose(pen: Pen, x: number, y: number, status: string): void {
  const cross = (ink: 'text') =>
    pen.segments([x - 3, y - 3, x + 3, y + 3, x - 3, y + 3, x + 3, y - 3], { ink, width: 1.5 });
  switch (status) {
    case 'given':
    case 'partly':
      pen.circles([x, y], 6.5, { fill: 'accent' });
      if (status === 'given')
        pen.line([x - 3, y, x - 1, y + 2.5, x + 3.2, y - 2.6], { ink: 'accent-contrast', width: 1.6 });
      else pen.rect(x - 3.5, y - 1, 7, 2, { fill: 'accent-contrast' });
      return;
    case 'late':
    case 'due':
      pen.circles([x, y], 6.5, { fill: 'warning-soft', stroke: 'warning', width: status === 'late' ? 2.5 : 1.5 });
      // late by its shape too
      if (status === 'late') pen.segments([x, y - 3.2, x, y + 0.8, x, y + 2, x, y + 3.4], { ink: 'text', width: 1.6 });
      return;
    case 'not-given':
      pen.circles([x, y], 6, { fill: 'page', stroke: 'text', width: 1.3 });
      cross('text');
      return;
    case 'on-hold':
      pen.circles([x, y], 6, { fill: 'page', stroke: 'meta', width: 1.3 });
      pen.segments([x - 1.5, y - 3, x - 1.5, y + 3, x + 1.5, y - 3, x + 1.5, y + 3], { ink: 'meta', width: 1.3 });
      return;
    case 'under-way':
      pen.circles([x, y], 6, { fill: 'page', stroke: 'accent', width: 2 });
      return;
    default:
      pen.circles([x, y], 6, { fill: 'page', stroke: 'meta', width: 1.5 });
  }
}

export function drawMedicine(
  pen: Pen,
  view: View,
  lane: Lane & { kind: 'medicine' },
  { marks }: Prepared,
  y: number,
): void {
  const { x, span, scale, width, onHit } = view;
  const { line, words, bars } = lane.medicine;
  if (line !== undefined && line.to > span.from && line.from < span.to)
    pen.segments([Math.max(0, x(line.from)), y, Math.min(width, x(line.to)), y], { ink: 'strong', width: 1.5 });
  for (const { from, to, text, of } of bars) {
    if (to < span.from || from > span.to) continue;
    const [left, right] = [Math.max(-4, x(from)), Math.min(width + 4, x(to))];
    pen.rect(left, y - 7, Math.max(4, right - left), 14, { fill: 'intake', stroke: 'first', radius: 3 });
    const said = fitting(text, right - left - 8, pen);
    if (said !== '') pen.text(left + 5, y, said);
    const reading = onHit && lane.readings.find((one) => one.of[0] === of);
    if (reading) onHit({ left, right, top: y - 8, bottom: y + 8, lane: lane.id, reading });
  }
  for (const { at, text, isStop, of } of words) {
    if (at > span.to || x(at) + 400 < 0) continue;
    const next = marks.find((mark) => mark.at > at);
    const end = Math.min(width, next === undefined ? width : x(next.at) - 8);
    if (isStop) pen.rect(x(at) - 4, y - 4, 8, 8, { fill: 'text' });
    else pen.segments([x(at), y - 9, x(at), y + 9], { ink: 'text', width: 1.5 });
    const begins = Math.max(4, x(at) + 9);
    const said = fitting(text, end - begins, pen);
    if (said !== '') pen.text(begins, isStop ? y : y - 6, said, { ink: 'meta' });
    const reading = onHit && lane.readings.find((one) => one.of[0] === of && one.at === at);
    if (reading)
      onHit({ left: x(at) - 6, right: begins + pen.measure(said), top: y - 9, bottom: y + 9, lane: lane.id, reading });
  }
  for (const { at, status, text, reading } of marks) {
    if (at < span.from - 240 * scale || at > span.to + 10 * scale) continue;
    drawDose(pen, x(at), y, status);
    if (text !== '') pen.text(x(at) + 10, y, text, { ink: 'meta' });
    onHit?.({ left: x(at) - 10, right: x(at) + 10, top: y - 12, bottom: y + 12, lane: lane.id, reading });
  }
}

export function drawFluid(pen: Pen, view: View, lane: Lane & { kind: 'fluid' }, top: number, height: number): void {
  const middle = top + 16 + (height - 16) / 2;
  const { x, span, width, onHit } = view;
  pen.segments([0, middle, width, middle], { ink: 'strong' });
  const seen = lane.blocks.filter(({ from, to }) => to > span.from && from < span.to);
  const most = Math.max(200, ...seen.map(({ intake, output }) => Math.max(intake, output)));
  const high = (ml: number) => (ml / most) * 20;
  for (const { from, to, intake, output } of seen) {
    const [left, right] = [x(from) + 1, x(to) - 1];
    const isWide = right - left > 30;
    if (intake > 0) {
      pen.rect(left, middle - high(intake), right - left, high(intake), { fill: 'intake' });
      if (isWide) pen.text(left + 3, middle - high(intake) - 7, String(Math.round(intake)));
    }
    if (output > 0) {
      pen.rect(left, middle, right - left, high(output), { fill: 'output' });
      if (isWide) pen.text(left + 3, middle + high(output) + 7, String(Math.round(output)));
    }
  }
  drawBalances(pen, view, lane, top + 9);
  if (onHit === undefined) return;
  for (const reading of lane.readings)
    onHit({
      left: x(reading.at) - 8,
      right: x(reading.at) + 8,
      top: middle - 28,
      bottom: middle + 28,
      lane: lane.id,
      reading,
    });
}

/** The day's balance in words, at the end of the day or to the right of now, where there is room. */
function drawBalances(
  pen: Pen,
  { x, span, width, now, dayName }: View,
  lane: Lane & { kind: 'fluid' },
  y: number,
): void {
  const placed = lane.days
    .filter(({ from, to }) => to > span.from && from < span.to)
    .map(({ from, to, balance }) => {
      const text = `${dayName(from)} ${balance > 0 ? '+' : balance < 0 ? '−' : ''}${Math.abs(Math.round(balance))} ml`;
      const isToday = to > now;
      const left = isToday ? x(now) + 8 : Math.max(4, x(to) - pen.measure(text, true) - 6);
      return { of: text, left, right: left + pen.measure(text, true), weight: from };
    })
    .filter(({ left, right }) => left > 0 && right < width);
  for (const { of, left } of inRows(placed, 1)) pen.text(left, y, of, { bold: true });
}

const PADDING = 6;

type Box = { of: LabGroup; texts: { text: string; arrow: string; bold: boolean }[]; columns: number[]; width: number };

/** Four values of what was taken at one time, two by two; a value is never cut, so a box is as wide as what it says. */
function boxOf(group: LabGroup, pen: Pen): Box {
  const texts = group.values.slice(0, 4).map(({ name, value, standing }) => ({
    text: `${name} ${value}`,
    arrow: arrowOf(standing).trim(),
    bold: standing !== 'within' && standing !== 'unknown',
  }));
  const widthOf = ({ text, arrow }: Box['texts'][number]) =>
    pen.measure(text, true) + (arrow === '' ? 0 : 4 + 7 * arrow.length);
  const columns = [0, 1].map((column) => Math.max(0, ...texts.filter((_, i) => i % 2 === column).map(widthOf)));
  const gap = columns[1]! > 0 ? 8 : 0;
  return { of: group, texts, columns, width: columns[0]! + columns[1]! + gap + 2 * PADDING };
}

export function drawLab(pen: Pen, view: View, lane: Lane & { kind: 'lab' }, top: number, height: number): void {
  const { x, span, width, onHit } = view;
  const seen = lane.groups.filter(({ at }) => at > span.from && at < span.to);
  const placed = seen.map((group) => {
    const box = boxOf(group, pen);
    const left = Math.max(2, Math.min(width - box.width - 2, x(group.at) - box.width / 2));
    return { of: box, left, right: left + box.width, weight: 0 };
  });
  const boxes = inRows(placed, 1, 4);
  const boxed = new Set(boxes.map(({ of }) => of.of));
  for (const group of seen) {
    if (!boxed.has(group)) pen.rect(x(group.at) - 2, top + height / 2 - 6, 4, 12, { fill: 'strong' });
  }
  for (const { of: box, left, right } of boxes) {
    pen.rect(left, top + 5, box.width, height - 10, { fill: 'page', stroke: 'grid', radius: 4 });
    for (const [i, { text, arrow, bold }] of box.texts.entries()) {
      const at = left + PADDING + (i % 2 === 0 ? 0 : box.columns[0]! + 8);
      const y = top + 17 + Math.floor(i / 2) * 18;
      pen.text(at, y, text, { bold });
      if (arrow !== '')
        pen.text(at + pen.measure(text, bold) + 4, y, arrow, {
          bold: true,
          ink: arrow.length > 1 ? 'warning' : 'text',
        });
    }
    const reading = onHit && lane.readings.find((one) => one.at === box.of.at);
    if (reading) onHit({ left, right, top: top + 5, bottom: top + height - 5, lane: lane.id, reading });
  }
}
