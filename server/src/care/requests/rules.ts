import type { Issue } from '../../fhir/issue.ts';
import { dayInNorway, daysAfter } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';

/** What the browser may import: a citizen's requests about the record, without clock and database. */

export { requestWords } from './words.ts';

export const requestSystem = 'urn:oid:2.16.578.1.12.4.1.1.7614';
export const requestKinds = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
export type RequestKind = (typeof requestKinds)[number];
export const taskCodes = 'https://enjournal.no/fhir/CodeSystem/task-code';
export const decisionSystem = 'https://enjournal.no/fhir/CodeSystem/request-decision';
export const decisions = ['granted', 'partly', 'refused'] as const;
export type Decision = (typeof decisions)[number];

export const leastText = 10;
export const mostText = 4_000;

/** Without undue delay, and within a month. @source GDPR article 12 (3); forvaltningsloven § 11 a */
export const answerDays = 30;
/** Two months more where it is complex, told with the reason. @source GDPR article 12 (3) */
export const mostDays = 91;

/** Roles that answer for the record. The law names who signed it, else whom the controller names. @source pjf § 15, hpl §§ 42–43 */
export const decidingRoles: ReadonlySet<string> = new Set([
  ...['lege', 'kommuneoverlege', 'jordmor', 'psykolog', 'sykepleier', 'vernepleier', 'helsesykepleier'],
  ...['saksbehandler'],
]);

/** Who controls the log of a legal entity. */
export const officerRole = 'loggkontroll';
const roleSystem = 'https://enjournal.no/fhir/CodeSystem/access-role';
/** `Task.performerType` of what the privacy officer answers. */
export const officer = {
  coding: [{ system: roleSystem, code: officerRole, display: 'Personvernombud' }],
} as const;

/**
 * The service answers what is about the record itself, for it knows what stands there. What is about the log and about objections is
 * for who looks after the citizen's privacy, and so is a refusal that the citizen disputes.
 * @source pjl §§ 18, 22 a; hpl §§ 29, 42–43; GDPR article 38 (4). Who answers what is our choice.
 */
const byOfficer: ReadonlySet<RequestKind> = new Set(['3', '4', '7', '8']);

export const isForOfficer = (kind: RequestKind | undefined, isDispute: boolean): boolean =>
  isDispute || (kind !== undefined && byOfficer.has(kind));

/** Whether it was given to a privacy officer: where there is none, the service answers it. */
export const isToOfficer = ({ performerType }: Resource): boolean =>
  objects(performerType).some((one) => codeIn(one, roleSystem) === officerRole);

/** To whom a citizen complains. @source pbrl § 7-2, hpl § 42; GDPR article 77 */
export const complaintTo = (kind: RequestKind): 'statsforvalter' | 'datatilsynet' =>
  byOfficer.has(kind) ? 'datatilsynet' : 'statsforvalter';

/** The service that it is about. */
export const serviceOf = (task: Resource): { reference?: string; display?: string } | undefined =>
  objects(task.input).find(({ type }) => (type as JsonObject | undefined)?.text === 'service')?.valueReference as
    | { reference?: string; display?: string }
    | undefined;

export const serviceInput = (service: JsonObject): JsonObject[] => [
  { type: { text: 'service' }, valueReference: service },
];

/** The request, as `Task/id`, whose answer is disputed. */
export function disputedIn(task: Resource): string | undefined {
  const reference = objects(task.basedOn)[0]?.reference;
  return typeof reference === 'string' ? reference : undefined;
}

/** A service's no, in whole or in part, can be brought before the privacy officer. */
export const canBeDisputed = (task: Resource): boolean => {
  const answer = decisionOf(task);
  return isRequest(task) && !isToOfficer(task) && answer !== undefined && answer.decision !== 'granted';
};

/** The day by whose end a request is answered. @param asked epoch ms */
export const answerDay = (asked: number): string => daysAfter(dayInNorway(asked), answerDays);

/** The last day that its deadline can be moved to. */
export const latestDay = (task: Resource): string =>
  daysAfter(dayInNorway(Date.parse(String(task.authoredOn))), mostDays);

export const isRequest = (task: Resource | undefined): boolean => codeIn(task?.code, taskCodes) === 'citizen-request';

export const kindOf = (task: Resource): RequestKind | undefined =>
  requestKinds.find((kind) => kind === codeIn(task.reasonCode, requestSystem));

