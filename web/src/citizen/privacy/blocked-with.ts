import { keyOf, localReference } from '../../shared/fhir/references.ts';
import type { Composition, DiagnosticReport, Resource } from '../../shared/fhir/types.ts';
import { partsOf } from '../../shared/timeline/note-standing.ts';

/** What is blocked together: what was written, with the answers it was made of, and what was measured in it. */
export const goesAlong = new Set([
  ...['Composition', 'ClinicalImpression', 'Encounter', 'QuestionnaireResponse', 'Observation'],
  ...['DiagnosticReport', 'DocumentReference'],
]);

/** References of what is blocked with an entry: never the medicines and problems that came of it. */
export function blockedWith(lead: Resource, parts: readonly Resource[]): string[] {
  const said = [
    ...(lead.resourceType === 'Composition' ? partsOf(lead as Composition) : []),
    ...(lead.resourceType === 'DiagnosticReport' ? ((lead as DiagnosticReport).result ?? []) : []),
  ].flatMap((one) => localReference(one) ?? []);
  const along = [...parts.map(keyOf), ...said].filter((one) => goesAlong.has(one.split('/')[0] ?? ''));
  return [...new Set([keyOf(lead), ...along])];
}
