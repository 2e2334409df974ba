import { type Issue, Problem } from '../../../fhir/issue.ts';
import type { Resource } from '../../../fhir/resource.ts';
import { validateResource } from '../../../fhir/validate/index.ts';
import type { FhirRequest } from '../message.ts';
import { formatOf, parsedBody } from '../negotiate.ts';

/** What would be read as something else. Drafts need not be complete, and each operation judges the rest of what it is given. */
const SHAPES = new Set(['not-an-object', 'not-an-array', 'wrong-type']);

/**
 * The request with its body parsed, in the shape that FHIR gives it: arrays where they are expected, objects, texts and numbers. What
 * operations read of it need not be looked at for that again.
 * @throws Problem invalid, with all that has another shape
 */
export function shaped(request: FhirRequest): FhirRequest {
  const { body } = request;
  const isFhir = body.kind === 'parsed' || (body.kind === 'bytes' && formatOf(body.mediaType) !== undefined);
  if (!isFhir || (body.kind === 'bytes' && body.bytes.length === 0)) return request;
  const parsed = parsedBody(request);
  const resource = parsed.value as Resource;
  // a Bundle is judged entry by entry, by what is done with it
  if (typeof resource.resourceType === 'string' && resource.resourceType !== 'Bundle') {
    const issues = validateResource(resource, { decimals: parsed.decimals }).filter(isOfShape);
    if (issues.length > 0) throw new Problem('invalid', issues);
  }
  return { ...request, body: { kind: 'parsed', parsed } };
}

const isOfShape = ({ severity, key = '' }: Issue): boolean => severity === 'error' && SHAPES.has(key);
