import { daysAfter } from '../../fhir/norwegian/day.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { observedIntake } from './observed.ts';

/** How many in the morning, at noon, in the evening and at night: `1+0+1+0`. */
export type Amounts = readonly [morning: number, noon: number, evening: number, night: number];
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** How a medicine is to be taken, as whoever orders thinks of it; `dosagesOf` says it as FHIR does. */
export type DosePlan =
  /** Each day, or every `every`th. */
  | { kind: 'daily'; amounts: Amounts; every: number }
  /** At hours of the clock, `08:00`. */
  | { kind: 'clock'; amount: number; times: readonly string[]; every: number }
  | { kind: 'weekdays'; amounts: Amounts; days: readonly Weekday[] }
  /** So many on each day of the week, at one time of the day: the one way a plan of warfarin is written. */
  | { kind: 'week'; week: Readonly<Record<Weekday, number>>; slot: Slot }
  /** Step by step; the last goes on when it says no days. */
  | { kind: 'taper'; steps: readonly { amounts: Amounts; days: number | undefined }[] }
  /** At most so many times a day, and so many hours between two at least. */
  | { kind: 'as-needed'; amount: number; most: number; reason: string; apartHours?: number | undefined }
  /** Runs in a pump: a rate, or from the lowest to the highest that whoever gives may choose. */
  | { kind: 'infusion'; rate: number; upTo?: number | undefined; per: RatePer };

/** A rate is so much in an hour, or in a day and night. */
export type RatePer = 'h' | 'd';
/** In what a rate is counted; with UCUM's codes, so that what is left in a pump can be worked out. */
export const rateUnits = ['ml', 'mg', 'mikrog'] as const;

export const slots = ['morning', 'noon', 'evening', 'night'] as const;
export type Slot = (typeof slots)[number];

/** The hours of the four times of the day, as rounds keep them. */
const HOURS: Readonly<Record<Slot, string>> = {
  morning: '08:00:00',
  noon: '14:00:00',
  evening: '20:00:00',
  night: '22:00:00',
};

export type Frame = {
  /** What the dose is counted in, in the singular: `tablett`, `mg`. */
  unit: string;
  /** The first day (`2026-11-29`); from when it is ordered when nothing is said. */
  start?: string | undefined;
  /** The last day of a course. */
  end?: string | undefined;
  /** How the amount was found: `15 mg/kg × 33,2 kg (20.11)`. */
  basis?: string | undefined;
  /** Whoever gives is to see that it is taken; said of doses at set times. */
  isObserved?: boolean | undefined;
};

/**
 * A plan as lines of `dosageInstruction`, each with its words: what differs in amount or in days is a line of its own, so
 * that every dose has one amount. @param today the day it is written, `2026-11-29`, from which steps are counted
 */
export function dosagesOf(plan: DosePlan, frame: Frame, today: string): JsonObject[] {
  const lines = linesOf(plan, frame, today);
  const course = frame.end === undefined || plan.kind === 'taper' ? '' : ` til og med ${dayText(frame.end)}`;
  const isSeen = frame.isObserved === true && maySee(plan);
  return lines.map(({ text, ...line }, index) => ({
    ...(lines.length > 1 ? { sequence: index + 1 } : {}),
    text: `${text}${course}${isSeen ? ', under tilsyn' : ''}${frame.basis === undefined ? '' : ` (${frame.basis})`}`,
    ...(isSeen ? { additionalInstruction: [observedIntake] } : {}),
    ...line,
  }));
}

/** Whether it is taken at set times, so that somebody can be there and see it. */
export const maySee = ({ kind }: Pick<DosePlan, 'kind'>): boolean => kind !== 'as-needed' && kind !== 'infusion';

type Line = { text: string } & JsonObject;

