import type { Actor } from '../../access/actor.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { Coding, Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';
import { type FileFault, faultOf } from './files.ts';

export { faultOf } from './files.ts';
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

/** Of a file that is a Binary. */
export const mostFileBytes = 20_000_000;

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
  const type = mediaTypeOf(contentType);
  if (type !== undefined && !mediaTypes.has(type) && !isSystem)
    return [refused('document-media', `${at}.contentType`, 'This kind of file is not kept as a document.')];
  if (typeof data !== 'string') return [];
  if (data.length > mostInlineCharacters)
    return [refused('document-too-large', `${at}.data`, 'Send it as a Binary, and refer to that.')];
  return isSystem ? [] : contentIssues(type ?? '', data, at);
}

/** The media type alone, in small letters. */
export const mediaTypeOf = (contentType: Json | undefined): string | undefined =>
  typeof contentType === 'string' ? (contentType.split(';')[0] ?? '').trim().toLowerCase() : undefined;

/** What is wrong with a file, given as base64. */
function contentIssues(type: string, data: string, at: string): Issue[] {
  let content: string;
  try {
    content = atob(data);
  } catch {
    return []; // that it is no base64, the validation says
  }
  const fault = faultOf(type, content);
  if (fault === undefined) return [];
  const isMislabelled = fault === 'document-other-content';
  return [refused(fault, `${at}.${isMislabelled ? 'contentType' : 'data'}`, saidOf[fault])];
}

const saidOf: Readonly<Record<FileFault, string>> = {
  'document-malware': 'The file is a program, or is known to be harmful.',
  'document-active': 'The file runs scripts, starts programs or carries other files.',
  'document-other-content': 'The content is of another kind than it says.',
  'document-empty': 'The file is empty.',
};

/** The file of a document, where it is a Binary: of a kind that is kept, not too large, and of one document. It never changes. */
export function binaryIssues({ resource, before, actor }: Omit<DocumentChange, 'now'>): Issue[] {
  if (actor.kind === 'system') return [];
  if (resource === undefined || before !== undefined)
    return [refused('document-file-fixed', 'Binary', 'A file is not changed or deleted: its document is replaced.')];
  const { contentType, data, securityContext } = resource;
  const issues: Issue[] = [];
  const type = mediaTypeOf(contentType) ?? '';
  if (!mediaTypes.has(type))
    issues.push(refused('document-media', 'Binary.contentType', 'This kind of file is not kept as a document.'));
  if (securityContext === undefined)
    issues.push(refused('document-file-alone', 'Binary.securityContext', 'A file says which document it belongs to.'));
  if (typeof data !== 'string' || data === '')
    issues.push(refused('document-empty', 'Binary.data', saidOf['document-empty']));
  else if (data.length > (mostFileBytes * 4) / 3 + 4)
    issues.push(refused('document-file-too-large', 'Binary.data', `A file has at most ${mostFileBytes} bytes.`));
  else if (issues.length === 0) issues.push(...contentIssues(type, data, 'Binary'));
  return issues;
}

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

/** When it is looked at again; undefined when nothing is said. */
export function reviewOf(resource: Resource): string | undefined {
  const review = partOf(resource, citizenAccessReason, 'review');
  return review === '' ? undefined : review;
}

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
