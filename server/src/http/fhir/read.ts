import type { Scope } from '../../access/decision.ts';
import { problem } from '../../fhir/issue.ts';
import { parseJson } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { typeNumber } from '../../fhir/types.ts';
import { findCurrent, guessRecord, readVersion } from '../../record/index.ts';
import { empty, type FhirRequest, type FhirResponse, parameter, text, versionHeaders } from './message.ts';
import { type FhirService, permitted } from './service.ts';
import { shaped } from './shape.ts';

/** GET [type]/[id]. The log line and the content are one statement. */
export async function read(
  service: FhirService,
  request: FhirRequest,
  type: string,
  id: string,
): Promise<FhirResponse> {
  const record = guessRecord(type, id);
  const scope = await permitted(service, request, { letter: 'r', type, record, isFiltered: true }, 'read');
  const line = { actor: request.actor, interaction: 'read', type, id, record, decision: 'permit' };
  const own = await service.log.read(line, { record, type: typeNumber(type), id });
  if (own !== undefined) refuseLeftOut(service, scope, type, record, own);
  const found = own ?? (await readElsewhere(service, request, type, id));
  return (
    notModified(request, found) ?? shaped(request, text(200, found.content, versionHeaders(found.version, found.at)))
  );
}

/** The id does not tell where the resource lives: it was chosen by a client, or moved; or it is gone, or never was. */
async function readElsewhere(service: FhirService, request: FhirRequest, type: string, id: string) {
  const [place] = await findCurrent(service.database.reader, [{ type, id }], false);
  if (place === undefined || place.state === 'absent') throw notFound();
  const asked = { letter: 'r' as const, type, record: place.record, isFiltered: true };
  const scope = await permitted(service, request, asked, 'read');
  await service.log.append({
    actor: request.actor,
    interaction: 'read',
    type,
    id,
    record: place.record,
    decision: 'permit',
  });
  if (place.state === 'deleted') throw problem('gone', 'deleted', { diagnostics: 'The resource has been deleted.' });
  refuseLeftOut(service, scope, type, place.record, place);
  return place;
}

/** What the scope leaves out answers as what is not there. */
function refuseLeftOut(
  { conformance }: FhirService,
  { includes }: Scope,
  type: string,
  record: bigint,
  { content }: { content: string },
): void {
  if (includes === undefined) return;
  const { tokens } = conformance.extract(parseJson(content).value as Resource, record);
  if (!includes({ type, record, tokens })) throw notFound();
}

/** GET [type]/[id]/_history/[vid]. */
export async function vread(
  service: FhirService,
  request: FhirRequest,
  type: string,
  id: string,
  version: string,
): Promise<FhirResponse> {
  if (!/^\d{1,9}$/.test(version)) throw notFound();
  const found = await readVersion(service.database.reader, type, id, Number(version));
  const record = found?.record ?? guessRecord(type, id);
  await permitted(service, request, { letter: 'r', type, record }, 'vread');
  await service.log.append({
    actor: request.actor,
    interaction: 'vread',
    type,
    id,
    record,
    decision: 'permit',
    detail: `version=${version}`,
  });
  if (found === undefined) throw notFound();
  if (found.content === null)
    throw problem('gone', 'deleted', { diagnostics: 'This version is the deletion of the resource.' });
  return shaped(request, text(200, found.content, versionHeaders(found.version, found.at)));
}

/** The same words whether it never was or is kept from this reader. */
export function notFound() {
  return problem('absent', 'not-found', { diagnostics: 'There is no such resource.' });
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
