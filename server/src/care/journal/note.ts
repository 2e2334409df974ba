import { randomUUID } from 'node:crypto';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext } from '../process.ts';
import { type CitizenAccess, saidOf, withCitizenAccess } from './citizen-access.ts';
import { composed, type Extracted } from './compose.ts';
import { named, signatureOf } from './signer.ts';
import type { Composition, Questionnaire, QuestionnaireResponse } from './types.ts';

/** Something extracted, as an entry of the transaction and by what the note refers to it. */
export type Made = Extracted & { entry: Entry };

/** What a note is made of. */
export type NoteParts = {
  draft: QuestionnaireResponse;
  questionnaire: Questionnaire;
  access: CitizenAccess;
  made: readonly Made[];
};

/** The signed note. @throws Problem rule when there is nothing in it */
export function noteOf(context: CareContext, { draft, questionnaire, access, made }: NoteParts): Composition {
  const { actor, now } = context;
  const { type, title, section } = composed(questionnaire, draft, {
    reference: `QuestionnaireResponse/${draft.id}`,
    extracted: made,
  });
  if (section === undefined || section.length === 0) {
    throw problem('rule', 'note-empty', {
      diagnostics: 'Nothing is answered in any section: there is nothing to sign.',
      expression: 'QuestionnaireResponse.item',
    });
  }
  const security = draft.meta?.security;
  const said = saidOf(draft);
  const author = draft.author as Reference;
  const note: Composition = {
    resourceType: 'Composition',
    language: 'nb',
    ...(security === undefined ? {} : { meta: { security } }),
    ...(said.length === 0 ? {} : { extension: said }),
    status: 'final',
    type,
    subject: draft.subject as Reference,
    ...(draft.encounter === undefined ? {} : { encounter: draft.encounter }),
    date: iso(now),
    author: [author.display === undefined && author.reference === actor.id ? named(context) : author],
    title,
    attester: [signatureOf(context)],
    ...(actor.organization === undefined
      ? {}
      : { custodian: { reference: `Organization/${actor.organization.id}`, display: actor.organization.display } }),
    section,
  };
  return withCitizenAccess(note, access);
}

/** What `$extract` gave, as entries of the transaction; each tells that it comes from the answers. */
export function madeOf({ entry = [] }: Resource, draft: QuestionnaireResponse, access: CitizenAccess): Made[] {
  return (entry as JsonObject[]).map((one): Made => {
    const request = one.request as JsonObject;
    const resource = one.resource as Resource;
    if (request.method === 'PUT') {
      const reference = String(request.url);
      const put = { ...resource, id: reference.split('/')[1]! };
      const condition = request.ifMatch === undefined ? {} : { ifMatch: String(request.ifMatch) };
      return { reference, resource: put, entry: { method: 'PUT', resource: put, ...condition } };
    }
    const fullUrl = String(one.fullUrl ?? `urn:uuid:${randomUUID()}`);
    const posted = withCitizenAccess(withOrigin(resource, `QuestionnaireResponse/${draft.id}`), access);
    const condition = request.ifNoneExist === undefined ? {} : { ifNoneExist: String(request.ifNoneExist) };
    return { reference: fullUrl, resource: posted, entry: { method: 'POST', resource: posted, fullUrl, ...condition } };
  });
}

/** Without it nobody could tell later what a note has made, and what it only refers to. */
function withOrigin(resource: Resource, reference: string): Resource {
  if (isMadeFrom(resource, reference)) return resource;
  const origin = { reference };
  switch (resource.resourceType) {
    case 'Observation':
      return { ...resource, derivedFrom: [...((resource.derivedFrom ?? []) as Reference[]), origin] };
    case 'Condition':
      return { ...resource, evidence: [...((resource.evidence ?? []) as JsonObject[]), { detail: [origin] }] };
    default:
      return resource;
  }
}

/** Whether something was extracted from answers: it says so itself. */
export function isMadeFrom({ resourceType, derivedFrom, evidence }: Resource, reference: string): boolean {
  const named =
    resourceType === 'Condition'
      ? ((evidence ?? []) as JsonObject[]).flatMap(({ detail }) => (detail ?? []) as Reference[])
      : ((derivedFrom ?? []) as Reference[]);
  return named.some((one) => one.reference === reference);
}

const iso = (ms: number): string => new Date(ms).toISOString();
