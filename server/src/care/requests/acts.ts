import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { answererOf } from './answerer.ts';
import {
  answerDay,
  type Decision,
  decisionOutput,
  decisions,
  disputedIn,
  isForOfficer,
  isRequest,
  isToOfficer,
  kindOf,
  officer,
  requestSystem,
  serviceInput,
  serviceOf,
  taskCodes,
} from './rules.ts';

const keys = 'https://enjournal.no/fhir/NamingSystem/dialogue-task';
const ours = 'https://enjournal.no/fhir/OperationDefinition';

/**
 * Patient/[id]/$request: a request of Volven 7614, with its deadline, as a Task of who must answer it: the service it is about, or
 * whoever looks after privacy there.
 */
export const request: CareOperation = {
  name: 'request',
  definition: `${ours}/Patient-request`,
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Makes a request about one’s record: access, copy, correction, deletion, objection',
  async run(context, { id, parameters }) {
    const { actor, now } = context;
    const about = parameterOf(parameters, 'about') as JsonObject | undefined;
    const disputes = parameterOf(parameters, 'disputes') as { reference?: string } | undefined;
    const key = parameterOf(parameters, 'key');
    const disputed = disputes?.reference === undefined ? undefined : await context.read(disputes.reference);
    const kind = disputed === undefined ? parameterOf(parameters, 'kind') : kindOf(disputed);
    const to = (parameterOf(parameters, 'to') ?? (disputed && serviceOf(disputed))) as JsonObject | undefined;
    const draft = {
      resourceType: 'Task',
      ...(typeof key === 'string' ? { identifier: [{ system: keys, value: `request-${key}` }] } : {}),
      ...(disputes === undefined ? {} : { basedOn: [disputes as JsonObject] }),
      status: 'requested',
      intent: 'order',
      priority: 'routine',
      code: { coding: [{ system: taskCodes, code: 'citizen-request', display: 'Krav fra innbygger' }] },
      reasonCode: { coding: [{ system: requestSystem, code: String(kind ?? '') }] },
      description: String(parameterOf(parameters, 'text') ?? '').trim(),
      ...(about === undefined ? {} : { focus: about }),
      for: { reference: `Patient/${id}`, ...(await nameOf(context, `Patient/${id}`)) },
      authoredOn: new Date(now).toISOString(),
      requester: { reference: actor.id, display: actor.display },
      restriction: { period: { end: answerDay(now) } },
      ...(to === undefined ? {} : { input: serviceInput(to) }),
    } as unknown as Resource;
    const task = to === undefined ? draft : { ...draft, ...(await answered(context, draft, to)) };
    const once =
      typeof key === 'string'
        ? { ifNoneExist: `patient=${id}&identifier=${keys}|request-${encodeURIComponent(key)}` }
        : {};
    const [made] = await context.transact([{ method: 'POST', resource: task, ...once }]);
    if (made !== undefined) return made;
    const [before] = await context.search('Task', [
      ['patient', String(id)],
      ['identifier', `${keys}|request-${key}`],
    ]);
    return before!;
  },
};

/** Who answers it, as members of the Task. */
async function answered(context: CareContext, task: Resource, to: JsonObject): Promise<JsonObject> {
  const find = (type: string, criteria: readonly (readonly [string, string])[]) => context.search(type, criteria);
  if (!isForOfficer(kindOf(task), disputedIn(task) !== undefined)) return { owner: to };
  const { owner, isOfficer } = await answererOf(to, find, context.now);
  return { owner, ...(isOfficer ? { performerType: [officer] as unknown as JsonObject[] } : {}) };
}

/** Whoever answers must know whose record it is about; a privacy officer sees nothing else of the person. */
async function nameOf(context: CareContext, patient: string): Promise<{ display?: string }> {
  const { name } = (await context.read(patient)) as { name?: { text?: string; given?: string[]; family?: string }[] };
  const [first] = name ?? [];
  const display = first?.text ?? [...(first?.given ?? []), first?.family ?? ''].join(' ').trim();
  return display === '' ? {} : { display };
}

/** Task/[id]/$decide: an answer to a request, with its reason. */
export const decide: CareOperation = {
  name: 'decide',
  definition: `${ours}/Task-decide`,
  at: [{ level: 'instance', types: ['Task'] }],
  get: false,
  summary: 'Answers a citizen’s request with a decision and its reason',
  async run(context, { id, parameters }) {
    const { actor, now } = context;
    const task = await context.read(`Task/${id}`);
    const decision = parameterOf(parameters, 'decision');
    const reason = String(parameterOf(parameters, 'reason') ?? '').trim();
    const isOne = decisions.includes(decision as Decision);
    if (!isRequest(task) || !isOne) throw problem('rule', 'request-reason', { expression: 'Task.output' });
    const { versionId, lastUpdated: _, ...meta } = task.meta ?? {};
    // what a privacy officer has answered stays with the office: who controls the log next must find it
    const owner =
      actor.practitionerRole === undefined || isToOfficer(task)
        ? (task.owner as JsonObject)
        : { reference: `PractitionerRole/${actor.practitionerRole}`, display: actor.display };
    const answered = {
      ...task,
      meta,
      status: 'completed',
      owner,
      lastModified: new Date(now).toISOString(),
      output: decisionOutput(decision as Decision, reason, kindOf(task)),
    } as Resource;
    const [after] = await context.transact([{ method: 'PUT', resource: answered, ifMatch: `W/"${versionId}"` }]);
    return after!;
  },
};