export const deadlineOf = (task: Resource | undefined): string | undefined => {
  const end = ((task?.restriction as JsonObject | undefined)?.period as JsonObject | undefined)?.end;
  return typeof end === 'string' ? end.slice(0, 10) : undefined;
};

/** What was answered, and why; undefined while it waits. */
export function decisionOf(task: Resource): { decision: Decision; reason: string } | undefined {
  const outputs = objects(task.output);
  const decision = decisions.find((one) => outputs.some(({ valueCode }) => valueCode === one));
  const reason = outputs.find(({ valueString }) => typeof valueString === 'string')?.valueString;
  return decision === undefined || typeof reason !== 'string' ? undefined : { decision, reason };
}

/** The answer as it is kept; a no tells to whom one complains. */
export const decisionOutput = (decision: Decision, reason: string, kind: RequestKind | undefined): JsonObject[] => [
  { type: { coding: [{ system: decisionSystem, code: decision }], text: 'decision' }, valueCode: decision },
  { type: { text: 'reason' }, valueString: reason },
  ...(decision === 'granted' || kind === undefined
    ? []
    : [{ type: { text: 'complaint' }, valueCode: complaintTo(kind) }]),
];

export type RequestFacts = {
  /** Epoch ms. */
  now: number;
  isCitizen: boolean;
  role: string | undefined;
};

/** All that is wrong with a request as it is made, worked with or answered. */
export function requestIssues(task: Resource, before: Resource | undefined, facts: RequestFacts): Issue[] {
  const issues: Issue[] = [];
  const refuse = (key: string, field: string, why: string): void => {
    issues.push(refused(key, `Task.${field}`, why));
  };
  if (before === undefined) {
    if (kindOf(task) === undefined)
      refuse('request-kind', 'reasonCode', `What is asked is a code of ${requestSystem}.`);
    const text = String(task.description ?? '').trim();
    if ([...text].length < leastText || text.length > mostText)
      refuse('request-text', 'description', `Of ${leastText} to ${mostText} characters.`);
    const end = deadlineOf(task);
    if (task.status !== 'requested') refuse('request-status', 'status', 'A new request is requested.');
    if (end === undefined || end > answerDay(facts.now))
      refuse('request-deadline', 'restriction', `It is answered within ${answerDays} days.`);
    if (objects(task.output).length > 0) refuse('request-decide', 'output', 'It is answered by who is asked.');
    return issues;
  }
  const [was, is] = [deadlineOf(before), deadlineOf(task)];
  if (was !== is) {
    const told = objects(task.note).slice(objects(before.note).length);
    const isTold = told.some(({ text }) => [...String(text ?? '').trim()].length >= leastText);
    if (facts.isCitizen || is === undefined || is > latestDay(before) || !isTold)
      refuse('request-later', 'restriction', 'A later day is told with a note of why, at most three months in all.');
  }
  const fixed = ['description', 'reasonCode', 'code', 'focus', 'basedOn', 'input', 'performerType'] as const;
  if (fixed.some((member) => JSON.stringify(before[member]) !== JSON.stringify(task[member])))
    refuse('request-fixed', 'description', 'What was asked is not changed.');
  if (facts.isCitizen && JSON.stringify(before.owner) !== JSON.stringify(task.owner))
    refuse('request-fixed', 'owner', 'Who answers is not the citizen’s to change.');
  if (['rejected', 'failed'].includes(String(task.status)) && task.status !== before.status)
    refuse('request-decide', 'status', 'A no is a decision with its reason: completed, with output.');
  if (task.status === 'cancelled' && before.status !== 'cancelled' && !facts.isCitizen)
    refuse('request-decide', 'status', 'The citizen alone takes a request back.');
  if (task.status === 'completed' && before.status !== 'completed') {
    const told = decisionOf(task);
    if (told === undefined || [...told.reason.trim()].length < leastText)
      refuse('request-reason', 'output', 'An answer has a decision (valueCode) and a reason (valueString).');
    const decides = isToOfficer(before) ? facts.role === officerRole : decidingRoles.has(facts.role ?? '');
    if (!decides) refuse('request-role', 'status', 'The role does not decide requests.');
  }
  return issues;
}

function codeIn(concept: unknown, system: string): string | undefined {
  const found = objects((concept as JsonObject | undefined)?.coding).find((one) => one.system === system)?.code;
  return typeof found === 'string' ? found : undefined;
}

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
