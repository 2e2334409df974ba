import { categoryOf, categorySystem } from '../../access/categories.ts';
import { label } from '../../access/label.ts';
import { codeAt, idAt, tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import { roleAt } from '../../access/rules/roles.ts';
import type { JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareHandler, type CareTimer, type Rule, refused } from '../process.ts';
import { withoutVersion } from './draft.ts';
import { codeSystems } from './terms.ts';

/** Names the task of a draft that has no author any more, so that there is one. */
export const orphanKeys = 'https://enjournal.no/fhir/NamingSystem/orphan-draft';
export const orphanKeyOf = ({ resourceType, id }: Pick<Resource, 'resourceType' | 'id'>): string =>
  `${resourceType}-${id}`;

/**
 * Finds what somebody began and cannot end, for they work no more where they wrote it: the unit is asked to. Nobody else sees
 * it until one of them has said yes. What the citizen told must not be lost with a job.
 * @source helsepersonelloven §§ 39, 40; pasientjournalforskriften § 10
 */
export const findOrphans: CareTimer = {
  name: 'find-orphans',
  everyMs: 3_600_000,
  async run(context) {
    const drafts = [
      ...(await context.search('QuestionnaireResponse', [['status', 'in-progress']])),
      ...(await context.search('Composition', [['status', 'preliminary']])).filter((one) => one.attester === undefined),
    ];
    const works = new Map<string, Promise<string[]>>();
    const unitsOf = (author: string): Promise<string[]> => {
      const known = works.get(author) ?? unitsWhere(context, author);
      works.set(author, known);
      return known;
    };
    for (const draft of drafts) {
      const author = authorOf(draft)?.reference;
      const custodians = tagsOf(draft, systems.custodian);
      if (author === undefined || !/^Practitioner(Role)?\//.test(author) || custodians.length === 0) continue;
      const units = await unitsOf(author);
      if (!units.some((unit) => custodians.includes(unit))) await askUnit(context, draft, custodians[0]!);
    }
  },
};

const authorOf = ({ author }: Resource): Reference | undefined => [author].flat()[0] as Reference | undefined;

/** Organization ids of where an author works now. */
async function unitsWhere(context: CareContext, author: string): Promise<string[]> {
  const person = author.startsWith('PractitionerRole/')
    ? idAt(
        (await context.search('PractitionerRole', [['_id', author.split('/')[1]!]]))[0]?.practitioner,
        'Practitioner',
      )
    : author.split('/')[1];
  if (person === undefined) return [];
  const jobs = await context.search('PractitionerRole', [
    ['practitioner', `Practitioner/${person}`],
    ['active', 'true'],
  ]);
  return jobs.flatMap((job) => {
    const end = Date.parse(String((job.period as JsonObject | undefined)?.end ?? ''));
    const hasEnded = !Number.isNaN(end) && end + 86_400_000 <= context.now;
    return hasEnded ? [] : (idAt(job.organization, 'Organization') ?? []);
  });
}

async function askUnit(context: CareContext, draft: Resource, unit: string): Promise<void> {
  const value = orphanKeyOf(draft);
  const task: Resource = {
    resourceType: 'Task',
    meta: {
      tag: (draft.meta?.tag ?? []).filter(({ system }) => system !== systems.recorder),
      // who may not read what it is about is not told that it was begun
      security: [{ system: categorySystem, code: categoryOf(label(draft))! }],
    },
    identifier: [{ system: orphanKeys, value }],
    status: 'requested',
    intent: 'order',
    priority: 'urgent',
    code: { coding: [{ system: codeSystems.task, code: 'orphan-draft', display: 'Utkast uten forfatter' }] },
    description: 'Utkast uten forfatter: gjør det ferdig eller forkast det',
    focus: { reference: `${draft.resourceType}/${draft.id}` },
    for: draft.subject as JsonObject,
    authoredOn: new Date(context.now).toISOString(),
    owner: { reference: `Organization/${unit}` },
  };
  await context.transact([{ method: 'POST', resource: task, ifNoneExist: `identifier=${orphanKeys}|${value}` }]);
}

const isOrphanTask = (task: Resource | undefined): task is Resource =>
  task !== undefined && codeAt(task.code, codeSystems.task) === 'orphan-draft';

/** A draft goes to somebody who may sign it. */
export const orphanRule: Rule = ({ resource, before, actor, now }) => {
  if (!isOrphanTask(resource) || actor.kind === 'system' || resource.status !== 'accepted') return [];
  if (before?.status === 'accepted' && JSON.stringify(before.owner) === JSON.stringify(resource.owner)) return [];
  const role = roleAt(actor.role ?? '', now);
  const maySign = role?.hpr !== undefined && role.isSupervised !== true;
  const isPerson = idAt(resource.owner, 'PractitionerRole') !== undefined;
  return maySign && isPerson
    ? []
    : [refused('orphan-role', 'Task.owner', 'A draft is taken over by one person, who may sign it.')];
};

/** Who has said yes to it becomes its author; who began it is told in `source` of answers, and stays among a note's authors. */
export const takeOver: CareHandler = {
  name: 'take-over',
  types: ['Task'],
  isNews: isOrphanTask,
  async handle({ before, after: task }, context) {
    if (!isOrphanTask(task) || task.status !== 'accepted' || before?.status === 'accepted') return;
    const role = idAt(task.owner, 'PractitionerRole');
    const [job] = role === undefined ? [] : await context.search('PractitionerRole', [['_id', role]]);
    const person = job?.practitioner as Reference | undefined;
    const draft = await context.read(String((task.focus as Reference).reference)).catch(() => undefined);
    if (person?.reference === undefined || draft === undefined || !isUnsigned(draft)) return;
    const was = authorOf(draft);
    const resource: Resource =
      draft.resourceType === 'Composition'
        ? { ...withoutVersion(draft), author: [person, ...(was === undefined ? [] : [was])] }
        : { ...withoutVersion(draft), author: person, ...(was === undefined ? {} : { source: was }) };
    await context.transact([{ method: 'PUT', resource, ifMatch: `W/"${draft.meta?.versionId}"` }]);
  },
};

const isUnsigned = ({ status, attester }: Resource): boolean =>
  status === 'in-progress' || (status === 'preliminary' && attester === undefined);
