import { useMutation, useQueryClient } from '@tanstack/react-query';
import { askAnewIfPart } from '../../shared/access/use-access.ts';
import { send, update } from '../../shared/fhir/client.ts';
import { callOperation, type Parameter } from '../../shared/fhir/parameters.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { Reference, Task } from '../../shared/fhir/types.ts';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { useUser } from '../bar/use-user.ts';
import { workKey } from './use-work.ts';

export type Act =
  | { does: 'accept' | 'cancel'; task: Task }
  | { does: 'complete'; task: Task }
  | { does: 'decline'; task: Task; reason: string }
  | { does: 'delegate'; task: Task; to: Reference; reason: string }
  | { does: 'escalate'; task: Task; reason: string }
  /** Several results in one transaction: all are signed, or none. */
  | { does: 'sign'; tasks: readonly Task[] };

/** What is done with tasks, from whatever list; all lists are read anew afterwards. */
export function useActs(onDone?: (act: Act) => void) {
  const queries = useQueryClient();
  const own = useOwnReferences();
  const { name } = useUser();
  const self: Reference = { reference: own.at(-1) ?? '', display: name };
  return useMutation({
    mutationFn: (act: Act) => perform(act, self),
    onSuccess: (_, act) => onDone?.(act),
    onSettled: async (_, failed, act) => {
      await queries.invalidateQueries({ queryKey: [workKey] });
      await queries.invalidateQueries({ predicate: ({ queryKey }) => isOfTasks(queryKey) });
      const record = act.does === 'sign' || failed ? null : recordOf(act.task);
      if (record !== null) await askAnewIfPart(queries, record);
    },
  });
}

const isOfTasks = ([of, , types]: readonly unknown[]) =>
  of === 'record' && Array.isArray(types) && types.includes('Task');

async function perform(act: Act, self: Reference): Promise<void> {
  switch (act.does) {
    case 'accept':
      await call(act.task, 'accept', []);
      return;
    case 'decline':
      await call(act.task, 'decline', textOf('reason', act.reason));
      return;
    case 'delegate':
      await call(act.task, 'delegate', [{ name: 'to', valueReference: act.to }, ...textOf('reason', act.reason)]);
      return;
    case 'escalate':
      await call(act.task, 'escalate', textOf('reason', act.reason));
      return;
    case 'complete':
      await update(done(act.task, self), { record: recordOf(act.task) });
      return;
    case 'cancel':
      await update({ ...act.task, status: 'cancelled' }, { record: recordOf(act.task) });
      return;
    case 'sign':
      await sign(act.tasks, self);
  }
}

const call = (task: Task, name: string, given: readonly Parameter[]) =>
  callOperation(`Task/${task.id}/$${name}`, given);

const textOf = (name: string, text: string): Parameter[] =>
  text.trim() === '' ? [] : [{ name, valueString: text.trim() }];

/** Whoever does it, has done it: the task of a unit says which of them it was. */
const done = (task: Task, owner: Reference): Task => ({
  ...task,
  status: 'completed',
  owner,
  lastModified: new Date().toISOString(),
});

/** Whose record the task is in, so that it is never written for another. */
const recordOf = ({ for: whom }: Task): string | null =>
  /^Patient\/(.+)$/.exec(localReference(whom) ?? '')?.[1] ?? null;

async function sign(tasks: readonly Task[], self: Reference): Promise<void> {
  const entry = tasks.map((task) => ({
    resource: done(task, self),
    request: { method: 'PUT', url: `Task/${task.id}`, ifMatch: `W/"${task.meta?.versionId}"` },
  }));
  await send('/fhir', {
    method: 'POST',
    record: null,
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
  });
}
