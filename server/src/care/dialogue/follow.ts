import { tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext, CareHandler } from '../process.ts';
import { formAsked } from './govern.ts';
import {
  answerBy,
  filesOf,
  isDialogue,
  objects,
  referenceOf,
  serviceAsked,
  serviceCategory,
  type Topic,
  taskCodes,
  threadOf,
  threadSystem,
  topicOf,
  topicSystem,
  workingDaysOf,
} from './rules.ts';

export const taskKeys = 'https://enjournal.no/fhir/NamingSystem/dialogue-task';
export const open = 'requested,received,accepted,ready,in-progress,on-hold';

const isSent = (message: Resource): boolean => isDialogue(message) && message.status === 'completed';

/**
 * What a citizen sends waits for its service with a deadline, as one task for a thread; what the service sends is its answer.
 * Whoever has the task is shown all of the thread, also before they have said yes to it.
 */
export const followMessages: CareHandler = {
  name: 'messages',
  types: ['Communication'],
  isNews: isSent,
  async handle({ before, after: message }, context) {
    if (message === undefined || before !== undefined || !isSent(message)) return;
    const thread = threadOf(message);
    const subject = String(referenceOf(message.subject));
    const waiting = await context.search('Task', [
      ['patient', subject],
      ['code', `${taskCodes}|dialogue`],
      ['group-identifier', `${threadSystem}|${thread}`],
      ['status', open],
    ]);
    const to = serviceAsked(message);
    if (to === undefined) {
      const output = [{ type: { text: 'answer' }, valueReference: { reference: `Communication/${message.id}` } }];
      await context.transact(waiting.map((task) => changed(task, { status: 'completed', output })));
      return;
    }
    const [held] = waiting;
    // what is loaded of another time waits for nobody
    if (Date.parse(String(message.sent)) < context.now - LATELY_MS) return;
    if (held === undefined) await context.transact([await taskFor(context, message, to, thread)]);
    else if (!isIn(held, message)) await context.transact([changed(held, withMessage(held, message))]);
  },
};

const LATELY_MS = 30 * 86_400_000;

const isIn = ({ focus, input }: Resource, { id }: Resource): boolean =>
  [focus, ...objects(input).map(({ valueReference }) => valueReference)].some(
    (one) => referenceOf(one) === `Communication/${id}`,
  );

/** The newest is what it is about; those before, and all files, come along. */
function withMessage(task: Resource, message: Resource): JsonObject {
  const earlier = { type: { text: 'message' }, valueReference: task.focus as JsonObject };
  return {
    focus: { reference: `Communication/${message.id}` },
    input: [...objects(task.input), earlier, ...filesIn(message)],
  };
}

const filesIn = (message: Resource): JsonObject[] =>
  filesOf(message).map(({ url }) => ({ type: { text: 'file' }, valueReference: { reference: url } }));

async function taskFor(context: CareContext, message: Resource, to: string, thread: string): Promise<Entry> {
  const subject = message.subject as JsonObject;
  const [service] = await context.search('HealthcareService', [
    ['organization', to],
    ['service-category', `${serviceCategory}|dialogue`],
    ['active', 'true'],
  ]);
  const before = await context.search('Communication', [
    ['patient', String(referenceOf(subject))],
    ['part-of', `Communication/${thread}`],
  ]);
  const others = [thread, ...before.map(({ id }) => String(id))].filter((id) => id !== message.id);
  const key = `dialogue-${message.id}`;
  const topic = topicOf(message);
  const recipient = objects(message.recipient)[0]!;
  const task = {
    resourceType: 'Task',
    meta: metaOf(message, to),
    identifier: [{ system: taskKeys, value: key }],
    groupIdentifier: { system: threadSystem, value: thread },
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    code: { coding: [{ system: taskCodes, code: 'dialogue', display: 'Melding fra innbygger' }] },
    ...(topic === undefined ? {} : { reasonCode: { coding: [{ system: topicSystem, code: topic }] } }),
    description: `Melding fra innbygger: ${names[topic ?? 'other']}`,
    focus: { reference: `Communication/${message.id}` },
    for: subject,
    authoredOn: String(message.sent),
    requester: message.sender as JsonObject,
    owner: recipient,
    restriction: { period: { end: answerBy(Date.parse(String(message.sent)), workingDaysOf(service)) } },
    input: [
      ...others.map((id) => ({
        type: { text: 'message' },
        valueReference: { reference: `Communication/${id}` },
      })),
      ...[...before.filter(({ id }) => id !== message.id), message].flatMap(filesIn),
    ],
  } as unknown as Resource;
  if ((task.input as unknown[]).length === 0) delete task.input;
  return { method: 'POST', resource: task, ifNoneExist: `identifier=${taskKeys}|${key}` };
}

