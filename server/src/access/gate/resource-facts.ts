import type { Json, JsonObject } from '../../fhir/resource.ts';
import { categoryOf, labelsOf } from '../categories.ts';
import type { ResourceFacts } from '../facts.ts';
import { signersOf } from '../reading.ts';
import type { Barrier, Scope } from '../scope.ts';

/** Who is custodian of a resource (an Organization id), and who recorded it (a Practitioner id), as its tags tell. */
export const custodianSystem = 'https://enjournal.no/fhir/CodeSystem/custodian';
export const recorderSystem = 'https://enjournal.no/fhir/CodeSystem/recorder';

/** A resource as it stands in the store; `index` works out when it was, and by what it is found. */
export type Row = {
  type: string;
  id: string;
  /** The `access` column. */
  access: number;
  content: string;
  index?: () => Pick<ResourceFacts, 'from' | 'to' | 'tokens'>;
};

/**
 * What the decision asks of a resource. Its tags are read only when the scope asks for them: most scopes are answered by
 * the bits alone.
 * @returns undefined when nobody has told what it is about
 */
export function resourceFactsOf(row: Row, scope: Scope): ResourceFacts | undefined {
  const category = categoryOf(row.access);
  if (category === undefined) return undefined;
  const { type, id } = row;
  const labels = labelsOf(row.access);
  const facts: ResourceFacts = { type, id, category, labels, custodians: [], authors: [] };
  const isDraft = labels.includes('draft') && scope.drafts !== undefined;
  if (isDraft || asksForTags(scope, row.access)) Object.assign(facts, tagsOf(row.content));
  if (isDraft) facts.signers = signersOf(JSON.parse(row.content) as JsonObject);
  if (asksForIndex(scope)) Object.assign(facts, row.index?.());
  return facts;
}

const asksForTags = ({ barriers, passed, ownUnit, address, writes }: Scope, access: number): boolean =>
  barriers.length > 0 ||
  passed.length > 0 ||
  (ownUnit !== undefined && (ownUnit.categories & access) !== 0) ||
  writes !== undefined ||
  typeof address === 'object';

const asksForIndex = ({ barriers, passed }: Scope): boolean =>
  barriers.some(isByIndex) || passed.some((one) => one.barriers.some(isByIndex));

const isByIndex = ({ period, documents }: Barrier): boolean => period !== undefined || documents !== undefined;

/** Custodians and authors by the tags of a resource's text. */
export function tagsOf(content: string): Pick<ResourceFacts, 'custodians' | 'authors'> {
  const { meta } = JSON.parse(content) as { meta?: JsonObject };
  const tags = Array.isArray(meta?.tag) ? meta.tag : [];
  return { custodians: codesOf(tags, custodianSystem), authors: codesOf(tags, recorderSystem) };
}

const codesOf = (tags: readonly Json[], system: string): string[] =>
  tags.flatMap((tag) => {
    const { system: of, code } = tag as JsonObject;
    return of === system && typeof code === 'string' ? [code] : [];
  });
