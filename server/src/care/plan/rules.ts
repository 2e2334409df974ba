import type { Issue } from '../../fhir/issue.ts';
import { refused } from '../process.ts';
import { hasNewNote, noteIssues, type Writer } from './evaluations.ts';
import {
  actionOf,
  type CarePlan,
  type Concept,
  codes,
  extensionNamed,
  type Goal,
  isIndividual,
  isOwn,
  isPathway,
  isShared,
  type Ref,
} from './plan.ts';
import { endsUnreached, mayGoalBecome, mayPlanBecome } from './transitions.ts';

export type { Writer } from './evaluations.ts';
export * from './plan.ts';
export * from './standing.ts';
export { mayGoalBecome, mayPlanBecome } from './transitions.ts';

/** What of a plan must be known beside it. */
export type PlanFacts = {
  writer: Writer;
  /** Who expressed each goal that the plan names or named. */
  goals: ReadonlyMap<string, Goal | undefined>;
  /** What the plan is part of. */
  parents: readonly (CarePlan | undefined)[];
};

/** All that is wrong with a plan by itself and with what it names. */
export function planIssues(before: CarePlan | undefined, after: CarePlan, facts: PlanFacts): Issue[] {
  const issues: Issue[] = [];
  const refuse = (key: string, field: string, why: string): void => {
    issues.push(refused(key, `CarePlan.${field}`, why));
  };
  if (!mayPlanBecome(before?.status, after.status))
    refuse('plan-ended', 'status', `A plan that is ${before?.status} does not become ${after.status}.`);
  if (isShared(after) && (after.partOf ?? []).length > 0)
    refuse('plan-shared-part', 'partOf', 'The shared plan is part of no other.');
  for (const parent of facts.parents) {
    if (parent === undefined || !isShared(parent) || parent.subject?.reference !== after.subject?.reference)
      refuse('plan-part-of', 'partOf', 'A plan within the shared plan is the same citizen’s.');
  }
  if (before !== undefined && before.subject?.reference !== after.subject?.reference)
    refuse('plan-subject', 'subject', 'A plan stays with the citizen.');
  if (before !== undefined && isOwn(before.author) && !facts.writer.isCitizen && changesWords(before, after))
    refuse('plan-own-words', 'author', 'What the citizen has written is changed by the citizen alone.');
  if (endsUnreached(after.status) && !endsUnreached(before?.status) && !hasReason(after))
    refuse('plan-reason-missing', 'extension', 'A plan that is stopped says why (request-statusReason).');
  if (isPathway(after)) issues.push(...pathwayIssues(before, after));
  issues.push(...goalOrderIssues(before, after, facts));
  issues.push(...noteIssues(before?.note, after.note, facts.writer, 'CarePlan.note', before === undefined));
  for (const [i, activity] of (after.activity ?? []).entries()) {
    const was = formerOf(before, after, i);
    issues.push(
      ...noteIssues(
        was?.progress,
        activity.progress,
        facts.writer,
        `CarePlan.activity[${i}].progress`,
        before === undefined,
      ),
    );
  }
  return issues;
}

/** The activity as it stood: the one of the same step, the same reference, or the same words. */
function formerOf(before: CarePlan | undefined, after: CarePlan, i: number) {
  const one = after.activity![i]!;
  const action = actionOf(one);
  const all = before?.activity ?? [];
  if (action !== undefined) return all.find((other) => actionOf(other) === action);
  const same = all.find(
    (other) =>
      (one.reference?.reference !== undefined && other.reference?.reference === one.reference.reference) ||
      (one.detail?.description !== undefined && other.detail?.description === one.detail.description),
  );
  return same ?? (all.length === after.activity!.length ? all[i] : undefined);
}

/** A pathway is by its definition, within the shared plan; its steps stay in it. */
function pathwayIssues(before: CarePlan | undefined, after: CarePlan): Issue[] {
  const issues: Issue[] = [];
  if ((after.instantiatesCanonical ?? []).length !== 1)
    issues.push(
      refused('pathway-definition', 'CarePlan.instantiatesCanonical', 'A pathway follows one PlanDefinition.'),
    );
  if ((after.partOf ?? []).length === 0)
    issues.push(refused('pathway-alone', 'CarePlan.partOf', 'A pathway is part of the shared plan.'));
  if (before === undefined) return issues;
  if (before.instantiatesCanonical?.[0] !== after.instantiatesCanonical?.[0])
    issues.push(
      refused('pathway-definition', 'CarePlan.instantiatesCanonical', 'A pathway keeps to what it was started by.'),
    );
  const still = new Set((after.activity ?? []).map(actionOf));
  if ((before.activity ?? []).some((one) => actionOf(one) !== undefined && !still.has(actionOf(one))))
    issues.push(refused('pathway-step-kept', 'CarePlan.activity', 'A step is left out by its Task, with the reason.'));
  return issues;
}

