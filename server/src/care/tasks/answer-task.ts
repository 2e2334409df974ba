import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareCall, type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { change, isPerson, noted, selfOf, state, unitOf } from './change-task.ts';
import { raised, referenceOf } from './rules.ts';

const operation = (
  name: string,
  summary: string,
  run: (context: CareContext, task: Resource, call: CareCall) => Promise<Resource>,
): CareOperation => ({
  name,
  definition: `https://enjournal.no/fhir/OperationDefinition/Task-${name}`,
  at: [{ level: 'instance', types: ['Task'] }],
  get: false,
  summary,
  run: async (context, call) => run(context, await context.read(`Task/${call.id}`), call),
});

/** Takes a task on: one of the unit's, or of a colleague, becomes the caller's own, unless the unit as a whole takes it. */
const accept = operation('accept', 'Accept a task', (context, task, { parameters }) => {
  const { actor } = context;
  const own = [actor.id, `Practitioner/${actor.practitioner}`, `PractitionerRole/${actor.practitionerRole}`];
  const stays = parameterOf(parameters, 'forUnit') === true || own.includes(referenceOf(task.owner) ?? '');
  return change(context, task, { ...(stays ? {} : { owner: selfOf(context) }), status: 'accepted' });
});

/**
 * Says no, and why. What a person says no to stands in their unit's queue again; what a unit says no to is rejected, and
 * comes back to who asked.
 */
const decline = operation('decline', 'Decline a task', (context, task, { parameters }) => {
  const reason = textOf(parameters, 'reason');
  if (reason === undefined) throw problem('rule', 'task-reason', { expression: 'Task.statusReason' });
  const said = { statusReason: { text: reason }, ...noted(context, task, reason) };
  if (!isPerson(referenceOf(task.owner))) return change(context, task, { ...said, status: 'rejected' });
  return change(context, task, { ...said, ...state('given-back'), status: 'requested', owner: unitOf(context) });
});

/** Gives a task to another person or unit, who is asked to accept it. */
const delegate = operation('delegate', 'Give a task to another', (context, task, { parameters }) => {
  const to = parameterOf(parameters, 'to') as JsonObject | undefined;
  if (referenceOf(to) === undefined) throw problem('rule', 'task-to', { expression: 'Task.owner' });
  return change(context, task, {
    ...noted(context, task, textOf(parameters, 'reason')),
    owner: to!,
    status: 'requested',
    businessStatus: undefined,
  });
});

/** Makes a task more urgent, and lets the unit's queue have it when a person has it alone. */
const escalate = operation('escalate', 'Escalate a task', (context, task, { parameters }) => {
  const isAlone = isPerson(referenceOf(task.owner));
  return change(context, task, {
    ...noted(context, task, textOf(parameters, 'reason')),
    ...state('escalated'),
    priority: raised(task.priority),
    ...(isAlone ? { owner: unitOf(context), status: 'requested' } : {}),
  });
});

function textOf(parameters: Resource, name: string): string | undefined {
  const text = parameterOf(parameters, name);
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

export const answers: readonly CareOperation[] = [accept, decline, delegate, escalate];
