import type { JsonObject, Resource } from '../../fhir/resource.ts';

/** What the browser may import: what was fetched from the national list and sent to it, without clock and database. */

export const sfmOrganisation = 'Organization/sfm';
export const fetchedCode = 'medication-fetched';
export const sentCode = 'medication-sent';
/** On a MedicationStatement: that it is the national list that says it. */
export const medicationSources = 'https://enjournal.no/fhir/CodeSystem/medication-source';

/** A list may be sent so long after the prescriptions were looked up. @source SFM Basis, $sendMedication */
export const FRESH_MS = 4 * 3_600_000;

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

export const outputOf = (task: Resource | undefined, name: string): JsonObject | undefined =>
  objects(task?.output).find(({ type }) => (type as JsonObject | undefined)?.text === name);

/** When the prescriptions were looked up, epoch ms; undefined where that is not told. */
export function lookedUpAt(task: Resource | undefined): number | undefined {
  const at = Date.parse(String(outputOf(task, 'rf')?.valueDateTime ?? ''));
  return Number.isNaN(at) ? undefined : at;
}

/** Whether what was fetched may still be answered by a list of ours. */
export const isFresh = (task: Resource | undefined, now: number): boolean => {
  const at = lookedUpAt(task);
  return task?.status === 'completed' && at !== undefined && now - at < FRESH_MS;
};

/** By ATC; else by the name before its form and strength. */
export function substanceOf(of: Resource): string {
  const concept = (of.medicationCodeableConcept ?? {}) as JsonObject;
  const atc = objects(concept.coding).find(({ system }) => system === 'http://www.whocc.no/atc')?.code;
  const name = String(concept.text ?? objects(concept.coding)[0]?.display ?? '').toLowerCase();
  return String(atc ?? name.split(/\s+(?:tab|kaps|mikst|depot|entero|\d)/)[0]!.trim());
}
