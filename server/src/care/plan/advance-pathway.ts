import { randomUUID } from 'node:crypto';
import type { Coding, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext } from '../process.ts';
import { isApplicable } from './conditions.ts';
import { type Definition, definitionOf, type StepDefinition } from './definition.ts';
import { actionOf, as, type CarePlan, isPathway, resourceOf, type Step } from './plan.ts';
import { Services } from './services.ts';
import { isPassed, isTakenEarly, stepActionOf } from './standing.ts';
import { activityOf, asked, type Making, nameOf, stepOf } from './steps.ts';

/**
 * Takes a pathway as far as it can go now: asks for the steps whose turn it is, and makes those that what has come says
 * must be done. Done again, it changes nothing more.
 * @param isKept what must not count as data, though the asker could see it
 * @returns the plan as it stands then
 */
export async function advancePathway(
  context: CareContext,
  id: string,
  isKept?: (resource: Resource) => boolean,
): Promise<Resource> {
  const stored = await context.read(`CarePlan/${id}`);
  const plan = as<CarePlan>(stored)!;
  const canonical = plan.instantiatesCanonical?.[0];
  if (!isPathway(plan) || plan.status !== 'active' || canonical === undefined) return stored;
  const definition = await definitionOf(context, { canonical });
  const patient = await context.read(plan.subject?.reference ?? '');
  const tasks = await stepsOf(context, plan);
  const { entries, isPlanChanged, after } = await due(context, { plan, stored, definition, patient, tasks, isKept });
  if (entries.length === 0) return stored;
  const version = stored.meta?.versionId;
  const change: Entry = {
    method: 'PUT',
    resource: resourceOf(after),
    ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }),
  };
  const made = await context.transact(isPlanChanged ? [...entries, change] : entries);
  return isPlanChanged ? made.at(-1)! : stored;
}

/** The steps of a pathway, by their action; where one was asked for twice, the latest. */
export async function stepsOf(context: CareContext, plan: CarePlan): Promise<Map<string, Step>> {
  const found = await context.search('Task', [
    ['patient', (plan.subject?.reference ?? '').replace(/^Patient\//, '')],
    ['based-on', `CarePlan/${plan.id}`],
  ]);
  const steps = found
    .map((one) => as<Step>(one)!)
    .sort((a, b) => (a.authoredOn ?? '').localeCompare(b.authoredOn ?? ''));
  return new Map(steps.flatMap((step) => entryOf(stepActionOf(step), step)));
}

const entryOf = <T>(key: string | undefined, value: T): [string, T][] => (key === undefined ? [] : [[key, value]]);

type Standing = {
  plan: CarePlan;
  stored: Resource;
  definition: Definition;
  patient: Resource;
  tasks: ReadonlyMap<string, Step>;
  isKept: ((resource: Resource) => boolean) | undefined;
};

async function due(
  context: CareContext,
  { plan, stored, definition, patient, tasks, isKept }: Standing,
): Promise<{ entries: Entry[]; isPlanChanged: boolean; after: CarePlan }> {
  const inPlan = new Set((plan.activity ?? []).map(actionOf));
  const isOverFor = (action: string): boolean => {
    const task = tasks.get(action);
    // A step that was left out from the beginning holds nobody up.
    return task === undefined ? !inPlan.has(action) : isPassed(task);
  };
  const making = makingOf(context, plan, stored, patient);
  const services = new Services(context, patient, starterOf(stored));
  const entries: Entry[] = [];
  const made = new Map<string, string>();
  for (const step of definition.steps) {
    if (!inPlan.has(step.id)) continue;
    const isReady = step.after.every(({ action }) => isOverFor(action));
    const task = tasks.get(step.id);
    if (task !== undefined && isReady && (task.status === 'draft' || isTakenEarly(task)))
      entries.push(...askedFor(task, step, making));
    if (task !== undefined || !(await isApplicable(context, step, patient, isKept))) continue;
    const receiver = await services.receiverOf(step.service);
    const unit = receiver.unit ?? (await services.receiverOf(undefined)).unit;
    const ids = { task: `urn:uuid:${randomUUID()}`, focus: `urn:uuid:${randomUUID()}` };
    const one = stepOf(step, making, { unit, isResolved: receiver.unit !== undefined }, isReady, ids);
    entries.push(...one.entries);
    made.set(step.id, one.reference);
  }
  const activity = (plan.activity ?? []).map((one) => {
    const action = actionOf(one) ?? '';
    const task = made.get(action);
    const step = definition.steps.find(({ id }) => id === action);
    if (task === undefined || step === undefined) return one;
    // What has been told of it before stays: deviations and progress.
    const { detail: _detail, ...told } = one;
    return { ...activityOf(step, task), ...told, reference: { reference: task } };
  });
  return { entries, isPlanChanged: made.size > 0, after: { ...plan, activity } };
}

function askedFor(task: Step, step: StepDefinition, making: Making): Entry[] {
  const { entries, step: now } = asked(task, step, making, `urn:uuid:${randomUUID()}`);
  const version = (task as Step & { meta?: { versionId?: string } }).meta?.versionId;
  return [
    ...entries,
    {
      method: 'PUT',
      resource: resourceOf(now),
      ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }),
    },
  ];
}

function makingOf({ actor, now }: CareContext, plan: CarePlan, stored: Resource, patient: Resource): Making {
  return {
    pathway: plan.identifier?.[0]?.value ?? String(plan.id),
    plan: `CarePlan/${plan.id}`,
    patient: { reference: plan.subject?.reference ?? '' },
    named: nameOf(patient),
    encounter: plan.encounter,
    requester: plan.author,
    // What the house writes, it writes for who started the pathway.
    tags: actor.kind === 'system' ? custodiansOf(stored) : [],
    now,
    start: Date.parse(plan.period?.start ?? '') || now,
  };
}

const CUSTODIAN = 'https://enjournal.no/fhir/CodeSystem/custodian';

const custodiansOf = ({ meta }: Resource): Coding[] => (meta?.tag ?? []).filter(({ system }) => system === CUSTODIAN);

/** The unit that started the pathway: the first that answers for it. */
const starterOf = (stored: Resource): string | undefined => custodiansOf(stored)[0]?.code;
