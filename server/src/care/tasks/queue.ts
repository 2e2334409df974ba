import { dayInNorway, daysAfter } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareHandler, type CareTimer, notOfNew } from '../process.ts';
import { hasEnded } from './absence.ts';
import { changed, isPerson, state } from './change-task.ts';
import {
  codeOf,
  isClosed,
  isEscalated,
  isOverdue,
  openStatuses,
  raised,
  referenceOf,
  taskCodeSystem,
} from './rules.ts';
import { deputyFor } from './stand-in.ts';

/** Names what follows from a task, so that it is made once. */
const followUpKeys = 'https://enjournal.no/fhir/NamingSystem/task-follow-up';

const open = openStatuses.join(',');
const followUps = new Set(['follow-up', 'declined']);

/** What somebody has said no to comes back to who asked, or to the unit of who said it: it never just ends. */
export const returnDeclined: CareHandler = {
  name: 'return-declined',
  types: ['Task'],
  isNews: ({ status }) => status === 'rejected',
  async handle({ before, after: task }, context) {
    if (task?.status !== 'rejected' || before?.status === 'rejected') return;
    const owner = referenceOf(task.owner);
    const unit = isPerson(owner) ? await unitOfPerson(context, owner!) : undefined;
    const to = unit ?? (task.requester as JsonObject | undefined) ?? custodianOf(task);
    if (referenceOf(to) === undefined || referenceOf(to) === owner) return;
    const key = `declined-${task.id}`;
    await makeOnce(context, key, {
      ...followUpOf(context, task, to!),
      code: { coding: [{ system: taskCodeSystem, code: 'declined', display: 'Avslått oppgave' }] },
      ...(task.statusReason === undefined ? {} : { reasonCode: task.statusReason }),
    });
  },
};

/** When a task is closed, nobody need be reminded of it. */
export const closeReminders: CareHandler = {
  name: 'close-reminders',
  types: ['Task'],
  isNews: notOfNew,
  async handle({ before, after: task }, context) {
    if (task === undefined || !isClosed(task.status) || isClosed(before?.status)) return;
    if (followUps.has(codeOf(task) ?? '') || task.status === 'rejected') return;
    const reminders = await context.search('Task', [['identifier', `${followUpKeys}|escalated-${task.id}`]]);
    const left = reminders.filter((one) => !isClosed(one.status));
    await context.transact(left.map((one) => changed(one, { status: 'completed' })));
  },
};

/** Whoever has left, or is away, leaves no work behind: it stands in the unit's queue. */
export const handOver: CareHandler = {
  name: 'hand-over',
  types: ['PractitionerRole'],
  isNews: (role, { now }) => hasEnded(role, now),
  async handle({ before, after }, context) {
    const role = after ?? before;
    if (role === undefined || (after !== undefined && !hasEnded(after, context.now))) return;
    await handOverFrom(context, role);
  },
};

/** To who stands in for them, where somebody does. */
export async function handOverFrom(context: CareContext, role: Resource): Promise<void> {
  const unit = (await deputyFor(context, role)) ?? (role.organization as JsonObject | undefined);
  const person = referenceOf(role.practitioner);
  if (referenceOf(unit) === undefined) return;
  const owners = [`PractitionerRole/${role.id}`];
  if (person !== undefined) {
    const others = await context.search('PractitionerRole', [
      ['practitioner', person],
      ['active', 'true'],
    ]);
    const works = others.some((other) => other.id !== role.id && !hasEnded(other, context.now));
    if (!works) owners.push(person);
  }
  const tasks = await context.search('Task', [
    ['owner', owners.join(',')],
    ['status', open],
  ]);
  for (let at = 0; at < tasks.length; at += MOST) {
    const some = tasks.slice(at, at + MOST);
    await context.transact(
      some.map((task) => changed(task, { owner: unit!, status: 'requested', ...state('given-back') })),
    );
  }
}

const MOST = 50;

/** Employments that ended by their date, which nobody wrote anything on that day. */
export const lookForEnded: CareTimer = {
  name: 'look-for-ended',
  everyMs: 6 * 3_600_000,
  async run(context) {
    const today = dayInNorway(context.now);
    const ended = await context.search('PractitionerRole', [
      ['active', 'true'],
      ['date', `eb${today}`],
    ]);
    for (const role of ended) await handOverFrom(context, role);
  },
};

/**
 * What is overdue becomes more urgent, and the owner's unit is told: once. It reads the open tasks whose deadline was
 * today or yesterday, and the first time those of two weeks, for the server may have been away.
 */
export function escalateOverdue(): CareTimer {
  let days = 14;
  return {
    name: 'escalate-overdue',
    everyMs: 60_000,
    async run(context) {
      for (let back = 0; back <= days; back++) {
        const at = daysAfter(dayInNorway(context.now), -back);
        const tasks = await context.search('Task', [
          ['deadline', at],
          ['status', open],
        ]);
        for (const task of tasks) if (isOverdue(task, context.now) && !isEscalated(task)) await escalate(context, task);
      }
      days = 1;
    },
  };
}

async function escalate(context: CareContext, task: Resource): Promise<void> {
  const owner = referenceOf(task.owner);
  const isReminder = followUps.has(codeOf(task) ?? '');
  const unit = isPerson(owner) && !isReminder ? await unitOfPerson(context, owner!) : undefined;
  if (unit !== undefined) {
    await makeOnce(context, `escalated-${task.id}`, {
      ...followUpOf(context, task, unit),
      priority: raised(task.priority),
      code: { coding: [{ system: taskCodeSystem, code: 'follow-up', display: 'Frist passert' }] },
    });
  }
  await context.transact([changed(task, { priority: raised(task.priority), ...state('escalated') })]);
}

/** The unit where a person works. */
async function unitOfPerson(context: CareContext, reference: string): Promise<JsonObject | undefined> {
  const [type, id] = reference.split('/') as [string, string];
  const roles =
    type === 'PractitionerRole'
      ? await context.search(type, [['_id', id]])
      : await context.search('PractitionerRole', [
          ['practitioner', reference],
          ['active', 'true'],
        ]);
  const role = roles.find((one) => !hasEnded(one, context.now)) ?? roles[0];
  return role?.organization as JsonObject | undefined;
}

const followUpOf = (context: CareContext, task: Resource, owner: JsonObject): JsonObject => ({
  meta: { ...(task.meta?.tag === undefined ? {} : { tag: task.meta.tag }), ...securityOf(task) },
  status: 'requested',
  intent: 'order',
  priority: task.priority ?? 'routine',
  ...(task.description === undefined ? {} : { description: task.description }),
  focus: { reference: `Task/${task.id}` },
  ...(task.for === undefined ? {} : { for: task.for }),
  authoredOn: new Date(context.now).toISOString(),
  owner,
});

const securityOf = ({ meta }: Resource): JsonObject =>
  meta?.security === undefined ? {} : { security: meta.security };

async function makeOnce(context: CareContext, key: string, members: JsonObject): Promise<void> {
  const resource = { resourceType: 'Task', identifier: [{ system: followUpKeys, value: key }], ...members } as Resource;
  await context.transact([{ method: 'POST', resource, ifNoneExist: `identifier=${followUpKeys}|${key}` }]);
}

function custodianOf({ meta }: Resource): JsonObject | undefined {
  const tag = meta?.tag?.find(({ system }) => system === 'https://enjournal.no/fhir/CodeSystem/custodian');
  return tag?.code === undefined ? undefined : { reference: `Organization/${tag.code}` };
}
