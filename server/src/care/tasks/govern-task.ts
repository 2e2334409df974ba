import type { Actor } from '../../access/actor.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type Rule, refused } from '../process.ts';
import { deputyOf, hasEnded } from './absence.ts';
import { codeOf, isClosed, objectsIn, referenceOf, signingRoles, taskIssues } from './rules.ts';

const SERVES = 'https://enjournal.no/fhir/StructureDefinition/serves-unit';

type Read = (reference: string) => Promise<Resource | undefined>;

/** Tasks that others look after: what could not be followed up, the controls of the log, prescriptions on their way. */
const others = new Set([
  ...['register-event', 'log-control', 'emergency-review', 'access-alert', 'access-review', 'unlawful-access'],
  'log-question',
  ...['prescription', 'recall-prescription'],
]);

/** Who may move a task, from where to where, and that it never lacks an owner. */
export const taskRule: Rule = async ({ resource, before, actor, now, read }) => {
  if (resource === undefined || others.has(codeOf(resource) ?? '')) return [];
  const isSystem = actor.kind === 'system';
  const side = (of: Resource | undefined, member: string) =>
    isSystem || of === undefined ? false : isOfActor(actor, of[member], read);
  const changesOwner = before === undefined || referenceOf(before.owner) !== referenceOf(resource.owner);
  const [isOwner, becomesOwner, isRequester, ownerStands] = await Promise.all([
    side(before, 'owner'),
    side(resource, 'owner'),
    side(before ?? resource, 'requester'),
    !changesOwner || isClosed(resource.status) || standsNow(resource.owner, now, read),
  ]);
  const facts = { isOwner, becomesOwner, isRequester, isSystem, ownerStands };
  const maySign = isOwner && signingRoles.has(actor.role ?? '');
  return taskIssues({ task: resource, before, ...facts, maySign }).map(({ key, expression }) => issue(key, expression));
};

const issue = (key: string, expression: string): Issue => refused(key, expression, said[key]!);

/** Whether a reference is to the actor, or to the unit in which the actor works now. */
async function isOfActor(actor: Actor, value: unknown, read: Read): Promise<boolean> {
  const reference = referenceOf(value);
  if (reference === undefined) return false;
  if (reference === actor.id || reference === `Patient/${actor.ownPatient}`) return true;
  if (reference === `Practitioner/${actor.practitioner}` || reference === `PractitionerRole/${actor.practitionerRole}`)
    return true;
  const unit = actor.organization?.id;
  // who looks after privacy does so for the whole legal entity, wherever in it their office is
  if (actor.role === 'loggkontroll' && reference === `Organization/${actor.legalEntity}`) return true;
  if (reference.startsWith('PractitionerRole/')) {
    const role = await read(reference);
    if (referenceOf(role?.practitioner) === `Practitioner/${actor.practitioner}`) return true;
    return unit !== undefined && referenceOf(role?.organization) === `Organization/${unit}`;
  }
  if (!reference.startsWith('Organization/') || unit === undefined) return false;
  return reference === `Organization/${unit}` || serves(await read(`Organization/${unit}`), reference);
}

/** A night patrol works for each zone. */
const serves = (unit: Resource | undefined, other: string): boolean =>
  objectsIn(unit?.extension).some(({ url, valueReference }) => url === SERVES && referenceOf(valueReference) === other);

/** What is not here, or cannot be read as ended, stands; what is asked of who is away, their deputy gets. */
async function standsNow(owner: unknown, now: number, read: Read): Promise<boolean> {
  const reference = referenceOf(owner);
  if (reference === undefined || !/^(PractitionerRole|Practitioner|Organization)\//.test(reference)) return true;
  const of = await read(reference);
  return of === undefined || !hasEnded(of, now) || deputyOf(of, now) !== undefined;
}

const said: Readonly<Record<string, string>> = {
  'task-closed': 'What is closed is not opened again. Make a new task based on it.',
  'task-transition': 'A task cannot go from its status to this one.',
  'task-owner': 'An open task has an owner: a person or an organisation.',
  'task-owner-kind': 'A task is owned by a person, a team or an organisation.',
  'task-owner-ended': 'The owner has ended, or is away.',
  'task-reason': 'What is rejected or has failed has a statusReason.',
  'task-fixed': 'Whom a task is for and who asked for it are not changed.',
  'task-not-yours':
    'Only the owner, the requester and those of their units change a task, and only the owner answers it.',
  'task-asks-first': 'A task that is given to another is requested of them.',
  'task-sign-role': 'The role does not sign results.',
};
