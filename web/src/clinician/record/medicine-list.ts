import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { codeOf, hasCode } from '../../shared/format/quantity.ts';
import { isAsNeeded } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';

/** How it is used: 1 regular, 2 a course, 3 as needed. @source Volven 9101 */
export function usageOf(order: MedicationRequest): '1' | '2' | '3' {
  if (isAsNeeded(order.dosageInstruction) || hasCode(order.category, '3')) return '3';
  return hasCode(order.category, '2') ? '2' : '1';
}

/** Regular medicines, then courses, then those taken as needed, within each by name; without what another of them follows. */
export function ordersInOrder(orders: readonly MedicationRequest[]): MedicationRequest[] {
  const followed = new Set(orders.map(({ priorPrescription }) => priorPrescription?.reference));
  return orders
    .filter(({ id }) => !followed.has(`MedicationRequest/${id}`))
    .sort(
      (a, b) =>
        Number(usageOf(a)) - Number(usageOf(b)) ||
        medicineName(a).localeCompare(medicineName(b), 'nb') ||
        principalInstantOf(b) - principalInstantOf(a),
    );
}

/** Orders of the same medicine, used in the same way, that stand at once: each has doses, so each is shown, and marked. */
export function standingTwice(orders: readonly MedicationRequest[]): ReadonlySet<MedicationRequest> {
  const byMedicine = Map.groupBy(orders, (order) => `${usageOf(order)} ${medicineName(order)}`);
  return new Set([...byMedicine.values()].filter((same) => same.length > 1).flat());
}

/**
 * When an order ended: when it ran out, unless that is still to come; else when its status was changed here. Unknown for one that was
 * written as ended: the day it was imported is not the day it was stopped.
 */
export function endedAt(order: MedicationRequest, now = Date.now()): string | undefined {
  const end = order.dispenseRequest?.validityPeriod?.end;
  if (end !== undefined && instantOf(end) <= now) return end;
  return (order.meta?.versionId ?? '1') === '1' ? undefined : order.meta?.lastUpdated;
}

/** What ended for good: an order that another one follows goes on as that one. */
export function endedForGood(
  ended: readonly MedicationRequest[],
  current: readonly MedicationRequest[],
): MedicationRequest[] {
  const followed = new Set([...current, ...ended].map(({ priorPrescription }) => priorPrescription?.reference));
  return ended.filter(({ id }) => !followed.has(`MedicationRequest/${id}`));
}

const recentMs = 90 * 86_400_000;

/** Stopped on purpose in the last three months, and not taken up again in another order. */
export function recentlyStopped(
  ended: readonly MedicationRequest[],
  current: readonly MedicationRequest[],
  now = Date.now(),
): MedicationRequest[] {
  const inUse = new Set(current.map(substanceOf));
  const seen = new Set<string>();
  return ended.filter((order) => {
    const substance = substanceOf(order);
    if (order.status !== 'stopped' || inUse.has(substance) || !(now - instantOf(endedAt(order, now)) <= recentMs))
      return false;
    return !seen.has(substance) && seen.add(substance);
  });
}

function substanceOf(order: MedicationRequest): string {
  return codeOf(order.medicationCodeableConcept, systems.atc) ?? medicineName(order);
}

/**
 * What a new order of a substance changed in strength, from the one that ended with it: `40 → 20 mg`. Nothing where the strength
 * is as it was, or nothing tells what was before.
 */
export function strengthChange(order: MedicationRequest, ended: readonly MedicationRequest[]): string {
  const substance = substanceOf(order);
  const before = ended
    .filter((one) => substanceOf(one) === substance && principalInstantOf(one) < principalInstantOf(order))
    .sort((a, b) => principalInstantOf(b) - principalInstantOf(a))[0];
  const [, was] = before ? nameAndStrength(medicineName(before)) : ['', ''];
  const [, is] = nameAndStrength(medicineName(order));
  if (!was || !is || was === is) return '';
  const [, wasNumber, wasUnit] = /^([\d.,\s]+)(.*)$/.exec(was) ?? [];
  return wasUnit && is.endsWith(wasUnit) ? `${wasNumber?.trim()} → ${is}` : `${was} → ${is}`;
}

/** `Furosemid 20 mg` as substance and strength, so that the eye finds the substance. */
export function nameAndStrength(name: string): readonly [name: string, strength: string] {
  const match = /^(.*?)\s+(\d[\d.,\s]*\s?(?:mg|g|µg|mikrog|mcg|ug|IE|E|ml|mmol|%)\b.*)$/i.exec(name);
  return match ? [match[1] as string, match[2] as string] : [name, ''];
}
