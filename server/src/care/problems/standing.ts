import type { Issue } from '../../fhir/issue.ts';
import type { Json } from '../../fhir/resource.ts';
import { refused } from '../process.ts';
import { type Change, codingsOf, extensions, reasonGiven } from './change.ts';

/** A reason that says something. */
const leastReason = 3;

/** What holds for how problems, allergies and warnings come to stand and fall, alike. */
export function standingIssues(
  change: Change,
  statusOf: (resource: NonNullable<Change['resource']>) => string,
): Issue[] {
  const { resource, before, actor } = change;
  const type = String((resource ?? before)?.resourceType);
  if (resource === undefined) {
    // What was true of a patient is never taken away by those who treat them. @source hpl §§ 42–43, pjl § 25
    return actor.kind === 'system' ? [] : [refused('problem-kept', type, 'Mark it as entered in error instead.')];
  }
  const is = statusOf(resource);
  const was = before === undefined ? undefined : statusOf(before);
  const issues: Issue[] = [];
  if (was === 'entered-in-error' && is !== was)
    issues.push(refused('in-error-final', `${type}.status`, 'What was entered in error is not taken up again.'));
  const reason = reasonGiven(change);
  const isReasoned = (reason?.reason.length ?? 0) >= leastReason;
  if (is === 'entered-in-error' && was !== undefined && was !== is && !isReasoned)
    issues.push(
      refused('in-error-reason', `${type}.extension`, `Say why, in the extension ${extensions.statusReason}.`),
    );
  if (
    was !== undefined &&
    was !== is &&
    (is === 'refuted' || was === 'refuted') &&
    is !== 'entered-in-error' &&
    !isReasoned
  )
    issues.push(
      refused('refuted-reason', `${type}.extension`, `Say why, in the extension ${extensions.statusReason}.`),
    );
  if (reason?.by !== undefined && actor.kind === 'staff' && !isWriter(reason.by, actor))
    issues.push(refused('status-by-another', `${type}.extension`, 'Who changes a status is who writes.'));
  return issues;
}

const isWriter = (reference: string, { practitioner, practitionerRole }: Change['actor']): boolean =>
  reference.endsWith(`Practitioner/${practitioner}`) || reference.endsWith(`PractitionerRole/${practitionerRole}`);

/** Days of a date of any precision: two are compared as far as both say. */
export function isAfter(later: Json | undefined, earlier: Json | undefined): boolean {
  if (typeof later !== 'string' || typeof earlier !== 'string') return false;
  const length = Math.min(later.length, earlier.length, 10);
  return later.slice(0, length) > earlier.slice(0, length);
}

const dayMs = 86_400_000;

/**
 * Whether a person writes of what is yet to come as of what has been. By the clock of whoever is furthest ahead. What a system
 * brings is believed: other systems keep expected ends in the same place.
 */
export const isFuture = (date: Json | undefined, { actor, now }: Change): boolean =>
  actor.kind !== 'system' && isAfter(date, new Date(now + dayMs / 2).toISOString());

/** The first code of a status. */
export const statusCode = (value: Json | undefined): string => codingsOf(value)[0]?.code ?? '';
