import {
  type Amounts,
  type DosePlan,
  isObserved,
  maySee,
  type RatePer,
  ratesOf,
  rateUnits,
  rounded,
  type Slot,
  slots,
  type Typed,
  typedDose,
  type Weekday,
  weekdays,
} from '@enjournal/server/care/medication';
import type { MedicationRequest } from '../../shared/fhir/types.ts';

export const kinds = ['daily', 'clock', 'weekdays', 'week', 'taper', 'as-needed', 'infusion'] as const;
export type Kind = (typeof kinds)[number];

type Four = [string, string, string, string];
export type Step = { amounts: Four; days: string };

/** A dose as it is being written: numbers as they were typed. */
export type DoseDraft = {
  /** By hand, as `1+0+1+0`; it fills in the rest. */
  typed: string;
  kind: Kind;
  amounts: Four;
  every: string;
  amount: string;
  times: string;
  days: readonly Weekday[];
  week: Readonly<Record<Weekday, string>>;
  slot: Slot;
  steps: readonly Step[];
  most: string;
  /** Hours between two at least. */
  apart: string;
  reason: string;
  /** Of a pump: its rate, or the lowest and the highest. */
  rate: string;
  upTo: string;
  per: RatePer;
  /** Whoever gives is to see that it is taken. */
  isObserved: boolean;
  unit: string;
  /** How the amount was found from the weight. */
  basis: string;
  /** Days that a course lasts; empty when it goes on. */
  lasts: string;
};

const none: Four = ['', '', '', ''];
export const emptyDose: DoseDraft = {
  typed: '',
  kind: 'daily',
  amounts: none,
  every: '1',
  amount: '',
  times: '',
  days: [],
  week: Object.fromEntries(weekdays.map((day) => [day, ''])) as Record<Weekday, string>,
  slot: 'evening',
  steps: [
    { amounts: none, days: '' },
    { amounts: none, days: '' },
  ],
  most: '',
  apart: '',
  reason: '',
  rate: '',
  upTo: '',
  per: 'h',
  isObserved: false,
  unit: '',
  basis: '',
  lasts: '',
};

/** What of an order is kept when its dose is written anew: its unit, that it is seen taken, and the rate of a pump. */
export function doseFrom(order: MedicationRequest | undefined): DoseDraft {
  if (order === undefined) return emptyDose;
  const unit = order.dosageInstruction?.[0]?.doseAndRate?.[0]?.doseQuantity?.unit ?? '';
  const rates = ratesOf(order as never);
  if (rates === undefined) return { ...emptyDose, unit, isObserved: isObserved(order as never) };
  const [of = '', per] = String(rates.quantity.unit ?? '').split('/');
  const upTo = rates.high > rates.low ? written(rates.high) : '';
  return { ...emptyDose, kind: 'infusion', rate: written(rates.low), upTo, per: per === 'døgn' ? 'd' : 'h', unit: of };
}

/** What a dose of this kind is counted in: a pump in what flows or is weighed. */
export const unitsOf = (kind: Kind, units: readonly string[]): readonly string[] =>
  kind === 'infusion' ? rateUnits : units;

/** Whether it can be asked that somebody sees it taken. */
export const mayBeSeen = ({ kind }: DoseDraft): boolean => maySee({ kind });

/** What was typed, read into the fields as far as all of it is understood. */
export function withTyped(draft: DoseDraft, typed: string): DoseDraft {
  const read = typedDose(typed);
  if (read === undefined) return { ...draft, typed };
  return { ...draft, typed, ...fieldsOf(read), basis: '' };
}

/** `undefined` when the words mean nothing; `''` is nothing typed. */
export const isUnread = ({ typed }: DoseDraft): boolean => typed.trim() !== '' && typedDose(typed) === undefined;

function fieldsOf({ plan, unit, days }: Typed): Partial<DoseDraft> {
  const more = { ...(unit === undefined ? {} : { unit }), lasts: days === undefined ? '' : String(days) };
  switch (plan.kind) {
    case 'daily':
      return { ...more, kind: 'daily', amounts: plan.amounts.map(written) as Four, every: String(plan.every) };
    case 'clock':
      return {
        ...more,
        kind: 'clock',
        amount: written(plan.amount),
        times: plan.times.join(' '),
        every: String(plan.every),
      };
    case 'weekdays':
      return { ...more, kind: 'weekdays', amounts: plan.amounts.map(written) as Four, days: plan.days };
    case 'as-needed':
      return { ...more, kind: 'as-needed', amount: written(plan.amount), most: String(plan.most), reason: plan.reason };
    default:
      return more;
  }
}

