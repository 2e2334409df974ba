import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, refused } from '../process.ts';
import { norway, runOf } from './schedule.ts';
import { patternOf } from './timing.ts';

/** Statuses of an order that is over. It is not taken up again: a new one is written, that says what it follows. */
const OVER = new Set(['stopped', 'completed', 'cancelled', 'entered-in-error']);
/** Roles that may order medicines. @source hpl § 11; FOR-2022-12-01-2062 (utleveringsforskriften) */
const PRESCRIBERS = new Set(['lege', 'kommuneoverlege']);
/** Intents of what others act on at once. */
const ORDERING = new Set(['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order']);

/**
 * Rules of an order. What systems bring in of older orders is held only to what would make it dangerous to give by.
 */
export function orderIssues({ resource, before, actor }: Governed): Issue[] {
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
  return status === 'entered-in-error' ? issues : [...issues, ...dosageIssues(resource)];
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
  // stopped without a word of when: from when that was written
  return Number.isFinite(end) ? end : Date.parse(order.meta?.lastUpdated as string);
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
