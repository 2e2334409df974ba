import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';
import { type Change, hasCode, isSame, says } from './change.ts';
import { isAfter, isFuture, standingIssues, statusCode } from './standing.ts';

export const isProblem = ({ category }: Resource): boolean => hasCode(category, 'problem-list-item', 'health-concern');

/** Whether a problem or diagnosis counts now. */
export const isActiveProblem = ({ clinicalStatus, verificationStatus }: Resource): boolean =>
  ['active', 'recurrence', 'relapse'].includes(statusCode(clinicalStatus)) &&
  !hasCode(verificationStatus, 'refuted', 'entered-in-error');

/** Problems and diagnoses. */
export function conditionIssues(change: Change): Issue[] {
  const { resource, before } = change;
  const issues = standingIssues(change, ({ verificationStatus }) => statusCode(verificationStatus));
  if (resource === undefined || hasCode(resource.verificationStatus, 'entered-in-error')) return issues;
  if (isProblem(resource) && !says(resource.code))
    issues.push(refused('problem-what', 'Condition.code', 'A problem has a code, or words.'));
  const onset = onsetOf(resource);
  if (isNew(change, 'onsetDateTime') && isFuture(onset, change))
    issues.push(refused('onset-in-future', 'Condition.onset', 'The onset is in the future.'));
  if (isNew(change, 'abatementDateTime') && isFuture(resource.abatementDateTime, change))
    issues.push(refused('ended-in-future', 'Condition.abatement', 'The end is in the future.'));
  const isDated = before === undefined || isNew(change, 'abatementDateTime') || isNew(change, 'onsetDateTime');
  if (isDated && isAfter(onset, resource.abatementDateTime))
    issues.push(refused('ended-before-onset', 'Condition.abatement', 'It ends before it begins.'));
  return issues;
}

const onsetOf = ({ onsetDateTime, onsetPeriod }: Resource) =>
  onsetDateTime ?? (onsetPeriod as JsonObject | undefined)?.start;

const isNew = ({ resource, before }: Change, member: string): boolean => !isSame(resource?.[member], before?.[member]);
