import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, readNamed, refused } from '../process.ts';
import { brokenBy, isAsNeeded, limitsOf } from './as-needed.ts';
import { checkIssues } from './check.ts';
import { infusionIssues, inRecordOf, isInfusion } from './infusion.ts';
import { observedIssues } from './observed.ts';
import { ceasedAt } from './orders.ts';
import { norway, plannedDoses, runOf } from './schedule.ts';

/** `<id of the order>/<key of the planned dose>`: a dose that was asked for is recorded once. */
export const plannedDoseSystem = 'https://enjournal.no/fhir/NamingSystem/planned-dose';
/**
 * What went otherwise than it should, said by whoever gave: `after-stop`, `given-twice`, `over-max`, `too-soon`, `other-time`,
 * `other-rate`, `after-missed`, `wrong-medicine`, `expired`. What was swallowed was swallowed: it must be possible to tell, but
 * only as what it was, with a note.
 */
export const deviationExtension = 'https://enjournal.no/fhir/StructureDefinition/dose-deviation';

/** Clocks of phones may be ahead. */
const AHEAD_MS = 5 * 60_000;
const MOST_OF_PERIOD = 200;

type Administration = Resource & {
  status: string;
  subject?: { reference?: string };
  request?: { reference?: string };
  effectiveDateTime?: string;
  effectivePeriod?: { start?: string };
  dosage?: { dose?: JsonObject };
  statusReason?: unknown[];
  reasonCode?: unknown[];
  reasonReference?: unknown[];
  note?: unknown[];
  identifier?: { system?: string; value?: string }[];
  extension?: { url: string; valueCode?: string }[];
};

/**
 * Rules of a dose that was given, withheld or refused. The order is locked while they are asked, so that its stop, and the
 * same dose from another phone, come before or after and never between.
 */
export async function doseIssues(change: Governed): Promise<Issue[]> {
  const { before, actor } = change;
  const dose = change.resource as Administration | undefined;
  if (dose === undefined) {
    if (actor.kind === 'system') return [];
    return [refused('dose-kept', 'MedicationAdministration', 'A dose is marked as an error, and stays readable.')];
  }
  const issues = [...statusIssues(dose), ...correctionIssues(dose, before as Administration | undefined)];
  if (dose.status === 'entered-in-error') return issues;
  const at = givenAt(dose);
  if (at !== undefined && at > change.now + AHEAD_MS) {
    issues.push(refused('dose-in-future', 'MedicationAdministration.effective', 'It has not been that late yet.'));
  }
  const reference = dose.request?.reference;
  // who corrects what they have written keeps its order, also when it has been kept from them since
  const order = await readNamed(change, reference, [(before as Administration | undefined)?.request?.reference]);
  if (reference !== undefined && (order === undefined || !isSame(order.subject, dose.subject))) {
    return [...issues, refused('order-unknown', 'MedicationAdministration.request', 'This citizen has no such order.')];
  }
  const deviation = deviationOf(dose);
  issues.push(...(await infusionIssues(change, dose, order, deviation)));
  issues.push(...(await checkIssues(change, dose, order, at, deviation)));
  if (order === undefined) return issues;
  return [
    ...issues,
    ...amountIssues(dose, order),
    ...timeIssues(dose, order, at),
    ...reasonIssues(change, dose, order),
    ...(await observedIssues(change, dose, order, at, deviation)),
    ...(await onceIssues(change, dose, order, at)),
  ];
}

/** Whoever gives what is taken as needed says what for. */
function reasonIssues({ actor, before }: Governed, dose: Administration, order: Resource): Issue[] {
  if (actor.kind !== 'staff' || before !== undefined || !isGiven(dose) || plannedOf(dose) !== undefined) return [];
  if (isInfusion(dose) || !((order.dosageInstruction ?? []) as JsonObject[]).some(isAsNeeded)) return [];
  if ((dose.reasonCode?.length ?? 0) + (dose.reasonReference?.length ?? 0) > 0) return [];
  return [refused('as-needed-reason', 'MedicationAdministration.reasonCode', 'What it was needed for is told.')];
}

