import type { ReasonKey, RelationReason } from '../reasons.ts';
import * as limits from './limits.ts';
import { roles } from './roles.ts';
import type { Rule } from './rule.ts';

/** The rule that a reason comes from: its id and legal ground stand in the log, and in what is explained. */
export function ruleOf(reason: ReasonKey): Rule<object> {
  if (!isRelation(reason)) return rules[reason];
  return reason.startsWith('relation:task-requested') ? limits.request : limits.relation;
}

const isRelation = (reason: ReasonKey): reason is RelationReason => reason.startsWith('relation:');

const rules: Readonly<Record<Exclude<ReasonKey, RelationReason>, Rule<object>>> = {
  system: limits.systems,
  self: limits.self,
  parent: limits.parents,
  'care-order': limits.parents,
  'released-to-parents': limits.parents,
  mandate: limits.mandates,
  guardian: limits.mandates,
  'care-circle': limits.circle,
  'shared-link': limits.sharing,
  'shared-outside': limits.outside,
  'outside-not-shared': limits.outside,
  'break-glass': limits.emergency,
  'consent-in-situ': limits.blocks,
  'quality-own-former-patient': limits.learning,
  'research-pseudonymised': limits.research,
  'address-protected': limits.protectedAddress,
  'third-party': limits.self,
  'loa-too-low': limits.assurance,
  'employment-inactive': limits.employment,
  'hpr-inactive': limits.authorisation,
  'hpr-role': limits.authorisation,
  'role-unknown': limits.authorisation,
  'own-record': limits.ownRecord,
  'blocked-person': limits.namedPerson,
  'adoption-link': limits.adoption,
  'purpose-missing': limits.purposes,
  'purpose-not-possible': limits.purposes,
  'purpose-text-missing': limits.purposes,
  'no-basis': limits.relation,
  'self-asserted-relation': limits.relation,
  'task-not-accepted': limits.request,
  'break-glass-role': limits.emergency,
  'break-glass-reason': limits.emergency,
  'break-glass-expired': limits.emergency,
  'student-unsupervised': limits.relation,
  'op-not-allowed': limits.operations,
  'refused-together': limits.operations,
  'role-category': roles,
  'wrong-patient': limits.quarantine,
  'blocked-org': limits.blocks,
  'blocked-unit': limits.blocks,
  'blocked-category': limits.blocks,
  'blocked-document': limits.blocks,
  'blocked-all': limits.blocks,
  'blocked-learning': limits.learning,
  'blocked-secondary-use': limits.research,
  'blocked-register': limits.registers,
  'project-not-approved': limits.research,
  'not-pseudonymised': limits.research,
  withheld: limits.self,
  delayed: limits.self,
  draft: limits.drafts,
  'withheld-from-parents': limits.parents,
  'youth-confidential': limits.parents,
  'child-12-15-no-digital': limits.parents,
  'child-16': limits.parents,
  'no-parental-responsibility': limits.parents,
  'court-restriction': limits.parents,
  'care-taken-over': limits.parents,
  'address-no-representation': limits.representation,
  'mandate-inactive': limits.mandates,
  'mandate-scope': limits.mandates,
  deceased: limits.dead,
  'no-basis-citizen': limits.otherCitizen,
};
