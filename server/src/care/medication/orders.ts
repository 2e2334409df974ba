import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import { amountIssues } from './amounts.ts';
import { rateIssues } from './infusion.ts';
import { norway, runOf } from './schedule.ts';
import { patternOf } from './timing.ts';

/** Statuses of an order that is over. It is not taken up again: a new one is written, that says what it follows. */
const OVER = new Set(['stopped', 'completed', 'cancelled', 'entered-in-error']);
/** Roles that may order medicines. @source hpl § 11; FOR-2022-12-01-2062 (utleveringsforskriften) */
export const PRESCRIBERS: ReadonlySet<string> = new Set(['lege', 'kommuneoverlege']);
/** Intents of what others act on at once. */
const ORDERING = new Set(['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order']);

const DAY_MS = 86_400_000;
/** What was begun before it could be written; further back it is what somebody tells of, and not an order. Our own choice. */
const MOST_BACK_MS = 7 * DAY_MS;
/** No prescription is written further ahead. */
const MOST_AHEAD_MS = 366 * DAY_MS;

/** A change as the rules of an order need to know it; the browser asks them too. */
export type OrderChange = Pick<Governed, 'resource' | 'before' | 'now'> & {
  actor: { kind: 'staff' | 'system' | 'citizen'; role?: string };
};

/** Rules of an order, with what the catalogue says of the medicine's form where its name does not. */
export const orderRule: Rule = async (change) => {
  const issues = orderIssues(change);
  const { resource, before } = change;
  if (resource === undefined || resource.status === 'entered-in-error' || !isDosedAnew(resource, before)) return issues;
  if (amountIssues(resource).length > 0) return issues;
  const form = await formOf(change, resource);
  return form === undefined ? issues : [...issues, ...amountIssues(resource, form)];
};

const ATC = 'http://www.whocc.no/atc';

async function formOf({ find }: Governed, order: Resource): Promise<string | undefined> {
  const { coding } = (order.medicationCodeableConcept ?? {}) as { coding?: { system?: string; code?: string }[] };
  const item = coding?.find(({ system, code }) => system !== undefined && system !== ATC && code !== undefined);
  if (item === undefined) return undefined;
  const query = `code=${encodeURIComponent(`${item.system}|${item.code}`)}`;
  const [known] = await find('MedicationKnowledge', query, 1);
  const form = known?.doseForm as { text?: string; coding?: { display?: string }[] } | undefined;
  return form?.text ?? form?.coding?.[0]?.display;
}

/** Whether what is taken, or how, is otherwise than it was: what stands already is not judged again when it is ended. */
function isDosedAnew(resource: Resource, before: Resource | undefined): boolean {
  const of = ({ dosageInstruction, medicationCodeableConcept }: Resource) => {
    const amounts = ((dosageInstruction ?? []) as JsonObject[]).map(({ doseAndRate }) => doseAndRate);
    return JSON.stringify([amounts, medicationCodeableConcept]);
  };
  return before === undefined || of(before) !== of(resource);
}

/**
 * Rules of an order. What systems bring in of older orders is held only to what would make it dangerous to give by.
 */
export function orderIssues({ resource, before, actor, now }: OrderChange): Issue[] {
  const isPerson = actor.kind !== 'system';
  if (resource === undefined) {
    return isPerson ? [refused('order-kept', 'MedicationRequest', 'An order is stopped or marked as an error.')] : [];
  }
  const issues: Issue[] = [];
  const { status, intent } = resource as unknown as { status: string; intent: string };
  const was = before?.status as string | undefined;
  if (was !== undefined && OVER.has(was) && status !== was && status !== 'entered-in-error') {
    issues.push(refused('order-over', 'MedicationRequest.status', `From ${was} an order goes nowhere else.`));
  }
  if (isPerson && status === 'stopped' && resource.statusReason === undefined) {
    issues.push(refused('stop-reason', 'MedicationRequest.statusReason', 'Why it was stopped is told (Volven 7494).'));
  }
  const isOrdered = status === 'active' && ORDERING.has(intent);
  const isChanged =
    was !== 'active' || JSON.stringify(before?.dosageInstruction) !== JSON.stringify(resource.dosageInstruction);
  if (actor.kind === 'staff' && isOrdered && isChanged && !PRESCRIBERS.has(actor.role ?? '')) {
    issues.push(
      refused('not-prescriber', 'MedicationRequest.intent', 'Only a doctor orders; others propose (intent proposal).'),
    );
  }
  if (status === 'entered-in-error') return issues;
  if (isPerson && isOrdered && before === undefined) issues.push(...timeIssues(resource, now));
  if (isDosedAnew(resource, before)) {
    issues.push(...amountIssues(resource));
    if (isPerson) issues.push(...rateIssues(resource));
  }
  return [...issues, ...dosageIssues(resource)];
}

