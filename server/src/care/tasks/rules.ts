import { endOf } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';

/** What the browser may import: rules of work without clock and database. */

/** On a time somebody is away: the job in the same unit to which what is asked of them goes meanwhile. */
export const deputyExtension = 'https://enjournal.no/fhir/StructureDefinition/deputy';

/** Statuses of work that is still to be done, as lists ask for them. `draft` is the author's own. */
export const openStatuses = ['requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold'] as const;
const closed = new Set(['rejected', 'failed', 'cancelled', 'completed', 'entered-in-error']);

export const isClosed = (status: unknown): boolean => closed.has(String(status));

/** Where a task may go from where it is. Back to `requested` is another owner's to accept. @source FHIR R4, Task */
const next: Readonly<Record<string, readonly string[]>> = {
  draft: ['requested', 'received', 'accepted', 'in-progress', 'on-hold', 'completed', 'cancelled'],
  requested: [
    'received',
    'accepted',
    'ready',
    'in-progress',
    'on-hold',
    'completed',
    'failed',
    'rejected',
    'cancelled',
  ],
  received: [
    'requested',
    'accepted',
    'ready',
    'in-progress',
    'on-hold',
    'completed',
    'failed',
    'rejected',
    'cancelled',
  ],
  accepted: ['requested', 'ready', 'in-progress', 'on-hold', 'completed', 'failed', 'cancelled'],
  ready: ['requested', 'in-progress', 'on-hold', 'completed', 'failed', 'cancelled'],
  'in-progress': ['requested', 'on-hold', 'completed', 'failed', 'cancelled'],
  'on-hold': ['requested', 'accepted', 'ready', 'in-progress', 'completed', 'failed', 'cancelled'],
};

/** Whether a task may go from a status to another; what is written wrongly may be said to be so from anywhere. */
export const mayBecome = (from: string, to: string): boolean =>
  from === to || to === 'entered-in-error' || next[from]?.includes(to) === true;

/** Only whoever has the task says these; what is asked for and what is called off, who asked may say too. */
const ownersWords = new Set([
  'received',
  'accepted',
  'ready',
  'in-progress',
  'on-hold',
  'completed',
  'failed',
  'rejected',
]);
const reasoned = new Set(['rejected', 'failed']);

/** Types that can have a task: a person, or a unit that has persons. */
export const ownerTypes = [
  ...['Practitioner', 'PractitionerRole', 'Organization', 'CareTeam', 'Patient', 'RelatedPerson'],
] as const;

export type TaskIssue = { key: string; expression: string };

/** A change of a task, and what is known of who makes it. */
export type TaskChange = {
  task: Resource;
  before: Resource | undefined;
  /** The writer has the task, or works in the unit that has it: before the change, and after it. */
  isOwner: boolean;
  becomesOwner: boolean;
  /** The writer asked for it, or works in the unit that did. */
  isRequester: boolean;
  /** A system says what happened elsewhere, and may tell of what is over. */
  isSystem: boolean;
  /** The new owner can have tasks: is employed, and open for work. */
  ownerStands: boolean;
  /** The writer's role may answer for a result. */
  maySign: boolean;
};

/** All that is wrong with a change of a task. */
export function taskIssues(change: TaskChange): TaskIssue[] {
  const { task, before, isOwner, becomesOwner, isRequester, isSystem } = change;
  const status = String(task.status);
  const was = before === undefined ? undefined : String(before.status);
  const issues: TaskIssue[] = [];
  const wrong = (key: string, member: string) => void issues.push({ key, expression: `Task.${member}` });
  const isMoved = was !== undefined && was !== status;
  const changesOwner = before !== undefined && !isSame(before.owner, task.owner);
  const isAskedAnew = isMoved && status === 'requested' && was !== 'draft';
  if (isMoved && (!mayBecome(was, status) || (isAskedAnew && !changesOwner))) {
    wrong(isClosed(was) ? 'task-closed' : 'task-transition', 'status');
  }
  const ownerIssue = ownerIssueOf(change, status);
  if (ownerIssue !== undefined) wrong(ownerIssue, 'owner');
  if (reasoned.has(status) && was !== status && !hasText(task.statusReason)) wrong('task-reason', 'statusReason');
  for (const member of ['for', 'requester']) {
    if (before?.[member] !== undefined && !isSame(before[member], task[member])) wrong('task-fixed', member);
  }
  if (changesOwner && isClosed(was)) wrong('task-closed', 'owner');
  if (isSystem || issues.length > 0) return issues;
  if (before === undefined) {
    if (ownersWords.has(status) && !becomesOwner) wrong('task-not-yours', 'status');
  } else if (!isOwner && !isRequester) {
    wrong('task-not-yours', 'status');
  } else if (isMoved && ownersWords.has(status) && !isOwner) {
    wrong('task-not-yours', 'status');
  } else if (changesOwner && !becomesOwner && !['requested', 'draft'].includes(status) && !isClosed(status)) {
    wrong('task-asks-first', 'status');
  }
  if (status === 'completed' && was !== status && codeOf(task) === 'sign-result' && !change.maySign) {
    wrong('task-sign-role', 'status');
  }
  return issues;
}

