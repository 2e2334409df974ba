import { isDeepStrictEqual } from 'node:util';
import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Rule, refused } from '../process.ts';
import { deputyExtension, objectsIn, referenceOf } from './rules.ts';

/** Whether a role, person or unit has no more work: ended, closed, or away now. */
export function hasEnded(of: Resource, now: number): boolean {
  if (of.active === false) return true;
  const end = (of.period as JsonObject | undefined)?.end;
  if (typeof end === 'string' && endOf(end) <= now) return true;
  return absencesAt(of, now).length > 0;
}

/** A date lasts through its day. */
const endOf = (text: string): number => Date.parse(text) + (text.length === 10 ? 86_400_000 : 0);

/** The times at which somebody is away that hold now. */
function absencesAt(of: Resource, now: number): JsonObject[] {
  return objectsIn(of.notAvailable).filter(({ during }) => {
    const { start, end: until } = (during ?? {}) as { start?: string; end?: string };
    return start !== undefined && Date.parse(start) <= now && (until === undefined || now < endOf(until));
  });
}

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
  const begins = absencesAt(of, now).map(({ during }) => Date.parse(String((during as JsonObject).start)));
  return begins.length === 0 ? undefined : Math.max(...begins);
}

/** An absence begins and ends, and its deputy is somebody else who works in the same unit. */
export const absenceRule: Rule = async ({ id, resource, before, read }) => {
  if (resource === undefined || isDeepStrictEqual(resource.notAvailable, before?.notAvailable)) return [];
  const issues: Issue[] = [];
  for (const [i, absence] of objectsIn(resource.notAvailable).entries()) {
    const at = `PractitionerRole.notAvailable[${i}]`;
    const { start, end } = (absence.during ?? {}) as { start?: string; end?: string };
    const isPeriod = start !== undefined && (end === undefined || endOf(end) > Date.parse(start));
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
