import type { Actor } from '../../access/actor.ts';
import { type Issue, Problem } from '../../fhir/issue.ts';
import { parseJson } from '../../fhir/json/index.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type RegisterStore, transactionOf } from '../../registers/index.ts';
import { dispatch } from './dispatch.ts';
import type { FhirRequest, FhirResponse } from './message.ts';
import { queryPairs } from './query.ts';
import type { FhirService } from './service.ts';

/**
 * The FHIR API as parts of the same program use it: by the same gate and log as anyone from outside, as `actor`. Numbers
 * of persons may stand in the criteria, for there is no address that they could stand in.
 */
export function storeInside(service: FhirService, actor: Actor, signal = new AbortController().signal): RegisterStore {
  const ask = async (request: Pick<FhirRequest, 'method' | 'path' | 'query' | 'body'>): Promise<Resource> => {
    const response = await dispatch(service, { ...request, headers: {}, actor, signal });
    return (await bodyOf(response)) as Resource;
  };
  return {
    async search(type, criteria) {
      const found: Resource[] = [];
      let query: readonly (readonly [string, string])[] | undefined = [...criteria, ['_count', '1000']];
      while (query !== undefined) {
        const page: Resource = await ask({ method: 'GET', path: [type], query, body: { kind: 'none' } });
        for (const entry of (page.entry ?? []) as JsonObject[]) {
          if ((entry.search as JsonObject | undefined)?.mode === 'match') found.push(entry.resource as Resource);
        }
        const next = ((page.link ?? []) as JsonObject[]).find(({ relation }) => relation === 'next');
        query = next === undefined ? undefined : queryPairs(String(next.url).split('?')[1] ?? '');
      }
      return found;
    },
    async transact(entries) {
      const bytes = Buffer.from(JSON.stringify(transactionOf(entries)));
      try {
        await ask({
          method: 'POST',
          path: [],
          query: [],
          body: { kind: 'bytes', bytes, mediaType: 'application/fhir+json' },
        });
        return { done: true };
      } catch (error) {
        if (!(error instanceof Problem) || !REFUSALS.has(error.kind)) throw error;
        return { done: false, status: REFUSALS.get(error.kind)!, issues: error.issues as readonly Issue[] };
      }
    },
  };
}

/** What would be refused again, or must be read anew; anything else (the database is away) rises. */
const REFUSALS: ReadonlyMap<string, number> = new Map([
  ['invalid', 400],
  ['forbidden', 403],
  ['absent', 404],
  ['conflict', 409],
  ['gone', 410],
  ['stale', 412],
  ['rule', 422],
]);

async function bodyOf({ body }: FhirResponse): Promise<JsonObject> {
  switch (body.kind) {
    case 'text':
      return parseJson(body.text).value;
    case 'resource':
      return body.resource;
    case 'stream': {
      let text = '';
      for await (const chunk of body.chunks) text += chunk;
      return parseJson(text).value;
    }
    default:
      return {};
  }
}