function ownerIssueOf({ task, before, ownerStands }: TaskChange, status: string): string | undefined {
  if (status === 'draft' || status === 'entered-in-error') return undefined;
  const reference = referenceOf(task.owner);
  if (reference === undefined) return isClosed(status) ? undefined : 'task-owner';
  if (!ownerTypes.some((type) => reference.startsWith(`${type}/`))) return 'task-owner-kind';
  const isNew = before === undefined || !isSame(before.owner, task.owner);
  return isNew && !isClosed(status) && !ownerStands ? 'task-owner-ended' : undefined;
}

/** Roles that answer for what a result leads to. @source helsepersonelloven § 4 */
export const signingRoles: ReadonlySet<string> = new Set([
  ...['lege', 'kommuneoverlege', 'jordmor', 'psykolog', 'sykepleier', 'vernepleier', 'helsesykepleier'],
]);

export const taskCodeSystem = 'https://enjournal.no/fhir/CodeSystem/task-code';
export const taskStateSystem = 'https://enjournal.no/fhir/CodeSystem/task-state';

/** The task's code among our own. */
export const codeOf = (task: Resource): string | undefined => codeIn(task.code, taskCodeSystem);

export const isEscalated = (task: Resource): boolean => codeIn(task.businessStatus, taskStateSystem) === 'escalated';

/** When it must be done: the end of the day where only a day is said, in Norway. Epoch ms. */
export function deadlineOf(task: Resource): number | undefined {
  const end = ((task.restriction as JsonObject | undefined)?.period as JsonObject | undefined)?.end;
  return typeof end === 'string' ? endOf(end) : undefined;
}

export const isOverdue = (task: Resource, now: number): boolean => {
  const due = deadlineOf(task);
  return due !== undefined && due <= now && !isClosed(task.status);
};

export const priorities = ['routine', 'urgent', 'asap', 'stat'] as const;

/** One step up, as far as there is one. */
export function raised(priority: unknown): (typeof priorities)[number] {
  const at = priorities.indexOf((priority ?? 'routine') as (typeof priorities)[number]);
  return priorities[Math.min(Math.max(at, 0) + 1, priorities.length - 1)]!;
}

export type Severity = 'critical' | 'abnormal' | 'normal';

/**
 * How a result stands. `normal` only when every value is said to be within its limits: what cannot be told must be read.
 * @source HL7 v3 ObservationInterpretation
 */
export function severityOf(report: Resource, results: readonly Resource[]): Severity {
  const told = results.map(standingOf);
  if (told.includes('critical')) return 'critical';
  const isWhole = results.length > 0 && results.length >= objectsIn(report.result).length;
  return isWhole && told.every((one) => one === 'normal') ? 'normal' : 'abnormal';
}

const critical = new Set(['HH', 'LL', 'AA', 'HU', 'LU']);
const within = new Set(['N', 'NEG', 'ND', 'S']);

function standingOf(observation: Resource): Severity {
  const parts = [observation as JsonObject, ...objectsIn(observation.component)];
  const codes = parts.flatMap((one) => objectsIn(one.interpretation).flatMap(codesIn));
  if (codes.some((code) => critical.has(code))) return 'critical';
  if (codes.length > 0) return codes.every((code) => within.has(code)) ? 'normal' : 'abnormal';
  return parts.every((one) => isWithin(one)) ? 'normal' : 'abnormal';
}

function isWithin(one: JsonObject): boolean {
  const value = (one.valueQuantity as JsonObject | undefined)?.value;
  const ranges = objectsIn(one.referenceRange);
  if (value === undefined) return one.component !== undefined;
  const edge = (range: JsonObject, name: string) => (range[name] as JsonObject | undefined)?.value;
  return ranges.some((range) => {
    const [low, high] = [edge(range, 'low'), edge(range, 'high')];
    if (low === undefined && high === undefined) return false;
    return (low === undefined || Number(value) >= Number(low)) && (high === undefined || Number(value) <= Number(high));
  });
}

/** What a result's task is given, and how long its owner has before the unit is told. */
export const ofSeverity: Readonly<Record<Severity, { priority: string; withinMs: number }>> = {
  critical: { priority: 'stat', withinMs: 30 * 60_000 },
  abnormal: { priority: 'urgent', withinMs: 3 * 86_400_000 },
  normal: { priority: 'routine', withinMs: 7 * 86_400_000 },
};

export const referenceOf = (value: unknown): string | undefined => {
  const reference = (value as JsonObject | undefined)?.reference;
  return typeof reference === 'string' && reference !== '' ? reference.split('/_history/')[0] : undefined;
};

export const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

const codesIn = (concept: JsonObject): string[] =>
  objectsIn(concept.coding).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));

function codeIn(concept: unknown, system: string): string | undefined {
  const found = objectsIn((concept as JsonObject | undefined)?.coding).find((one) => one.system === system)?.code;
  return typeof found === 'string' ? found : undefined;
}

function hasText(concept: unknown): boolean {
  const { text, coding } = (concept ?? {}) as JsonObject;
  return (typeof text === 'string' && text.trim() !== '') || objectsIn(coding).length > 0;
}

/** The same one, whatever it is called. */
const isSame = (a: unknown, b: unknown): boolean =>
  referenceOf(a) !== undefined ? referenceOf(a) === referenceOf(b) : JSON.stringify(a) === JSON.stringify(b);