function linesOf(plan: DosePlan, frame: Frame, today: string): Line[] {
  switch (plan.kind) {
    case 'daily':
      return byAmount(plan.amounts).map(([amount, at]) =>
        line(amount, frame, `${slotText(at)}${everyText(plan.every)}`, {
          ...often(at.length, plan.every),
          timeOfDay: at.map((slot) => HOURS[slot]),
          ...boundsOf(frame, plan.every > 1 ? today : undefined),
        }),
      );
    case 'clock':
      return [
        line(plan.amount, frame, `kl. ${listed(plan.times.map(clockText))}${everyText(plan.every)}`, {
          ...often(plan.times.length, plan.every),
          timeOfDay: plan.times.map((time) => `${time}:00`),
          ...boundsOf(frame, plan.every > 1 ? today : undefined),
        }),
      ];
    case 'weekdays':
      return byAmount(plan.amounts).map(([amount, at]) => onDays(amount, frame, at, plan.days));
    case 'week': {
      const amounts = [...new Set(weekdays.map((day) => plan.week[day]))].filter((amount) => amount > 0);
      return amounts.map((amount) =>
        onDays(
          amount,
          frame,
          [plan.slot],
          weekdays.filter((day) => plan.week[day] === amount),
        ),
      );
    }
    case 'taper':
      return stepsOf(plan.steps, frame, today);
    case 'as-needed':
      return [asNeeded(plan, frame)];
    case 'infusion':
      return [infusion(plan, frame)];
  }
}

function onDays(amount: number, frame: Frame, at: readonly Slot[], days: readonly Weekday[]): Line {
  const which = days.length === 7 ? '' : ` ${listed(days.map((day) => DAYS[day]))}`;
  return line(amount, frame, `${slotText(at)}${which}`, {
    ...often(days.length * at.length, 1, 'wk'),
    dayOfWeek: [...days],
    timeOfDay: at.map((slot) => HOURS[slot]),
    ...boundsOf(frame),
  });
}

/** Each step from the day after the one before. */
function stepsOf(steps: (DosePlan & { kind: 'taper' })['steps'], frame: Frame, today: string): Line[] {
  let from = frame.start ?? today;
  return steps.flatMap(({ amounts, days }) => {
    const start = from;
    const end = days === undefined ? frame.end : daysAfter(start, days - 1);
    if (days !== undefined) from = daysAfter(start, days);
    const span =
      days === undefined
        ? ', deretter fast'
        : ` i ${days} ${days === 1 ? 'dag' : 'dager'} (${dayText(start)}–${dayText(end!)})`;
    return byAmount(amounts).map(([amount, at]) =>
      line(amount, frame, `${slotText(at)}${days === undefined ? `${span} fra ${dayText(start)}` : span}`, {
        ...often(at.length, 1),
        timeOfDay: at.map((slot) => HOURS[slot]),
        ...boundsOf({ start, end }),
      }),
    );
  });
}

function asNeeded({ amount, most, reason, apartHours = 0 }: DosePlan & { kind: 'as-needed' }, frame: Frame): Line {
  const why = reason.trim();
  const bounds = boundsOf(frame);
  const hours = `${numberText(apartHours)} ${apartHours === 1 ? 'time' : 'timer'}`;
  const apart = apartHours > 0 ? `, minst ${hours} mellom` : '';
  const repeat: JsonObject = {
    ...(apartHours > 0 ? { frequency: 1, period: apartHours, periodUnit: 'h' } : {}),
    ...(bounds as JsonObject),
  };
  return {
    text: `${amountText(amount, frame.unit)} ved behov${why === '' ? '' : ` for ${why}`}, maks ${most} ${most === 1 ? 'gang' : 'ganger'} per døgn${apart}`,
    ...(why === '' ? { asNeededBoolean: true } : { asNeededCodeableConcept: { text: why } }),
    ...(Object.keys(repeat).length === 0 ? {} : { timing: { repeat } }),
    doseAndRate: [{ doseQuantity: quantityOf(amount, frame.unit) }],
    maxDosePerPeriod: {
      numerator: quantityOf(rounded(amount * most), frame.unit),
      denominator: { value: 1, unit: 'døgn', system: UCUM, code: 'd' },
    },
  };
}

