import type { Resource } from '../../../server/src/fhir/resource.ts';

/** Resources as one transaction that puts each in its place: loading it twice changes nothing the second time. */
export function transactionOf(resources: readonly Resource[]): Resource {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({
      fullUrl: `https://enjournal.no/synth/${resource.resourceType}/${resource.id}`,
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  };
}
