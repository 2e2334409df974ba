import { isDeepStrictEqual } from 'node:util';
import type { Issue } from '../../fhir/issue.ts';
import { beginningOf, endOf } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Rule, refused } from '../process.ts';
import { deputyExtension, objectsIn, referenceOf } from './rules.ts';

/** Whether a role, person or unit has no more work: ended, closed, or away now. */
export function hasEnded(of: Resource, now: number): boolean {
  if (of.active === false) return true;
  const end = (of.period as JsonObject | undefined)?.end;
  if (typeof end === 'string' && (endOf(end) ?? Number.NaN) <= now) return true;
  return absencesAt(of, now).length > 0;
}

/** The times at which somebody is away that hold now. */
function absencesAt(of: Resource, now: number): JsonObject[] {
  return objectsIn(of.notAvailable).filter(({ during }) => {
    const { start, end: until } = (during ?? {}) as { start?: string; end?: string };
    return isBegun(start, now) && (until === undefined || now < (endOf(until) ?? Number.NaN));
  });
}

const isBegun = (start: string | undefined, now: number): boolean =>
  start !== undefined && (beginningOf(start) ?? Number.NaN) <= now;

/** `PractitionerRole/id` of who stands in for a job whose holder is away now. */
export function deputyOf(of: Resource, now: number): string | undefined {
  for (const absence of absencesAt(of, now)) {
    const deputy = deputyIn(absence);
    if (deputy !== undefined) return deputy;
  }
  return undefined;
}

const deputyIn = (absence: JsonObject): string | undefined =>
  referenceOf(objectsIn(absence.extension).find(({ url }) => url === deputyExtension)?.valueReference);

/** When an absence that has a beginning began: epoch ms, the latest that holds now. */
export function awaySince(of: Resource, now: number): number | undefined {
  const begins = absencesAt(of, now).map(
    ({ during }) => beginningOf(String((during as JsonObject).start)) ?? Number.NaN,
  );
  return begins.length === 0 ? undefined : Math.max(...begins);
}

/** An absence begins and ends, and its deputy is somebody else who works in the same unit. */
export const absenceRule: Rule = async ({ id, resource, before, read }) => {
  if (resource === undefined || isDeepStrictEqual(resource.notAvailable, before?.notAvailable)) return [];
  const issues: Issue[] = [];
  for (const [i, absence] of objectsIn(resource.notAvailable).entries()) {
    const at = `PractitionerRole.notAvailable[${i}]`;
    const { start, end } = (absence.during ?? {}) as { start?: string; end?: string };
    const isPeriod =
      start !== undefined && (end === undefined || (endOf(end) ?? Number.NaN) > (beginningOf(start) ?? Number.NaN));
    if (!isPeriod) issues.push(refused('absence-period', `${at}.during`, 'An absence begins, and ends after that.'));
    const deputy = deputyIn(absence);
    if (deputy === undefined) continue;
    const job = await read(deputy);
    const isElse =
      job !== undefined && job.id !== id && referenceOf(job.practitioner) !== referenceOf(resource.practitioner);
    const isThere = job?.active !== false && referenceOf(job?.organization) === referenceOf(resource.organization);
    if (!isElse || !isThere)
      issues.push(
        refused('absence-deputy', `${at}.extension`, 'A deputy is somebody else who works in the same unit.'),
      );
  }
  return issues;
};