function infusion({ rate, upTo, per }: DosePlan & { kind: 'infusion' }, frame: Frame): Line {
  const bounds = boundsOf(frame);
  const isRange = upTo !== undefined && upTo > rate;
  const [low, high] = [rate, upTo ?? rate].map((value) => rateOf(value, frame.unit, per)) as [JsonObject, JsonObject];
  return {
    text: `${numberText(rate)}${isRange ? `–${numberText(upTo)}` : ''} ${low.unit} i pumpe`,
    ...(Object.keys(bounds).length === 0 ? {} : { timing: { repeat: bounds as JsonObject } }),
    doseAndRate: [isRange ? { rateRange: { low, high } } : { rateQuantity: low }],
  };
}

/** `0,5 ml/time`, with UCUM's `mL/h`. */
function rateOf(value: number, unit: string, per: RatePer): JsonObject {
  const code = CODES[unit];
  const words = { h: 'time', d: 'døgn' }[per];
  return { value, unit: `${unit}/${words}`, ...(code === undefined ? {} : { system: UCUM, code: `${code}/${per}` }) };
}

const line = (amount: number, { unit }: Frame, when: string, repeat: JsonObject): Line => ({
  text: `${amountText(amount, unit)} ${when}`,
  timing: { repeat },
  doseAndRate: [{ doseQuantity: quantityOf(amount, unit) }],
});

const often = (frequency: number, period: number, periodUnit = 'd'): JsonObject => ({ frequency, period, periodUnit });

/** What is counted in days from the start says when that is. */
function boundsOf({ start, end }: Pick<Frame, 'start' | 'end'>, otherwise?: string): { boundsPeriod?: JsonObject } {
  const from = start ?? (end === undefined ? otherwise : undefined) ?? otherwise;
  if (from === undefined && end === undefined) return {};
  return {
    boundsPeriod: { ...(from === undefined ? {} : { start: from }), ...(end === undefined ? {} : { end }) },
  };
}

/** The times of the day that have the same amount, together. */
function byAmount(amounts: Amounts): [number, Slot[]][] {
  const by = new Map<number, Slot[]>();
  for (const [index, slot] of slots.entries()) {
    const amount = amounts[index]!;
    if (amount > 0) by.set(amount, [...(by.get(amount) ?? []), slot]);
  }
  return [...by];
}

const UCUM = 'http://unitsofmeasure.org';
const CODES: Readonly<Record<string, string>> = { mg: 'mg', g: 'g', mikrog: 'ug', ml: 'mL', mmol: 'mmol' };

/** Units of measure have UCUM's code; what is counted (`tablett`) is in the singular, so that a dose given is in the same. */
export function quantityOf(value: number, unit: string): JsonObject {
  const code = CODES[unit];
  return { value, unit, ...(code === undefined ? {} : { system: UCUM, code }) };
}

export const rounded = (value: number): number => Number(value.toPrecision(6));

const numberText = (value: number): string => String(rounded(value)).replace('.', ',');

/** `2 tabletter`, `0,5 tablett`, `5 ml`. */
export function amountText(value: number, unit: string): string {
  return `${numberText(value)} ${value > 1 ? (PLURAL[unit] ?? unit) : unit}`;
}

const PLURAL: Readonly<Record<string, string>> = {
  ...{ tablett: 'tabletter', kapsel: 'kapsler', dråpe: 'dråper', dose: 'doser', pose: 'poser', enhet: 'enheter' },
  ...{ spraydose: 'spraydoser', inhalasjon: 'inhalasjoner', stikkpille: 'stikkpiller', sprøyte: 'sprøyter' },
};

const SLOTS: Readonly<Record<Slot, string>> = { morning: 'morgen', noon: 'middag', evening: 'kveld', night: 'natt' };
const DAYS: Readonly<Record<Weekday, string>> = {
  ...{ mon: 'mandag', tue: 'tirsdag', wed: 'onsdag', thu: 'torsdag', fri: 'fredag', sat: 'lørdag', sun: 'søndag' },
};

const slotText = (at: readonly Slot[]): string => listed(at.map((slot) => SLOTS[slot]));
const everyText = (every: number): string =>
  every === 1 ? '' : every === 2 ? ' annenhver dag' : ` hver ${every}. dag`;
const clockText = (time: string): string => (time.endsWith(':00') ? time.slice(0, 2) : time.replace(':', '.'));

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} og ${words.at(-1)}`;
}

const dayText = (day: string): string => `${day.slice(8, 10)}.${day.slice(5, 7)}`;
