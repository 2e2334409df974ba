import { isUnverified } from '@enjournal/server/care/devices';
import type { TFunction } from 'i18next';
import type { Observation, Resource } from '../../shared/fhir/types.ts';
import { numberText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { blockHours, dayBalances, type Fluid, type FluidBlock, fluidBlocks } from './fluid.ts';
import type { DoseMark, MedicineLane } from './medicine-lanes.ts';
import type { LabGroup, Word } from './other-lanes.ts';
import type { ThinVitals } from './thin-vitals.ts';
import { lengthOf, type Span } from './time-window.ts';
import { latestOf, type VitalSet, type Vitals } from './vitals.ts';

/** All that there is to draw. */
export type ChartModel = {
  vitals: Vitals;
  /** The newest sets, whatever time is seen. */
  newest: VitalSet[];
  /** Of so long a time that single values cannot be told apart. */
  thin: ThinVitals | undefined;
  medicines: MedicineLane[];
  fluids: Fluid[];
  labs: LabGroup[];
  others: Word[];
  events: Word[];
  planned: Word[];
  /** When the next set is to be measured, by the last score. */
  nextSet: number | undefined;
};

/** One thing that can be read: at a moment, in words, and what it is made of. */
export type Reading = { at: number; text: string; of: readonly Resource[]; dose?: DoseMark['dose'] };

type LaneBase = { id: string; name: string; sub: string; height: number; readings: readonly Reading[] };
export type Lane = LaneBase &
  (
    | { kind: 'vitals'; vitals: Vitals; thin: ThinVitals | undefined; low: number; high: number }
    | { kind: 'numbers'; sets: readonly VitalSet[]; thin: ThinVitals | undefined }
    | { kind: 'news2'; sets: readonly VitalSet[]; next: number | undefined }
    | { kind: 'medicine'; medicine: MedicineLane }
    | { kind: 'fluid'; blocks: readonly FluidBlock[]; days: ReturnType<typeof dayBalances> }
    | { kind: 'lab'; groups: readonly LabGroup[] }
    | { kind: 'words'; words: readonly Word[]; rows: number; hollow: boolean }
  );

export type Scene = { lanes: readonly (Lane & { top: number })[]; height: number };

type Say = { t: TFunction; language: Language };

/** The lanes from the top down. What has nothing to show in any of what is loaded takes no room, but the first three. */
export function sceneOf(model: ChartModel, span: Span, compact: boolean, say: Say): Scene {
  const { t } = say;
  const { vitals, thin } = model;
  const lanes: Lane[] = [
    vitalsLane(model, compact, say),
    {
      kind: 'numbers',
      id: 'numbers',
      name: t('kurve.numbers'),
      sub: '',
      height: 60,
      sets: vitals.sets,
      thin,
      readings: vitals.sets.flatMap((set) => numbersReading(set, say)),
    },
    {
      kind: 'news2',
      id: 'news2',
      name: 'NEWS2',
      sub: '',
      height: 32,
      sets: vitals.sets,
      next: model.nextSet,
      readings: vitals.sets.flatMap((set) => news2Reading(set, say)),
    },
    ...model.medicines.map((medicine): Lane => medicineLane(medicine, say)),
    ...fluidLane(model.fluids, span, say),
    ...(model.labs.length > 0 ? [labLane(model.labs, t)] : []),
    ...wordsLane('others', t('kurve.others'), model.others, 2, false),
    ...wordsLane('events', t('kurve.events'), model.events, 3, false),
    ...wordsLane('planned', t('kurve.planned'), model.planned, 2, true),
  ];
  let top = 0;
  const placed = lanes.map((lane) => {
    const height = compact ? lane.height + 18 : lane.height;
    const one = { ...lane, height, top };
    top += height;
    return one;
  });
  return { lanes: placed, height: top };
}

function vitalsLane({ vitals, thin }: ChartModel, compact: boolean, { t, language }: Say): Lane {
  const values = [
    ...vitals.pressure.flatMap(({ high, low }) => [high, low]),
    ...vitals.pulse.map(({ value }) => value),
    ...(thin?.extent ?? []),
  ];
  const low = Math.min(40, ...values.map((value) => Math.floor(value / 20) * 20));
  const high = Math.max(140, ...values.map((value) => Math.ceil(value / 20) * 20));
  const n = (value: number) => numberText(value, language);
  const mark = (unverified: boolean) => (unverified ? ` (${t('kurve.unverified')})` : '');
  const readings = together([
    ...vitals.pressure.map((one) => ({
      at: one.at,
      text: `${t('kurve.bp')} ${n(one.high)}/${n(one.low)}${mark(one.unverified)}`,
      of: [one.of],
    })),
    ...vitals.pulse.map((one) => ({
      at: one.at,
      text: `${t('kurve.pulse')} ${n(one.value)}${mark(one.unverified)}`,
      of: [one.of],
    })),
  ]);
  return {
    kind: 'vitals',
    id: 'vitals',
    name: t('kurve.vitals'),
    sub: '',
    height: compact ? 150 : 172,
    vitals,
    thin,
    low,
    high,
    readings,
  };
}

/** What is of the same moment is read in one go. */
function together(readings: readonly Reading[]): Reading[] {
  const byMoment = new Map<number, Reading>();
  for (const one of readings) {
    const there = byMoment.get(one.at);
    byMoment.set(one.at, there ? { ...there, text: `${there.text}, ${one.text}`, of: [...there.of, ...one.of] } : one);
  }
  return [...byMoment.values()].sort((a, b) => a.at - b.at);
}

export const numberKeys = ['saturation', 'respiration', 'temperature'] as const;

function numbersReading(set: VitalSet, { t, language }: Say): Reading[] {
  const parts = numberKeys.flatMap((key) => {
    const value = set.of[key]?.valueQuantity?.value;
    return value === undefined
      ? []
      : [
          {
            text: `${t(`kurve.${key}`)} ${numberText(value, language)}${isUnverified(set.of[key] as never) ? ` (${t('kurve.unverified')})` : ''}`,
            of: set.of[key] as Observation,
          },
        ];
  });
  if (parts.length === 0) return [];
  return [{ at: set.at, text: parts.map(({ text }) => text).join(', '), of: parts.map(({ of }) => of) }];
}

/** Whether there is enough of a set to ask for a score of it. */
export const isScored = ({ total, news2 }: VitalSet): boolean => total !== undefined || news2.missing.length <= 3;

function news2Reading(set: VitalSet, { t }: Say): Reading[] {
  if (!isScored(set)) return [];
  const missing = set.news2.missing.map((part) => t(`kurve.part.${part}`)).join(', ');
  const text =
    set.total === undefined
      ? t('kurve.news2.partial', { missing })
      : set.differs
        ? t('kurve.news2.differs', { total: set.total, stored: set.stored })
        : `NEWS2 ${set.total}`;
  return [{ at: set.at, text, of: Object.values(set.of) }];
}

function medicineLane(medicine: MedicineLane, { t }: Say): Lane {
  const readings: Reading[] = [
    ...medicine.marks.map(({ at, status, text, of, dose }) => ({
      at,
      text: [t(`kurve.dose.${status}`), text].filter(Boolean).join(': '),
      of,
      dose,
    })),
    ...medicine.words.map(({ at, text, of }) => ({ at, text, of: [of] })),
    ...medicine.bars.map(({ from, text, of }) => ({
      at: from,
      text: [t('kurve.infusion'), text].filter(Boolean).join(' '),
      of: [of],
    })),
  ].sort((a, b) => a.at - b.at);
  return {
    kind: 'medicine',
    id: `medicine ${medicine.key}`,
    name: medicine.name,
    sub: medicine.sub,
    height: 34,
    medicine,
    readings,
  };
}

function fluidLane(fluids: readonly Fluid[], span: Span, { t, language }: Say): Lane[] {
  if (fluids.length === 0) return [];
  const ml = (value: number) => numberText(Math.round(value), language);
  const readings = fluids.map((one) => ({
    at: one.from,
    text: `${t(`kurve.fluid.${one.kind}`)} ${ml(one.ml)} ml`,
    of: [one.of],
  }));
  return [
    {
      kind: 'fluid',
      id: 'fluid',
      name: t('kurve.fluid'),
      sub: t('kurve.fluid.sub'),
      height: 88,
      blocks: fluidBlocks(fluids, blockHours(lengthOf(span))),
      days: dayBalances(fluids),
      readings: readings.sort((a, b) => a.at - b.at),
    },
  ];
}

function labLane(groups: readonly LabGroup[], t: TFunction): Lane {
  const readings = groups.map(({ at, values }) => ({
    at,
    text: values.map(({ name, value, standing }) => `${name} ${value}${arrowOf(standing)}`).join(', '),
    of: values.map(({ of }) => of),
  }));
  return { kind: 'lab', id: 'lab', name: t('kurve.lab'), sub: '', height: 56, groups, readings };
}

/** Up or down, twice where it is critical. */
export function arrowOf(standing: string): string {
  const arrow = standing.endsWith('high') ? '↑' : standing.endsWith('low') ? '↓' : '';
  return arrow === '' ? '' : ` ${standing.startsWith('critical') ? arrow + arrow : arrow}`;
}

const wordsLane = (id: string, name: string, words: readonly Word[], rows: number, hollow: boolean): Lane[] =>
  words.length === 0
    ? []
    : [{ kind: 'words', id, name, sub: '', height: 10 + rows * 15, words, rows, hollow, readings: words }];

/** Where the last score asks for the next, epoch ms; now where it asks for measuring without a break. */
export function nextSetOf(sets: readonly VitalSet[], within: (set: VitalSet) => number): number | undefined {
  const { set } = latestOf(sets);
  return set === undefined ? undefined : set.at + within(set);
}
