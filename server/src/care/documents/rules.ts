import type { Actor } from '../../access/actor.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { Coding, Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';

export { documentWords } from './words.ts';

export type DocumentChange = {
  resource: Resource | undefined;
  before: Resource | undefined;
  actor: Pick<Actor, 'kind'>;
  /** Epoch ms. */
  now: number;
};

/** What a document may be: what a browser shows without running anything in it, and what is sent between health services. */
export const mediaTypes = new Set([
  ...['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/tiff', 'text/plain'],
  ...['text/html', 'application/xhtml+xml', 'application/xml', 'text/xml', 'application/hl7-cda+xml', 'text/rtf'],
  ...['application/rtf', 'application/dicom', 'application/fhir+json', 'application/fhir+xml'],
]);

/** Of what stands in the resource itself, as base64; larger files are a Binary. */
export const mostInlineCharacters = 4_000_000;

/** Volven 9603: what the citizen sees of a document. `N` is all. */
export const citizenAccess = 'urn:oid:2.16.578.1.12.4.1.1.9603';
export const citizenAccessReason = 'https://enjournal.no/fhir/StructureDefinition/citizen-access-reason';
const statusReason = 'https://enjournal.no/fhir/StructureDefinition/status-reason';

const leastReason = 10;

/** Documents: what they may hold, and when something is kept from the citizen. @source pbrl § 5-1, hpl §§ 42–43 */
export function documentIssues({ resource, before, actor, now }: DocumentChange): Issue[] {
  const isSystem = actor.kind === 'system';
  if (resource === undefined)
    return isSystem ? [] : [refused('document-kept', 'DocumentReference', 'Mark it as entered in error instead.')];
  const issues: Issue[] = [];
  const isGone = resource.status === 'entered-in-error';
  if (
    isGone &&
    before !== undefined &&
    before.status !== 'entered-in-error' &&
    partOf(resource, statusReason, 'reason') === ''
  )
    issues.push(refused('document-error-reason', 'DocumentReference.extension', `Say why, in ${statusReason}.`));
  if (isGone) return issues;
  if (!isSystem && codings(resource.type).length === 0)
    issues.push(refused('document-type', 'DocumentReference.type', 'A document has a type (Volven 9602).'));
  if (typeof resource.date === 'string' && Date.parse(resource.date) > now + dayMs && resource.date !== before?.date)
    issues.push(refused('document-in-future', 'DocumentReference.date', 'The date is in the future.'));
  objects(resource.content).forEach(({ attachment }, i) => {
    issues.push(
      ...attachmentIssues(attachment as JsonObject | undefined, `DocumentReference.content[${i}].attachment`, isSystem),
    );
  });
  if (!isSystem) issues.push(...accessIssues(resource, before, now));
  return issues;
}

/** What another system sends is kept as it came, whatever it is: nothing is lost, and no screen runs it. */
function attachmentIssues(attachment: JsonObject | undefined, at: string, isSystem: boolean): Issue[] {
  const { contentType, data } = attachment ?? {};
  const type = typeof contentType === 'string' ? (contentType.split(';')[0] ?? '').trim().toLowerCase() : undefined;
  if (type !== undefined && !mediaTypes.has(type) && !isSystem)
    return [refused('document-media', `${at}.contentType`, 'This kind of file is not kept as a document.')];
  if (typeof data !== 'string') return [];
  if (data.length > mostInlineCharacters)
    return [refused('document-too-large', `${at}.data`, 'Send it as a Binary, and refer to that.')];
  const begins = signatures[type ?? ''];
  if (begins !== undefined && !begins.some((one) => data.startsWith(one)))
    return [refused('document-other-content', `${at}.contentType`, 'The content is of another kind than it says.')];
  return [];
}

/** How files of a kind begin, in base64. */
const signatures: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['JVBERi'],
  'image/png': ['iVBORw0KGgo'],
  'image/jpeg': ['/9j/'],
  'image/gif': ['R0lGOD'],
};

/** Who keeps something from the citizen, or delays it, says why and when it is looked at again. */
function accessIssues(resource: Resource, before: Resource | undefined, now: number): Issue[] {
  const is = accessOf(resource);
  if (is === undefined || is === 'N' || is === accessOf(before)) return [];
  const issues: Issue[] = [];
  if (partOf(resource, citizenAccessReason, 'reason').length < leastReason)
    issues.push(refused('access-code-reason', 'DocumentReference.extension', `Say why, in ${citizenAccessReason}.`));
  const review = partOf(resource, citizenAccessReason, 'review');
  if (review === '' || !(Date.parse(review) > now))
    issues.push(
      refused(
        'access-code-review',
        'DocumentReference.extension',
        `Say when it is looked at again, in ${citizenAccessReason}.`,
      ),
    );
  return issues;
}

/** The code of Volven 9603 that a document has; undefined when nothing is said. */
export const accessOf = (resource: Resource | undefined): string | undefined =>
  ((resource?.meta?.security ?? []) as Coding[]).find(({ system }) => system === citizenAccess)?.code;

const dayMs = 86_400_000;

const objects = (value: Json | undefined): JsonObject[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(
    (one): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one),
  );

const codings = (value: Json | undefined): JsonObject[] => objects(value).flatMap(({ coding }) => objects(coding));

/** A part of one of our extensions, as text. */
function partOf(resource: Resource, url: string, name: string): string {
  const part = objects(objects(resource.extension).find((one) => one.url === url)?.extension).find(
    (one) => one.url === name,
  );
  return String(part?.valueString ?? part?.valueDate ?? '').trim();
}
