import { problem } from '../../fhir/issue.ts';
import { type Decimals, parseJson, printJson } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { elementsOf, summaryOf } from '../../fhir/summary.ts';
import { type FhirRequest, type FhirResponse, parameter } from './message.ts';

/** The part of each resource that the client asked for. */
export type Shape = (content: string) => string;

/**
 * How `_summary` and `_elements` shape every resource of the answer; undefined when whole resources were asked for.
 * @throws Problem invalid for an unknown `_summary`
 */
export function shapeOf(request: FhirRequest): Shape | undefined {
  const summary = parameter(request, '_summary') || 'false';
  const elements = parameter(request, '_elements');
  if (!['true', 'false', 'text', 'data', 'count'].includes(summary)) {
    throw problem('invalid', 'summary-unknown', { diagnostics: '_summary is true, text, data, count or false.' });
  }
  if (summary === 'true' || summary === 'text' || summary === 'data') {
    return (content) => reshape(content, (resource, decimals) => summaryOf(resource, summary, decimals));
  }
  if (elements !== undefined && elements !== '') {
    const names = elements.split(',').map((name) => name.trim());
    return (content) => reshape(content, (resource, decimals) => elementsOf(resource, names, decimals));
  }
  return undefined;
}

function reshape(content: string, to: (resource: Resource, decimals: Decimals) => Resource): string {
  const { value, decimals } = parseJson(content);
  return printJson(to(value as Resource, decimals), decimals);
}

/** The answer with its one resource in the shape asked for. */
export function shaped(request: FhirRequest, response: FhirResponse): FhirResponse {
  const shape = request.query.length === 0 ? undefined : shapeOf(request);
  if (shape === undefined || response.body.kind !== 'text') return response;
  return { ...response, body: { kind: 'text', text: shape(response.body.text) } };
}
