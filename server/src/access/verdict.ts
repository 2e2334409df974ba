import type { RecordFacts } from './facts.ts';
import type { ReasonKey } from './reasons.ts';
import { ruleOf } from './rules/of-reason.ts';
import type { LegalGround } from './rules/rule.ts';
import type { Extra, Obligation, Scope } from './scope.ts';

/** What this actor may do with this record now. */
export type Permit = {
  permit: Scope;
  reason: ReasonKey;
  /** Id of the rule that gave the answer, and its ground in law. */
  rule: string;
  ground: LegalGround;
  extras: readonly Extra[];
  /** Of opening the record: those of single resources (`judge`) are among them. */
  obligations: readonly Obligation[];
  /** Present when the record is open in so small a part that this person might have to open it in an emergency. */
  emergencyAccess?: EmergencyOffer;
  /** Something may be kept from this reader, and the citizen lets that be told. */
  marker: boolean;
};

export type Deny = {
  deny: ReasonKey;
  /** The reason that the caller is told, which may be less than the log is. */
  told: ReasonKey;
  /** Of asking for a single resource, which must not say whether there is one. */
  status: 401 | 403 | 404;
  /** Of opening the record: its Patient, a search in it, `$everything`. */
  opening: 401 | 403 | 404;
  /** Which log it belongs to: the citizen's, or that of the system's security. */
  stream: 'patient' | 'security';
  rule: string;
  ground: LegalGround;
  /** Present when this person may open the record in an emergency. */
  emergencyAccess?: EmergencyOffer;
  obligations: readonly Obligation[];
};

/** How an emergency opening would be. */
export type EmergencyOffer = {
  minutes: number;
  /** Characters of the reason in own words. */
  reasonLength: number;
  /** Coded reasons to choose among. */
  reasons: readonly string[];
};

/** Whether the record as a whole is open, and not only what was sent with a request. */
export const isOpen = (verdict: Permit | Deny): verdict is Permit =>
  'permit' in verdict && verdict.permit.sent === undefined;

/**
 * Whether the reader is told which colleagues are in the record. Not where something is kept from them: who is there could tell
 * what it is about.
 */
export const mayKnowWhoIsThere = (verdict: Permit | Deny): boolean =>
  isOpen(verdict) && verdict.permit.barriers.length === 0;

/**
 * Whether the reader's role sees information of this kind (the `access` of a resource) in the record: what kind of note a colleague
 * writes is for those to know who could read one.
 */
export const seesKind = (verdict: Permit | Deny, access: number): boolean =>
  isOpen(verdict) && (verdict.permit.isWhole || (verdict.permit.categories & access) !== 0);

/** What a decision gives when nothing was in its way. */
export function permit(facts: RecordFacts, scope: Scope): Permit {
  const { now } = facts;
  const { id, ground } = ruleOf(scope.reason).at(now);
  const costs = scope.passed.flatMap((one) => one.obligations);
  return {
    permit: scope.isWhole ? scope : { ...scope, ...draftsOf(facts) },
    reason: scope.reason,
    rule: id,
    ground,
    extras: scope.extras,
    obligations: costs.length === 0 ? scope.obligations : [...new Set([...scope.obligations, ...costs])],
    marker: scope.barriers.some((one) => one.marker && one.reason !== 'blocked-person'),
  };
}

/** By which names whoever asks is the author of what is not signed yet. */
function draftsOf({ actor, kin, mandate }: RecordFacts): Pick<Scope, 'drafts'> {
  if (actor.kind === 'system') return {};
  if (actor.kind === 'citizen') {
    const relations = [kin?.relatedPerson, mandate?.relatedPerson].filter((one) => one !== undefined);
    const own = `Patient/${actor.person}`;
    return { drafts: { recorder: own, authors: [own, ...relations.map((one) => `RelatedPerson/${one}`)] } };
  }
  const { person, practitionerRole, allRoles = [] } = actor;
  const roles = new Set([...(practitionerRole === undefined ? [] : [practitionerRole]), ...allRoles]);
  const authors = [`Practitioner/${person}`, ...[...roles].map((one) => `PractitionerRole/${one}`)];
  return { drafts: { recorder: person, authors } };
}

/**
 * A refusal. The one who works here may know why a record does not open: that a person exists is no secret to them. To a
 * citizen another's record is as if it were not there.
 */
export function deny(
  { now, actor }: RecordFacts,
  reason: ReasonKey,
  status: 401 | 403 | 404,
  more: Partial<Deny> = {},
): Deny {
  const { id, ground } = ruleOf(reason).at(now);
  const opening = status === 404 && actor.kind !== 'citizen' ? 403 : status;
  return {
    deny: reason,
    told: reason,
    status,
    opening,
    stream: status === 401 ? 'security' : 'patient',
    rule: id,
    ground,
    obligations: [],
    ...more,
  };
}

/** A scope in which nothing is left out. */
export function wholeScope(reason: ReasonKey, categories: number): Scope {
  return {
    reason,
    categories,
    otherwise: { reason: 'role-category', status: 403 },
    hidden: 0,
    barriers: [],
    passed: [],
    isWhole: false,
    address: 'open',
    masksThirdParty: false,
    masksIdentity: false,
    extras: [],
    obligations: [],
  };
}