function statusIssues(dose: Administration): Issue[] {
  const issues: Issue[] = [];
  if (dose.status === 'not-done' && !dose.statusReason?.length) {
    issues.push(refused('not-given-reason', 'MedicationAdministration.statusReason', 'Why it was not given is told.'));
  }
  const amount = dose.dosage?.dose?.value;
  if (amount !== undefined && !(Number(amount) > 0)) {
    issues.push(refused('dose-amount', 'MedicationAdministration.dosage.dose', 'A dose is more than nothing.'));
  }
  return issues;
}

/** What is corrected stays the same dose of the same order to the same citizen, and says why it is another. */
function correctionIssues(dose: Administration, before: Administration | undefined): Issue[] {
  if (before === undefined || before.status === 'in-progress' || before.status === 'on-hold') return [];
  // sent again, for the answer was lost
  if (isAlike(before, dose)) return [];
  const isOther =
    !isSame(before.subject, dose.subject) ||
    !isSame(before.request, dose.request) ||
    plannedOf(before) !== plannedOf(dose);
  if (isOther) return [refused('dose-is-another', 'MedicationAdministration', 'It is corrected, not made another.')];
  const isUnexplained = (dose.note?.length ?? 0) <= (before.note?.length ?? 0) && !dose.statusReason?.length;
  if (!isUnexplained) return [];
  return [refused('correction-note', 'MedicationAdministration.note', 'A correction says why, in a note of its own.')];
}

const isAlike = (before: Administration, dose: Administration): boolean => {
  const without = ({ meta: _, ...rest }: Administration) => JSON.stringify(rest);
  return without(before) === without(dose);
};

const isSame = (a: unknown, b: unknown): boolean =>
  (a as JsonObject | undefined)?.reference === (b as JsonObject | undefined)?.reference;

const plannedOf = ({ identifier = [] }: Administration): string | undefined =>
  identifier.find(({ system }) => system === plannedDoseSystem)?.value;

const deviationOf = ({ extension = [], note = [] }: Administration): string | undefined =>
  note.length > 0 ? extension.find(({ url }) => url === deviationExtension)?.valueCode : undefined;

export function givenAt({ effectiveDateTime, effectivePeriod }: Administration): number | undefined {
  const text = effectiveDateTime ?? effectivePeriod?.start;
  return text === undefined ? undefined : Date.parse(text);
}

const isGiven = ({ status }: Administration): boolean => status !== 'not-done' && status !== 'unknown';

function amountIssues(dose: Administration, order: Resource): Issue[] {
  const given = dose.dosage?.dose;
  if (given === undefined || !isGiven(dose)) return [];
  const ordered = dosesOf(order);
  if (ordered.length === 0 || ordered.some((one) => unitOf(one) === unitOf(given))) return [];
  return [refused('dose-unit', 'MedicationAdministration.dosage.dose', 'The order counts its dose in another unit.')];
}

function dosesOf(order: Resource): JsonObject[] {
  const lines = (order.dosageInstruction ?? []) as { doseAndRate?: { doseQuantity?: JsonObject }[] }[];
  return lines
    .flatMap(({ doseAndRate = [] }) => doseAndRate.map(({ doseQuantity }) => doseQuantity))
    .filter((dose) => dose !== undefined);
}

const unitOf = ({ code, unit }: JsonObject): unknown => code ?? unit;

function timeIssues(dose: Administration, order: Resource, at: number | undefined): Issue[] {
  if (!isGiven(dose) || at === undefined) return [];
  const path = 'MedicationAdministration.effective';
  const deviation = deviationOf(dose);
  const lines = (order.dosageInstruction ?? []) as JsonObject[];
  const begins = Math.min(...lines.map((line) => runOf(order, line, norway.zone)?.start ?? Number.NEGATIVE_INFINITY));
  if (Number.isFinite(begins) && at < begins - 12 * 3_600_000 && deviation !== 'other-time') {
    return [refused('before-order', path, 'The order begins later than this.')];
  }
  const isStanding = order.status === 'active' || order.status === 'completed' || order.status === 'stopped';
  if ((!isStanding || at >= ceasedAt(order)) && deviation !== 'after-stop') {
    return [refused('order-not-active', 'MedicationAdministration.request', 'The order did not stand at that time.')];
  }
  return [];
}

