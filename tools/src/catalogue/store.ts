import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import type { Client } from '../load/client.ts';
import { type CatalogueStore, transactionOf } from './load.ts';

/** A server's FHIR API as where the catalogue is kept. */
export const storeAt = (client: Client): CatalogueStore => ({
  async find(type, ids) {
    const criteria: [string, string][] = [
      ['_id', ids.join(',')],
      ['_count', String(ids.length)],
    ];
    const bundle = JSON.parse(await client.search({ type, criteria })) as JsonObject;
    return ((bundle.entry ?? []) as JsonObject[]).flatMap(({ resource, search }) =>
      (search as JsonObject | undefined)?.mode === 'match' ? (resource as Resource) : [],
    );
  },
  async store(changes) {
    const answer = await client.transact(JSON.stringify(transactionOf(changes)));
    if (answer.done) return;
    throw new Error(`The server refuses what it is sent (${answer.status}): ${answer.body.slice(0, 500)}`);
  },
});
