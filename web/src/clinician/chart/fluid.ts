import { fluidSystem } from '@enjournal/server/care/chart';
import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { dayStart, daysLater, momentOf, offsetAt } from './norway-time.ts';
import type { Span } from './time-window.ts';

export const fluidKinds = [
  'intake-oral',
  'intake-iv',
  'intake-tube',
  'intake-other',
  'output-urine',
  'output-vomit',
  'output-drain',
  'output-stool',
  'output-other',
] as const;
export type FluidKind = (typeof fluidKinds)[number];

/** What went in or came out: at a moment, or in a time. */
export type Fluid = { from: number; to: number; ml: number; kind: FluidKind; of: Observation };

const litres: Readonly<Record<string, number>> = { mL: 1, ml: 1, L: 1000, l: 1000, dL: 100, dl: 100, cL: 10, cl: 10 };

export function fluidOf(of: Observation): Fluid | undefined {
  if (of.status === 'entered-in-error' || of.status === 'cancelled') return undefined;
  const code = of.code?.coding?.find(({ system }) => system === fluidSystem)?.code;
  const kind = fluidKinds.find((one) => one === code);
  const { value, code: unit, unit: written } = of.valueQuantity ?? {};
  const factor = litres[unit ?? written ?? ''];
  if (kind === undefined || value === undefined || factor === undefined) return undefined;
  const from = principalInstantOf(of);
  const to = instantOf(of.effectivePeriod?.end);
  return { from, to: Number.isNaN(to) ? from : Math.max(from, to), ml: value * factor, kind, of };
}

export const isIntake = ({ kind }: Pick<Fluid, 'kind'>): boolean => kind.startsWith('intake');

export type FluidBlock = Span & { intake: number; output: number };

/**
 * Sums of equal parts of the day by Norway's clock. What took time is spread evenly over it: an infusion of eight hours that is
 * seen in parts of four is half in each.
 * @param hours 1 to 24, a divisor of 24
 */
export function fluidBlocks(fluids: readonly Fluid[], hours: number): FluidBlock[] {
  const blocks = new Map<number, FluidBlock>();
  for (const fluid of fluids) {
    for (const [from, to, share] of sharesOf(fluid, hours)) {
      const block = blocks.get(from) ?? { from, to, intake: 0, output: 0 };
      blocks.set(from, block);
      block[isIntake(fluid) ? 'intake' : 'output'] += fluid.ml * share;
    }
  }
  return [...blocks.values()].sort((a, b) => a.from - b.from);
}

function sharesOf({ from, to }: Fluid, hours: number): [from: number, to: number, share: number][] {
  const shares: [number, number, number][] = [];
  let [start, end] = blockOf(from, hours);
  if (to === from) return [[start, end, 1]];
  while (start < to) {
    const part = (Math.min(end, to) - Math.max(start, from)) / (to - from);
    if (part > 0) shares.push([start, end, part]);
    [start, end] = blockOf(end, hours);
  }
  return shares;
}

function blockOf(at: number, hours: number): [from: number, to: number] {
  const day = dayStart(at);
  if (hours >= 24) return [day, daysLater(day, 1)];
  const clock = at + offsetAt(at);
  const midnight = day + offsetAt(day);
  const step = hours * 3_600_000;
  const begins = midnight + Math.floor((clock - midnight) / step) * step;
  return [momentOf(begins), momentOf(begins + step)];
}

/** Of each day that has any: in, out, and the difference, ml. */
export const dayBalances = (fluids: readonly Fluid[]): (FluidBlock & { balance: number })[] =>
  fluidBlocks(fluids, 24).map((block) => ({ ...block, balance: block.intake - block.output }));

/** How long the parts are that are drawn, by how much is seen. */
export const blockHours = (length: number): number =>
  length <= 10 * 3_600_000 ? 1 : length <= 30 * 3_600_000 ? 4 : length <= 4 * 86_400_000 ? 6 : 24;
