import { meet } from './barriers.ts';
import { categoryMask, everyCategory, labelBit } from './categories.ts';
import { decideCitizen } from './citizen.ts';
import type { Interaction, RecordFacts, StaffFacts, SystemFacts } from './facts.ts';
import { type Ground, groundOf, hasTreated, isAgent, type Opening, openingOf } from './ground.ts';
import { isReserved, reasonOf, reservationsAgainst } from './other-use.ts';
import { agreedScope, readerOf, sharedWith } from './outside.ts';
import type { ReasonKey, RelationReason } from './reasons.ts';
import * as limits from './rules/limits.ts';
import { type RoleRule, roleAt } from './rules/roles.ts';
import type { Extra, Obligation, Scope } from './scope.ts';
import { type Deny, deny, type EmergencyOffer, type Permit, permit, wholeScope } from './verdict.ts';

/**
 * May this actor do this with this record, and what of it? Pure: the same facts give the same answer, whenever asked.
 * The order is the model's, and the first that hits decides: G0 log-on, G1 employment and authorisation, G2 own record,
 * G3 block of a named person, G5 purpose (with research and learning), G6 ground, G7 operation. What is about single
 * resources stands in the scope, for `judge` to ask: G4 adoption, G8 role and category, G9 blocks, G10 address.
 */
export function decide(facts: RecordFacts): Permit | Deny {
  const { actor, now } = facts;
  if (actor.kind === 'system') return decideSystem(facts, actor);
  const { level } = limits.assurance.at(now).value;
  if (actor.loa < level) return deny(facts, 'loa-too-low', 401);
  return actor.kind === 'citizen' ? decideCitizen(facts, actor) : decideStaff(facts, actor);
}

/**
 * A system does what its registration says. Where that is research, learning, or to collect for a register, it only reads, and not
 * from those who have a reservation; and one of an organisation outside of the health service reads what was agreed to.
 */
function decideSystem(facts: RecordFacts, actor: SystemFacts): Permit | Deny {
  const { purpose, interaction } = facts;
  const { register, outside } = actor;
  const against = reservationsAgainst(purpose, register);
  const isNarrowed = against.length > 0 || outside !== undefined;
  if (isNarrowed && !readings.has(interaction)) return deny(facts, 'op-not-allowed', 403);
  const decided =
    outside === undefined
      ? permit(facts, { ...wholeScope('system', everyCategory), isWhole: true })
      : decideAgreed(facts, readerOf(actor, outside));
  const reserved = against.find((one) => isReserved(facts, one));
  return 'permit' in decided && reserved !== undefined ? deny(facts, reasonOf[reserved.kind], 403) : decided;
}

/** Without a yes it is as if the citizen were not there; what is kept from the place by a block is not told of either. */
function decideAgreed(facts: RecordFacts, reader: StaffFacts): Permit | Deny {
  const shared = sharedWith({ ...facts, purpose: facts.purpose ?? 'COC' }, reader);
  if (shared === 0) return deny(facts, 'outside-not-shared', 404, { opening: 404 });
  const { barriers } = meet(facts, reader, false);
  const { address } = facts.patient;
  return permit(facts, {
    ...agreedScope(shared),
    barriers: barriers.map((one) => ({ ...one, marker: false })),
    ...(address === 'fortrolig' || address === 'strengt-fortrolig' ? { address: { maskedBut: [] } } : {}),
  });
}

const readings: ReadonlySet<Interaction> = new Set(['read', 'vread', 'search', 'history', 'everything', 'export']);

