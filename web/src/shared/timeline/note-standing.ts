import { localReference } from '../fhir/references.ts';
import type { CodeableConcept, Composition, Reference, Resource } from '../fhir/types.ts';

/** How it stands with what was written: the writer's own draft, waiting for a supervisor, signed, corrected, or struck out. */
export type NoteStanding = 'draft' | 'countersign' | 'signed' | 'corrected' | 'struck';

export function standingOfNote(resource: Resource): NoteStanding | undefined {
  const { status, attester } = resource as Composition;
  if (resource.resourceType === 'QuestionnaireResponse') return status === 'in-progress' ? 'draft' : undefined;
  if (status === 'entered-in-error') return 'struck';
  if (resource.resourceType !== 'Composition') return undefined;
  if (status === 'preliminary') return attester === undefined ? 'draft' : 'countersign';
  return status === 'amended' ? 'corrected' : 'signed';
}

const struckReason = 'https://enjournal.no/fhir/StructureDefinition/struck-reason';

/** Why something does not count any more: on the wrong person or plainly wrong, and in the words of who struck it. */
export function struckBecause({ extension = [] }: Resource): { code: string; text: string } {
  const reason = extension.find(({ url }) => url === struckReason)?.valueCodeableConcept as CodeableConcept | undefined;
  return { code: reason?.coding?.[0]?.code ?? 'error', text: reason?.text ?? '' };
}

/** Whether the reader wrote it, or works where it was written: others are not offered to change it. */
export function isOwn(note: Composition, reader: { reference: string; units: readonly string[] }): boolean {
  const custodian = localReference(note.custodian);
  return (
    note.author?.some(({ reference }) => reference === reader.reference) === true ||
    (custodian !== undefined && reader.units.includes(custodian))
  );
}

/** What a note's sections refer to: the answers it was made of, and what was measured and found. */
export const partsOf = ({ section = [] }: Composition): Reference[] => section.flatMap(({ entry = [] }) => entry);

/** A note that was written in a template can be corrected in it. */
export const hasForm = (note: Composition): boolean =>
  partsOf(note).some(({ reference }) => reference?.startsWith('QuestionnaireResponse/'));
