import { problem } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { CareContext, CareOperation } from '../process.ts';
import { changed, open } from './follow.ts';
import { isDialogue, objects, referenceOf, serviceAsked, taskCodes, threadOf, threadSystem } from './rules.ts';

/**
 * Communication/[id]/$read: whoever it was sent to has opened it; the first time is kept, and the sender sees it. The house notes it
 * down, for what somebody else has written nobody changes.
 */
export const read: CareOperation = {
  name: 'read',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Communication-read',
  at: [{ level: 'instance', types: ['Communication'] }],
  get: false,
  summary: 'Says that the receiver has opened a message',
  async run(context, { id }) {
    const message = await context.read(`Communication/${id}`);
    if (!isDialogue(message) || message.received !== undefined) return message;
    if (!(await isReceiver(context, message)))
      throw problem('rule', 'not-your-message', { expression: 'Communication.recipient' });
    const received = new Date(context.now).toISOString();
    const [after] = await context.house().transact([changed(message, { received })]);
    return after!;
  },
};

async function isReceiver(context: CareContext, message: Resource): Promise<boolean> {
  const { actor } = context;
  const to = serviceAsked(message);
  // whoever acts for the citizen reads as the citizen does
  if (actor.kind === 'citizen') return to === undefined;
  const unit = `Organization/${actor.organization?.id}`;
  if (to === undefined || actor.kind !== 'staff') return false;
  if (to === unit) return true;
  const passedOn = await context.search('Task', [
    ['patient', String(referenceOf(message.subject))],
    ['code', `${taskCodes}|dialogue`],
    ['group-identifier', `${threadSystem}|${threadOf(message)}`],
    ['owner', [unit, `PractitionerRole/${actor.practitionerRole}`].join(',')],
    ['status', open],
  ]);
  return passedOn.length > 0;
}

/** Task/[id]/$done: the citizen has done what a service has given them to do. */
export const done: CareOperation = {
  name: 'done',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Task-done',
  at: [{ level: 'instance', types: ['Task'] }],
  get: false,
  summary: 'Says that the citizen has done their task',
  async run(context, { id }) {
    const task = await context.read(`Task/${id}`);
    const isForm = objects((task.code as { coding?: unknown } | undefined)?.coding).some(
      ({ system, code }) => system === taskCodes && code === 'answer-form',
    );
    const isTheirs = context.actor.kind === 'citizen' && referenceOf(task.owner) === referenceOf(task.for) && !isForm;
    if (!isTheirs) throw problem('rule', 'not-your-task', { expression: 'Task.owner' });
    if (task.status === 'completed') return task;
    const lastModified = new Date(context.now).toISOString();
    const [after] = await context.house().transact([changed(task, { status: 'completed', lastModified })]);
    return after!;
  },
};