function decideStaff(facts: RecordFacts, actor: StaffFacts): Permit | Deny {
  const { now, purpose } = facts;
  if (!actor.isEmployed) return deny(facts, 'employment-inactive', 403);
  const role = roleAt(actor.role, now);
  if (role === undefined) return deny(facts, 'role-unknown', 403);
  const unfit = unfitness(role, actor);
  if (unfit !== undefined) return deny(facts, unfit, 403);
  if (isOwnRecord(facts, actor)) return deny(facts, 'own-record', 403);

  const opening = openingOf(facts, actor);
  const met = meet(facts, actor, opening === 'open');
  if (met.named !== undefined) {
    return deny(facts, 'blocked-person', 404, met.named.marker ? {} : { told: 'no-basis' });
  }
  if (purpose === undefined) return deny(facts, 'purpose-missing', 403);
  if (!role.purposes.includes(purpose)) return deny(facts, 'purpose-not-possible', 403);
  if (facts.lacksPurposeText === true && limits.purposes.at(now).value.inOwnWords.includes(purpose)) {
    return deny(facts, 'purpose-text-missing', 403);
  }
  if (purpose === 'HRESCH') return decideResearch(facts, role);
  if (role.categories.length === 0) return deny(facts, 'role-category', 403);
  if (role.isSupervised && actor.supervisor === undefined) {
    return deny(facts, 'student-unsupervised', 403);
  }

  const shared = sharedWith(facts, actor);
  if (shared === 0) return deny(facts, 'outside-not-shared', 404);

  const ground = groundOf(facts, actor, role.isSupervised === true);
  const basis = basisOf(facts, actor, role, ground, opening);
  if ('deny' in basis) return basis;
  if (!role.interactions.includes(facts.interaction)) return deny(facts, 'op-not-allowed', 403);

  const scope: Scope = {
    ...wholeScope(basis.reason, (categoriesOf(role, actor, facts) | delegatedTo(actor, facts)) & shared),
    ...(role.ownUnit === undefined
      ? {}
      : { ownUnit: { categories: categoryMask(role.ownUnit) & shared, units: [actor.unit] } }),
    ...dictatedBy(role, actor, facts),
    hidden: labelBit('wrong-patient'),
    ...(basis.documents === undefined ? {} : { sent: sentOf(basis.documents, facts) }),
    // The log is what control looks at: a block does not reach it.
    ...(purpose === 'AUDIT' ? {} : { barriers: met.barriers, passed: met.passed }),
    ...(facts.interaction === 'write' ? { author: actor.person } : {}),
    address: addressFor(facts, actor, ground),
    extras: extrasOf(facts, actor),
    obligations: [...basis.obligations, ...reviewsOf(facts, actor)],
  };
  const offer = basis.documents === undefined ? undefined : offerTo(actor, facts);
  return { ...permit(facts, scope), ...(offer === undefined ? {} : { emergencyAccess: offer }) };
}

/** All else is as if it were not there; who would write is told to say yes first. */
const sentOf = (documents: readonly string[], { interaction }: RecordFacts): NonNullable<Scope['sent']> => ({
  documents: documents.map((one) => {
    const slash = one.indexOf('/');
    return { type: one.slice(0, slash), id: one.slice(slash + 1) };
  }),
  otherwise:
    interaction === 'write' ? { reason: 'task-not-accepted', status: 403 } : { reason: 'no-basis', status: 404 },
});

/** G1. A role that rests on an authorisation needs one that is in force, and of its own kind. */
function unfitness({ hpr: wanted }: RoleRule, { hpr }: StaffFacts): ReasonKey | undefined {
  if (wanted === undefined) return undefined;
  if (hpr === undefined || !wanted.includes(hpr.category)) return 'hpr-role';
  return hpr.status === 'revoked' || hpr.status === 'suspended' ? 'hpr-inactive' : undefined;
}

/** G2. */
function isOwnRecord({ patient }: RecordFacts, { person, ownPatient }: StaffFacts): boolean {
  const own = [person, ownPatient];
  return own.includes(patient.id) || (patient.mergedInto !== undefined && own.includes(patient.mergedInto));
}

/** G5. An approved project gets what cannot be tied to anybody, from those who have not objected. */
function decideResearch(facts: RecordFacts, { categories, interactions }: RoleRule): Permit | Deny {
  const { project, now, interaction } = facts;
  const rule = limits.research;
  if (project === undefined || !project.isApproved) return deny(facts, 'project-not-approved', 403);
  if (!project.isPseudonymised || project.k < rule.at(now).value.smallestGroup) {
    return deny(facts, 'not-pseudonymised', 403);
  }
  if (isReserved(facts, { kind: 'secondary-use' })) return deny(facts, 'blocked-secondary-use', 403);
  if (!interactions.includes(interaction)) return deny(facts, 'op-not-allowed', 403);
  const scope: Scope = {
    ...wholeScope('research-pseudonymised', categoryMask(categories)),
    hidden: labelBit('wrong-patient') | labelBit('youth-confidential'),
    masksIdentity: true,
  };
  return permit(facts, scope);
}

type Basis = { reason: ReasonKey; obligations: readonly Obligation[]; documents?: readonly string[] };

/**
 * G6. An active relation, or the person's own emergency opening; learning stands on having treated. What is only asked comes
 * last: it opens the least.
 */
function basisOf(
  facts: RecordFacts,
  actor: StaffFacts,
  role: RoleRule,
  ground: Ground,
  opening: Opening,
): Basis | Deny {
  const { purpose } = facts;
  if (purpose === 'HQUALIMP') {
    if (isReserved(facts, { kind: 'learning' })) return deny(facts, 'blocked-learning', 403);
    if (role.hpr !== undefined && hasTreated(facts, actor)) {
      return { reason: 'quality-own-former-patient', obligations: [] };
    }
  }
  const stated = ground.reason === undefined ? undefined : statedBy(ground.reason, role, actor);
  if (stated !== undefined && ground.documents === undefined) return { reason: stated, obligations: [] };
  const isForCare = isCare(purpose);
  if (isForCare && opening === 'open') {
    return { reason: 'break-glass', obligations: ['notify-patient', 'review-task'] };
  }
  if (stated !== undefined) return { reason: stated, obligations: [], documents: ground.documents! };
  return groundless(facts, actor, ground, isForCare ? opening : 'none');
}