export const written = (value: number): string => (value === 0 ? '' : String(rounded(value)).replace('.', ','));

/** A number as it is typed, `1,5` or `½`; 0 for nothing, NaN for what is none. */
export function numberIn(text: string): number {
  const plain = text.trim().replace('½', ',5').replace('¼', ',25').replace(',', '.');
  return plain === '' ? 0 : /^\d*\.?\d+$/.test(plain) ? Number(plain) : Number.NaN;
}

/** The plan that the fields say; undefined as long as they say none. */
export function planOf(draft: DoseDraft): DosePlan | undefined {
  const amounts = amountsIn(draft.amounts);
  const amount = numberIn(draft.amount);
  const every = Math.max(1, Number(draft.every) || 1);
  switch (draft.kind) {
    case 'daily':
      return amounts && { kind: 'daily', amounts, every };
    case 'clock': {
      const times = timesIn(draft.times);
      return amount > 0 && times.length > 0 ? { kind: 'clock', amount, times, every } : undefined;
    }
    case 'weekdays':
      return amounts && draft.days.length > 0 ? { kind: 'weekdays', amounts, days: draft.days } : undefined;
    case 'week': {
      const week = Object.fromEntries(weekdays.map((day) => [day, numberIn(draft.week[day])])) as Record<
        Weekday,
        number
      >;
      const all = Object.values(week);
      return all.some(Number.isNaN) || !all.some((one) => one > 0)
        ? undefined
        : { kind: 'week', week, slot: draft.slot };
    }
    case 'taper': {
      const steps = draft.steps.map((step) => ({
        amounts: amountsIn(step.amounts),
        days: Number(step.days) || undefined,
      }));
      const isWhole = steps.every(
        (step, index) => step.amounts && (step.days !== undefined || index === steps.length - 1),
      );
      return isWhole && steps.length > 0
        ? { kind: 'taper', steps: steps as (DosePlan & { kind: 'taper' })['steps'] }
        : undefined;
    }
    case 'as-needed': {
      const most = Number(draft.most);
      const apartHours = numberIn(draft.apart);
      return amount > 0 && Number.isInteger(most) && most > 0 && apartHours >= 0 && apartHours <= 24
        ? { kind: 'as-needed', amount, most, reason: draft.reason, apartHours }
        : undefined;
    }
    case 'infusion':
      return infusionOf(draft);
  }
}

/** The lowest alone, or up to one that is higher. */
function infusionOf({ rate, upTo, per, unit }: DoseDraft): DosePlan | undefined {
  const [low, high] = [numberIn(rate), numberIn(upTo)];
  const isRead = low > 0 && (high === 0 || high > low) && (rateUnits as readonly string[]).includes(unit);
  return isRead ? { kind: 'infusion', rate: low, upTo: high === 0 ? undefined : high, per } : undefined;
}

function amountsIn(four: readonly string[]): Amounts | undefined {
  const numbers = four.map(numberIn);
  if (numbers.some(Number.isNaN) || !numbers.some((one) => one > 0)) return undefined;
  return numbers as unknown as Amounts;
}

/** `8 20.30` as hours of the clock. */
function timesIn(text: string): string[] {
  const all = text
    .trim()
    .split(/[\s,]+|og/)
    .filter(Boolean);
  const times = all.map((one) => /^(\d{1,2})(?:[.:](\d\d))?$/.exec(one));
  if (times.some((one) => one === null || Number(one[1]) > 23 || Number(one[2] ?? 0) > 59)) return [];
  return [...new Set(times.map((one) => `${one![1]!.padStart(2, '0')}:${one![2] ?? '00'}`))].sort();
}

/** A dose by weight, put where the amounts stand; once in the morning when nothing stands there. */
export function withAmount(draft: DoseDraft, value: number, unit: string, basis: string): DoseDraft {
  const text = written(value);
  const given = draft.amounts.some((one) => one !== '') ? draft.amounts : (['1', '', '', ''] as Four);
  const amounts = given.map((one) => (one === '' ? '' : text)) as Four;
  return { ...draft, typed: '', unit, basis, amount: text, amounts };
}

export { slots, weekdays };
