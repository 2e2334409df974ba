import type { Resource } from '../../../fhir/resource.ts';
import { Parameters } from '../../../terminology/index.ts';
import type { FhirRequest } from '../message.ts';
import { parsedBody } from '../negotiate.ts';

/** The parameters of an operation's call: the query, and the body of a POST if it has one. */
export function parametersOf(request: FhirRequest): Parameters {
  const hasBody = request.body.kind === 'parsed' || (request.body.kind === 'bytes' && request.body.bytes.length > 0);
  const query = request.query.filter(([name]) => name !== '_format' && name !== '_pretty');
  return hasBody ? new Parameters(query, parsedBody(request).value as Resource) : new Parameters(query);
}
