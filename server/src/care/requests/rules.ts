import type { Issue } from '../../fhir/issue.ts';
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

const DAY = 86_400_000;

/** The day by whose end a request is answered. @param asked epoch ms */
export const answerDay = (asked: number): string => day.format(asked + answerDays * DAY);
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' });

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

export const decisionOutput = (decision: Decision, reason: string): JsonObject[] => [
  { type: { coding: [{ system: decisionSystem, code: decision }], text: 'decision' }, valueCode: decision },
  { type: { text: 'reason' }, valueString: reason },
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
    const latest = day.format(Date.parse(String(before.authoredOn)) + mostDays * DAY);
    const isTold = objects(task.note).length > objects(before.note).length;
    if (facts.isCitizen || is === undefined || is > latest || !isTold)
      refuse('request-later', 'restriction', 'A later day is told with a note of why, at most three months in all.');
  }
  const fixed = ['description', 'reasonCode', 'code', 'focus'] as const;
  if (fixed.some((member) => JSON.stringify(before[member]) !== JSON.stringify(task[member])))
    refuse('request-fixed', 'description', 'What was asked is not changed.');
  if (['rejected', 'failed'].includes(String(task.status)) && task.status !== before.status)
    refuse('request-decide', 'status', 'A no is a decision with its reason: completed, with output.');
  if (task.status === 'cancelled' && before.status !== 'cancelled' && !facts.isCitizen)
    refuse('request-decide', 'status', 'The citizen alone takes a request back.');
  if (task.status === 'completed' && before.status !== 'completed') {
    const told = decisionOf(task);
    if (told === undefined || [...told.reason.trim()].length < leastText)
      refuse('request-reason', 'output', 'An answer has a decision (valueCode) and a reason (valueString).');
    if (!decidingRoles.has(facts.role ?? '')) refuse('request-role', 'status', 'The role does not decide requests.');
  }
  return issues;
}

function codeIn(concept: unknown, system: string): string | undefined {
  const found = objects((concept as JsonObject | undefined)?.coding).find((one) => one.system === system)?.code;
  return typeof found === 'string' ? found : undefined;
}

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
