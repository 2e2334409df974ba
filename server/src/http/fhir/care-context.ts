import { askHeaders } from '../../access/gate/ask.ts';
import type { CareContext } from '../../care/index.ts';
import { problem } from '../../fhir/issue.ts';
import { parseJson } from '../../fhir/json/index.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { queryPairs } from '../../fhir/search/pairs.ts';
import { transactionOf } from '../../registers/index.ts';
import { dispatch } from './dispatch.ts';
import type { FhirRequest, FhirResponse, RequestBody } from './message.ts';
import { gateActor } from './obligations.ts';
import { seenBy } from './seen-by.ts';
import type { FhirService } from './service.ts';

/** Who asks from within, and the headers of theirs that say why and for whom. */
export type Asker = Pick<FhirRequest, 'actor' | 'signal' | 'headers'>;

/** Headers of the caller that concern every request made for them. */
const KEPT = ['x-record', 'accept-language', ...askHeaders];

/** More than anybody means to work with at once: what finds so many is asked wrongly. */
const MOST_FOUND = 50_000;

/**
 * The FHIR API as parts of the same program use it: by the same gate and log as anyone from outside. Numbers of persons may
 * stand in the criteria, for there is no address that they could stand in.
 */
export function careContext(service: FhirService, asker: Asker): CareContext {
  const { actor, signal } = asker;
  const kept = Object.fromEntries(KEPT.map((name) => [name, asker.headers[name]]));
  const ask = async (request: {
    method: string;
    path: readonly string[];
    query?: FhirRequest['query'];
    body?: Resource;
    headers?: Record<string, string>;
    rehearses?: boolean;
  }): Promise<JsonObject> => {
    const { method, path, query = [], body, headers, rehearses = false } = request;
    const sent: RequestBody =
      body === undefined
        ? { kind: 'none' }
        : { kind: 'bytes', bytes: Buffer.from(JSON.stringify(body)), mediaType: 'application/fhir+json' };
    const all = { ...kept, ...headers };
    const inner: FhirRequest = { method, path, query, body: sent, headers: all, actor, signal, rehearses };
    return bodyOf(await dispatch(service, inner));
  };
  return {
    actor,
    signal,
    now: service.now(),
    base: service.base,
    async read(reference) {
      return (await ask({ method: 'GET', path: reference.split('/') })) as Resource;
    },
    async search(type, criteria) {
      const found: Resource[] = [];
      let query: FhirRequest['query'] | undefined = [...criteria, ['_count', '1000']];
      while (query !== undefined) {
        const page = await ask({ method: 'GET', path: type.split('/'), query });
        for (const entry of (page.entry ?? []) as JsonObject[]) {
          if ((entry.search as JsonObject | undefined)?.mode === 'match') found.push(entry.resource as Resource);
        }
        if (found.length > MOST_FOUND) {
          throw problem('too-large', 'too-many-found', {
            diagnostics: `More than ${MOST_FOUND} resources match what was asked for within.`,
          });
        }
        const next = ((page.link ?? []) as JsonObject[]).find(({ relation }) => relation === 'next');
        query = next === undefined ? undefined : queryPairs(String(next.url).split('?')[1] ?? '');
      }
      return found;
    },
    async transact(entries, records = []) {
      if (entries.length === 0) return [];
      const about = kept['x-record'];
      const also = about === undefined || records.length === 0 ? {} : { 'x-record': [about, ...records].join(', ') };
      const headers = { prefer: 'return=representation', ...also };
      const answer = await ask({ method: 'POST', path: [], body: transactionOf(entries), headers });
      return ((answer.entry ?? []) as JsonObject[]).map(({ resource }) => resource as Resource);
    },
    house: () =>
      careContext(service, {
        actor: gateActor,
        signal,
        headers: { 'accept-language': asker.headers['accept-language'] } as Asker['headers'],
      }),
    async seenBy(who, resources) {
      const [type, id = ''] = who.split('/');
      if (type === 'Patient') return seenBy(service, { citizen: id }, resources);
      if (type !== 'PractitionerRole') return [];
      const employment = (await ask({ method: 'GET', path: [type, id] })) as Resource;
      return seenBy(service, { employment }, resources);
    },
    async rehearse(entries) {
      if (entries.length > 0) await ask({ method: 'POST', path: [], body: transactionOf(entries), rehearses: true });
    },
    async operate(path, parameters) {
      return (await ask({ method: 'POST', path: path.split('/'), body: parameters })) as Resource;
    },
  };
}

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
    case 'none':
      return {};
    case 'raw':
      throw problem('fault', 'answer-not-fhir');
  }
}
