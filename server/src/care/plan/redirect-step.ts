import { randomUUID } from 'node:crypto';
import { tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareCall, type CareContext, parameterOf } from '../process.ts';
import { stepsOf } from './advance-pathway.ts';
import { definitionOf } from './definition.ts';
import { actionOf, as, type CarePlan, codes, hasCode, isPathway, type Ref, resourceOf, type Step } from './plan.ts';
import { isRefused, stepActionOf } from './standing.ts';
import { type Making, nameOf, stepOf } from './steps.ts';
import { calledBack } from './stop-pathway.ts';

/**
 * Task/[id]/$redirect: a step that somebody has said no to is asked of another unit or person, whatever kind of step it is. It is a new Task, for what is closed stays
 * so; the plan then leads to that, and what was asked for of the first unit is called back.
 * @returns the new Task
 * @throws Problem rule `step-not-refused`, `step-sent-already`, `step-to`, `pathway-not-running`, `step-not-yours`
 */
export async function redirectStep(context: CareContext, { id, parameters }: CareCall): Promise<Resource> {
  const step = as<Step>(await context.read(`Task/${id}`))!;
  const action = stepActionOf(step);
  if (!hasCode(step.code, codes.taskCode, 'pathway-step') || action === undefined || !isRefused(step))
    throw refusal('step-not-refused', 'status', 'Only a step that was rejected or has failed is sent to another unit.');
  const unit = await unitOf(context, parameters);
  const stored = await context.read((step.basedOn ?? []).find(isPlan)?.reference ?? '');
  const plan = as<CarePlan>(stored)!;
  if (!isPathway(plan) || plan.status !== 'active')
    throw refusal('pathway-not-running', 'basedOn', 'The pathway of the step is not under way.');
  if (!isStarter(context, stored, plan))
    throw refusal('step-not-yours', 'requester', 'Who started the pathway asks another unit.');
  const steps = await stepsOf(context, plan);
  if (steps.get(action)?.id !== step.id)
    throw refusal('step-sent-already', 'status', 'The step has been asked of another unit already.');
  const definition = await definitionOf(context, { canonical: plan.instantiatesCanonical?.[0] ?? '' });
  const of = definition.steps.find((one) => one.id === action);
  if (of === undefined) throw refusal('step-not-refused', 'identifier', 'The pathway has no such step any more.');
  const making = await makingOf(context, plan, step);
  const ids = { task: `urn:uuid:${randomUUID()}`, focus: `urn:uuid:${randomUUID()}` };
  const made = stepOf(of, making, { unit, isResolved: true }, true, ids);
  const activity = (plan.activity ?? []).map((one) =>
    actionOf(one) === action ? { ...one, reference: { reference: ids.task } } : one,
  );
  const after = await context.transact([
    ...made.entries.map((entry) => withDeadline(entry, step, context.now)),
    {
      method: 'PUT',
      resource: resourceOf({ ...plan, activity }),
      ifMatch: `W/"${stored.meta?.versionId}"`,
    },
    ...(await back(context, step)),
  ]);
  return after.find(({ resourceType }) => resourceType === 'Task')!;
}

/** Who started the pathway, and those of the unit that answers for it. */
function isStarter({ actor }: CareContext, stored: Resource, { author }: CarePlan): boolean {
  const { kind, id, organization, legalEntity, practitionerRole } = actor;
  if (kind === 'system') return true;
  const own = [id, `PractitionerRole/${practitionerRole}`];
  const starters = tagsOf(stored, systems.custodian);
  return (
    own.includes(author?.reference ?? '') || starters.some((one) => one === organization?.id || one === legalEntity)
  );
}

const isPlan = ({ reference = '' }: Ref): boolean => reference.startsWith('CarePlan/');

async function unitOf(context: CareContext, parameters: Resource): Promise<Ref> {
  const { reference = '' } = (parameterOf(parameters, 'to') ?? {}) as Ref;
  if (!/^(Organization|PractitionerRole)\/[A-Za-z0-9\-.]{1,64}$/.test(reference))
    throw refusal('step-to', 'owner', 'to is the unit, or the person in a job, that is asked now.');
  const { name, practitioner } = (await context.read(reference)) as { name?: string; practitioner?: Ref } & Resource;
  const display = name ?? practitioner?.display;
  return { reference, ...(display === undefined ? {} : { display }) };
}

/** The step is asked for anew, by who sends it: under a name of its own, that ends as the name of every step of its kind. */
async function makingOf(context: CareContext, plan: CarePlan, step: Step): Promise<Making> {
  const { actor, now } = context;
  const named = step.identifier?.find(({ system }) => system === codes.pathwayStep)?.value ?? '';
  const patient = await context.read(plan.subject?.reference ?? '');
  const requester =
    actor.practitionerRole === undefined
      ? plan.author
      : { reference: `PractitionerRole/${actor.practitionerRole}`, display: actor.display };
  return {
    pathway: `${named.split('.').slice(0, -1).join('.')}.${String(now)}`,
    plan: `CarePlan/${plan.id}`,
    patient: { reference: plan.subject?.reference ?? '' },
    named: nameOf(patient),
    encounter: plan.encounter,
    requester,
    tags: [],
    now,
    start: now,
  };
}

/** It is due when it was, as long as that is to come; else as long from now as it was from the beginning. */
function withDeadline(entry: Entry, { restriction }: Step, now: number): Entry {
  const isToCome = Date.parse(restriction?.period?.end ?? '') > now;
  if (entry.method === 'DELETE' || entry.resource.resourceType !== 'Task' || !isToCome) return entry;
  return { ...entry, resource: { ...entry.resource, restriction: restriction as JsonObject } };
}

/** What was asked for of the unit that said no. What the caller does not see, they call not back. */
async function back(context: CareContext, { focus, statusReason }: Step): Promise<Entry[]> {
  if (focus?.reference === undefined) return [];
  const asked = await context.read(focus.reference).catch(() => undefined);
  const called = asked === undefined ? undefined : calledBack(asked, statusReason ?? {});
  return called === undefined ? [] : [{ method: 'PUT', resource: called }];
}

const refusal = (key: string, member: string, diagnostics: string) =>
  problem('rule', key, { diagnostics, expression: `Task.${member}` });
