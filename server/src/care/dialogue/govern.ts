import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import {
  filesOf,
  isDialogue,
  messageIssues,
  messageSystem,
  mostFileBytes,
  objects,
  referenceOf,
  serviceAsked,
  serviceCategory,
  taskCodes,
  threadOf,
  topicOf,
  topicsOf,
} from './rules.ts';

/** Every write of a Communication that belongs to a dialogue: whole when it is sent, sent once, and never changed. */
export const messageRule: Rule = async (change) => {
  const { resource, before, actor } = change;
  if (actor.kind === 'system') return [];
  if (!isDialogue(before) && !isDialogue(resource)) {
    const isLoose = actor.kind === 'citizen' && resource !== undefined && serviceAsked(resource) !== undefined;
    return isLoose
      ? [refused('dialogue-topic', 'Communication.category', 'What is sent to a service has a topic.')]
      : [];
  }
  if (before !== undefined || resource === undefined)
    return [refused('dialogue-fixed', 'Communication', 'A message that is sent is not changed or deleted.')];
  const issues = messageIssues(resource, { isCitizen: actor.kind === 'citizen', now: change.now });
  if (issues.length > 0) return issues;
  return [
    ...(await twiceIssues(change, resource)),
    ...(await threadIssues(change, resource)),
    ...(await serviceIssues(change, resource)),
    ...(await fileIssues(change, resource)),
  ];
};

/** Two that come at once both read the citizen's own resource, and so wait for each other. */
async function twiceIssues({ id, read, findShown }: Governed, message: Resource): Promise<Issue[]> {
  const citizen = String(referenceOf(message.subject));
  await read(citizen);
  const key = objects(message.identifier).find(({ system }) => system === messageSystem)?.value;
  const query = `patient=${citizen}&identifier=${encodeURIComponent(`${messageSystem}|${key}`)}`;
  const found = await findShown('Communication', query, 2);
  return found.some((one) => one.id !== id)
    ? [refused('dialogue-twice', 'Communication.identifier', 'A message with this identifier is sent already.')]
    : [];
}

/** What is answered is the first of a thread, of the same citizen and topic. */
async function threadIssues({ readShown }: Governed, message: Resource): Promise<Issue[]> {
  if (objects(message.partOf).length === 0) return [];
  const root = await readShown(`Communication/${threadOf(message)}`);
  const fits =
    isDialogue(root) &&
    objects(root!.partOf).length === 0 &&
    referenceOf(root!.subject) === referenceOf(message.subject) &&
    topicOf(root) === topicOf(message);
  return fits ? [] : [refused('dialogue-thread', 'Communication.partOf', 'A thread is named by its first message.')];
}

/** A citizen begins with a service that takes messages about the topic; and goes on in a thread wherever it is. */
async function serviceIssues({ actor, find }: Governed, message: Resource): Promise<Issue[]> {
  const to = serviceAsked(message);
  if (actor.kind !== 'citizen' || to === undefined || objects(message.partOf).length > 0) return [];
  const category = encodeURIComponent(`${serviceCategory}|dialogue`);
  const services = await find('HealthcareService', `organization=${to}&service-category=${category}&active=true`, 5);
  return services.some((one) => topicsOf(one).includes(topicOf(message)!))
    ? []
    : [refused('dialogue-closed', 'Communication.recipient', 'The service takes no messages about this topic.')];
}

async function fileIssues({ readShown }: Governed, message: Resource): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const { url, type, at } of filesOf(message)) {
    const file = await readShown(url);
    if (file === undefined || file.contentType !== type)
      issues.push(refused('dialogue-file-inline', `${at}.url`, 'The Binary is not there, or of another kind.'));
    else if (String(file.data ?? '').length > (mostFileBytes * 4) / 3 + 4)
      issues.push(refused('dialogue-file-large', `${at}.url`, `A file has at most ${mostFileBytes} bytes.`));
  }
  return issues;
}

/** A file that says that it goes with a message is one of those that the message names. */
export const fileRule: Rule = async ({ id, resource, before, actor, readShown }) => {
  const of = referenceOf(resource?.securityContext);
  if (actor.kind === 'system' || before !== undefined || !of?.startsWith('Communication/')) return [];
  const message = await readShown(of);
  return isDialogue(message) && filesOf(message!).some(({ url }) => url === `Binary/${id}`)
    ? []
    : [refused('dialogue-file-alone', 'Binary.securityContext', 'The message does not name this file.')];
};

const codeOf = (task: Resource | undefined): string | undefined => {
  const coding = objects((task?.code as JsonObject | undefined)?.coding).find(({ system }) => system === taskCodes);
  return typeof coding?.code === 'string' ? coding.code : undefined;
};

/** What the house makes of messages and answers is made by nobody else; and a message is not said no to. */
export const taskRule: Rule = async ({ resource, before, actor, find }) => {
  const code = codeOf(resource ?? before);
  if (actor.kind === 'system' || resource === undefined) return [];
  if (code === 'answer-form') return formIssues(resource, before, actor.kind === 'staff', find);
  if (code !== 'dialogue' && code !== 'form-answered') return [];
  if (before === undefined || codeOf(before) !== code)
    return [refused('dialogue-task', 'Task.code', 'The house makes it when a message or an answer comes.')];
  if (code !== 'dialogue' || before.status === resource.status) return [];
  if (['rejected', 'cancelled', 'failed'].includes(String(resource.status)))
    return [refused('dialogue-answer', 'Task.status', 'A message is answered, or passed on.')];
  const isSettled = objects(resource.output).length > 0 || hasText(resource.statusReason);
  return resource.status === 'completed' && !isSettled
    ? [refused('dialogue-unanswered', 'Task.statusReason', 'Send an answer, or say how it was settled.')]
    : [];
};

const hasText = (concept: unknown): boolean => String((concept as JsonObject | undefined)?.text ?? '').trim() !== '';

async function formIssues(
  task: Resource,
  before: Resource | undefined,
  isStaff: boolean,
  find: Governed['find'],
): Promise<Issue[]> {
  if (before !== undefined) return [];
  if (!isStaff) return [refused('dialogue-task', 'Task.code', 'A service sends forms.')];
  if (referenceOf(task.owner) === undefined || referenceOf(task.owner) !== referenceOf(task.for))
    return [refused('form-owner', 'Task.owner', 'The citizen owns the task of answering.')];
  const canonical = formAsked(task);
  const found =
    canonical === undefined ? [] : await find('Questionnaire', `url=${encodeURIComponent(canonical)}&status=active`, 1);
  return found.length > 0
    ? []
    : [refused('form-not-here', 'Task.input', 'An input has the canonical of an active Questionnaire.')];
}

/** The Questionnaire that a task asks to be answered, without its version. */
export const formAsked = (task: Resource): string | undefined => {
  const asked = objects(task.input).find(({ valueCanonical }) => valueCanonical !== undefined)?.valueCanonical;
  return typeof asked === 'string' ? asked.split('|')[0] : undefined;
};
