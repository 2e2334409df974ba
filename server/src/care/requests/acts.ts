import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareOperation, parameterOf } from '../process.ts';
import { answerDay, type Decision, decisionOutput, decisions, isRequest, requestSystem, taskCodes } from './rules.ts';

const keys = 'https://enjournal.no/fhir/NamingSystem/dialogue-task';
const ours = 'https://enjournal.no/fhir/OperationDefinition';

/** Patient/[id]/$request: a request of Volven 7614, as a Task of the service that is asked, with its deadline. */
export const request: CareOperation = {
  name: 'request',
  definition: `${ours}/Patient-request`,
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Makes a request about one’s record: access, copy, correction, deletion, objection',
  async run(context, { id, parameters }) {
    const { actor, now } = context;
    const about = parameterOf(parameters, 'about') as JsonObject | undefined;
    const to = parameterOf(parameters, 'to') as JsonObject | undefined;
    const key = parameterOf(parameters, 'key');
    const task = {
      resourceType: 'Task',
      ...(typeof key === 'string' ? { identifier: [{ system: keys, value: `request-${key}` }] } : {}),
      status: 'requested',
      intent: 'order',
      priority: 'routine',
      code: { coding: [{ system: taskCodes, code: 'citizen-request', display: 'Krav fra innbygger' }] },
      reasonCode: { coding: [{ system: requestSystem, code: String(parameterOf(parameters, 'kind') ?? '') }] },
      description: String(parameterOf(parameters, 'text') ?? '').trim(),
      ...(about === undefined ? {} : { focus: about }),
      for: { reference: `Patient/${id}` },
      authoredOn: new Date(now).toISOString(),
      requester: { reference: actor.id, display: actor.display },
      ...(to === undefined ? {} : { owner: to }),
      restriction: { period: { end: answerDay(now) } },
    } as unknown as Resource;
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
    const owner =
      actor.practitionerRole === undefined
        ? (task.owner as JsonObject)
        : { reference: `PractitionerRole/${actor.practitionerRole}`, display: actor.display };
    const answered = {
      ...task,
      meta,
      status: 'completed',
      owner,
      lastModified: new Date(now).toISOString(),
      output: decisionOutput(decision as Decision, reason),
    } as Resource;
    const [after] = await context.transact([{ method: 'PUT', resource: answered, ifMatch: `W/"${versionId}"` }]);
    return after!;
  },
};
