import type { JsonObject } from '../fhir/resource.ts';
import type { TestServer } from './server.ts';

/** A transaction that stores all of them by their ids. */
export const putAll = (resources: readonly JsonObject[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  })),
});

/** Stores them, by the system `test`. @throws Error with what the server said, where it will not */
export async function store(server: TestServer, resources: readonly JsonObject[]): Promise<void> {
  const answer = await server.post('', putAll(resources));
  if (answer.status !== 200) throw new Error(answer.text.slice(0, 2_000));
}
