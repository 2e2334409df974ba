import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type Governed, refused } from '../process.ts';
import { inRecordOf } from './infusion.ts';
import { plannedDoses } from './schedule.ts';

/** What an order asks of how a dose is given, in `Dosage.additionalInstruction`. */
export const instructionSystem = 'https://enjournal.no/fhir/CodeSystem/dose-instruction';
const OBSERVED = 'observed-intake';
/** What an order says of it. */
export const observedIntake: JsonObject = {
  coding: [{ system: instructionSystem, code: OBSERVED, display: 'Inntak under tilsyn' }],
  text: 'Inntak under tilsyn',
};
/** Who saw that it was swallowed. @source HL7, med-admin-perform-function */
export const performFunctionSystem = 'http://terminology.hl7.org/CodeSystem/med-admin-perform-function';
const WITNESS = 'witness';

const ATC = 'http://www.whocc.no/atc';
/** Opioid agonists for addiction. */
const AGONISTS = 'N07BC';
/**
 * After so many doses that were not taken, tolerance may be less than the dose needs, and a doctor decides anew. Our own figure
 * after the national guideline for opioid dependence, to be approved by clinicians; the order's doctor resets it by a new order.
 * @source Helsedirektoratet, Nasjonal faglig retningslinje for behandling av opioidavhengighet
 */
const MOST_MISSED = 3;
const LOOK_BACK_MS = 31 * 86_400_000;
const MOST = 200;

const codingsOf = (concept: unknown): JsonObject[] =>
  ((concept as JsonObject | undefined)?.coding ?? []) as JsonObject[];

/** Whether whoever gives is to see that it is taken. */
export const isObserved = (order: Resource): boolean =>
  ((order.dosageInstruction ?? []) as { additionalInstruction?: unknown[] }[]).some(({ additionalInstruction = [] }) =>
    additionalInstruction
      .flatMap(codingsOf)
      .some(({ system, code }) => system === instructionSystem && code === OBSERVED),
  );

const isAgonist = (order: Resource): boolean =>
  codingsOf(order.medicationCodeableConcept).some(
    ({ system, code }) => system === ATC && String(code).startsWith(AGONISTS),
  );

/** Intake under supervision: whoever gives says that they saw it, and after doses that were missed a doctor decides. */
export async function observedIssues(
  change: Governed,
  dose: Resource,
  order: Resource,
  at: number | undefined,
  deviation: string | undefined,
): Promise<Issue[]> {
  if (change.actor.kind !== 'staff' || dose.status !== 'completed' || !isObserved(order)) return [];
  const issues: Issue[] = [];
  const seen = ((dose.performer ?? []) as JsonObject[]).some((one) =>
    codingsOf(one.function).some(({ code }) => code === WITNESS),
  );
  if (!seen) {
    issues.push(refused('intake-not-observed', 'MedicationAdministration.performer.function', 'Who saw it is told.'));
  }
  if (change.before !== undefined || at === undefined || deviation === 'after-missed' || !isAgonist(order))
    return issues;
  if ((await missedBefore(change, order, at)) >= MOST_MISSED) {
    issues.push(refused('missed-doses', 'MedicationAdministration.request', `${MOST_MISSED} doses were missed.`));
  }
  return issues;
}

/** Doses that were due and not taken since the last that was, or since a doctor ordered. None when none was ever recorded. */
async function missedBefore({ findShown }: Pick<Governed, 'findShown'>, order: Resource, at: number): Promise<number> {
  const since = new Date(at - LOOK_BACK_MS).toISOString();
  const until = new Date(at).toISOString();
  const query = `${inRecordOf(order as unknown as JsonObject)}&request=${chainOf(order).join(',')}&status=completed&effective-time=lt${until}`;
  const lately = await findShown('MedicationAdministration', `${query}&effective-time=ge${since}`, MOST);
  return missedOf(order, lately.length > 0 ? lately : await findShown('MedicationAdministration', query, 1), at);
}

/** An order and the one that it follows, as references. */
const chainOf = (order: Resource): string[] => {
  const prior = (order.priorPrescription as JsonObject | undefined)?.reference as string | undefined;
  return [`MedicationRequest/${order.id}`, ...(prior === undefined ? [] : [prior])];
};

function missedOf(order: Resource, taken: readonly Resource[], at: number): number {
  const times = taken.map((one) => Date.parse(String(one.effectiveDateTime))).filter((time) => time < at);
  if (times.length === 0) return 0;
  const ordered = Date.parse(String(order.authoredOn));
  const from = Math.max(...times, Number.isNaN(ordered) ? 0 : ordered, at - LOOK_BACK_MS);
  // what was taken late is the dose of its own day, and today's is not missed yet
  return plannedDoses(order, from + 1, at).filter(
    (one) => one.at - from > 12 * 3_600_000 && at - one.at > 12 * 3_600_000,
  ).length;
}

/** What whoever gives is told before the dose: that its intake is to be seen, and how many were missed when a doctor must decide. */
export async function instructionsOf(
  { search, now }: Pick<CareContext, 'search' | 'now'>,
  order: Resource,
): Promise<{ isObserved: boolean; missed?: number }> {
  if (!isObserved(order)) return { isObserved: false };
  if (!isAgonist(order)) return { isObserved: true };
  const taken = await search('MedicationAdministration', [
    ['subject', String((order.subject as JsonObject | undefined)?.reference)],
    ['request', chainOf(order).join(',')],
    ['status', 'completed'],
  ]);
  const missed = missedOf(order, taken, now);
  return missed >= MOST_MISSED ? { isObserved: true, missed } : { isObserved: true };
}
