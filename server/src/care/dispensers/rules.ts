import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Rule, refused } from '../process.ts';

export const verification = 'https://enjournal.no/fhir/CodeSystem/verification';
/** On a MedicationDispense that is under way: the dispenser (Device) in which the doses of an order lie. */
export const dispenserExtension = 'https://enjournal.no/fhir/StructureDefinition/dispenser';

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
export const referenceIn = (value: unknown): string | undefined => {
  const reference = (value as JsonObject | undefined)?.reference;
  return typeof reference === 'string' ? reference : undefined;
};

/** The device that says that a dose was taken, or was not. */
export const dispenserOf = (dose: Resource | JsonObject | undefined): string | undefined =>
  objects(dose?.device).map(referenceIn)[0];

export const isUnverified = (dose: Resource | undefined): boolean =>
  objects(dose?.meta?.tag).some(({ system, code }) => system === verification && code === 'unverified');

/** What a dispenser tells: of the citizen whom it is given to, of an order, with a time; and a person confirms it. */
export const dispenserRule: Rule = async ({ resource, before, actor, read }) => {
  if (resource === undefined) return [];
  const issues: Issue[] = [];
  const isMachine = actor.kind === 'system';
  if (isMachine && isUnverified(before) && !isUnverified(resource) && resource.status !== 'entered-in-error')
    issues.push(refused('dispenser-confirm-person', 'MedicationAdministration.status', 'A person confirms it.'));
  if (!isUnverified(resource) || !isMachine) return issues;
  const device = dispenserOf(resource);
  if (device?.startsWith('Device/') !== true) return issues;
  const owner = referenceIn((await read(device))?.patient);
  if (owner === undefined || owner !== referenceIn(resource.subject))
    issues.push(
      refused('dispenser-person-other', 'MedicationAdministration.device', 'The dispenser is given to this citizen.'),
    );
  if (referenceIn(resource.request) === undefined)
    issues.push(refused('dispenser-order', 'MedicationAdministration.request', 'Which order the dose is of.'));
  if (!String(resource.effectiveDateTime ?? '').includes('T'))
    issues.push(refused('dispenser-time', 'MedicationAdministration.effective', 'When it was, with the time of day.'));
  return issues;
};
