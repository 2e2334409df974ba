import { messageKindOf } from '@enjournal/server/care/prescribing';
import { codeOf, isClosed, isOverdue } from '@enjournal/server/care/tasks';
import { keyOf, localReference } from '../../shared/fhir/references.ts';
import type {
  Bundle,
  Composition,
  DiagnosticReport,
  Observation,
  Patient,
  Reference,
  Resource,
  Task,
} from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { standingOf } from '../../shared/format/quantity.ts';

/** What waits for somebody: a task, with whom it is about and what it leads to. */
export type WorkItem = {
  task: Task;
  /** `sign-result`, `follow-up`, `declined`, `countersign` and what citizens write are the house's own; all else is a task. */
  kind: 'result' | 'follow-up' | 'declined' | 'countersign' | 'dialogue' | 'request' | 'task';
  /** The task that it is about in the end: a reminder's is the one that is late. */
  root: Task;
  /** Record's id. */
  patient: string | undefined;
  person: Patient | undefined;
  report: DiagnosticReport | undefined;
  /** What waits to be signed by the reader too. */
  note: Composition | undefined;
  results: readonly Observation[];
};

const kinds: Readonly<Record<string, WorkItem['kind']>> = {
  'sign-result': 'result',
  'follow-up': 'follow-up',
  declined: 'declined',
  countersign: 'countersign',
  dialogue: 'dialogue',
  'citizen-request': 'request',
};

/**
 * The tasks of a bundle with what came along, the most urgent first. Prescriptions on their way are no work to be taken on, and have a
 * queue of their own.
 */
export function itemsOf(bundle: Bundle, { messages = false } = {}): WorkItem[] {
  const by = new Map((bundle.entry ?? []).flatMap(({ resource }) => (resource ? [[keyOf(resource), resource]] : [])));
  const tasks = (bundle.entry ?? []).flatMap(({ resource, search }) =>
    resource?.resourceType === 'Task' && search?.mode !== 'include' ? [resource as Task] : [],
  );
  const shown = tasks.filter((task) => messages || messageKindOf(task as never) === undefined);
  return shown.map((task) => itemOf(task, by)).sort(byUrgency);
}

function itemOf(task: Task, by: ReadonlyMap<string, Resource>): WorkItem {
  const at = (reference: Task['focus']) => by.get(localReference(reference) ?? '');
  const focus = at(task.focus);
  const root = focus?.resourceType === 'Task' ? (focus as Task) : task;
  const about = root === task ? focus : at(root.focus);
  const report = about?.resourceType === 'DiagnosticReport' ? (about as DiagnosticReport) : undefined;
  const patient = localReference(task.for);
  const kind = kinds[codeOf(task as never) ?? ''] ?? 'task';
  return {
    task,
    kind,
    root,
    patient: patient?.startsWith('Patient/') ? patient.slice('Patient/'.length) : undefined,
    person: by.get(patient ?? '') as Patient | undefined,
    report,
    note: about?.resourceType === 'Composition' ? (about as Composition) : undefined,
    results: (report?.result ?? inputsOf(root)).flatMap((one) => {
      const found = at(one);
      return found?.resourceType === 'Observation' ? [found as Observation] : [];
    }),
  };
}

/** What a task was sent with: the results of one that has no report. */
const inputsOf = ({ input }: Task): Reference[] => (input ?? []).flatMap(({ valueReference }) => valueReference ?? []);

/** Results that tasks were sent with and that did not come along, as `Observation/id`: no search includes what is put in. */
export function missingResults(bundle: Bundle): string[] {
  const all = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
  const there = new Set(all.map(keyOf));
  const named = all.flatMap((one) =>
    one.resourceType === 'Task' && codeOf(one as never) === 'sign-result' ? inputsOf(one as Task) : [],
  );
  const references = named.flatMap((one) => localReference(one) ?? []);
  return [...new Set(references)].filter((one) => one.startsWith('Observation/') && !there.has(one));
}

const ranks: Readonly<Record<string, number>> = { stat: 0, asap: 1, urgent: 2, routine: 3 };

