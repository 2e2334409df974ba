import { compilePath } from '../../fhirpath.ts';
import { Problem } from '../../issue.ts';
import type { Json } from '../../resource.ts';
import { generatedConditions } from '../generated.ts';

/**
 * A profile's invariant as a function: those of HL7's own profiles were compiled with the base, others are evaluated as
 * FHIRPath. Nothing found counts as false. What FHIRPath cannot do here (`resolve()`, `memberOf()`) is not held against
 * the resource.
 * @param type type or block of what the invariant stands on
 * @param path path of the element, without slices
 */
export function compileCondition(
  expression: string,
  type: string,
  path: string,
): (value: Json, resource: Json) => boolean {
  const compiled = generatedConditions().get(`${path}|${expression}`);
  if (compiled) return compiled;
  return (value, resource) => {
    try {
      return compilePath(expression, type)(value, { resource, rootResource: resource })[0] === true;
    } catch (error) {
      if (error instanceof Problem) return true;
      throw error;
    }
  };
}
