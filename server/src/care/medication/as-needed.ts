import type { JsonObject, Resource } from '../../fhir/resource.ts';

/** What an order says of a medicine that is taken when it is needed. */
export type Needed = {
  /** Which line of `dosageInstruction`, from 0. */
  line: number;
  dose: JsonObject | undefined;
  /** What it is for, in words; empty when the order does not say. */
  reason: string;
  limits: Limits;
};

export type Limits = {
  /** So much in any such time, by the clock that never changes. */
  most: { value: number; unit: unknown; periodMs: number } | undefined;
  /** So long between two doses at least. */
  apartMs: number;
  /** So much at once. */
  once: { value: number; unit: unknown } | undefined;
};

/** A dose that was given: when (epoch ms), and how much of what the order counts in. */
export type Taken = { at: number; amount: number };

const LENGTHS: Readonly<Record<string, number>> = {
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  wk: 604_800_000,
};

const linesOf = (order: Resource): JsonObject[] => (order.dosageInstruction ?? []) as JsonObject[];

export const isAsNeeded = (line: JsonObject): boolean =>
  line.asNeededBoolean === true || line.asNeededCodeableConcept !== undefined;

/** Undefined when no line of the order is taken as needed. */
export function neededOf(order: Resource): Needed | undefined {
  const line = linesOf(order).findIndex(isAsNeeded);
  const found = linesOf(order)[line];
  if (found === undefined) return undefined;
  const why = found.asNeededCodeableConcept as JsonObject | undefined;
  const reason = String(why?.text ?? ((why?.coding ?? []) as JsonObject[])[0]?.display ?? '');
  return { line, dose: doseOf(found), reason, limits: limitsOf(order) };
}

const doseOf = (line: JsonObject): JsonObject | undefined =>
  ((line.doseAndRate ?? []) as JsonObject[])[0]?.doseQuantity as JsonObject | undefined;

const unitOf = (quantity: JsonObject | undefined): unknown => quantity?.code ?? quantity?.unit;

/**
 * The limits of an order: `maxDosePerPeriod`, `maxDosePerAdministration`; of what is taken as needed, the hours of its timing are
 * the least time between two doses, and so many times a day is so many doses. @source FHIR R4, Dosage; docs/fhir-choices.md
 */
export function limitsOf(order: Resource): Limits {
  const lines = linesOf(order);
  const said = lines.find((one) => one.maxDosePerPeriod !== undefined);
  const needed = lines.find(isAsNeeded);
  const repeat = ((needed?.timing as JsonObject | undefined)?.repeat ?? {}) as JsonObject;
  const often = Number(repeat.frequencyMax ?? repeat.frequency ?? 1);
  const every = Number(repeat.period ?? 0);
  const unit = String(repeat.periodUnit ?? '');
  const length = LENGTHS[unit];
  const isHours = unit === 'h' || unit === 'min';
  const apartMs = length !== undefined && isHours && every > 0 && often > 0 ? (every * length) / often : 0;
  const once = lines.find((one) => one.maxDosePerAdministration !== undefined)?.maxDosePerAdministration as
    | JsonObject
    | undefined;
  return {
    apartMs,
    once: once === undefined ? undefined : { value: Number(once.value), unit: unitOf(once) },
    most: mostOf(said?.maxDosePerPeriod as JsonObject | undefined) ?? timesADay(),
  };

  function timesADay(): Limits['most'] {
    const dose = needed && doseOf(needed);
    if (dose?.value === undefined || length === undefined || isHours || repeat.frequency === undefined || every <= 0) {
      return undefined;
    }
    return { value: often * Number(dose.value), unit: unitOf(dose), periodMs: every * length };
  }
}

function mostOf(ratio: JsonObject | undefined): Limits['most'] {
  const { numerator, denominator } = (ratio ?? {}) as { numerator?: JsonObject; denominator?: JsonObject };
  const length = LENGTHS[String(denominator?.code)];
  if (numerator?.value === undefined || length === undefined) return undefined;
  return {
    value: Number(numerator.value),
    unit: unitOf(numerator),
    periodMs: Number(denominator?.value ?? 1) * length,
  };
}

const SLACK = 1 + 1e-9;

/**
 * Which limits a dose would break, beside those that were given before and after it: what was given without network is told
 * late, and counts from when it was given.
 */
export function brokenBy(
  { most, apartMs, once }: Limits,
  dose: Taken,
  taken: readonly Taken[],
): ('too-soon' | 'over-max')[] {
  const broken: ('too-soon' | 'over-max')[] = [];
  if (apartMs > 0 && taken.some(({ at }) => Math.abs(at - dose.at) < apartMs)) broken.push('too-soon');
  const isMuch = once !== undefined && dose.amount > once.value * SLACK;
  if (isMuch || (most !== undefined && isOver(most, dose, taken))) broken.push('over-max');
  return broken;
}

/** Whether in any time of the period that the dose is in, more is given than the most. */
function isOver(most: NonNullable<Limits['most']>, dose: Taken, taken: readonly Taken[]): boolean {
  const all = [...taken, dose];
  const ends = all.map(({ at }) => at).filter((end) => end >= dose.at && end < dose.at + most.periodMs);
  return ends.some((end) => {
    const within = all.filter(({ at }) => at > end - most.periodMs && at <= end);
    return within.reduce((sum, { amount }) => sum + amount, 0) > most.value * SLACK;
  });
}

export type Room = {
  /** What may be given now in all, in the order's unit; undefined without a limit. */
  left: number | undefined;
  /** From when a dose of the order may be given, epoch ms: now, or later; Infinity when it never may. */
  next: number;
};

/** What is left of the limits. @param now epoch ms */
export function roomOf({ dose, limits }: Pick<Needed, 'dose' | 'limits'>, taken: readonly Taken[], now: number): Room {
  const amount = Number(dose?.value ?? 0);
  const { most, apartMs } = limits;
  const used =
    most === undefined
      ? 0
      : taken.filter(({ at }) => at > now - most.periodMs && at <= now).reduce((sum, one) => sum + one.amount, 0);
  const moments = [
    now,
    ...taken.flatMap(({ at }) => [at + apartMs, ...(most === undefined ? [] : [at + most.periodMs])]),
  ];
  const next = moments
    .filter((at) => at >= now)
    .sort((a, b) => a - b)
    .find((at) => brokenBy(limits, { at, amount }, taken).length === 0);
  return {
    left: most === undefined ? undefined : Math.max(0, Number((most.value - used).toPrecision(9))),
    next: next ?? Number.POSITIVE_INFINITY,
  };
}
