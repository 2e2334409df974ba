import type { Issue } from '../../fhir/issue.ts';
import type { Coding, JsonObject, Resource } from '../../fhir/resource.ts';
import { type Rule, readNamed, refused } from '../process.ts';

export { toldUnit } from '../unit-at-home.ts';

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

/** `Device.type` of a dispenser of medicines: what has it is handed out and in by the rules of `handed-out.ts`. */
export const dispenserKind: Coding = {
  system: 'https://enjournal.no/fhir/CodeSystem/device-kind',
  code: 'medicine-dispenser',
  display: 'Medisindispenser',
};

export const isDispenser = (device: Resource | JsonObject | undefined): boolean =>
  objects((device?.type as JsonObject | undefined)?.coding).some(
    ({ system, code }) => system === dispenserKind.system && code === dispenserKind.code,
  );

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

/** The dispenser (`Device/…`) that a MedicationDispense says an order lies in. */
export const loadedIn = (load: Resource | undefined): string | undefined =>
  referenceIn(objects(load?.extension).find(({ url }) => url === dispenserExtension)?.valueReference);

const orderIn = (load: Resource): string | undefined => objects(load.authorizingPrescription).map(referenceIn)[0];

const INSTRUCTIONS = 'https://enjournal.no/fhir/CodeSystem/dose-instruction';

/** Whether doses of an order can lie in a dispenser: taken at set times, with nobody there. */
export const mayBeLoaded = (order: Resource | JsonObject): boolean => {
  const lines = objects(order.dosageInstruction);
  const isAlone = (line: JsonObject): boolean =>
    line.asNeededBoolean !== true &&
    line.asNeededCodeableConcept === undefined &&
    !objects(line.doseAndRate).some(({ rateQuantity, rateRange }) => (rateQuantity ?? rateRange) !== undefined) &&
    !objects(line.additionalInstruction).some(({ coding }) =>
      objects(coding).some(({ system, code }) => system === INSTRUCTIONS && code === 'observed-intake'),
    );
  return lines.length > 0 && lines.every(isAlone);
};

/** What somebody fills in a dispenser: the citizen's own, of an order that stands and is taken alone, once. */
export const loadRule: Rule = async (change) => {
  const { resource, before, actor, id, findShown, stored } = change;
  const device = loadedIn(resource);
  if (resource === undefined || device === undefined || actor.kind === 'system' || resource.status !== 'in-progress')
    return [];
  const issues: Issue[] = [];
  const citizen = referenceIn(resource.subject);
  const given = await readNamed(change, device, [loadedIn(before)]);
  if (citizen === undefined || referenceIn(given?.patient) !== citizen)
    issues.push(
      refused('dispenser-person-other', 'MedicationDispense.extension', 'The dispenser is given to this citizen.'),
    );
  const path = 'MedicationDispense.authorizingPrescription';
  const reference = orderIn(resource);
  const isKept = before?.status === 'in-progress' && orderIn(before) === reference;
  const order = await readNamed(change, reference, isKept ? [reference] : []);
  const stands = order?.status === 'active' || order?.status === 'on-hold';
  if (order === undefined || !stands || referenceIn(order.subject) !== citizen)
    return [...issues, refused('dispenser-load-order', path, 'An order of this citizen that stands.')];
  if (!mayBeLoaded(order))
    issues.push(refused('dispenser-load-alone', path, 'What is taken at set times, with nobody there.'));
  if (isKept) return issues;
  const known = await findShown(
    'MedicationDispense',
    `patient=${citizen}&prescription=${reference}&status=in-progress`,
    20,
  );
  const others = new Map([...known, ...stored].map((one) => [one.id, one])).values();
  const isDouble = [...others].some(
    (one) =>
      one.resourceType === 'MedicationDispense' &&
      one.id !== id &&
      one.status === 'in-progress' &&
      loadedIn(one) !== undefined &&
      orderIn(one) === reference,
  );
  if (isDouble) issues.push(refused('dispenser-loaded', path, 'It lies in a dispenser already.'));
  return issues;
};
