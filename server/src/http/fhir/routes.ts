import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { problem } from '../../fhir/issue.ts';
import { Decimals, parseJson, printJson } from '../../fhir/json/index.ts';
import { queryPairs } from '../../fhir/search/pairs.ts';
import { jsonToXml } from '../../fhir/xml/index.ts';
import { allowedAt } from './allowed.ts';
import { changeStream } from './changes.ts';
import { dispatch } from './dispatch.ts';
import type { FhirRequest, FhirResponse, RequestBody } from './message.ts';
import { asksForContent, binaryBody, contentOf } from './native-binary.ts';
import { answerFormat, type Format, mediaType, refuseForeignBody } from './negotiate.ts';
import { openApi } from './openapi.ts';
import { prettyJson, prettyXml } from './pretty.ts';
import { problemResponse, reportFaultsTo } from './problem-response.ts';
import type { FhirService } from './service.ts';

export type FhirRoutesOptions = {
  service: FhirService;
  /** Who asks. @throws Problem unauthenticated; the reply may then carry the challenge. */
  authenticate: (request: FastifyRequest, reply: FastifyReply) => Actor | Promise<Actor>;
  /** Whether a browser may give our answers to pages of this origin: that of a registered app. None, if not told. */
  allowsOrigin?: (origin: string) => boolean;
  /** Told of each failure that is ours, with the reference that the client was given. */
  onFault: (error: unknown, reference: string) => void;
};

const MEDIA: Record<Format, string> = {
  json: 'application/fhir+json; charset=utf-8',
  xml: 'application/fhir+xml; charset=utf-8',
};

/** The FHIR API below the prefix it is registered with. The app gives bodies as bytes (`takeBodiesAsBytes`). */
export async function fhirRoutes(
  app: FastifyInstance,
  { service, authenticate, allowsOrigin, onFault }: FhirRoutesOptions,
): Promise<void> {
  reportFaultsTo(onFault);
  app.closing.addEventListener('abort', () => {
    for (const end of [...service.streams]) end();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: service.limits.maxBundleBytes },
    (_request, body, done) => done(null, body),
  );

  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    let format: Format = 'json';
    const { origin } = request.headers;
    // what is answered is one reader's: no cache may keep it, and none may think it the same for all
    reply.header('cache-control', 'no-store').header('vary', 'Authorization, Accept, Origin');
    if (origin !== undefined && allowsOrigin?.(origin)) allowOrigin(reply, origin);
    if (request.method === 'OPTIONS') return answerOptions(request, reply);
    try {
      const path = pathOf(request);
      if (path === undefined)
        throw problem('invalid', 'url-malformed', { diagnostics: 'The address is not well encoded.' });
      const isOpen = path.length === 1 && path[0] === 'metadata';
      const query = queryOf(request.url);
      const isStream = request.method === 'GET' && path.length === 3 && path[0] === 'Patient' && path[2] === '$changes';
      const isContent = asksForContent({ method: request.method, path, query }, request.headers.accept);
      if (!isStream && !isContent)
        format = answerFormat(query.find(([name]) => name === '_format')?.[1], request.headers.accept);
      const actor = isOpen ? ANYONE : await service.gate.placed(await authenticate(request, reply));
      const body = request.body as Buffer | undefined;
      if (body !== undefined && (request.headers['content-encoding'] ?? 'identity') !== 'identity') {
        throw problem('media-type', 'content-encoding', { diagnostics: 'Send the body as it is, not compressed.' });
      }
      if (body !== undefined && body.length > service.limits.maxResourceBytes && path.length > 0) {
        throw problem('too-large', 'resource-too-large', {
          diagnostics: `A resource may have ${service.limits.maxResourceBytes} bytes.`,
        });
      }
      const headers = request.headers as Record<string, string | undefined>;
      const asked: FhirRequest = {
        ...{ method: request.method, path, query, headers, actor },
        body: binaryBody({ method: request.method, path, query }, bodyOf(body, headers), headers),
        signal: goneWith(reply),
      };
      if (asked.body.kind === 'bytes') refuseForeignBody(headers['content-type'] ?? '');
      if (isStream) {
        return await changeStream(service, asked, path[1]!, reply);
      }
      const answer = await dispatch(service, asked);
      return send(reply, request, format, isContent ? contentOf(answer) : answer);
    } catch (error) {
      const refusal = problemResponse(error);
      if (refusal.status === 405) reply.header('allow', allowedAt(service, pathOf(request) ?? []).join(', '));
      return send(reply, request, format, refusal);
    }
  };
  let description: string | undefined; // some hundred kilobytes that never change
  app.get('/openapi.json', (_request, reply) => {
    description ??= JSON.stringify(openApi(service));
    return reply.type('application/json; charset=utf-8').send(description);
  });
  // the root and everything below it; only these methods exist in FHIR
  for (const url of ['/', '/*'])
    app.route({
      method: [...METHODS, 'OPTIONS'],
      url,
      handler: handle,
      exposeHeadRoute: false,
    });
}

