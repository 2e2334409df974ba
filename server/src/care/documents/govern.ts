import { isDeepStrictEqual } from 'node:util';
import { tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import { binaryIssues, documentIssues, mediaTypeOf } from './rules.ts';

/** Every write of a DocumentReference: what one can say of it alone, and how it stands to its file and to other documents. */
export const documentRule: Rule = async (change) => {
  const issues = documentIssues(change);
  const { resource, before, actor } = change;
  if (actor.kind === 'system' || resource === undefined) return issues;
  if (before !== undefined) issues.push(...changeIssues(change, resource, before));
  if (resource.status === 'entered-in-error') return issues;
  issues.push(...(await fileIssues(change, resource)), ...(await replacedIssues(change, resource)));
  return issues;
};

export const binaryRule: Rule = (change) => binaryIssues(change);

/** A document is changed by those who answer for it, and what it holds by nobody. @source helsepersonelloven §§ 40, 42 */
function changeIssues({ actor }: Governed, after: Resource, before: Resource): Issue[] {
  const issues: Issue[] = [];
  if (!isDeepStrictEqual(heldBy(before), heldBy(after)))
    issues.push(
      refused('document-fixed', 'DocumentReference.content', 'The content is not changed: a new document replaces it.'),
    );
  const custodians = tagsOf(before, systems.custodian);
  const places = [actor.organization?.id, actor.legalEntity];
  const isTheirs =
    custodians.length === 0 ||
    custodians.some((one) => places.includes(one)) ||
    tagsOf(before, systems.recorder).includes(actor.practitioner ?? `Patient/${actor.ownPatient}`);
  if (!isTheirs)
    issues.push(
      refused('document-not-yours', 'DocumentReference', 'Only its author and its custodian change a document.'),
    );
  return issues;
}

/** Whose it is, and what it holds. */
const heldBy = ({ subject, content }: Resource) => [
  (subject as JsonObject | undefined)?.reference,
  objects(content).map(({ attachment }) => {
    const { data, url, contentType } = (attachment ?? {}) as JsonObject;
    return { data, url, contentType };
  }),
];

/** The file that is referred to is here, and of the kind that is said. */
async function fileIssues({ readShown, before }: Governed, resource: Resource): Promise<Issue[]> {
  const known = new Set(filesOf(before).map(({ url }) => url));
  const issues: Issue[] = [];
  for (const { url, type, at } of filesOf(resource)) {
    if (known.has(url)) continue;
    const file = await readShown(url);
    if (file === undefined)
      issues.push(refused('document-file-missing', `${at}.url`, 'The Binary that is referred to is not there.'));
    else if (type !== undefined && mediaTypeOf(file.contentType) !== type)
      issues.push(refused('document-other-content', `${at}.contentType`, 'The Binary is of another kind.'));
  }
  return issues;
}

/** The Binaries of a document, as `Binary/id`. */
export const filesOf = (document: Resource | undefined): { url: string; type: string | undefined; at: string }[] =>
  objects(document?.content).flatMap(({ attachment }, i) => {
    const { url, contentType } = (attachment ?? {}) as JsonObject;
    const of = typeof url === 'string' ? /(?:^|\/)(Binary\/[A-Za-z0-9\-.]{1,64})$/.exec(url)?.[1] : undefined;
    if (of === undefined) return [];
    return [{ url: of, type: mediaTypeOf(contentType), at: `DocumentReference.content[${i}].attachment` }];
  });

/** What a document replaces is of the same citizen, counts, and is replaced by no other. */
async function replacedIssues(
  { id, before, readShown, findShown, stored }: Governed,
  resource: Resource,
): Promise<Issue[]> {
  const known = new Set(replacedBy(before));
  const issues: Issue[] = [];
  for (const reference of replacedBy(resource)) {
    if (known.has(reference)) continue;
    const old = await readShown(reference); // held, so that two do not replace it at once
    const [subject, of] = [resource, old].map((one) => (one?.subject as JsonObject | undefined)?.reference);
    const query = `patient=${String(subject)}&relatesto=${reference}`;
    const others = [...(await findShown('DocumentReference', query, 10)), ...stored].filter(
      (one) => one.id !== id && one.status !== 'entered-in-error' && replacedBy(one).includes(reference),
    );
    if (old === undefined || subject !== of || old.status === 'entered-in-error' || others.length > 0)
      issues.push(
        refused('document-replaces', 'DocumentReference.relatesTo', 'What is replaced counts, and is replaced once.'),
      );
  }
  return issues;
}

/** What a document replaces, as `DocumentReference/id`. */
export const replacedBy = (document: Resource | undefined): string[] =>
  objects(document?.relatesTo).flatMap(({ code, target }) => {
    const reference = (target as JsonObject | undefined)?.reference;
    return code === 'replaces' && typeof reference === 'string' && reference.startsWith('DocumentReference/')
      ? [reference.split('/_history/')[0]!]
      : [];
  });

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
