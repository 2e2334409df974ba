import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, refused } from '../process.ts';
import { makeOf, nameOf } from './amounts.ts';

/** A rate as an order says it: one, or from the lowest to the highest that whoever gives may choose. */
export type Rates = { low: number; high: number; unit: unknown; quantity: JsonObject };

type Infusion = Resource & {
  status?: string;
  dosage?: { dose?: JsonObject; rateQuantity?: JsonObject };
  effectivePeriod?: { start?: string; end?: string };
  request?: { reference?: string };
};

const unitOf = ({ code, unit }: JsonObject): unknown => code ?? unit;

/** Undefined when the order is not one of a rate. */
export function ratesOf(order: Resource): Rates | undefined {
  for (const line of (order.dosageInstruction ?? []) as JsonObject[]) {
    for (const { rateQuantity, rateRange } of (line.doseAndRate ?? []) as Record<string, JsonObject | undefined>[]) {
      if (rateQuantity?.value !== undefined) {
        const value = Number(rateQuantity.value);
        return { low: value, high: value, unit: unitOf(rateQuantity), quantity: rateQuantity };
      }
      const { low, high } = (rateRange ?? {}) as { low?: JsonObject; high?: JsonObject };
      if (high?.value !== undefined) {
        return { low: Number(low?.value ?? 0), high: Number(high.value), unit: unitOf(high), quantity: low ?? high };
      }
    }
  }
  return undefined;
}

/** `mL/h`, `mg/d`: of what in what time, as what is left in a pump is worked out by. */
const RATE_CODE = /^[^/]+\/(?:min|h|d)$/;

/** Rules of the rate that somebody orders: one that a pump can run by, of a medicine that can run in it. */
export function rateIssues(order: Resource): Issue[] {
  const lines = (order.dosageInstruction ?? []) as JsonObject[];
  return lines.flatMap((line, n) =>
    ((line.doseAndRate ?? []) as Record<string, JsonObject | undefined>[]).flatMap(({ rateQuantity, rateRange }, i) => {
      if (rateQuantity === undefined && rateRange === undefined) return [];
      const path = `MedicationRequest.dosageInstruction[${n}].doseAndRate[${i}].rate`;
      const ends = (rateQuantity === undefined ? [rateRange?.low, rateRange?.high] : [rateQuantity]) as JsonObject[];
      const [low, high = low] = ends.map((one) => Number(one?.value)) as [number, number?];
      const issues: Issue[] = [];
      if (!(low > 0 && high! >= low)) issues.push(refused('rate-amount', path, 'A rate is above 0, the lowest first.'));
      const codes = new Set(ends.map((one) => String(one?.code ?? '')));
      if (codes.size > 1 || !RATE_CODE.test([...codes][0]!)) {
        issues.push(refused('rate-unit', path, 'A rate is of a unit of UCUM in a time: mL/h, mg/d.'));
      }
      // what is divided into parts does not flow
      if (makeOf(nameOf(order.medicationCodeableConcept as JsonObject | undefined)).form?.parts !== undefined) {
        issues.push(refused('rate-form', path, 'Only what is liquid runs in a pump.'));
      }
      return issues;
    }),
  );
}

/** What runs over time by a rate: a pump. */
export const isInfusion = (dose: Resource): boolean => (dose as Infusion).dosage?.rateQuantity !== undefined;