const bodyOf = (body: Buffer | undefined, headers: FhirRequest['headers']): RequestBody =>
  body === undefined || body.length === 0
    ? { kind: 'none' }
    : { kind: 'bytes', bytes: body, mediaType: mediaType(headers['content-type'] ?? 'application/fhir+json') };

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** @source Fetch Standard, section 3.2 (CORS protocol) */
function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-expose-headers', 'ETag, Last-Modified, Location, WWW-Authenticate, DPoP-Nonce');
}

/** What may be asked at this address; to a browser that asks for a page of an allowed origin, also what it may send. */
function answerOptions(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const allowed = [...METHODS, 'OPTIONS'].join(', ');
  reply.code(204).header('allow', allowed);
  if (
    request.headers['access-control-request-method'] !== undefined &&
    reply.hasHeader('access-control-allow-origin')
  ) {
    reply.header('access-control-allow-methods', METHODS.join(', '));
    reply.header('access-control-allow-headers', REQUEST_HEADERS.join(', ')).header('access-control-max-age', '600');
  }
  return reply.send();
}

const REQUEST_HEADERS = [
  'Accept',
  'Authorization',
  'Content-Type',
  'DPoP',
  'If-Match',
  'If-Modified-Since',
  'If-None-Exist',
  'If-None-Match',
  'Prefer',
  'X-Acting-For',
  'X-On-Behalf-Of',
  'X-Purpose-Of-Use',
  'X-Purpose-Text',
  'X-Security-Context',
];

/** The CapabilityStatement may be read by anyone: it says nothing of anybody. */
const ANYONE: Actor = { kind: 'system', id: 'anyone', display: 'anyone', clientId: 'none', scopes: [], loa: 0 };

function pathOf(request: FastifyRequest): string[] | undefined {
  const rest = request.url.slice(prefixLength(request)).split('?')[0] ?? '';
  try {
    return rest
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function prefixLength(request: FastifyRequest): number {
  return (request.routeOptions.url ?? '').replace(/\/?\*?$/, '').length;
}

function queryOf(url: string): [string, string][] {
  const start = url.indexOf('?');
  return start < 0 ? [] : queryPairs(url.slice(start + 1));
}

/** Ends when the connection closes before the answer is out. */
function goneWith(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function send(reply: FastifyReply, request: FastifyRequest, format: Format, response: FhirResponse): FastifyReply {
  reply.code(response.status);
  for (const name in response.headers) {
    // the challenge and the wait that identity has set say more than the general ones
    const isTold = (name === 'www-authenticate' || name === 'retry-after') && reply.hasHeader(name);
    if (!isTold) reply.header(name, response.headers[name]);
  }
  const { body } = response;
  if (body.kind === 'none') return reply.send();
  if (body.kind === 'raw') return reply.type(body.mediaType).send(body.bytes);
  reply.type(MEDIA[format]);
  const isPretty = request.url.includes('_pretty=true');
  if (format === 'json') {
    if (body.kind === 'stream') return reply.send(Readable.from(body.chunks));
    const text = body.kind === 'text' ? body.text : printJson(body.resource);
    return reply.send(isPretty ? prettyJson(text) : text);
  }
  const pretty = isPretty ? prettyXml : (xml: string) => xml;
  if (body.kind === 'stream') return reply.send(Readable.from(xmlOf(body.chunks, pretty)));
  if (body.kind === 'resource') return reply.send(pretty(jsonToXml(body.resource, new Decimals())));
  const { value, decimals } = parseJson(body.text);
  return reply.send(pretty(jsonToXml(value, decimals)));
}

/** XML cannot be made from a part: the whole is gathered. */
async function* xmlOf(chunks: AsyncIterable<string>, pretty: (xml: string) => string): AsyncIterable<string> {
  let whole = '';
  for await (const chunk of chunks) whole += chunk;
  const { value, decimals } = parseJson(whole);
  yield pretty(jsonToXml(value, decimals));
}
