import { categoryBit, type Label, labelBit } from './categories.ts';
import type { ResourceFacts } from './facts.ts';
import { keptAsMade, madeOfTokens } from './made-of.ts';
import type { ReasonKey } from './reasons.ts';
import { maskOf, tellsAddress } from './rules/places.ts';

/** What must stand in the log line besides the reason. */
export type Extra = 'on-behalf-of' | 'purpose-text' | 'address-disclosed';

/** What must be done, in the same transaction or before anything is disclosed. */
export type Obligation =
  | 'notify-patient'
  | 'review-task'
  | 'alert-privacy-officer'
  | 'close-relation-review'
  | 'colleague-review';

/** One of the citizen's blocks as it meets this reader: what is said here must all hold of a resource that it covers. */
export type Barrier = {
  reason: ReasonKey;
  /** Bits of categories. */
  categories?: number;
  /** Organization ids, one of which is custodian. */
  custodians?: readonly string[];
  /** These, and what was made of them. */
  documents?: readonly { type?: string; id: string }[];
  period?: { from: number; to: number };
  marker: boolean;
};

/** Barriers that this reader passes, and what passing costs. */
export type Passage = { reason: ReasonKey; barriers: readonly Barrier[]; obligations: readonly Obligation[] };

/**
 * What one reader may see of one record, as plain data with two readings: `judge` in memory, `scopeSql` in the database.
 * They give the same answer, and a test holds them to it.
 */
export type Scope = {
  /** Why what is seen is seen: the basis in the log. */
  reason: ReasonKey;
  /** Bits of the categories that may be seen. */
  categories: number;
  /** How what is outside of them is refused. */
  otherwise: { reason: ReasonKey; status: 403 | 404 };
  /** More of them, for what these units are custodian of. */
  ownUnit?: { categories: number; units: readonly string[] };
  /** Bits of labels that keep a resource from this reader, whatever else. */
  hidden: number;
  /** Only resources with one of these labels; all others are refused for the reason given. */
  only?: { labels: number; otherwise: ReasonKey };
  /** Only these: what was sent with a request that nobody has said yes to yet. */
  sent?: { documents: readonly { type: string; id: string }[]; otherwise: Scope['otherwise'] };
  /** Only these types: all, and those of which only what `author` (of a recorder tag) wrote. What a citizen may write. */
  writes?: { types: readonly string[]; ownTypes: readonly string[]; author: string };
  barriers: readonly Barrier[];
  passed: readonly Passage[];
  /** Whose drafts are seen: what this recorder wrote, or what names one of the authors (`Type/id`). None when absent. */
  drafts?: { recorder: string; authors: readonly string[] };
  /** Bits of categories of which drafts are seen too: what the reader writes for a treater. */
  dictated?: number;
  /** Practitioner id of who may amend what they wrote themselves, though it is blocked. */
  author?: string;
  /** Also what has no category yet. Systems only. */
  isWhole: boolean;
  /** Told: where somebody lives is given, and the log says so. Masked: left out, but in what these units are custodian of. */
  address: 'open' | 'told' | { maskedBut: readonly string[] };
  /** Leaves out what is about somebody else. */
  masksThirdParty: boolean;
  /** Leaves out who it is. */
  masksIdentity: boolean;
  extras: readonly Extra[];
  obligations: readonly Obligation[];
};

export type Judgement = {
  decision: 'permit' | 'mask' | 'deny';
  reason: ReasonKey;
  /** Of reading the resource by its id. */
  status: 200 | 403 | 404;
  /** What is left out; `all-content` leaves nothing but the marker. */
  mask?: readonly string[];
  /** Whether the reader is told that something is kept from them. */
  marker?: boolean;
  extras: readonly Extra[];
  obligations: readonly Obligation[];
};

/** May this resource be shown, and with what left out? The order is the model's: G4, G8, G9, G10. */
export function judge(scope: Scope, resource: ResourceFacts): Judgement {
  if (scope.isWhole) return permitted(scope, scope.reason);
  const refused = refusal(scope, resource);
  if (refused !== undefined) return refused;
  const barrier = scope.barriers.find((one) => covers(one, resource));
  if (barrier !== undefined && !isByAuthor(scope, barrier, resource)) {
    if (!barrier.marker || barrier.reason === 'blocked-person')
      return { ...denied(barrier.reason, 404), marker: false };
    return { ...permitted(scope, barrier.reason), decision: 'mask', mask: ['all-content'], marker: true };
  }
  const passage = scope.passed.find(({ barriers }) => barriers.some((one) => covers(one, resource)));
  return shown(scope, resource, passage);
}

/** Who wrote an entry may amend it, unless it is kept from that very person. */
const isByAuthor = ({ author }: Scope, { reason }: Barrier, { authors }: ResourceFacts): boolean =>
  author !== undefined && reason !== 'blocked-person' && authors.includes(author);

/** Whether a judged resource is in an answer at all: what is blocked is not, though its marker may be. */
export const isShown = ({ decision, mask }: Judgement): boolean =>
  decision === 'permit' || (decision === 'mask' && !mask?.includes('all-content'));

