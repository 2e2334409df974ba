import type { Issue } from '../../fhir/issue.ts';
import type { Reference, Resource } from '../../fhir/resource.ts';
import { subjectOf } from '../../fhir/search/subject.ts';
import { type Governed, refused } from '../process.ts';

/**
 * The contact that a note or a form is said to belong to is the same citizen's, and has not been called off. What it belonged to
 * already is not asked about again. Whether there is no such contact, one of somebody else, or one that is kept from the writer,
 * the answer does not tell.
 */
export async function contactIssues(
  { readShown }: Governed,
  before: Resource | undefined,
  after: Resource,
): Promise<Issue[]> {
  const { reference } = (after.encounter ?? {}) as Reference;
  if (reference === undefined || reference === (before?.encounter as Reference | undefined)?.reference) return [];
  const contact = reference.startsWith('Encounter/') ? await readShown(reference) : undefined;
  const isTheirs = contact !== undefined && subjectOf(contact) === subjectOf(after);
  if (isTheirs && !['cancelled', 'entered-in-error'].includes(String(contact.status))) return [];
  const place = `${after.resourceType}.encounter`;
  return [refused('note-contact', place, 'The contact is one of the same citizen, and has not been called off.')];
}
