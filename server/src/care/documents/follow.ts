import { tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext, CareHandler } from '../process.ts';
import { replacedBy } from './govern.ts';
import { accessOf, citizenAccess, reviewOf } from './rules.ts';

/**
 * What was replaced counts no more, whoever wrote the new one and however; and counts again when the new one was a mistake.
 */
export const followReplacements: CareHandler = {
  name: 'replacements',
  types: ['DocumentReference'],
  isNews: (document) => replacedBy(document).length > 0,
  async handle({ before, after }, context) {
    if (after === undefined) return;
    const isMistake = after.status === 'entered-in-error';
    if (isMistake && (before === undefined || before.status === 'entered-in-error')) return;
    for (const reference of replacedBy(after)) {
      const old = await context.read(reference).catch(() => undefined);
      if (old === undefined || old.status !== (isMistake ? 'superseded' : 'current')) continue;
      await context.transact([changed(old, { status: isMistake ? 'current' : 'superseded' })]);
    }
  },
};

const taskCodes = 'https://enjournal.no/fhir/CodeSystem/task-code';
const keys = 'https://enjournal.no/fhir/NamingSystem/document-access';
const open = 'requested,received,accepted,ready,in-progress,on-hold';

/**
 * What the citizen does not see is looked at again on its day: a Task of the unit that answers for the document, which the
 * citizen sees as little of. It is over when the citizen sees the document, or when it counts no more.
 */
export const followAccess: CareHandler = {
  name: 'citizen-access',
  types: ['DocumentReference'],
  isNews: isKeptFromCitizen,
  async handle({ before, after: document }, context) {
    if (document === undefined) return;
    const review = reviewOf(document);
    const isKept = document.status !== 'entered-in-error' && isKeptFromCitizen(document) && review !== undefined;
    const wasKept = before !== undefined && isKeptFromCitizen(before);
    if (!isKept && !wasKept) return;
    const isSame = isKept && wasKept && accessOf(before) === accessOf(document) && reviewOf(before) === review;
    if (isSame) return;
    const key = `${document.id}-${document.meta?.versionId}`;
    const tasks = await context.search('Task', [
      ['patient', String((document.subject as JsonObject | undefined)?.reference)],
      ['focus', `DocumentReference/${document.id}`],
      ['code', `${taskCodes}|document-access`],
      ['status', open],
    ]);
    const earlier = tasks.filter(({ identifier }) => !(identifier as JsonObject[]).some(({ value }) => value === key));
    await context.transact([
      ...earlier.map((task) => changed(task, { status: 'completed' })),
      ...(isKept ? reviewTask(context, document, key, review) : []),
    ]);
  },
};

function isKeptFromCitizen(document: Resource): boolean {
  return (accessOf(document) ?? 'N') !== 'N';
}

function reviewTask({ now }: CareContext, document: Resource, key: string, review: string): Entry[] {
  const [unit] = tagsOf(document, systems.custodian);
  if (unit === undefined) return [];
  const tag = (document.meta?.tag ?? []).filter(({ system }) => system !== systems.recorder);
  const task: Resource = {
    resourceType: 'Task',
    meta: { tag, security: [{ system: citizenAccess, code: accessOf(document)! }] },
    identifier: [{ system: keys, value: key }],
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: taskCodes, code: 'document-access', display: 'Innsyn i dokument' }] },
    description: 'Vurder på nytt om innbyggeren skal se dokumentet',
    focus: { reference: `DocumentReference/${document.id}` },
    for: document.subject as JsonObject,
    authoredOn: new Date(now).toISOString(),
    owner: { reference: `Organization/${unit}` },
    restriction: { period: { end: review } },
  };
  return [{ method: 'POST', resource: task, ifNoneExist: `identifier=${keys}|${key}` }];
}

function changed(resource: Resource, members: JsonObject): Entry {
  const { versionId, lastUpdated: _, ...meta } = resource.meta ?? {};
  return { method: 'PUT', resource: { ...resource, ...members, meta } as Resource, ifMatch: `W/"${versionId}"` };
}
