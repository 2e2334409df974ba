import { FhirFailure, matchesOf, send } from './client.ts';
import type { Bundle, OperationOutcome, Resource } from './types.ts';

const json = { 'content-type': 'application/fhir+json', prefer: 'return=representation' };

/** What stands under an id is changed only as the writer saw it. */
const versionOf = ({ meta }: Resource): string | undefined => (meta?.versionId ? `W/"${meta.versionId}"` : undefined);

/**
 * Stores resources, all or none: new ones without an id, changed ones as they were read, with what is to be otherwise.
 * @returns them as they stand now @throws FhirFailure `stale` when somebody else has changed one meanwhile
 */
export async function write(resources: readonly Resource[], urls: readonly string[] = []): Promise<Resource[]> {
  const [first, ...others] = resources;
  if (first === undefined) return [];
  if (others.length === 0) return [await writeOne(first)];
  const entry = resources.map((resource, index) => ({
    ...(urls[index] ? { fullUrl: urls[index] } : {}),
    resource,
    request:
      resource.id === undefined
        ? { method: 'POST', url: resource.resourceType }
        : { method: 'PUT', url: `${resource.resourceType}/${resource.id}`, ifMatch: versionOf(resource) },
  }));
  const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  const answer = (await (await send('', { method: 'POST', headers: json, body })).json()) as Bundle;
  return matchesOf(answer);
}

async function writeOne(resource: Resource): Promise<Resource> {
  const { resourceType, id } = resource;
  const version = versionOf(resource);
  const answer = await send(id === undefined ? resourceType : `${resourceType}/${id}`, {
    method: id === undefined ? 'POST' : 'PUT',
    headers: { ...json, ...(id !== undefined && version ? { 'if-match': version } : {}) },
    body: JSON.stringify(resource),
  });
  return (await answer.json()) as Resource;
}

/** One thing that is wrong, where, in the user's words. */
export type Said = { expression: string; text: string };

/** What the server refused, by field: `Bundle.entry[1].resource.code` is told as `Condition.code`. */
export function saidOf(error: unknown, resources: readonly Resource[]): Said[] {
  const outcome: OperationOutcome | undefined = error instanceof FhirFailure ? error.outcome : undefined;
  return (outcome?.issue ?? [])
    .filter(({ severity }) => severity !== 'warning' && severity !== 'information')
    .map(({ expression, details, diagnostics }) => ({
      expression: (expression?.[0] ?? '').replace(
        /^Bundle\.entry\[(\d+)\]\.resource/,
        (_, index) => resources[Number(index)]?.resourceType ?? '',
      ),
      text: details?.text ?? diagnostics ?? '',
    }));
}