/** A planned dose is one that the order asks for, recorded once; and what is taken as needed stays within its limit. */
async function onceIssues(
  change: Governed,
  dose: Administration,
  order: Resource,
  at: number | undefined,
): Promise<Issue[]> {
  const value = plannedOf(dose);
  if (value === undefined) return isGiven(dose) ? limitIssues(change, dose, order, at) : [];
  const path = 'MedicationAdministration.identifier';
  const key = value.slice(value.indexOf('/') + 1);
  const isKnown = change.before !== undefined && plannedOf(change.before as Administration) === value;
  if (!isKnown && !(value.startsWith(`${order.id}/`) && isPlanned(order, key))) {
    return [refused('dose-not-planned', path, 'The order asks for no such dose.')];
  }
  const query = `${inRecordOf(change.resource!)}&identifier=${encodeURIComponent(`${plannedDoseSystem}|${value}`)}&status:not=entered-in-error`;
  const stored = change.stored.filter(
    ({ resourceType }) => resourceType === 'MedicationAdministration',
  ) as Administration[];
  const beside = stored.filter((one) => plannedOf(one) === value && one.status !== 'entered-in-error');
  const others = [...(await change.findShown('MedicationAdministration', query)), ...beside].filter(
    ({ id }) => id !== change.id,
  );
  return others.length > 0 ? [refused('dose-already-recorded', path, 'This dose is recorded already.')] : [];
}

/** Whether an order asks for a dose of this name: worked out for the day around it alone. */
function isPlanned(order: Resource, key: string): boolean {
  const day = Date.parse(`${key.slice(key.indexOf('@') + 1, key.indexOf('@') + 11)}T00:00:00Z`);
  if (Number.isNaN(day)) return false;
  return plannedDoses(order, day - 86_400_000, day + 2 * 86_400_000).some((one) => one.key === key);
}

/** The limits of an order: the most in a time, and the least time between two doses of what is taken as needed. */
async function limitIssues(
  change: Governed,
  dose: Administration,
  order: Resource,
  at: number | undefined,
): Promise<Issue[]> {
  const limits = limitsOf(order);
  const { most, apartMs, once } = limits;
  const given = dose.dosage?.dose;
  if (at === undefined || isInfusion(dose) || (most === undefined && apartMs === 0 && once === undefined)) return [];
  const unit = given === undefined ? undefined : unitOf(given);
  const counted = {
    ...limits,
    most: most?.unit === unit ? most : undefined,
    once: once?.unit === unit ? once : undefined,
  };
  const span = Math.max(most?.periodMs ?? 0, apartMs);
  const time = (ms: number) => new Date(ms).toISOString();
  const query = `${inRecordOf(change.resource!)}&request=MedicationRequest/${order.id}&effective-time=gt${time(at - span)}&effective-time=lt${time(at + span)}&status=completed,in-progress`;
  const stored = change.stored.filter(
    (one) =>
      one.resourceType === 'MedicationAdministration' &&
      isSame((one as Administration).request, dose.request) &&
      (one.status === 'completed' || one.status === 'in-progress'),
  );
  const beside = new Map(
    [...(await change.findShown('MedicationAdministration', query, MOST_OF_PERIOD)), ...stored]
      .filter((one) => one.id !== change.id && !isInfusion(one))
      .map((one) => [one.id, one as Administration]),
  );
  const taken = [...beside.values()].map((one) => ({
    at: givenAt(one) ?? 0,
    amount: Number(one.dosage?.dose?.value ?? 0),
  }));
  const broken = brokenBy(counted, { at, amount: Number(given?.value ?? 0) }, taken);
  const deviation = deviationOf(dose);
  const issues: Issue[] = [];
  if (broken.includes('over-max') && deviation !== 'over-max') {
    const path = 'MedicationAdministration.dosage.dose';
    issues.push(refused('over-max', path, 'With this, more is given than the order allows.'));
  }
  // more than the most was told as what it is, and nobody gives two reasons
  if (broken.includes('too-soon') && deviation !== 'too-soon' && deviation !== 'over-max') {
    issues.push(refused('too-soon', 'MedicationAdministration.effective', 'It is too soon after the one before.'));
  }
  return issues;
}