export const rankOf = ({ priority }: Task): number => ranks[priority ?? 'routine'] ?? 3;

/** By priority, then by deadline, then the oldest first. */
function byUrgency(a: WorkItem, b: WorkItem): number {
  return (
    rankOf(a.task) - rankOf(b.task) ||
    dueOf(a) - dueOf(b) ||
    instantOf(a.task.authoredOn) - instantOf(b.task.authoredOn)
  );
}

const dueOf = ({ task }: WorkItem): number => {
  const due = instantOf(task.restriction?.period?.end);
  return Number.isNaN(due) ? Number.MAX_SAFE_INTEGER : due;
};

/** The results that are not within their limits, the critical first. */
export function outOfRange(results: readonly Observation[]): Observation[] {
  const order = (one: Observation) => (standingOf(one).startsWith('critical') ? 0 : 1);
  return results
    .filter((one) => /critical|high|low|abnormal/.test(standingOf(one)))
    .sort((a, b) => order(a) - order(b));
}

/** What a citizen has written is answered, and not ticked off. */
export const isFromCitizen = ({ kind }: WorkItem): boolean => kind === 'dialogue' || kind === 'request';

/** All that the report says is within its limits, as the server judged it: such can be signed without being opened. */
export const isNormal = ({ task, kind }: WorkItem): boolean => kind === 'result' && rankOf(task) === 3;

export const isCritical = (item: WorkItem): boolean =>
  item.task.priority === 'stat' && codeOf(item.root as never) === 'sign-result' && hasAnswer(item);

/** There is something to read: a report, or results by themselves. */
export const hasAnswer = ({ report, results }: WorkItem): boolean => report !== undefined || results.length > 0;

const unanswered = new Set(['requested', 'received']);

/** What others have asked and nobody has said yes to; not what the house asks, which has lists of its own. */
export const isAsked = ({ task, kind }: WorkItem, own: readonly string[]): boolean =>
  kind !== 'result' &&
  kind !== 'countersign' &&
  unanswered.has(task.status ?? '') &&
  !own.includes(localReference(task.requester) ?? '');

export type Notice = { key: string; kind: 'critical' | 'declined' | 'late' | 'unconfirmed'; item: WorkItem };

/**
 * What somebody must do something about, in one order: danger first, then what was said no to, what is late, and what no
 * receiver has confirmed. The same event is told once.
 */
export function noticesOf(
  { mine, unit, sent }: { mine: readonly WorkItem[]; unit: readonly WorkItem[]; sent: readonly WorkItem[] },
  now: number,
): Notice[] {
  const told = new Set<string>();
  const notices: Notice[] = [];
  const tell = (kind: Notice['kind'], item: WorkItem): void => {
    const key = `Task/${item.root.id}`;
    if (told.has(key)) return;
    told.add(key);
    notices.push({ key, kind, item });
  };
  const here = [...mine, ...unit];
  for (const item of here) if (isCritical(item)) tell('critical', item);
  for (const item of here) if (item.kind === 'declined') tell('declined', item);
  for (const item of here) if (item.kind === 'follow-up' && !isClosed(item.root.status)) tell('late', item);
  for (const item of mine) if (isOverdue(item.task as never, now)) tell('late', item);
  for (const item of sent) {
    if (unanswered.has(item.task.status ?? '') && isOverdue(item.task as never, now)) tell('unconfirmed', item);
  }
  return notices;
}

/** One line for each kind of work in a queue, with how many and how long the oldest has waited. */
export function grouped(
  items: readonly WorkItem[],
  textOf: (item: WorkItem) => string = ({ task }) => task.description ?? '',
): { text: string; count: number; oldest: string | undefined }[] {
  const groups = new Map<string, { text: string; count: number; oldest: string | undefined }>();
  for (const item of items) {
    const { task } = item;
    const text = textOf(item).split(':')[0] as string;
    const { count = 0, oldest } = groups.get(text) ?? {};
    const since = task.authoredOn;
    groups.set(text, { text, count: count + 1, oldest: !oldest || (since && since < oldest) ? since : oldest });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || a.text.localeCompare(b.text, 'nb'));
}
