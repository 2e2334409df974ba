import type { Agent, Emergency, RecordFacts, Relation, RelationKind, StaffFacts } from './facts.ts';
import type { RelationReason } from './reasons.ts';
import { emergency as emergencyRule, relation as relationRule, request as requestRule } from './rules/limits.ts';

/** The care relations that let this person in now, and what may be said of them. */
export type Ground = {
  /** Of the one that is told; undefined when there is none. */
  reason?: RelationReason;
  /** Through whom this person acts for, and not by themself. */
  isDelegated: boolean;
  /** One of them brings the person to the citizen's home. */
  isHomeVisit: boolean;
  /** There is none but those that the person made up alone. */
  isSelfAsserted: boolean;
  /** Type/id of all that may be seen, where what there is lets no more be seen. */
  documents?: readonly string[];
};

/** The strongest first: the one that is told when there are several. */
const strength: readonly RelationKind[] = [
  ...(['stay', 'encounter', 'vedtak', 'contract', 'episode', 'fastlege', 'referral', 'alarm', 'case'] as const),
  ...(['log-case', 'task', 'team', 'appointment', 'task-requested'] as const),
];
const rank = new Map(strength.map((kind, n) => [kind, n]));

/**
 * G6. A relation counts in the chosen unit (or one it works for), in its time, for the one it names or the whole unit.
 * Who is supervised, or writes for another, stands on what that other has.
 */
export function groundOf(facts: RecordFacts, actor: StaffFacts, isSupervised: boolean): Ground {
  const { value } = relationRule.at(facts.now);
  const theirs = theirNames(actor, isSupervised);
  const isUnderContract = hasContract(actor, facts.now);
  let best: { kind: RelationKind; manner: '' | '-grace' | '-delegated'; place: number } | undefined;
  let isHomeVisit = false;
  let isSelfAsserted = false;
  const documents = new Set<string>();
  for (const one of facts.relations) {
    if (one.unit === '' && one.person === undefined) continue;
    if (one.unit !== '' && one.unit !== actor.unit && !actor.alsoUnits.includes(one.unit)) continue;
    if (one.kind === 'contract' && !isUnderContract) continue;
    if (value.auditing.includes(one.kind) !== (actor.role === 'loggkontroll')) continue;
    if (one.kind === 'task-requested' && !mayBeAsked(facts)) continue;
    if (one.isInvited === true && actor.isOutside !== true) continue;
    const holds = isNow(one, facts.now, value.appointmentMs);
    const isGrace = !holds && isInGrace(one, actor, facts.now, value);
    if (!holds && !isGrace) continue;
    const isPersonal = one.person !== undefined && (value.personal.includes(one.kind) || one.unit === '');
    const isOwn = !isPersonal || isAgent(one.person!, actor);
    const isTheirs = isPersonal && theirs.includes(one.person!);
    if (!isOwn && !isTheirs) continue;
    if (one.isSelfAsserted === true) {
      isSelfAsserted = true;
      continue;
    }
    isHomeVisit ||= holds && one.isHomeVisit === true;
    const manner = isGrace ? '-grace' : isOwn ? '' : '-delegated';
    for (const document of documentsOf(one, facts)) documents.add(document);
    const place = rank.get(one.kind)! + (manner === '' ? 0 : 100) + (one.documents === undefined ? 0 : 1000);
    if (best === undefined || place < best.place) best = { kind: one.kind, manner, place };
  }
  if (best === undefined) return { isDelegated: false, isHomeVisit: false, isSelfAsserted };
  const manner = isSupervised && best.manner === '-delegated' ? '' : best.manner;
  return {
    reason: `relation:${best.kind}${manner}`,
    isDelegated: best.manner === '-delegated',
    isHomeVisit,
    isSelfAsserted: false,
    ...(best.kind === 'task-requested' ? { documents: [...documents] } : {}),
  };
}

/** Being asked is for care and for handling a case, and for nothing else. */
function mayBeAsked({ purpose, now }: RecordFacts): boolean {
  return purpose !== undefined && requestRule.at(now).value.purposes.includes(purpose);
}

/** What a request lets be seen; of that, who is asked answers the request itself, and writes nothing else. */
const documentsOf = ({ documents = [] }: Relation, { interaction }: RecordFacts): readonly string[] =>
  interaction === 'write' ? documents.slice(0, 1) : documents;

/** Whom a person acts for or learns from, by all names they have in facts. */
export function theirNames({ supervisor, onBehalfOf, theirRoles }: StaffFacts, isSupervised: boolean): string[] {
  const person = isSupervised ? supervisor : onBehalfOf;
  return person === undefined ? [] : [person, ...(theirRoles ?? []).map((role) => `PractitionerRole/${role}`)];
}

/** A supplier's guests see their clients while the contract runs, whatever the services in the record say. */
export const hasContract = ({ contracts }: StaffFacts, now: number): boolean =>
  contracts === undefined || contracts.some(({ from, to }) => from <= now && now < to);

function isNow(one: Relation, now: number, appointmentMs: number): boolean {
  const more = one.kind === 'appointment' ? appointmentMs : 0;
  return one.isActive && one.from - more <= now && now < one.to + more;
}

/** The last moment counts: fourteen days are whole days. */
function isInGrace(
  one: Relation,
  actor: StaffFacts,
  now: number,
  rule: { graceMs: number; graceKinds: readonly RelationKind[] },
): boolean {
  if (!rule.graceKinds.includes(one.kind) || one.from > now) return false;
  const isOver = one.to <= now && now <= one.to + rule.graceMs;
  return isOver && (one.participants ?? []).some((agent) => isAgent(agent, actor));
}

/** Whether the person took part in care that was given here: what learning from it stands on. */
export function hasTreated(facts: RecordFacts, actor: StaffFacts): boolean {
  const { graceKinds } = relationRule.at(facts.now).value;
  return facts.relations.some(
    (one) => graceKinds.includes(one.kind) && (one.participants ?? []).some((agent) => isAgent(agent, actor)),
  );
}

/** Whether an Agent of a resource is this person, in the chosen role or any other of theirs. */
export function isAgent(agent: Agent, actor: StaffFacts): boolean {
  if (agent === actor.person) return true;
  if (!agent.startsWith('PractitionerRole/')) return false;
  const role = agent.slice('PractitionerRole/'.length);
  return role === actor.practitionerRole || actor.allRoles?.includes(role) === true;
}

export type Opening = 'none' | 'open' | 'over' | 'role' | 'reason';

/** What this person's own emergency opening of the record comes to. */
export function openingOf(facts: RecordFacts, actor: StaffFacts): Opening {
  const { value } = emergencyRule.at(facts.now);
  const own = facts.emergencies.filter(({ person, startedAt }) => person === actor.person && startedAt <= facts.now);
  if (own.length === 0) return 'none';
  if (!value.roles.includes(actor.role)) return 'role';
  const running = own.filter((one) => endOf(one, value.minutes) > facts.now);
  if (running.some(({ text }) => [...text.trim()].length >= value.reasonLength)) return 'open';
  if (running.length > 0) return 'reason';
  return own.some((one) => facts.now - endOf(one, value.minutes) < value.rememberedMs) ? 'over' : 'none';
}

const endOf = ({ startedAt, endsAt, revokedAt }: Emergency, minutes: number): number =>
  Math.min(endsAt, startedAt + minutes * 60_000, revokedAt ?? Number.POSITIVE_INFINITY);
