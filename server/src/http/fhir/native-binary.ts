import { problem } from '../../fhir/issue.ts';
import { Decimals, parseJson } from '../../fhir/json/index.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import type { FhirResponse, RequestBody } from './message.ts';
import { formatOf, mediaType } from './negotiate.ts';

/*
 * A Binary as what it holds: bytes of its own media type, both ways.
 * Source: FHIR R4 binary.html, "Serving Binary Resources using the RESTful API".
 */

type Asked = { method: string; path: readonly string[]; query: readonly (readonly [string, string])[] };

/** Whether a Binary is read by who does not ask for FHIR's JSON or XML. */
export function asksForContent({ method, path, query }: Asked, accept: string | undefined): boolean {
  const isVersion = path.length === 4 && path[2] === '_history';
  if ((method !== 'GET' && method !== 'HEAD') || path[0] !== 'Binary' || (path.length !== 2 && !isVersion))
    return false;
  if (path[1]!.startsWith('_') || path[1]!.startsWith('$')) return false;
  if (query.some(([name]) => name === '_format' || name === '_summary' || name === '_elements')) return false;
  return !(accept ?? '').split(',').some((range) => formatOf(mediaType(range)) !== undefined);
}

/** The content of the Binary that was read; anything else is answered as it is. It is to be saved, and runs nowhere as ours. */
export function contentOf(response: FhirResponse): FhirResponse {
  if (response.status !== 200 || response.body.kind !== 'text') return response;
  const { resourceType, contentType, data } = parseJson(response.body.text).value;
  if (resourceType !== 'Binary') return response;
  const bytes = Buffer.from(typeof data === 'string' ? data : '', 'base64');
  const headers = {
    ...response.headers,
    'content-disposition': 'attachment',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: { kind: 'raw', bytes, mediaType: saidType(contentType) } };
}

/** A media type that may stand in a header; what is none is bytes. @source RFC 9110, section 8.3.1 */
function saidType(contentType: unknown): string {
  const type = typeof contentType === 'string' ? contentType.trim() : '';
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;\s*[\w-]+=("[\w .+/-]*"|[\w.+-]+))*$/.test(type)
    ? type
    : 'application/octet-stream';
}

/**
 * A body that is no FHIR, sent where a Binary is made or replaced: what it holds. `X-Security-Context` says what it goes with.
 * @returns the body as it is where it is FHIR, or is not for a Binary
 */
export function binaryBody(
  { method, path }: Asked,
  body: RequestBody,
  headers: Readonly<Record<string, string | undefined>>,
): RequestBody {
  const isPlace = path[0] === 'Binary' && path.length === (method === 'POST' ? 1 : 2);
  if ((method !== 'POST' && method !== 'PUT') || !isPlace || body.kind !== 'bytes') return body;
  if (formatOf(body.mediaType) !== undefined) return body;
  const context = headers['x-security-context'];
  if (context !== undefined && !/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(context)) {
    throw problem('invalid', 'header-malformed', {
      diagnostics: 'X-Security-Context is a reference such as DocumentReference/123.',
    });
  }
  const value: JsonObject = {
    resourceType: 'Binary',
    ...(method === 'PUT' ? { id: path[1]! } : {}),
    contentType: headers['content-type'] ?? body.mediaType,
    ...(context === undefined ? {} : { securityContext: { reference: context } }),
    data: body.bytes.toString('base64'),
  };
  return { kind: 'parsed', parsed: { value, decimals: new Decimals(), members: 0 } };
}
