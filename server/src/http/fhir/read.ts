import { labels } from '../../access/labels.ts';
import { problem } from '../../fhir/issue.ts';
import { parseJson } from '../../fhir/json/index.ts';
import { outcomeOf } from '../../fhir/outcome.ts';
import type { Resource } from '../../fhir/resource.ts';
import { typeNumber } from '../../fhir/types.ts';
import { guessRecord, readVersion } from '../../record/index.ts';
import { accessLine, isNarrowed, suppressedIssue, tokenScope } from './asking.ts';
import { disclose, notFound } from './disclose.ts';
import { see } from './judging.ts';
import { empty, type FhirRequest, type FhirResponse, parameter, resource, text, versionHeaders } from './message.ts';
import type { FhirService } from './service.ts';
import { shaped } from './shape.ts';

/** GET [type]/[id]. */
export async function read(
  service: FhirService,
  request: FhirRequest,
  type: string,
  id: string,
): Promise<FhirResponse> {
  const found = (await readWhole(service, request, type, id)) ?? (await readJudged(service, request, type, id));
  if (found === 'suppressed') return suppressed(request);
  return (
    notModified(request, found) ?? shaped(request, text(200, found.content, versionHeaders(found.version, found.at)))
  );
}

type Found = { version: number; at: number; content: string };

/** For a system whose token leaves nothing out: the log line and the content are one statement. */
async function readWhole(
  service: FhirService,
  request: FhirRequest,
  type: string,
  id: string,
): Promise<Found | undefined> {
  if (request.actor.kind !== 'system' || isNarrowed(request) || !tokenScope(request, 'r').isWhole(type))
    return undefined;
  const record = guessRecord(type, id);
  const line = accessLine(request, undefined, { interaction: 'read', type, id, record, basis: 'system' });
  const { epochs: _, ...access } = line;
  return service.log.read(access, { record, type: typeNumber(type), id });
}

async function readJudged(service: FhirService, request: FhirRequest, type: string, id: string) {
  const wanted = { type, id, letter: 'r', interaction: 'read', line: { interaction: 'read' } } as const;
  const { place, content } = await disclose(service, request, wanted);
  return content === undefined ? 'suppressed' : { version: (place as Found).version, at: place.at, content };
}

/** What is answered for one resource that is kept from the reader, who may know that something is. */
export const suppressed = (request: FhirRequest): FhirResponse => resource(200, outcomeOf([suppressedIssue(request)]));

/** GET [type]/[id]/_history/[vid]. An old version is judged by today's rules, and by what it says and what it now says. */
export async function vread(
  service: FhirService,
  request: FhirRequest,
  type: string,
  id: string,
  version: string,
): Promise<FhirResponse> {
  if (!/^\d{1,9}$/.test(version)) throw notFound();
  const line = { interaction: 'vread', detail: `version=${version}` };
  const wanted = { type, id, letter: 'r', interaction: 'vread', line, isOfPast: true } as const;
  const { content: now, opened } = await disclose(service, request, wanted);
  if (now === undefined) return suppressed(request);
  const found = await readVersion(service.database.shortReader, type, id, Number(version));
  if (found === undefined) throw notFound();
  if (found.content === null)
    throw problem('gone', 'deleted', { diagnostics: 'This version is the deletion of the resource.' });
  const access = found.access ?? labels.label(parseJson(found.content).value as Resource, found.record);
  const seen = see(service, request, { type, id, access, content: found.content }, opened);
  if (seen.is !== 'shown') throw notFound();
  return shaped(request, text(200, seen.content, versionHeaders(found.version, found.at)));
}

/** 304 when the client has this version already. @source FHIR R4 http.html#cread */
function notModified(request: FhirRequest, found: { version: number; at: number }): FhirResponse | undefined {
  const tag = request.headers['if-none-match'];
  const since = request.headers['if-modified-since'];
  if (tag === undefined && since === undefined) return undefined;
  if (parameter(request, '_summary') !== undefined || parameter(request, '_elements') !== undefined) return undefined;
  const seconds = Math.floor(found.at / 1000) * 1000;
  const same =
    tag === undefined
      ? Date.parse(since as string) >= seconds
      : tag.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === `"${found.version}"`);
  return same ? empty(304, versionHeaders(found.version, found.at)) : undefined;
}
