import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { problem } from '../../fhir/issue.ts';
import { Decimals, parseJson, printJson } from '../../fhir/json/index.ts';
import { jsonToXml } from '../../fhir/xml/index.ts';
import { changeStream } from './changes.ts';
import { dispatch } from './dispatch.ts';
import type { FhirRequest, FhirResponse } from './message.ts';
import { answerFormat, type Format, mediaType } from './negotiate.ts';
import { openApi } from './openapi.ts';
import { problemResponse, reportFaultsTo } from './problem-response.ts';
import type { FhirService } from './service.ts';

export type FhirRoutesOptions = {
  service: FhirService;
  /** Who asks. @throws Problem unauthenticated; the reply may then carry the challenge. */
  authenticate: (request: FastifyRequest, reply: FastifyReply) => Actor | Promise<Actor>;
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
  { service, authenticate, onFault }: FhirRoutesOptions,
): Promise<void> {
  reportFaultsTo(onFault);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: service.limits.maxBundleBytes },
    (_request, body, done) => done(null, body),
  );

  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    let format: Format = 'json';
    try {
      const path = pathOf(request);
      if (path === undefined)
        throw problem('invalid', 'url-malformed', { diagnostics: 'The address is not well encoded.' });
      const isOpen = path.length === 1 && path[0] === 'metadata';
      const query = queryOf(request.url);
      const isStream = request.method === 'GET' && path.length === 3 && path[0] === 'Patient' && path[2] === '$changes';
      if (!isStream) format = answerFormat(query.find(([name]) => name === '_format')?.[1], request.headers.accept);
      const actor = isOpen ? ANYONE : await authenticate(request, reply);
      const body = request.body as Buffer | undefined;
      if (body !== undefined && (request.headers['content-encoding'] ?? 'identity') !== 'identity') {
        throw problem('media-type', 'content-encoding', { diagnostics: 'Send the body as it is, not compressed.' });
      }
      if (body !== undefined && body.length > service.limits.maxResourceBytes && path.length > 0) {
        throw problem('too-large', 'resource-too-large', {
          diagnostics: `A resource may have ${service.limits.maxResourceBytes} bytes.`,
        });
      }
      const asked: FhirRequest = {
        method: request.method,
        path,
        query,
        headers: request.headers as Record<string, string | undefined>,
        body:
          body === undefined || body.length === 0
            ? { kind: 'none' }
            : {
                kind: 'bytes',
                bytes: body,
                mediaType: mediaType(request.headers['content-type'] ?? 'application/fhir+json'),
              },
        actor,
        signal: goneWith(reply),
      };
      if (isStream) {
        return await changeStream(service, asked, path[1]!, reply);
      }
      return send(reply, request, format, await dispatch(service, asked));
    } catch (error) {
      return send(reply, request, format, problemResponse(error));
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
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: handle,
      exposeHeadRoute: false,
    });
}

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
  return start < 0 ? [] : [...new URLSearchParams(url.slice(start + 1))];
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
    // the challenge that identity has set says more than the general one
    if (name !== 'www-authenticate' || !reply.hasHeader(name)) reply.header(name, response.headers[name]);
  }
  const { body } = response;
  if (body.kind === 'none') return reply.send();
  if (body.kind === 'raw') return reply.type(body.mediaType).send(body.bytes);
  reply.type(MEDIA[format]);
  if (format === 'json') {
    const pretty = request.url.includes('_pretty=true');
    if (body.kind === 'stream') return reply.send(Readable.from(body.chunks));
    if (body.kind === 'text' && !pretty) return reply.send(body.text);
    const text = body.kind === 'text' ? body.text : printJson(body.resource);
    return reply.send(pretty ? indented(text) : text);
  }
  if (body.kind === 'stream') return reply.send(Readable.from(xmlOf(body.chunks)));
  if (body.kind === 'resource') return reply.send(jsonToXml(body.resource, new Decimals()));
  const { value, decimals } = parseJson(body.text);
  return reply.send(jsonToXml(value, decimals));
}

/** XML cannot be made from a part: the whole is gathered. */
async function* xmlOf(chunks: AsyncIterable<string>): AsyncIterable<string> {
  let whole = '';
  for await (const chunk of chunks) whole += chunk;
  const { value, decimals } = parseJson(whole);
  yield jsonToXml(value, decimals);
}

/** For people who read along; numbers keep their writing, since only space between tokens changes. */
function indented(text: string): string {
  let out = '';
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i]!;
    if (c === '"') {
      const start = i;
      for (i += 1; text[i] !== '"'; i += 1) if (text[i] === '\\') i += 1;
      out += text.slice(start, i + 1);
    } else if (c === '{' || c === '[') {
      depth += 1;
      out += `${c}\n${'  '.repeat(depth)}`;
    } else if (c === '}' || c === ']') {
      depth -= 1;
      out += `\n${'  '.repeat(depth)}${c}`;
    } else if (c === ',') out += `,\n${'  '.repeat(depth)}`;
    else out += c === ':' ? ': ' : c;
  }
  return `${out}\n`;
}