/** The citizen's own goals stand first, and are not taken out of the plan by others. */
function goalOrderIssues(before: CarePlan | undefined, after: CarePlan, { goals, writer }: PlanFacts): Issue[] {
  const isTheirs = ({ reference }: Ref): boolean => isOwn(goals.get(reference ?? '')?.expressedBy);
  const [was, is] = [before?.goal ?? [], after.goal ?? []];
  const issues: Issue[] = [];
  const named = new Set(is.map(({ reference }) => reference));
  const isOut = was.some((one) => isTheirs(one) && !named.has(one.reference));
  if (isOut && !writer.isCitizen)
    issues.push(refused('plan-own-words', 'CarePlan.goal', 'The citizen’s own goals stay in the plan.'));
  const firstOther = is.findIndex((one) => !isTheirs(one));
  if (firstOther !== -1 && is.slice(firstOther).some(isTheirs))
    issues.push(refused('plan-own-first', 'CarePlan.goal', 'The citizen’s own goals stand before all others.'));
  return issues;
}

const changesWords = (before: CarePlan, after: CarePlan): boolean =>
  before.title !== after.title ||
  before.description !== after.description ||
  before.author?.reference !== after.author?.reference ||
  after.status === 'revoked' ||
  after.status === 'entered-in-error';

const hasReason = (plan: CarePlan): boolean => {
  const value = extensionNamed(plan, codes.statusReason)?.valueCodeableConcept as Concept | undefined;
  return (value?.text ?? value?.coding?.[0]?.code ?? '') !== '';
};

/** All that is wrong with a goal by itself. `recordedByOthers`: somebody took the citizen's words down for them. */
export function goalIssues(
  before: Goal | undefined,
  after: Goal | undefined,
  { writer, recordedByOthers }: { writer: Writer; recordedByOthers: boolean },
): Issue[] {
  if (after === undefined) {
    const key = isOwn(before?.expressedBy) && !writer.isCitizen ? 'plan-own-words' : 'goal-kept';
    return [refused(key, 'Goal', 'A goal is not deleted: it is ended, with the reason.')];
  }
  const issues: Issue[] = [];
  const refuse = (key: string, field: string, why: string): void => {
    issues.push(refused(key, `Goal.${field}`, why));
  };
  if (!mayGoalBecome(before?.lifecycleStatus, after.lifecycleStatus))
    refuse(
      'goal-ended',
      'lifecycleStatus',
      `A goal that is ${before?.lifecycleStatus} does not become ${after.lifecycleStatus}.`,
    );
  const ends = endsUnreached(after.lifecycleStatus) && !endsUnreached(before?.lifecycleStatus);
  if (before !== undefined && ends && !after.statusReason)
    refuse('goal-reason-missing', 'statusReason', 'A goal that is given up says why.');
  issues.push(...noteIssues(before?.note, after.note, writer, 'Goal.note', before === undefined));
  if (before === undefined) return issues;
  if (before.subject?.reference !== after.subject?.reference)
    refuse('plan-subject', 'subject', 'A goal stays with the citizen.');
  const isEvaluated = codeOf(before.achievementStatus) !== codeOf(after.achievementStatus);
  if (isEvaluated && !hasNewNote(before.note, after.note))
    refuse('goal-evaluation-unsigned', 'note', 'Who evaluates a goal says so in a note, with name and time.');
  if (isOwn(before.expressedBy) && !writer.isCitizen) {
    if (words(before) !== words(after))
      refuse('plan-own-words', 'description', 'The citizen’s words are changed by the citizen alone.');
    // Taken down for them, and no longer what they want: the reason says what they have told.
    const isEnded = !recordedByOthers && before.lifecycleStatus !== after.lifecycleStatus && hasEnded(after);
    if (isEnded) refuse('plan-own-words', 'lifecycleStatus', 'The citizen’s own goal is ended by the citizen.');
    if (recordedByOthers && hasEnded(after) && !hasEnded(before) && !after.statusReason)
      refuse('goal-reason-missing', 'statusReason', 'Say what the citizen has told of it.');
  }
  return issues;
}

const hasEnded = ({ lifecycleStatus }: Goal): boolean =>
  ['completed', 'cancelled', 'rejected', 'entered-in-error'].includes(lifecycleStatus ?? '');

const words = ({ description, expressedBy, category, startDate, target }: Goal): string =>
  JSON.stringify([description, expressedBy?.reference, category, startDate, target]);

const codeOf = (of: Concept | undefined): string => of?.coding?.[0]?.code ?? of?.text ?? '';

/** What an individual plan must have while it is in force. @source hol. § 7-1, pbrl § 2-5, FOR-2011-12-16-1256 § 16 */
export function individualIssues(plan: CarePlan, facts: { hasConsent: boolean; hasCoordinator: boolean }): Issue[] {
  if (!isIndividual(plan) || plan.status !== 'active') return [];
  const issues: Issue[] = [];
  if (!facts.hasConsent)
    issues.push(
      refused(
        'plan-consent-missing',
        'CarePlan.supportingInfo',
        'An individual plan names the Consent that it rests on.',
      ),
    );
  if (!facts.hasCoordinator)
    issues.push(
      refused(
        'plan-coordinator-missing',
        'CarePlan.careTeam',
        'An individual plan names a CareTeam with a coordinator.',
      ),
    );
  return issues;
}
