import type { Issue } from '../issue.ts';
import type { Decimals } from '../json/index.ts';
import type { Resource } from '../resource.ts';
import { isResourceType } from '../types.ts';
import { Findings } from './findings.ts';
import { loadChecks } from './generated.ts';
import { checkProfiles } from './profiles/index.ts';
import type { BindingCheck, ProfileSource } from './profiles/rule.ts';
import { checkResource } from './runtime.ts';

export { hl7Bindings, ProfileRegistry } from './profiles/registry.ts';
export type { BindingCheck, CompiledProfile, ProfileSource } from './profiles/rule.ts';

export type ValidationContext = {
  /** Where the texts of the numbers are kept (see `parseJson`), to tell an integer written `1.0` from one written `1`. */
  decimals?: Decimals;
  /** Where the profiles named in `meta.profile` are found; by default HL7's own of R4. */
  profiles?: ProfileSource;
  /** Answers for the value sets that profiles require; by default those of HL7's own. */
  bindings?: BindingCheck;
};

/**
 * Validates a resource against R4 (structure, cardinality, types, formats, required bindings, targets of references,
 * invariants, narrative), the check digits of Norwegian identifiers, and, when all that is well, against the profiles
 * named in `meta.profile`, also of resources within it.
 * @returns what is wrong, at most 100 issues; `expression` is a FHIRPath from the type's name on. Only issues of
 *   severity `error` make a resource invalid: a profile nobody knows is a warning. Empty when all is well
 */
export function validateResource(resource: Resource, context: ValidationContext = {}): Issue[] {
  loadChecks();
  const { decimals } = context;
  if (decimals !== undefined && !decimals.isEmpty) findings.decimals = decimals;
  try {
    checkResource(resource, findings);
    if (!findings.hasErrors) checkProfiles(resource, context, findings);
    if (findings.count > 0)
      findings.prefix(0, isResourceType(resource.resourceType) ? resource.resourceType : 'Resource');
  } catch (error) {
    findings.take();
    throw error;
  }
  return findings.take();
}

/** One for all validations, for they never overlap and most leave nothing in it. */
const findings = new Findings();