const statedBy = (reason: RelationReason, role: RoleRule, actor: StaffFacts): RelationReason =>
  role.onBehalf !== undefined && actor.onBehalfOf !== undefined ? delegated(reason) : reason;

const delegated = (reason: RelationReason): RelationReason =>
  reason.replace(/(-grace|-delegated)?$/, '-delegated') as RelationReason;

function groundless(facts: RecordFacts, actor: StaffFacts, ground: Ground, opening: Opening): Deny {
  const isEmergency = facts.purpose === 'ETREAT' || facts.purpose === 'BTG';
  const offer = offerTo(actor, facts);
  const offered = offer === undefined ? {} : { emergencyAccess: offer };
  if (opening === 'role' || (isEmergency && offer === undefined)) return deny(facts, 'break-glass-role', 403);
  if (opening === 'reason') return deny(facts, 'break-glass-reason', 403, offered);
  if (opening === 'over') return deny(facts, 'break-glass-expired', 404, offered);
  if (ground.isSelfAsserted) {
    return deny(facts, 'self-asserted-relation', 404, { obligations: ['alert-privacy-officer'] });
  }
  return deny(facts, 'no-basis', 404, facts.purpose === 'HQUALIMP' ? {} : offered);
}

/** How this person may open the record in an emergency, if their role may at all. */
function offerTo({ role }: StaffFacts, { now }: RecordFacts): EmergencyOffer | undefined {
  const { roles, rememberedMs: _, ...offer } = limits.emergency.at(now).value;
  return roles.includes(role) ? offer : undefined;
}

/** G8. */
function categoriesOf(role: RoleRule, actor: StaffFacts, { interaction }: RecordFacts): number {
  const seen = categoryMask(role.categories);
  const more = actor.onBehalfOf === undefined ? 0 : categoryMask(role.onBehalf ?? []);
  const written = interaction === 'write' && role.writes !== undefined ? categoryMask(role.writes) : everyCategory;
  return (seen | more) & written;
}

/** G8. What somebody writes for a treater: read until it is signed, and written only in that treater's name. */
function dictatedBy({ dictates }: RoleRule, { onBehalfOf }: StaffFacts, { interaction }: RecordFacts) {
  const isRead = interaction !== 'write' || onBehalfOf !== undefined;
  return dictates === undefined || !isRead ? {} : { dictated: categoryMask(dictates) };
}

/** G8. What is opened to this very person while something is delegated to them, for care alone. */
function delegatedTo(actor: StaffFacts, { relations, now, purpose }: RecordFacts): number {
  if (!isCare(purpose)) return 0;
  const given = relations.filter(
    ({ gives, person, isActive, isSelfAsserted, from, to }) =>
      gives !== undefined &&
      person !== undefined &&
      isActive &&
      !isSelfAsserted &&
      from <= now &&
      now < to &&
      isAgent(person, actor),
  );
  return categoryMask(given.flatMap(({ gives = [] }) => gives));
}

const isCare = (purpose: RecordFacts['purpose']): boolean =>
  purpose === 'TREAT' || purpose === 'ETREAT' || purpose === 'BTG';

/** G10. Code 7: to whom it is a need, for they go there. Code 6: to those whom somebody named. */
function addressFor(facts: RecordFacts, actor: StaffFacts, ground: Ground): Scope['address'] {
  const { address } = facts.patient;
  if (address === 'none' || address === 'klient') return 'open';
  if (facts.namedForAddress.some((one) => isAgent(one, actor))) return 'told';
  if (address === 'fortrolig' && ground.isHomeVisit) return 'told';
  return { maskedBut: [actor.unit, ...actor.alsoUnits] };
}

function extrasOf({ purpose, now }: RecordFacts, { onBehalfOf }: StaffFacts): Extra[] {
  const extras: Extra[] = [];
  if (onBehalfOf !== undefined) extras.push('on-behalf-of');
  if (purpose !== undefined && limits.purposes.at(now).value.inOwnWords.includes(purpose)) extras.push('purpose-text');
  return extras;
}

/** A look at somebody near, or at a colleague, is lawful with ground, and looked at afterwards. */
function reviewsOf({ patient }: RecordFacts, actor: StaffFacts): Obligation[] {
  const reviews: Obligation[] = [];
  if (actor.closeRelations?.includes(patient.id)) reviews.push('close-relation-review');
  if (patient.employeeOf?.some((one) => one === actor.org || one === actor.unit)) reviews.push('colleague-review');
  return reviews;
}
