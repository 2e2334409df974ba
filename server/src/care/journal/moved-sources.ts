import { categoryOf, categorySystem } from '../../access/categories.ts';
import { isMisplaced, label } from '../../access/label.ts';
import { tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import { Problem } from '../../fhir/issue.ts';
import type { Reference, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareContext, type CareHandler, notOfNew } from '../process.ts';
import { withoutVersion } from './draft.ts';
import { codeSystems } from './terms.ts';
import type { Composition } from './types.ts';

/** Names the task, by the note that cites and what it cites. */
const keys = 'https://enjournal.no/fhir/NamingSystem/moved-source';
const OPEN = 'requested,received,accepted,ready,in-progress,on-hold';
const WITHIN_MS = 7 * 86_400_000;

/**
 * What was struck as written about somebody else may have been put into notes before that, and stands there still: whoever signed
 * such a note is asked to look at it. The task says nothing of whose it was.
 * @source helsepersonelloven §§ 39, 42–44
 */
export const askAboutMoved: CareHandler = {
  name: 'ask-about-moved',
  types: ['Composition', 'QuestionnaireResponse', 'Observation', 'Condition', 'DocumentReference'],
  isNews: isMisplaced,
  async handle({ before, after: source }, context) {
    if (source === undefined || !isMisplaced(source) || (before !== undefined && isMisplaced(before))) return;
    const notes = await context.search('Composition', [
      ['entry', `${source.resourceType}/${source.id}`],
      ['patient', String((source.subject as Reference | undefined)?.reference)],
    ]);
    for (const note of notes as Composition[]) {
      if (note.status !== 'entered-in-error' && (await openTasks(context, note)).length === 0)
        await ask(context, note, source);
    }
  },
};

const openTasks = (context: CareContext, { id, subject }: Resource): Promise<Resource[]> =>
  context.search('Task', [
    ['patient', String((subject as Reference | undefined)?.reference)],
    ['focus', `Composition/${id}`],
    ['code', `${codeSystems.task}|moved-source`],
    ['status', OPEN],
  ]);

/** Whoever signed last; their unit, where they work no more. */
async function ask(context: CareContext, note: Composition, source: Resource): Promise<void> {
  const signer = note.attester?.at(-1)?.party ?? note.author[0];
  const [unit] = tagsOf(note, systems.custodian);
  const owners = [signer, unit === undefined ? undefined : { reference: `Organization/${unit}` }];
  const [first, second] = owners.filter((one) => one !== undefined);
  if (first === undefined) return;
  try {
    await context.transact([taskOf(context, note, source, first)]);
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'rule' || second === undefined) throw error;
    await context.transact([taskOf(context, note, source, second)]);
  }
}

function taskOf({ now }: CareContext, note: Composition, source: Resource, owner: Reference): Entry {
  const value = `${note.id}-${source.id}`;
  const resource = {
    resourceType: 'Task',
    meta: {
      tag: (note.meta?.tag ?? []).filter(({ system }) => system !== systems.recorder),
      // who may not read the note is not told what it cites
      security: [{ system: categorySystem, code: categoryOf(label(note))! }],
    },
    identifier: [{ system: keys, value }],
    status: 'requested',
    intent: 'order',
    priority: 'urgent',
    code: { coding: [{ system: codeSystems.task, code: 'moved-source', display: 'Kilden er flyttet' }] },
    description: 'Noe som er satt inn i notatet, gjaldt en annen person. Se over notatet',
    focus: { reference: `Composition/${note.id}` },
    for: note.subject,
    authoredOn: new Date(now).toISOString(),
    owner,
    restriction: { period: { end: new Date(now + WITHIN_MS).toISOString() } },
  } as unknown as Resource;
  return { method: 'POST', resource, ifNoneExist: `identifier=${keys}|${value}` };
}

/** Done when the note cites nothing of the kind any more, or does not count itself. */
export const closeMoved: CareHandler = {
  name: 'close-moved',
  types: ['Composition'],
  isNews: notOfNew,
  async handle({ before, after }, context) {
    if (before === undefined || after === undefined) return;
    const tasks = await openTasks(context, after);
    if (tasks.length === 0 || (await citesMoved(context, after as Composition))) return;
    await context.transact(
      tasks.map((task) => ({
        method: 'PUT',
        resource: { ...withoutVersion(task), status: 'completed' },
        ifMatch: `W/"${task.meta?.versionId}"`,
      })),
    );
  },
};

async function citesMoved(context: CareContext, { status, section = [] }: Composition): Promise<boolean> {
  if (status === 'entered-in-error') return false;
  for (const { reference = '' } of section.flatMap(({ entry = [] }) => entry)) {
    const cited = /^[A-Z][A-Za-z]+\/[^/]+$/.test(reference) ? await context.read(reference).catch(absent) : undefined;
    if (cited !== undefined && isMisplaced(cited)) return true;
  }
  return false;
}

/** What is not here, or not any more, is not what somebody else's record has. */
function absent(error: unknown): undefined {
  if (error instanceof Problem && (error.kind === 'absent' || error.kind === 'gone')) return undefined;
  throw error;
}
