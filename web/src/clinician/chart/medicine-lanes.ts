import type { TFunction } from 'i18next';
import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type {
  Dosage,
  MedicationAdministration,
  MedicationRequest,
  Period,
  Quantity,
  Resource,
} from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { codeOf, conceptText, quantityText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { plainOf } from '../../shared/i18n/written.ts';
import { dosageText, isAsNeeded } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { nameAndStrength, strengthChange } from '../record/medicine-list.ts';
import type { DoseStatus, DueDose } from './due-doses.ts';
import type { Span } from './time-window.ts';

export type DoseMark = {
  at: number;
  status: DoseStatus;
  text: string;
  of: readonly Resource[];
  dose: DueDose | undefined;
};
export type MedicineLane = {
  key: string;
  name: string;
  sub: string;
  asNeeded: boolean;
  marks: DoseMark[];
  /** What runs over time. */
  bars: { from: number; to: number; text: string; of: Resource }[];
  /** Where it was stopped, with why; and where the dose was changed. */
  words: { at: number; text: string; isStop: boolean; of: Resource }[];
  /** In use from and to, where it ended. */
  line: Span | undefined;
};

/** Of an administration, what types.ts leaves out. */
export type Given = MedicationAdministration & {
  effectiveDateTime?: string;
  effectivePeriod?: Period;
  request?: { reference?: string };
  reasonCode?: { text?: string }[];
  note?: { text?: string }[];
  dosage?: { text?: string; dose?: Quantity; rateQuantity?: Quantity; rateRatio?: { numerator?: Quantity } };
};

type Facts = {
  orders: readonly MedicationRequest[];
  given: readonly Given[];
  doses: readonly DueDose[];
  span: Span;
  now: number;
  language: Language;
  t: TFunction;
};

const replaced = new Set(['entered-in-error', 'cancelled', 'draft']);

/** A lane for each substance: what is in use, and whatever happened with it in what is seen. */
export function medicineLanes(facts: Facts): MedicineLane[] {
  const { span, now } = facts;
  const orders = facts.orders.filter(({ status = '', intent }) => !replaced.has(status) && intent !== 'proposal');
  const byReference = new Map(orders.map((order) => [`MedicationRequest/${order.id}`, order]));
  const groups = new Map<string, Group>();
  const groupOf = (medicine: MedicationRequest | Given): Group => {
    const key = substanceOf(medicine);
    const group = groups.get(key) ?? { key, orders: [], given: [], doses: [], name: medicineName(medicine) };
    groups.set(key, group);
    return group;
  };
  for (const order of orders) groupOf(order).orders.push(order);
  for (const one of facts.given) {
    const order = byReference.get(one.request?.reference ?? '');
    groupOf(order ?? one).given.push(one);
  }
  for (const dose of facts.doses) {
    const order = byReference.get(dose.order);
    if (order !== undefined) groupOf(order).doses.push(dose);
  }
  return [...groups.values()]
    .map((group) => laneOf(group, facts))
    .filter((lane): lane is MedicineLane & { isCurrent: boolean } => lane !== undefined)
    .filter(({ isCurrent, marks, bars, words }) => {
      const isSeen = (at: number) => at >= span.from && at <= span.to;
      const isUsed = marks.some(({ at }) => isSeen(at)) || words.some(({ at }) => isSeen(at));
      return (
        isUsed ||
        bars.some(({ from, to }) => to >= span.from && from <= span.to) ||
        (isCurrent && span.to >= now - 86_400_000)
      );
    })
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'nb'));
}

const rank = (lane: MedicineLane & { isCurrent: boolean }): number =>
  lane.bars.length > 0 ? 3 : !lane.isCurrent ? 2 : lane.asNeeded ? 1 : 0;

type Group = { key: string; name: string; orders: MedicationRequest[]; given: Given[]; doses: DueDose[] };

/** The substance and the way: what is taken regularly and as needed are one lane, a cream and a tablet are two names anyway. */
const substanceOf = (medicine: MedicationRequest | Given): string =>
  codeOf(medicine.medicationCodeableConcept, systems.atc) ?? nameAndStrength(medicineName(medicine))[0].toLowerCase();

function laneOf(group: Group, facts: Facts): (MedicineLane & { isCurrent: boolean }) | undefined {
  const { language, t, now } = facts;
  const orders = [...group.orders].sort((a, b) => startOf(a) - startOf(b));
  const standing = orders.filter(({ status }) => status === 'active' || status === 'on-hold');
  const last = standing.at(-1) ?? orders.at(-1);
  const [name, strength] = nameAndStrength(last === undefined ? group.name : medicineName(last));
  const isCurrent = standing.length > 0;
  const words = wordsOf(orders, facts);
  const change = last === undefined ? '' : strengthChange(last, orders);
  const sub = [
    change || strength,
    isCurrent ? plainOf(dosageText(last?.dosageInstruction, language, t)) : last && t('kurve.stopped'),
  ];
  const stop = words.findLast(({ isStop }) => isStop);
  return {
    key: group.key,
    name,
    sub: sub.filter(Boolean).join(' · '),
    asNeeded: isAsNeeded(last?.dosageInstruction),
    marks: marksOf(group, facts),
    bars: group.given.flatMap((one) => barOf(one, now, language)),
    words,
    line:
      !isCurrent && stop !== undefined && orders[0] !== undefined
        ? { from: startOf(orders[0]), to: stop.at }
        : undefined,
    isCurrent,
  };
}

