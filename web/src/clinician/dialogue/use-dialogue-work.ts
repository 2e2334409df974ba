import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  allTopics,
  type Message,
  type StaffDraft,
  staffMessage,
  type Thread,
  threadsOf,
} from '../../shared/dialogue/message.ts';
import { create, FhirFailure, send, update } from '../../shared/fhir/client.ts';
import { callOperation } from '../../shared/fhir/parameters.ts';
import type { Reference, Task } from '../../shared/fhir/types.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { useUser } from '../bar/use-user.ts';
import { workKey } from '../work/use-work.ts';

export type StaffTask = Task & { output?: { type?: { text?: string }; valueReference?: Reference }[] };

/** The conversations in a record, as far as the reader sees them. */
export const useThreads = (patient: string) =>
  useRecordSearch<Message>(patient, 'Communication', { category: allTopics, _sort: '-sent' }, { limit: 500 });

export const threadWith = (messages: readonly Message[], focus: string | undefined): Thread | undefined =>
  threadsOf(messages).find((thread) => thread.messages.some(({ id }) => `Communication/${id}` === focus));

export type Settling =
  /** Says yes to the task first where nobody has, and closes it with the answer in one act. */
  { does: 'answer'; draft: StaffDraft; task?: StaffTask } | { does: 'settle'; task: StaffTask; how: string };

/** Answers a citizen, or says how it was settled; the lists of work are read anew afterwards. */
export function useAnswering(patient: string) {
  const queries = useQueryClient();
  const own = useOwnReferences();
  const { name } = useUser();
  const self: Reference = { reference: own.at(-1) ?? '', display: name };
  return useMutation({
    mutationFn: async (act: Settling) => {
      if (act.does === 'settle') {
        const { task, how } = act;
        await update({ ...task, status: 'completed', owner: self, statusReason: { text: how } }, { record: patient });
        return;
      }
      const message = staffMessage(act.draft, Date.now());
      if (act.task === undefined) await create(message, { record: patient });
      else await answerTask(act.task, message, patient, self);
    },
    async onSettled() {
      await queries.invalidateQueries({ queryKey: [workKey] });
      await queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
}

const json = { 'content-type': 'application/fhir+json' };

async function answerTask(task: StaffTask, message: Message, patient: string, self: Reference): Promise<void> {
  const isAsked = task.status === 'requested' || task.status === 'received';
  const held = isAsked ? await accepted(task, patient) : task;
  const url = `urn:uuid:${crypto.randomUUID()}`;
  const output = [{ type: { text: 'answer' }, valueReference: { reference: url } }];
  const entry = [
    { fullUrl: url, resource: message, request: { method: 'POST', url: 'Communication' } },
    {
      resource: { ...held, status: 'completed', owner: self, output, lastModified: new Date().toISOString() },
      request: { method: 'PUT', url: `Task/${held.id}`, ifMatch: `W/"${held.meta?.versionId}"` },
    },
  ];
  await send('', {
    method: 'POST',
    headers: json,
    record: patient,
    body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
  });
}

async function accepted(task: StaffTask, patient: string): Promise<StaffTask> {
  const answer = await send(`Task/${task.id}/$accept`, {
    method: 'POST',
    headers: json,
    record: patient,
    body: JSON.stringify({ resourceType: 'Parameters' }),
  });
  return (await answer.json()) as StaffTask;
}

/** Tells the citizen that their messages have been opened. What cannot be told, somebody else will. */
export async function tellOpened(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    try {
      await callOperation(`Communication/${id}/$read`, []);
    } catch (error) {
      if (!(error instanceof FhirFailure)) throw error;
    }
  }
}
