import { becomes } from './age.ts';
import { keptFrom } from './barriers.ts';
import { type Category, categoryMask, everyCategory, isCategory, labelBit } from './categories.ts';
import type { CitizenFacts, Kin, Mandate, RecordFacts } from './facts.ts';
import type { ReasonKey } from './reasons.ts';
import * as limits from './rules/limits.ts';
import type { Scope } from './scope.ts';
import { type Deny, deny, type Permit, permit, wholeScope } from './verdict.ts';

const notOnline = new Set(['system-history', 'destroy']);

/** A citizen's own record, or that of somebody they are parent to or act for. */
export function decideCitizen(facts: RecordFacts, actor: CitizenFacts): Permit | Deny {
  const { patient, purpose, interaction, kin, mandate } = facts;
  if (notOnline.has(interaction)) return deny(facts, 'op-not-allowed', 403);
  if (purpose === undefined) return deny(facts, 'purpose-missing', 403);
  if (!citizensPurposes.has(purpose)) return deny(facts, 'purpose-not-possible', 403);
  const isSelf = actor.person === patient.id || actor.person === patient.mergedInto;
  if (isSelf) {
    if (patient.isDeceased) return deny(facts, 'deceased', 404);
    return permit(facts, selfScope(facts, actor));
  }
  if (kin === undefined && mandate === undefined) return refuse(facts, 'no-basis');
  if (isProtected(patient.address) || isProtected(actor.address)) {
    return refuse(facts, 'address-no-representation');
  }
  const ways = [
    kin && (() => decideParent(facts, actor, kin)),
    mandate && (() => decideMandate(facts, actor, mandate)),
  ].filter((way) => way !== undefined);
  if (purpose === 'PWATRNY') ways.reverse();
  const [first, second] = ways;
  const decided = first!();
  return 'permit' in decided || second === undefined ? decided : orElse(second(), decided);
}

const citizensPurposes = new Set(['PATRQT', 'FAMRQT', 'PWATRNY']);

const orElse = (one: Permit | Deny, other: Deny): Permit | Deny => ('permit' in one ? one : other);

const isProtected = (address: string): boolean => address === 'fortrolig' || address === 'strengt-fortrolig';

/** Another citizen is told no more than that there is nothing for them. */
const refuse = (facts: RecordFacts, reason: ReasonKey): Deny => deny(facts, reason, 404, { told: 'no-basis-citizen' });

const withheld = labelBit('withheld') | labelBit('delayed') | labelBit('wrong-patient');

function selfScope(facts: RecordFacts, actor: CitizenFacts): Scope {
  return {
    ...wholeScope('self', everyCategory),
    hidden: withheld,
    masksThirdParty: true,
    ...writesOf(facts, actor),
  };
}

/** A citizen books and answers, and writes what is their own; what others wrote they do not change. */
function writesOf({ interaction, now }: RecordFacts, { person }: CitizenFacts): Pick<Scope, 'writes'> {
  if (interaction !== 'write') return {};
  return { writes: { ...limits.citizenWrites.at(now).value, author: `Patient/${person}` } };
}

function decideParent(facts: RecordFacts, actor: CitizenFacts, kin: Kin): Permit | Deny {
  const { patient, now } = facts;
  const rule = limits.parents;
  const isOfficial = kin.careOrder === 'child-welfare' || kin.careOrder === 'foster-parent';
  if (kin.careOrder === 'taken-from') return refuse(facts, 'care-taken-over');
  if (!kin.parentalResponsibility && !isOfficial) return refuse(facts, 'no-parental-responsibility');
  if (kin.courtRestriction) return refuse(facts, 'court-restriction');
  if (patient.isDeceased) return refuse(facts, 'deceased');
  const { named, barriers } = keptFrom(facts, [actor.person, `RelatedPerson/${kin.relatedPerson ?? ''}`]);
  if (named !== undefined) return refuse(facts, 'blocked-person');
  const { narrowsAt, endsAt, releasesEndAt } = rule.at(now).value;
  const isOver = (years: number): boolean =>
    patient.birthDate === undefined || now >= becomes(patient.birthDate, years);
  if (isOver(releasesEndAt)) return refuse(facts, 'child-16');
  const released = labelBit('released-to-parents');
  const narrow: ReasonKey | undefined = isOver(endsAt)
    ? 'child-16'
    : isOver(narrowsAt) && kin.hasDocumentedNeed !== true
      ? 'child-12-15-no-digital'
      : kin.careOrder === 'foster-parent'
        ? 'mandate-scope'
        : undefined;
  const reason = narrow !== undefined ? 'released-to-parents' : isOfficial ? 'care-order' : 'parent';
  // who has looked, and what the child keeps from whom, would tell of what the child has asked to keep
  const never: readonly Category[] = isOver(narrowsAt) ? ['youth-clinic', 'log'] : ['youth-clinic'];
  const scope: Scope = {
    ...wholeScope(reason, everyCategory & ~categoryMask(never)),
    otherwise: { reason: 'youth-confidential', status: 404 },
    hidden: withheld | labelBit('withheld-from-parents') | labelBit('youth-confidential'),
    ...(narrow === undefined ? {} : { only: { labels: released, otherwise: narrow } }),
    barriers,
    masksThirdParty: true,
    ...writesOf(facts, actor),
  };
  return permit(facts, scope);
}

function decideMandate(facts: RecordFacts, actor: CitizenFacts, mandate: Mandate): Permit | Deny {
  const { now, patient } = facts;
  if (patient.isDeceased) return refuse(facts, 'deceased');
  const isValid =
    mandate.from <= now && now < mandate.to && !(mandate.revokedAt !== undefined && mandate.revokedAt <= now);
  if (!isValid) return refuse(facts, 'mandate-inactive');
  const { named, barriers } = keptFrom(facts, [actor.person, `RelatedPerson/${mandate.relatedPerson ?? ''}`]);
  if (named !== undefined) return refuse(facts, 'blocked-person');
  const categories = mandatedCategories(mandate);
  if (categories === 0) return refuse(facts, 'mandate-scope');
  const scope: Scope = {
    ...wholeScope(mandate.kind === 'guardian' ? 'guardian' : 'mandate', categories),
    otherwise: { reason: 'mandate-scope', status: 404 },
    hidden: withheld,
    barriers,
    masksThirdParty: true,
    ...writesOf(facts, actor),
  };
  return permit(facts, scope);
}

/** A guardian for economic matters has nothing to do with health; one for personal matters has. */
function mandatedCategories({ kind, scopes }: Mandate): number {
  const whole = kind === 'guardian' ? 'personal' : 'read-record';
  if (scopes.includes(whole)) return everyCategory;
  return categoryMask(scopes.filter((one): one is Category => isCategory(one)));
}