/** Of the topic, for lists of work; in bokmål, as all that is stored by the house. */
const names: Readonly<Record<Topic, string>> = {
  health: 'helsespørsmål',
  medicines: 'legemidler og resept',
  appointment: 'time og besøk',
  services: 'hjelp, tjenester og plan',
  case: 'søknad og vedtak',
  other: 'noe annet',
};

/** The unit answers for it, and it is kept as close as what it is about. */
function metaOf(about: Resource, unit: string): JsonObject {
  const kinds = tagsOf(about, systems.serviceKind).map((code) => ({ system: systems.serviceKind, code }));
  const tag = [{ system: systems.custodian, code: unit.split('/')[1]! }, ...kinds];
  const security = about.meta?.security;
  return { tag, ...(security === undefined ? {} : { security: security as never }) };
}

/** What a citizen was asked to answer and has answered: the task is done, and who asked is told. */
export const followAnswers: CareHandler = {
  name: 'answers',
  types: ['QuestionnaireResponse'],
  isNews: ({ status }) => status === 'completed',
  async handle({ before, after: response }, context) {
    if (response?.status !== 'completed' || before?.status === 'completed') return;
    const form = String(response.questionnaire ?? '').split('|')[0];
    const tasks = await context.search('Task', [
      ['patient', String(referenceOf(response.subject))],
      ['code', `${taskCodes}|answer-form`],
      ['status', open],
    ]);
    const asked = tasks.filter((task) => formAsked(task) === form);
    if (asked.length === 0) return;
    const answer = { reference: `QuestionnaireResponse/${response.id}` };
    const output = [{ type: { text: 'answer' }, valueReference: answer }];
    await context.transact([
      ...asked.map((task) => changed(task, { status: 'completed', output })),
      ...asked.flatMap((task) => toReadOf(context, task, response)),
    ]);
  },
};

function toReadOf({ now }: CareContext, task: Resource, response: Resource): Entry[] {
  const [unit] = tagsOf(task, systems.custodian);
  if (unit === undefined) return [];
  const key = `answered-${task.id}`;
  const resource = {
    resourceType: 'Task',
    meta: metaOf(response, `Organization/${unit}`),
    identifier: [{ system: taskKeys, value: key }],
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    code: { coding: [{ system: taskCodes, code: 'form-answered', display: 'Skjema besvart' }] },
    description: `Skjema besvart: ${String(task.description ?? '')}`,
    focus: { reference: `QuestionnaireResponse/${response.id}` },
    basedOn: [{ reference: `Task/${task.id}` }],
    for: task.for,
    authoredOn: new Date(now).toISOString(),
    requester: task.for,
    owner: { reference: `Organization/${unit}` },
  } as unknown as Resource;
  return [{ method: 'POST', resource, ifNoneExist: `identifier=${taskKeys}|${key}` }];
}

/** What was read, as it shall be: in place of the version that was read. */
export function changed(resource: Resource, members: JsonObject): Entry {
  const { versionId, lastUpdated: _, ...meta } = resource.meta ?? {};
  return {
    method: 'PUT',
    resource: { ...resource, ...members, meta } as Resource,
    ...(versionId === undefined ? {} : { ifMatch: `W/"${versionId}"` }),
  };
}
