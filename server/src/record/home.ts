import { recordOfOwnId } from '../fhir/ids.ts';
import type { Resource } from '../fhir/resource.ts';
import { subjectOf } from '../fhir/search/subject.ts';
import { patientTypes } from '../fhir/types.ts';
import { guessRecord } from './current.ts';
import type { Step } from './step.ts';

/** The record of the patient whom a resource is about. */
export function recordOfSubject(resource: Resource): bigint | undefined {
  const subject = subjectOf(resource);
  if (subject === undefined) return undefined;
  return guessRecord('Patient', subject.slice(subject.indexOf('/') + 1));
}

/** The record where what a step makes of a resource is to live. Its id must be known. */
export function homeOf({ operation: { type }, current, id, record }: Step, resource: Resource): bigint {
  if (record !== undefined) return record;
  if (type === 'Patient' || !patientTypes.has(type)) return guessRecord(type, id!);
  const own = recordOfSubject(resource);
  if (own !== undefined) return own;
  // about no one patient: a record of its own, which its id must tell or `located` will
  return current.state === 'absent' ? recordOfOwnId(type, id!) : current.record;
}
