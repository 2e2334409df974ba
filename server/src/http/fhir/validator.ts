import type { Issue } from '../../fhir/issue.ts';
import type { Decimals } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { hl7Bindings, ProfileRegistry, validateResource } from '../../fhir/validate/index.ts';
import type { Queryable } from '../../record/index.ts';
import { contentResources, preloadBindings } from '../../terminology/index.ts';

export type Validate = (resource: Resource, decimals?: Decimals) => Issue[];

/** Validation against R4 and the profiles that a resource names: HL7's own, those of `content/`, and those given. */
export async function validatorWith(client: Queryable, stored: readonly Resource[]): Promise<Validate> {
  const profiles = [...contentResources(new Set(['StructureDefinition'])), ...stored];
  const registry = new ProfileRegistry();
  for (const profile of profiles) registry.add(profile);
  const ours = await preloadBindings(client, profiles);
  const context = {
    profiles: registry,
    bindings: (valueSet: string, system: string | undefined, code: string) =>
      ours(valueSet, system, code) ?? hl7Bindings(valueSet, system, code),
  };
  return (resource, decimals) =>
    validateResource(resource, decimals === undefined ? context : { ...context, decimals });
}
