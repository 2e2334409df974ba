import { endOf } from '../../fhir/norwegian/day.ts';
import {
  type Activity,
  actionOf,
  type CarePlan,
  type Concept,
  codes,
  extensionNamed,
  hasCode,
  type Step,
} from './plan.ts';

/** How a pathway or a step of it goes, as the board shows it; the worst first. */
export const standings = ['deviating', 'late', 'waiting', 'on-time', 'done'] as const;
export type Standing = (typeof standings)[number];

/** Statuses of a step that is over. */
const OVER = new Set(['completed', 'cancelled', 'failed', 'rejected', 'entered-in-error']);
/** Of these, those by which what comes after it may begin: done, or left out with the reason. */
const PASSED = new Set(['completed', 'cancelled', 'entered-in-error']);

export const isOver = ({ status }: Pick<Step, 'status'>): boolean => OVER.has(status ?? '');
export const isPassed = ({ status }: Pick<Step, 'status'>): boolean => PASSED.has(status ?? '');

/** Said no to, or given up. */
export const isRefused = ({ status }: Pick<Step, 'status'>): boolean => status === 'rejected' || status === 'failed';

/** Taken on before its turn: it waits, and whose it is has to do with the citizen meanwhile. */
export const isTakenEarly = ({ status, businessStatus }: Step): boolean =>
  status === 'on-hold' && hasCode(businessStatus, codes.taskState, 'waiting');

/** Of steps that were asked for more than once, the last. */
export function latestOf<S extends Step>(steps: readonly S[]): S[] {
  const latest = new Map<string, S>();
  for (const step of [...steps].sort((a, b) => (a.authoredOn ?? '').localeCompare(b.authoredOn ?? '')))
    latest.set(stepActionOf(step) ?? String(step.id), step);
  return [...latest.values()];
}

/** The deadline of a step, epoch ms. */
export const deadlineOf = (step: Step): number | undefined => endOf(step.restriction?.period?.end);

export const isLate = (step: Step, now: number): boolean => {
  const deadline = deadlineOf(step);
  return !isOver(step) && deadline !== undefined && deadline < now;
};

export type Deviation = { action?: string; reason: Concept; at?: string; by?: string };

/** Deviations that somebody has recorded, newest first. */
export function deviationsOf({ activity = [] }: CarePlan): Deviation[] {
  const all = activity.flatMap((one) =>
    (one.extension ?? [])
      .filter(({ url }) => url === codes.deviation)
      .map((deviation): Deviation => {
        const part = (name: string) => deviation.extension?.find(({ url }) => url === name);
        const action = actionOf(one);
        const at = part('recorded')?.valueDateTime as string | undefined;
        const by = (part('author')?.valueReference as { display?: string } | undefined)?.display;
        return {
          reason: (part('reason')?.valueCodeableConcept ?? {}) as Concept,
          ...(action === undefined ? {} : { action }),
          ...(at === undefined ? {} : { at }),
          ...(by === undefined ? {} : { by }),
        };
      }),
  );
  return all.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
}

/** How one step stands. A deviation counts until the step is over. */
export function standingOfStep(step: Step, now: number, deviates = false): Standing {
  if (isRefused(step)) return 'deviating';
  if (isOver(step)) return 'done';
  if (deviates || (step.status === 'on-hold' && step.statusReason !== undefined)) return 'deviating';
  if (isLate(step, now)) return 'late';
  return step.status === 'requested' || step.status === 'received' ? 'waiting' : 'on-time';
}

/** How a whole pathway stands: as the worst of its steps that are not over. Waiting for others is not late. */
export function standingOf(plan: CarePlan, steps: readonly Step[], now: number): Standing {
  const deviating = new Set(deviationsOf(plan).map(({ action }) => action));
  const all = latestOf(steps).map((step) => standingOfStep(step, now, deviating.has(stepActionOf(step))));
  return standings.find((one) => all.includes(one)) ?? 'on-time';
}

/** Which action of the definition a Task is: the end of its identifier. */
export function stepActionOf({ identifier = [] }: Step): string | undefined {
  const value = identifier.find(({ system }) => system === codes.pathwayStep)?.value;
  return value?.split('.').at(-1);
}

/** What comes first of what is not over: by deadline. */
export function nextOf(steps: readonly Step[]): Step | undefined {
  return steps
    .filter((step) => !isOver(step) && step.status !== 'draft')
    .sort((a, b) => (deadlineOf(a) ?? Number.POSITIVE_INFINITY) - (deadlineOf(b) ?? Number.POSITIVE_INFINITY))[0];
}

/** The plan with a deviation of one step told: why, when and by whom. */
export function withDeviation(
  plan: CarePlan,
  action: string,
  told: { reason: Concept; at: string; by: { reference?: string; display?: string } },
): CarePlan {
  const deviation = {
    url: codes.deviation,
    extension: [
      { url: 'reason', valueCodeableConcept: told.reason },
      { url: 'recorded', valueDateTime: told.at },
      { url: 'author', valueReference: told.by },
    ],
  };
  const activity = (plan.activity ?? []).map(
    (one): Activity => (actionOf(one) === action ? { ...one, extension: [...(one.extension ?? []), deviation] } : one),
  );
  return { ...plan, activity };
}

/** Whether a step had no receiver, and stands with who started the pathway. */
export const isUnresolved = (step: Step): boolean => extensionNamed(step, codes.unresolved)?.valueBoolean === true;
