import { readGenerated } from '../definitions/generated.ts';
import type { Json, JsonObject, Resource } from '../resource.ts';

/**
 * The local reference `Patient/<id>` of the patient whose record a resource belongs to: of a Patient its own; of the
 * other types in R4's Patient compartment the one it is about (subject, patient, beneficiary, individual, for), else the
 * first patient in the order of the compartment's definition (an Appointment's actor). Undefined when no local Patient
 * stands there, and for all other types. A Group is about many, so it belongs to none.
 */
export function subjectOf(resource: Resource): string | undefined {
  if (resource.resourceType === 'Patient') return resource.id === undefined ? undefined : `Patient/${resource.id}`;
  paths ??= new Map(Object.entries(JSON.parse(readGenerated('subjects.json')) as Record<string, string[][]>));
  const ways = paths.get(resource.resourceType);
  if (ways === undefined || resource.resourceType === 'Group') return undefined;
  for (const way of ways) {
    const found = patientAt(resource, way, 0);
    if (found !== undefined) return found;
  }
  return undefined;
}

let paths: ReadonlyMap<string, string[][]> | undefined;

function patientAt(value: Json | undefined, way: readonly string[], depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = patientAt(item, way, depth);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return depth === way.length ? patientOf(value) : patientAt(value[way[depth]!], way, depth + 1);
}

function patientOf({ reference }: JsonObject): string | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('Patient/')) return undefined;
  const version = reference.indexOf('/_history/');
  return version < 0 ? reference : reference.slice(0, version);
}
