import { systems } from '../../access/rules/codes.ts';
import { problem } from '../../fhir/issue.ts';
import { dayInNorway, daysAfter } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext, CareOperation, CareTimer } from '../process.ts';
import { type CitizenAccess, citizenAccessIn, withCitizenAccess } from './citizen-access.ts';
import { ownOf } from './corrected.ts';
import { askedVersion, collection, store, withoutVersion } from './draft.ts';
import { named } from './signer.ts';
import { codeSystems } from './terms.ts';
import type { Composition, QuestionnaireResponse } from './types.ts';

/**
 * What the citizen is to see later, or not until it is looked at again, is a Task with that day as its deadline: the house
 * does what was delayed, and a person looks at what was withheld. The citizen sees as little of the Task as of the note.
 */
export function laterEntries(
  context: CareContext,
  access: CitizenAccess,
  { focus, of }: { focus: string; of: Resource },
): Entry[] {
  if (access.code !== 'delayed' && access.code !== 'withheld') return [];
  const task: Resource = {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: codeSystems.task, code: 'citizen-access', display: 'Innsyn for innbyggeren' }] },
    focus: { reference: focus },
    for: of.subject as JsonObject,
    authoredOn: new Date(context.now).toISOString(),
    requester: named(context),
    owner: named(context),
    restriction: { period: { end: access.code === 'delayed' ? access.until : access.review } },
  };
  return [{ method: 'POST', resource: withCitizenAccess(task, access) }];
}

/**
 * Composition/[id]/$citizen-access, QuestionnaireResponse/[id]/$citizen-access: when the citizen sees what is signed, said anew
 * of the note, its answers and what was extracted from them. What waited for it is done.
 * @throws Problem stale, when it is another version than the one that was seen
 * @source pasient- og brukerrettighetsloven § 5-1
 */
export const citizenAccess: CareOperation = {
  name: 'citizen-access',
  definition: 'https://enjournal.no/fhir/OperationDefinition/citizen-access',
  at: [{ level: 'instance', types: ['Composition', 'QuestionnaireResponse'] }],
  get: false,
  summary: 'When the citizen sees what is signed: now, later, or not until it is looked at again',
  async run(context, call) {
    const access = citizenAccessIn(call.parameters, dayInNorway(context.now));
    if (access.code === 'kept') {
      throw problem('invalid', 'citizen-access-code', {
        diagnostics: 'The operation needs the parameter citizenAccess.',
        code: 'required',
        expression: "Parameters.parameter.where(name = 'citizenAccess')",
      });
    }
    const reference = `${call.type}/${call.id}`;
    const signed = await context.read(reference);
    const ifMatch = askedVersion(signed, call);
    const [first, ...others] = await shownEntries(context, signed, access);
    return collection(
      await store(context, [
        { ...first!, ifMatch } as Entry,
        ...others,
        ...(await openTasks(context, signed)).map(done),
        ...laterEntries(context, access, { focus: reference, of: signed }),
      ]),
    );
  },
};

/** All that goes with what is signed, as the citizen is to see it. */
async function shownEntries(context: CareContext, signed: Resource, access: CitizenAccess): Promise<Entry[]> {
  const own =
    signed.resourceType === 'Composition'
      ? await ownOf(context, signed as Composition)
      : await madeFrom(context, signed as QuestionnaireResponse);
  return [signed, ...own].map((one) => ({
    method: 'PUT',
    resource: withCitizenAccess(withoutVersion(one), access),
    ifMatch: `W/"${one.meta?.versionId}"`,
  }));
}

const madeFrom = (context: CareContext, { id, subject }: QuestionnaireResponse): Promise<Resource[]> =>
  context.search('Observation', [
    ['patient', String(subject?.reference)],
    ['derived-from', `QuestionnaireResponse/${id}`],
  ]);

async function openTasks(context: CareContext, { resourceType, id, subject }: Resource): Promise<Resource[]> {
  return context.search('Task', [
    ['patient', String((subject as Reference).reference)],
    ['focus', `${resourceType}/${id}`],
    ['code', `${codeSystems.task}|citizen-access`],
    ['status', OPEN],
  ]);
}

const OPEN = 'requested,received,accepted,ready,in-progress,on-hold';

const done = (task: Resource): Entry => ({
  method: 'PUT',
  resource: { ...withoutVersion(task), status: 'completed' },
  ifMatch: `W/"${task.meta?.versionId}"`,
});

/**
 * Shows what was delayed, on its day: found by the day of the deadline and the open statuses together. The first time it
 * looks two weeks back, for the server may have been away.
 */
export function showDelayed(): CareTimer {
  let days = 14;
  return {
    name: 'show-delayed',
    everyMs: 10 * 60_000,
    async run(context) {
      for (let back = 0; back <= days; back++) {
        const tasks = await context.search('Task', [
          ['deadline', daysAfter(dayInNorway(context.now), -back)],
          ['status', OPEN],
          ['code', `${codeSystems.task}|citizen-access`],
        ]);
        for (const task of tasks) await show(context, task);
      }
      days = 1;
    },
  };
}

async function show(context: CareContext, task: Resource): Promise<void> {
  const signed = await context.read(String((task.focus as Reference).reference));
  const isDelayed = signed.meta?.security?.some(
    ({ system, code }) => system === systems.citizenAccess && code === 'NORU',
  );
  if (isDelayed !== true) return;
  await context.transact([...(await shownEntries(context, signed, { code: 'now' })), done(task)]);
}
