import { readGenerated } from '../definitions/generated.ts';
import type { Json, JsonObject, Resource } from '../resource.ts';
import { patientTypes } from '../types.ts';

/**
 * The local reference `Patient/<id>` of the patient whose record a resource belongs to: of a Patient its own; of the
 * other types that live in patients' records the one it is about (subject, patient, beneficiary, individual, for), else the
 * first patient in the order of the compartment's definition (an Appointment's actor). Undefined when no local Patient
 * stands there, and for all other types. A Group is about many, so it belongs to none.
 */
export function subjectOf(resource: Resource): string | undefined {
  if (resource.resourceType === 'Patient') return resource.id === undefined ? undefined : `Patient/${resource.id}`;
  paths ??= new Map(Object.entries(JSON.parse(readGenerated('subjects.json')) as Record<string, string[][]>));
  const ways = paths.get(resource.resourceType);
  if (ways === undefined || resource.resourceType === 'Group') return undefined;
  for (const way of ways) {
    const found = referenceAt(resource, way, 0, toPatient);
    if (found !== undefined) return found;
  }
  return undefined;
}

let paths: ReadonlyMap<string, string[][]> | undefined;

/**
 * The local reference `Type/<id>` to what a resource goes with, in whose record it lives when it names no patient itself:
 * a Binary with its securityContext, a Linkage with the first of its items. Only to types that live in patients' records.
 * @source FHIR R4 binary.html#security-context
 */
export function companionOf(resource: Resource): string | undefined {
  const way = companions[resource.resourceType];
  return way === undefined ? undefined : referenceAt(resource, way, 0, inRecord);
}

/** Whether resources of a type may live with what they go with. */
export const goesWithOthers = (type: string): boolean => Object.hasOwn(companions, type);

const companions: Readonly<Record<string, readonly string[]>> = {
  Binary: ['securityContext'],
  Linkage: ['item', 'resource'],
};

type Take = (reference: string) => boolean;

const toPatient: Take = (reference) => reference.startsWith('Patient/');
const inRecord: Take = (reference) => {
  const [type = '', id, ...more] = reference.split('/');
  return patientTypes.has(type) && id !== undefined && id !== '' && more.length === 0;
};

function referenceAt(value: Json | undefined, way: readonly string[], depth: number, take: Take): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = referenceAt(item, way, depth, take);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (depth < way.length) return referenceAt(value[way[depth]!], way, depth + 1, take);
  const reference = withoutVersion(value);
  return reference !== undefined && take(reference) ? reference : undefined;
}

function withoutVersion({ reference }: JsonObject): string | undefined {
  if (typeof reference !== 'string') return undefined;
  const version = reference.indexOf('/_history/');
  return version < 0 ? reference : reference.slice(0, version);
}
