import type { Pen } from './pen.ts';
import type { Lane, Reading } from './scene.ts';
import { isScored, numberKeys } from './scene.ts';
import { inRows, type Placed, withoutOverlap } from './thin.ts';
import type { Pressure, Value, VitalSet } from './vitals.ts';

/** What of a lane has room at a scale, and so stays the same while one moves along it: found once, drawn at every frame. */
export type Prepared = {
  pressure: readonly (Pressure & { least: number })[];
  pulse: readonly Value[];
  sets: readonly VitalSet[];
  marks: readonly Marked[];
  words: readonly { at: number; text: string; row: number; width: number }[];
};
export type Marked = { at: number; reading: Reading; status: string; text: string };

const none: Prepared = { pressure: [], pulse: [], sets: [], marks: [], words: [] };

/** @param scale ms for each px */
export function prepare(lane: Lane, scale: number, pen: Pen): Prepared {
  switch (lane.kind) {
    case 'vitals':
      return {
        ...none,
        pressure: thinPressure(lane.vitals.pressure, scale),
        pulse: thinPulse(lane.vitals.pulse, scale),
      };
    case 'numbers': {
      const sets = lane.sets.filter(({ of }) => numberKeys.some((key) => of[key] !== undefined));
      return { ...none, sets: withRoom(sets, scale, 34, () => 0) };
    }
    case 'news2':
      return { ...none, sets: withRoom(lane.sets.filter(isScored), scale, 30, ({ total }) => total ?? -1) };
    case 'medicine':
      return { ...none, marks: marksWithRoom(lane, scale, pen) };
    case 'words':
      return { ...none, words: wordsWithRoom(lane, scale, pen) };
    default:
      return none;
  }
}

/** More than one on a pixel is one from the least to the most. */
function thinPressure(all: readonly Pressure[], scale: number): Prepared['pressure'] {
  const thin: (Pressure & { least: number })[] = [];
  for (const one of all) {
    const last = thin.at(-1);
    if (last !== undefined && one.at - last.at < 3 * scale) {
      last.high = Math.max(last.high, one.high);
      last.least = Math.min(last.least, one.low);
      last.low = last.least;
    } else thin.push({ ...one, least: one.low });
  }
  return thin;
}

/** Of those on one pixel the highest and the lowest, so that no peak is lost. */
function thinPulse(all: readonly Value[], scale: number): Value[] {
  const thin: Value[] = [];
  let slot = Number.NaN;
  let least: Value | undefined;
  let most: Value | undefined;
  const flush = () => {
    if (least === undefined || most === undefined) return;
    if (least === most) thin.push(least);
    else thin.push(...(least.at < most.at ? [least, most] : [most, least]));
  };
  for (const one of all) {
    const here = Math.floor(one.at / (2 * scale));
    if (here !== slot) {
      flush();
      slot = here;
      least = one;
      most = one;
    } else {
      if (one.value < least!.value) least = one;
      if (one.value > most!.value) most = one;
    }
  }
  flush();
  return thin;
}

/** At most one in the room of two, found by slots of time first: ten thousand are not compared with each other. */
function withRoom(
  all: readonly VitalSet[],
  scale: number,
  width: number,
  weightOf: (set: VitalSet) => number,
): VitalSet[] {
  const slots = new Map<number, VitalSet>();
  for (const set of all) {
    const slot = Math.floor(set.at / (scale * width));
    const there = slots.get(slot);
    if (there === undefined || weightOf(set) >= weightOf(there)) slots.set(slot, set);
  }
  const placed = [...slots.values()].map((of): Placed<VitalSet> => {
    const x = of.at / scale;
    return { of, left: x - width / 2, right: x + width / 2, weight: weightOf(of) };
  });
  // neighbours of neighbouring slots may still touch
  const kept: Placed<VitalSet>[] = [];
  for (const one of placed) {
    const last = kept.at(-1);
    if (last === undefined || one.left >= last.right - 4) kept.push(one);
    else if (one.weight > last.weight) kept[kept.length - 1] = one;
  }
  return kept.map(({ of }) => of);
}

const weights: Readonly<Record<string, number>> = { late: 4, 'not-given': 3, partly: 2, due: 2 };
/** Words that anyone can do without, of a dose as it was planned. */
const said = new Set(['not-given', 'partly', 'late', 'under-way']);

function marksWithRoom(lane: Lane & { kind: 'medicine' }, scale: number, pen: Pen): Marked[] {
  const { medicine } = lane;
  const all = medicine.marks.map((mark): Placed<Marked> => {
    const x = mark.at / scale;
    const reading = lane.readings.find(({ at, dose, of }) => at === mark.at && dose === mark.dose && of === mark.of)!;
    const text = said.has(mark.status) || medicine.asNeeded ? mark.text : '';
    return {
      of: { at: mark.at, reading, status: mark.status, text },
      left: x - 7,
      right: x + 7,
      weight: weights[mark.status] ?? 1,
    };
  });
  const kept = withoutOverlap(all, 0);
  const stops = medicine.words.map(({ at }) => at / scale);
  return kept.map(({ of, right }, i) => {
    const next = Math.min(kept[i + 1]?.left ?? Number.POSITIVE_INFINITY, ...stops.filter((stop) => stop > right));
    return { ...of, text: fitting(of.text, next - right - 8, pen) };
  });
}

/** As much of a text as there is room for, with three dots; nothing where that would say nothing. */
export function fitting(text: string, room: number, pen: Pen): string {
  if (text === '' || pen.measure(text) <= room) return text;
  const most = Math.floor((room / pen.measure(text)) * text.length) - 1;
  return most < 5 ? '' : `${text.slice(0, most).trimEnd()}…`;
}

function wordsWithRoom(lane: Lane & { kind: 'words' }, scale: number, pen: Pen): Prepared['words'] {
  const placed = lane.words.map((word) => {
    const text = word.text.length > 34 ? `${word.text.slice(0, 33).trimEnd()}…` : word.text;
    const width = pen.measure(text) + 12;
    const x = word.at / scale;
    return { of: { at: word.at, text, width }, left: x - 3, right: x + width, weight: 0 };
  });
  return inRows(placed, lane.rows).map(({ of, row }) => ({ ...of, row }));
}
