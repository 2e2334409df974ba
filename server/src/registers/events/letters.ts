import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { FeedLetter } from '../../record/index.ts';
import { changeOf, type RegisterStore } from '../store.ts';
import { codeSystems, identifierSystems } from '../systems.ts';

type Named = Pick<FeedLetter, 'seq' | 'handler'>;

const tokenOf = ({ seq, handler }: Named): string => `${identifierSystems.letter}|${seq}-${handler}`;

const taskOf = async (store: RegisterStore, letter: Named): Promise<Resource | undefined> =>
  (await store.search('Task', [['identifier', tokenOf(letter)]]))[0];

/** Whether a person has asked for it to be tried again. */
export const isAskedFor = async (store: RegisterStore, letter: Named): Promise<boolean> =>
  (await taskOf(store, letter))?.status === 'requested';

/** Shows what could not be done as a Task in the record of the one it is about: what was to be done, and what hindered it. */
export async function showLetter(store: RegisterStore, letter: FeedLetter): Promise<void> {
  const before = await taskOf(store, letter);
  if (before !== undefined) {
    await store.transact(changeOf(before, { ...before, status: 'failed' }));
    return;
  }
  const of = `${letter.type}/${letter.id}`;
  const [one] = letter.type === 'RelatedPerson' ? await store.search('RelatedPerson', [['_id', letter.id]]) : [];
  const whose = letter.type === 'Patient' ? { reference: of } : (one?.patient as JsonObject | undefined);
  const resource: Resource = {
    resourceType: 'Task',
    identifier: [{ system: identifierSystems.letter, value: `${letter.seq}-${letter.handler}` }],
    status: 'failed',
    intent: 'order',
    code: { coding: [{ system: codeSystems.taskCode, code: 'register-event' }] },
    description: `${letter.handler}: ${letter.problem}`,
    focus: { reference: of },
    ...(whose === undefined ? {} : { for: whose }),
    authoredOn: new Date(letter.at).toISOString(),
  };
  await store.transact([{ method: 'POST', resource, ifNoneExist: `identifier=${tokenOf(letter)}` }]);
}

/** It is done after all. */
export async function closeLetter(store: RegisterStore, letter: Named): Promise<void> {
  const before = await taskOf(store, letter);
  if (before !== undefined) await store.transact(changeOf(before, { ...before, status: 'completed' }));
}