/** What is ordered begins about now, or later; and is not over when it is ordered. */
function timeIssues(order: Resource, now: number): Issue[] {
  const issues: Issue[] = [];
  for (const [line, dosage] of ((order.dosageInstruction ?? []) as JsonObject[]).entries()) {
    const run = runOf(order, dosage, norway.zone);
    if (run === undefined) continue;
    const path = `MedicationRequest.dosageInstruction[${line}].timing.repeat.bounds`;
    if (run.end <= now && run.end >= run.start) issues.push(refused('order-is-past', path, 'It is over already.'));
    else if (run.start < now - MOST_BACK_MS) issues.push(refused('order-in-past', path, 'It begins too far back.'));
    else if (run.start > now + MOST_AHEAD_MS) issues.push(refused('order-far-ahead', path, 'It begins too far ahead.'));
  }
  return issues;
}

function dosageIssues(order: Resource): Issue[] {
  const lines = (order.dosageInstruction ?? []) as JsonObject[];
  return lines.flatMap((dosage, line) => {
    const path = `MedicationRequest.dosageInstruction[${line}]`;
    const issues: Issue[] = [];
    const pattern = patternOf(dosage);
    if ('unplanned' in pattern && (pattern.unplanned === 'malformed' || pattern.unplanned === 'too-often')) {
      issues.push(refused(`dosage-${pattern.unplanned}`, `${path}.timing`, 'No times can be worked out of this.'));
    }
    const run = runOf(order, dosage, norway.zone);
    if (run !== undefined && run.end < run.start) {
      issues.push(refused('ends-before-start', `${path}.timing.repeat.bounds`, 'It ends before it begins.'));
    }
    for (const [i, { doseQuantity }] of ((dosage.doseAndRate ?? []) as { doseQuantity?: JsonObject }[]).entries()) {
      if (doseQuantity === undefined || Number(doseQuantity.value) > 0) continue;
      issues.push(refused('dose-amount', `${path}.doseAndRate[${i}].dose`, 'A dose is more than nothing.'));
    }
    return issues;
  });
}

/** When an order ceased to be one to give by, epoch ms; Infinity while it stands. */
export function ceasedAt(order: Resource): number {
  const lines = (order.dosageInstruction ?? []) as JsonObject[];
  const ends = lines.map((dosage) => runOf(order, dosage, norway.zone)?.end ?? Number.POSITIVE_INFINITY);
  const end = ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends);
  if (order.status === 'active') return end;
  const written = Date.parse(order.meta?.lastUpdated as string);
  // stopped without a word of when, or before the end it was to have: from when that was written
  if (order.status === 'stopped' || order.status === 'cancelled') return Math.min(end, written);
  return Number.isFinite(end) ? end : written;
}

/** A line of an order's dosage with its end at a time, unless it ended before. */
export function endedAt(line: JsonObject, order: Resource, at: number): JsonObject {
  const timing = (line.timing ?? {}) as JsonObject;
  const { boundsDuration, boundsRange, ...repeat } = (timing.repeat ?? {}) as JsonObject;
  const run = runOf(order, line, norway.zone);
  if (run !== undefined && run.end <= at) return line;
  const start = ((repeat.boundsPeriod as JsonObject | undefined)?.start ?? order.authoredOn) as string | undefined;
  // what has not begun never does: it ends as it begins, and gives no dose
  const end = new Date(Math.max(at, run?.start ?? at)).toISOString();
  const boundsPeriod = { ...(start === undefined ? {} : { start }), end };
  return { ...line, timing: { ...timing, repeat: { ...repeat, boundsPeriod } } };
}