function refusal(scope: Scope, resource: ResourceFacts): Judgement | undefined {
  const { only, sent } = scope;
  const bit = categoryBit(resource.category);
  if (resource.category === 'adoption-link') return denied('adoption-link', 404);
  if (sent?.documents.some((one) => isDocument(one, resource)) === false) {
    return denied(sent.otherwise.reason, sent.otherwise.status);
  }
  if (scope.writes !== undefined && !mayWrite(scope.writes, resource)) return denied('op-not-allowed', 403);
  const isOwn = scope.ownUnit !== undefined && isCustodian(scope.ownUnit.units, resource);
  const dictated = resource.labels.includes('draft') ? (scope.dictated ?? 0) : 0;
  const seen = scope.categories | (isOwn ? scope.ownUnit!.categories : 0) | dictated;
  if ((seen & bit) === 0) return denied(scope.otherwise.reason, scope.otherwise.status);
  const hiding = resource.labels.find((label) => (scope.hidden & labelBit(label)) !== 0);
  if (hiding !== undefined) return denied(hidingReasons[hiding], 404);
  if (resource.labels.includes('draft') && !isOwnDraft(scope, resource)) return denied('draft', 404);
  if (only !== undefined && !resource.labels.some((label) => (only.labels & labelBit(label)) !== 0)) {
    return denied(only.otherwise, 404);
  }
  return undefined;
}

const mayWrite = ({ types, ownTypes, author }: NonNullable<Scope['writes']>, resource: ResourceFacts): boolean =>
  types.includes(resource.type) || (ownTypes.includes(resource.type) && resource.authors.includes(author));

const isOwnDraft = ({ drafts }: Scope, { authors, signers = [] }: ResourceFacts): boolean =>
  drafts !== undefined && (authors.includes(drafts.recorder) || signers.some((one) => drafts.authors.includes(one)));

const hidingReasons: Record<Label, ReasonKey> = {
  withheld: 'withheld',
  'withheld-from-parents': 'withheld-from-parents',
  'third-party': 'withheld',
  'wrong-patient': 'wrong-patient',
  'released-to-parents': 'withheld',
  'youth-confidential': 'youth-confidential',
  delayed: 'delayed',
  draft: 'draft',
};

function shown(scope: Scope, resource: ResourceFacts, passage: Passage | undefined): Judgement {
  const reason = passage?.reason ?? scope.reason;
  const open = permitted(scope, reason, passage?.obligations);
  if (scope.masksIdentity) return { ...open, decision: 'mask', mask: ['identifiers', 'free-text', 'exact-dates'] };
  const { address } = scope;
  if (typeof address === 'object') {
    const mask = isPlaceOfOwn(address.maskedBut, resource) ? undefined : maskOf(resource.type);
    if (mask !== undefined) return { ...open, decision: 'mask', reason: 'address-protected', mask };
  }
  if (address === 'told' && tellsAddress(resource.type)) {
    return { ...open, extras: [...open.extras, 'address-disclosed'] };
  }
  if (scope.masksThirdParty && resource.labels.includes('third-party')) {
    return { ...open, decision: 'mask', reason: 'third-party', mask: ['third-party'] };
  }
  return open;
}

/** A unit knows where it saw somebody itself; where that person lives it is not told so easily. */
const isPlaceOfOwn = (units: readonly string[], resource: ResourceFacts): boolean =>
  !tellsAddress(resource.type) && isCustodian(units, resource);

function permitted(scope: Scope, reason: ReasonKey, more: readonly Obligation[] = []): Judgement {
  const obligations = more.length === 0 ? scope.obligations : [...new Set([...scope.obligations, ...more])];
  return { decision: 'permit', reason, status: 200, extras: scope.extras, obligations };
}

const denied = (reason: ReasonKey, status: 403 | 404): Judgement => ({
  decision: 'deny',
  reason,
  status,
  extras: [],
  obligations: [],
});

const isCustodian = (units: readonly string[], { custodians }: ResourceFacts): boolean =>
  custodians.some((one) => units.includes(one));

function covers(barrier: Barrier, resource: ResourceFacts): boolean {
  const { categories, custodians, documents, period } = barrier;
  if (categories !== undefined && (categories & categoryBit(resource.category)) === 0) return false;
  if (custodians !== undefined && !isCustodian(custodians, resource)) return false;
  if (documents !== undefined && !isOfDocuments(documents, resource)) return false;
  if (period === undefined) return true;
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = resource;
  return from < period.to && to >= period.from;
}

/** What was made of a document is kept with it. */
const isOfDocuments = (documents: NonNullable<Barrier['documents']>, resource: ResourceFacts): boolean =>
  documents.some((one) => isDocument(one, resource)) ||
  ((categoryBit(resource.category) & keptAsMade) !== 0 &&
    resource.tokens?.some((one) => tokensOf(documents).has(one)) === true);

/** A search judges many resources by the same barriers. */
const known = new WeakMap<NonNullable<Barrier['documents']>, ReadonlySet<bigint>>();

function tokensOf(documents: NonNullable<Barrier['documents']>): ReadonlySet<bigint> {
  const found = known.get(documents);
  if (found !== undefined) return found;
  const tokens = new Set(
    documents.flatMap(({ type, id }) => (type === undefined ? [] : madeOfTokens(`${type}/${id}`))),
  );
  known.set(documents, tokens);
  return tokens;
}

const isDocument = ({ type, id }: { type?: string; id: string }, resource: ResourceFacts): boolean =>
  id === resource.id && (type === undefined || type === resource.type);
