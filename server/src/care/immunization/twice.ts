import type { Issue } from '../../fhir/issue.ts';
import { dayOfTime, daysAfter } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, refused } from '../process.ts';
import { codesOf } from './vaccination.ts';

/**
 * The same vaccine on the same day is one vaccination: from two screens, or sent twice. The record is locked while it is
 * decided, so that two at once do not pass each other. What is kept from the writer does not count: a refusal would tell of it.
 */
export async function vaccinatedTwice(change: Governed): Promise<Issue[]> {
  const { resource, id, actor } = change;
  if (actor.kind === 'system' || resource === undefined || resource.status !== 'completed') return [];
  const patient = (resource.patient as JsonObject | undefined)?.reference;
  const day = dayOfTime(String(resource.occurrenceDateTime ?? ''));
  if (typeof patient !== 'string' || day.length < 10) return [];
  await change.read(patient);
  const codes = codesOf(resource);
  const standing = await change.findShown(
    'Immunization',
    `patient=${encodeURIComponent(patient)}&status=completed&date=ge${daysAfter(day, -1)}&date=le${day}`,
    20,
  );
  const beside = change.stored.filter(
    ({ resourceType, status }) => resourceType === 'Immunization' && status === 'completed',
  );
  const isOther = (one: Resource): boolean =>
    one.id !== id &&
    (one.patient as JsonObject | undefined)?.reference === patient &&
    dayOfTime(String(one.occurrenceDateTime ?? '')) === day &&
    codesOf(one).some((code) => codes.includes(code));
  return [...standing, ...beside].some(isOther)
    ? [refused('vaccine-twice', 'Immunization.vaccineCode', 'The same vaccine is recorded on this day already.')]
    : [];
}
