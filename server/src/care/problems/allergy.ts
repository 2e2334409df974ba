import type { Issue } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';
import { type Change, hasCode, isSame, says } from './change.ts';
import { isFuture, standingIssues, statusCode } from './standing.ts';

/** That somebody has asked, and the answer was no. @source SNOMED CT; HL7 IPS */
export const noKnownAllergies = ['716186003', '409137002', 'no-known-allergies'] as const;

export const isNoKnown = ({ code }: Resource): boolean => hasCode(code, ...noKnownAllergies);

/** Whether an allergy counts now. */
export const isActiveAllergy = ({ clinicalStatus, verificationStatus }: Resource): boolean =>
  !hasCode(clinicalStatus, 'inactive', 'resolved') && !hasCode(verificationStatus, 'refuted', 'entered-in-error');

/** Allergies and intolerances. */
export function allergyIssues(change: Change): Issue[] {
  const { resource, before } = change;
  const issues = standingIssues(change, ({ verificationStatus }) => statusCode(verificationStatus));
  if (resource === undefined || hasCode(resource.verificationStatus, 'entered-in-error')) return issues;
  if (!says(resource.code))
    issues.push(refused('allergy-what', 'AllergyIntolerance.code', 'An allergy is to something.'));
  if (!isSame(resource.onsetDateTime, before?.onsetDateTime) && isFuture(resource.onsetDateTime, change))
    issues.push(refused('onset-in-future', 'AllergyIntolerance.onset', 'The onset is in the future.'));
  return issues;
}