/** What is left in a pump, in the unit of its filling, and when it is empty (epoch ms); undefined when nobody told what was in it. */
export function pumpLeft(dose: Resource, at: number): { left: number; emptyAt: number } | undefined {
  const { dosage, effectivePeriod } = dose as Infusion;
  const rate = Number(dosage?.rateQuantity?.value);
  const filled = Number(dosage?.dose?.value);
  const [of, per] = String(dosage?.rateQuantity?.code ?? '').split('/');
  const hours = { h: 1, d: 24, min: 1 / 60 }[per ?? ''];
  const start = Date.parse(effectivePeriod?.start ?? '');
  if (!(rate > 0) || !(filled > 0) || hours === undefined || Number.isNaN(start)) return undefined;
  if (of !== String(dosage?.dose?.code ?? dosage?.dose?.unit)) return undefined;
  const end = Date.parse(effectivePeriod?.end ?? '');
  const until = Number.isNaN(end) ? at : Math.min(at, end);
  const msEach = (hours * 3_600_000) / rate;
  const left = filled - Math.max(0, until - start) / msEach;
  return { left: Math.max(0, Number(left.toPrecision(9))), emptyAt: start + filled * msEach };
}

/** Clocks of phones may be ahead. */
const AHEAD_MS = 5 * 60_000;

/**
 * Rules of a pump: the rate is the order's, one runs for an order at a time, and what has ended says when. The order is locked by
 * who asks, so that of two who start the same one is first. @param deviation what the giver says went otherwise
 */
export async function infusionIssues(
  change: Governed,
  dose: Resource,
  order: Resource | undefined,
  deviation: string | undefined,
): Promise<Issue[]> {
  if (!isInfusion(dose) || dose.status === 'not-done' || change.actor.kind === 'system') return [];
  const { status, effectivePeriod, dosage } = dose as Infusion;
  const issues: Issue[] = [];
  const path = 'MedicationAdministration.effective';
  const [start, end] = [Date.parse(effectivePeriod?.start ?? ''), Date.parse(effectivePeriod?.end ?? '')];
  const isRunning = status === 'in-progress';
  if (
    Number.isNaN(start) ||
    end < start ||
    (isRunning ? !Number.isNaN(end) : Number.isNaN(end) && status !== 'on-hold')
  ) {
    issues.push(refused('infusion-period', path, 'A pump that runs has a start, one that has ended an end after it.'));
  }
  if (end > change.now + AHEAD_MS) issues.push(refused('dose-in-future', path, 'It has not been that late yet.'));
  if (order === undefined) return issues;
  const rates = ratesOf(order);
  const rate = dosage?.rateQuantity as JsonObject;
  const was = (change.before as Infusion | undefined)?.dosage?.rateQuantity;
  if (JSON.stringify(was) !== JSON.stringify(rate)) {
    const at = 'MedicationAdministration.dosage.rate';
    if (rates === undefined) issues.push(refused('infusion-not-ordered', at, 'The order has no rate.'));
    else if (rates.unit !== unitOf(rate))
      issues.push(refused('dose-unit', at, 'The order counts its rate in another unit.'));
    else if (!isWithin(Number(rate.value), rates) && deviation !== 'other-rate') {
      issues.push(refused('rate-not-ordered', at, 'The order says another rate.'));
    }
  }
  if (isRunning && change.before?.status !== 'in-progress') {
    const query = `${inRecordOf(change.resource!)}&request=MedicationRequest/${order.id}&status=in-progress`;
    const beside = change.stored.filter(
      (one) =>
        one.resourceType === 'MedicationAdministration' &&
        (one as Infusion).request?.reference?.endsWith(`/${order.id}`),
    );
    // what the same transaction ends does not run any longer
    const ended = new Set(beside.filter((one) => one.status !== 'in-progress').map(({ id }) => id));
    const running = [...(await change.findShown('MedicationAdministration', query, 10)), ...beside].filter(
      (one) => one.id !== change.id && !ended.has(one.id) && one.status === 'in-progress' && isInfusion(one),
    );
    if (running.length > 0) {
      issues.push(refused('pump-running', 'MedicationAdministration.status', 'The pump of this order runs already.'));
    }
  }
  return issues;
}

const isWithin = (value: number, { low, high }: Rates): boolean =>
  value > 0 && value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);

/** Criteria of a search within the record that this is in. */
export const inRecordOf = ({ subject }: JsonObject): string =>
  `subject=${encodeURIComponent(String((subject as JsonObject | undefined)?.reference ?? ''))}`;
