import { idAt } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import type { Coding, JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareContext, type CareHandler, type CareTimer, notOfNew } from '../process.ts';
import { orphanKeyOf, orphanKeys } from './orphans.ts';
import { codeSystems } from './terms.ts';

/** Names the reminder of a draft, so that there is one. */
const keys = 'https://enjournal.no/fhir/NamingSystem/unsigned-note';

/**
 * Reminds authors of what they have not signed, by a Task that is theirs alone. It reads what is being written now, by a
 * token that only drafts have (fhir/search/globals.ts): never what is signed.
 * @source pasientjournalforskriften § 10: entries are made without undue delay
 */
export const remindAuthors = (afterMs: number): CareTimer => ({
  name: 'remind-authors',
  everyMs: 15 * 60_000,
  async run(context) {
    const drafts = [
      ...(await context.search('QuestionnaireResponse', [['status', 'in-progress']])),
      // what a student has signed waits for the supervisor, who has a task for it
      ...(await context.search('Composition', [['status', 'preliminary']])).filter((one) => one.attester === undefined),
    ];
    const due = drafts.filter((one) => begunAt(one) <= context.now - afterMs);
    for (let at = 0; at < due.length; at += MOST) await remind(context, due.slice(at, at + MOST));
  },
});

const MOST = 100;

/** When it was begun; what does not say so counts from when it was last saved. */
function begunAt({ authored, date, meta }: Resource): number {
  const said = Date.parse(String(authored ?? date ?? ''));
  return Number.isNaN(said) ? Date.parse(String(meta?.lastUpdated)) : said;
}

async function remind(context: CareContext, drafts: readonly Resource[]): Promise<void> {
  const asked = drafts.map((one) => `${keys}|${keyOf(one)}`).join(',');
  const there = await context.search('Task', [['identifier', asked]]);
  const known = new Set(there.flatMap(({ identifier }) => (identifier as JsonObject[]).map(({ value }) => value)));
  const entries = await Promise.all(
    drafts.filter((one) => !known.has(keyOf(one))).map((one) => reminderOf(context, one)),
  );
  await context.transact(entries.flat());
}

const keyOf = ({ resourceType, id }: Resource): string => `${resourceType}-${id}`;

async function reminderOf(context: CareContext, draft: Resource): Promise<Entry[]> {
  const author = [draft.author].flat()[0] as Reference | undefined;
  const person = await personOf(context, author);
  if (author === undefined || person === undefined) return [];
  const tag: Coding[] = (draft.meta?.tag ?? []).filter(({ system }) => system === systems.custodian);
  const task: Resource = {
    resourceType: 'Task',
    meta: { tag: [...tag, { system: systems.recorder, code: person }] },
    identifier: [{ system: keys, value: keyOf(draft) }],
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: codeSystems.task, code: 'unsigned-note', display: 'Usignert notat' }] },
    focus: { reference: `${draft.resourceType}/${draft.id}` },
    for: draft.subject as JsonObject,
    authoredOn: new Date(context.now).toISOString(),
    owner: author,
  };
  return [{ method: 'POST', resource: task, ifNoneExist: `identifier=${keys}|${keyOf(draft)}` }];
}

/** Practitioner id of an author at work; citizens are not reminded. */
async function personOf(context: CareContext, author: Reference | undefined): Promise<string | undefined> {
  const role = idAt(author, 'PractitionerRole');
  if (role === undefined) return idAt(author, 'Practitioner');
  const [job] = await context.search('PractitionerRole', [['_id', role]]);
  return idAt(job?.practitioner, 'Practitioner');
}

/** What is signed or thrown away need not be remembered. */
export const closeReminder: CareHandler = {
  name: 'close-reminder',
  types: ['QuestionnaireResponse', 'Composition'],
  isNews: notOfNew,
  async handle({ type, id, before, after }, context) {
    if (before === undefined || isUnsigned(after)) return;
    const open = await context.search('Task', [
      ['identifier', `${keys}|${type}-${id},${orphanKeys}|${orphanKeyOf({ resourceType: type, id })}`],
      ['status', 'requested,received,accepted,ready,in-progress,on-hold'],
    ]);
    const status = after === undefined || after.status === 'stopped' ? 'cancelled' : 'completed';
    await context.transact(open.map((task) => ({ method: 'PUT', resource: { ...task, status } })));
  },
};

const isUnsigned = (resource: Resource | undefined): boolean =>
  resource?.status === 'in-progress' || (resource?.status === 'preliminary' && resource.attester === undefined);