const startOf = (order: MedicationRequest): number => {
  const bounds = order.dosageInstruction?.map((one) => instantOf(boundsOf(one)?.start)).filter(Number.isFinite) ?? [];
  return bounds.length > 0 ? Math.min(...bounds) : principalInstantOf(order);
};

const boundsOf = (dosage: Dosage): Period | undefined =>
  (dosage.timing?.repeat as { boundsPeriod?: Period } | undefined)?.boundsPeriod;

/** When an order ended: what its dosage says; else, of one that was stopped here, when that was written. */
export function endOf(order: MedicationRequest): number | undefined {
  if (order.status === 'active' || order.status === 'on-hold') return undefined;
  const ends = order.dosageInstruction?.map((one) => instantOf(boundsOf(one)?.end)).filter(Number.isFinite) ?? [];
  if (ends.length > 0) return Math.max(...ends);
  if ((order.meta?.versionId ?? '1') !== '1') return Date.parse(order.meta?.lastUpdated ?? '');
  const validity = instantOf(order.dispenseRequest?.validityPeriod?.end);
  return Number.isNaN(validity) ? undefined : validity;
}

function wordsOf(orders: readonly MedicationRequest[], { t }: Facts): MedicineLane['words'] {
  const followed = new Map(orders.map((order) => [order.priorPrescription?.reference, order]));
  return orders
    .flatMap((order) => {
      const end = endOf(order);
      const next = followed.get(`MedicationRequest/${order.id}`);
      const said = conceptText(order.statusReason) || order.note?.[0]?.text;
      if (next !== undefined) {
        const [was, is] = [nameAndStrength(medicineName(order))[1], nameAndStrength(medicineName(next))[1]];
        const isSame =
          was === is &&
          JSON.stringify(order.dosageInstruction?.[0]?.doseAndRate) ===
            JSON.stringify(next.dosageInstruction?.[0]?.doseAndRate);
        if (isSame) return [];
        const change = was !== is ? `${was} → ${is}` : t('kurve.changed');
        return [{ at: startOf(next), text: [change, said].filter(Boolean).join(': '), isStop: false, of: next }];
      }
      const isLast = !orders.some((other) => other.status === 'active' && startOf(other) >= startOf(order));
      if (end === undefined || !isLast || order.status !== 'stopped') return [];
      return [{ at: end, text: [t('kurve.stoppedAt'), said].filter(Boolean).join(': '), isStop: true, of: order }];
    })
    .sort((a, b) => a.at - b.at);
}

function marksOf({ doses, given }: Group, { language }: Facts): DoseMark[] {
  const byKey = new Map(given.map((one) => [`MedicationAdministration/${one.id}`, one]));
  const told = new Set(doses.flatMap(({ administration }) => administration ?? []));
  const ofPlan = doses.map((dose): DoseMark => {
    const one = byKey.get(dose.administration ?? '');
    const at = one === undefined ? dose.at : momentOf(one);
    const of = one === undefined ? [] : [one];
    return { at, status: dose.status, text: one === undefined ? '' : saidOf(one, language), of, dose };
  });
  const others = given
    .filter(
      (one) => !told.has(`MedicationAdministration/${one.id}`) && !isInfusion(one) && one.status !== 'entered-in-error',
    )
    .map((one): DoseMark => {
      const status = one.status === 'not-done' ? 'not-given' : one.status === 'completed' ? 'given' : 'under-way';
      return { at: momentOf(one), status, text: saidOf(one, language), of: [one], dose: undefined };
    });
  return [...ofPlan, ...others].filter(({ at }) => Number.isFinite(at)).sort((a, b) => a.at - b.at);
}

const momentOf = (one: Given): number => instantOf(one.effectiveDateTime ?? one.effectivePeriod?.start);

/** Why it was not given, or for what it was; and how much, where somebody said so. */
function saidOf(one: Given, language: Language): string {
  const why = one.statusReason?.map((reason) => conceptText(reason)).join(', ');
  if (one.status === 'not-done') return why ?? '';
  const forWhat = one.reasonCode?.map(({ text }) => text).join(', ');
  return forWhat || (one.dosage?.dose === undefined ? '' : quantityText(one.dosage.dose, language));
}

const isInfusion = (one: Given): boolean => one.effectivePeriod?.start !== undefined;

function barOf(one: Given, now: number, language: Language): MedicineLane['bars'] {
  if (!isInfusion(one) || one.status === 'entered-in-error' || one.status === 'not-done') return [];
  const from = instantOf(one.effectivePeriod?.start);
  const end = instantOf(one.effectivePeriod?.end);
  const rate = one.dosage?.rateQuantity ?? one.dosage?.rateRatio?.numerator;
  const text = rate === undefined ? (one.dosage?.text ?? '') : quantityText(rate, language);
  return [{ from, to: Number.isNaN(end) ? Math.max(from, now) : end, text, of: one }];
}
