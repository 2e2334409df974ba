import { loadGenerated } from '../definitions/generated.ts';
import type { Issue } from '../issue.ts';
import type { Decimals } from '../json/index.ts';
import type { Resource } from '../resource.ts';
import { isResourceType } from '../types.ts';
import { Findings } from './findings.ts';
import { type Check, checkResource, runtime } from './runtime.ts';

export type ValidationContext = {
  /** Where the texts of the numbers are kept (see `parseJson`), to tell an integer written `1.0` from one written `1`. */
  decimals?: Decimals;
};

/**
 * Validates a resource against R4: structure, cardinality, types, formats, required bindings, targets of references,
 * invariants, narrative, and the check digits of Norwegian identifiers.
 * @returns what is wrong, at most 100 issues; `expression` is a FHIRPath from the type's name on. Only issues of
 *   severity `error` make a resource invalid. Empty when all is well
 */
export function validateResource(resource: Resource, context: ValidationContext = {}): Issue[] {
  loadChecks();
  const { decimals } = context;
  if (decimals !== undefined && !decimals.isEmpty) findings.decimals = decimals;
  try {
    checkResource(resource, findings);
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

let isLoaded = false;

function loadChecks(): void {
  if (isLoaded) return;
  const generated = loadGenerated<(rt: typeof runtime) => ReadonlyMap<string, Check>>('validator.cjs');
  const checks = generated(runtime);
  runtime.resourceCheck = (type) => checks.get(type);
  isLoaded = true;
}
