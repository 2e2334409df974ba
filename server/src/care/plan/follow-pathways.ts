import type { Resource } from '../../fhir/resource.ts';
import type { CareContext, CareEvent, CareHandler } from '../process.ts';
import { advancePathway, stepsOf } from './advance-pathway.ts';
import { inputsIn, lengthOf } from './definition.ts';
import { keptFrom } from './kept.ts';
import { as, type CarePlan, type Concept, codes, hasCode, isPathway, type Step } from './plan.ts';
import { closing } from './stop-pathway.ts';

/** A step is over: what waited for it is asked for. */
export const followSteps: CareHandler = {
  name: 'steps',
  types: ['Task'],
  isNews: isStep,
  async handle({ before, after }, context) {
    const [was, is] = [as<Step>(before), as<Step>(after)];
    if (is === undefined || was?.status === is.status || !isStep(is)) return;
    for (const { reference = '' } of is.basedOn ?? [])
      if (reference.startsWith('CarePlan/'))
        await advance(context, reference.slice('CarePlan/'.length), is.for?.reference);
  },
};

function isStep({ code }: Resource | Step): boolean {
  return hasCode(code as Concept | undefined, codes.taskCode, 'pathway-step');
}

/** What a condition of some pathway is about has come: the pathways that the citizen is in are looked at again. */
export const followData: CareHandler = {
  name: 'data',
  types: ['Condition', 'Observation'],
  isNews: (resource, { now, base }) => {
    const asked = known?.base === base && known.until >= now ? known.asked : undefined;
    return asked === undefined || isAsked(resource, asked, now);
  },
  async handle(event, context) {
    const patient = await subjectOf(event, context);
    if (patient === undefined) return;
    const plans = await context.search('CarePlan', [
      ['subject', patient],
      ['status', 'active'],
      ['category', `${codes.planKind}|pathway`],
    ]);
    for (const { id } of plans) if (id !== undefined) await advance(context, id, patient);
  },
};

/** A pathway that was stopped, by whatever way: nobody is asked any longer for what was left of it. */
export const followStops: CareHandler = {
  name: 'stops',
  types: ['CarePlan'],
  isNews: (plan) => hasStopped(plan),
  async handle({ before, after }, context) {
    const [was, is] = [as<CarePlan>(before), as<CarePlan>(after)];
    if (is === undefined || !isPathway(is) || !hasStopped(is) || was?.status === is.status) return;
    await context.transact(await closing(context, is, [...(await stepsOf(context, is)).values()]));
  },
};

const hasStopped = ({ status }: Resource | CarePlan): boolean => status === 'revoked' || status === 'entered-in-error';

async function advance(context: CareContext, plan: string, patient: string | undefined): Promise<void> {
  if (patient === undefined) return;
  const isKept = await keptFrom(context, patient);
  await advancePathway(context, plan, isKept);
}

/**
 * Whose it is, where a pathway could ask about it: by its code, and not too old to count, as nearly all is that is loaded from
 * elsewhere. The codes are read once a minute.
 */
async function subjectOf({ after }: CareEvent, context: CareContext): Promise<string | undefined> {
  const patient = (after?.subject as { reference?: string } | undefined)?.reference;
  if (after === undefined || patient?.startsWith('Patient/') !== true) return undefined;
  return isAsked(after, await codesAsked(context), context.now) ? patient : undefined;
}

function isAsked(resource: Resource, asked: Asked, now: number): boolean {
  const { code, effectiveDateTime, issued } = resource as {
    code?: Concept;
    effectiveDateTime?: string;
    issued?: string;
  };
  const at = Date.parse(effectiveDateTime ?? issued ?? '');
  return (code?.coding ?? []).some((one) => {
    const since = asked.get(`${one.system}|${one.code}`);
    return since !== undefined && (Number.isNaN(at) || at > now - since);
  });
}

/** How far back each code is asked about, in ms. */
type Asked = ReadonlyMap<string, number>;

const KNOWN_MS = 60_000;
let known: { base: string; until: number; asked: Asked } | undefined;

async function codesAsked(context: CareContext): Promise<Asked> {
  if (known === undefined || known.until < context.now || known.base !== context.base)
    known = { base: context.base, until: context.now + KNOWN_MS, asked: await readCodes(context) };
  return known.asked;
}

async function readCodes(context: CareContext): Promise<Asked> {
  const plans = await context.search('PlanDefinition', [
    ['status', 'active'],
    ['type:not', 'eca-rule'],
  ]);
  const asked = new Map<string, number>();
  for (const { codes: all, since } of plans.flatMap((plan) => inputsIn(plan.action))) {
    const ms = since === undefined ? Number.POSITIVE_INFINITY : lengthOf(since);
    for (const code of all) asked.set(code, Math.max(asked.get(code) ?? 0, ms));
  }
  return asked;
}
