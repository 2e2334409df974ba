import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext, CareHandler, CareTimer } from '../process.ts';
import { awaySince, deputyOf, hasEnded } from './absence.ts';
import { changed, isPerson } from './change-task.ts';
import { handOverFrom } from './queue.ts';
import { referenceOf } from './rules.ts';

const asked = new Set(['requested', 'received']);
const isAskedOfPerson = ({ status, owner }: Resource): boolean =>
  asked.has(String(status)) && isPerson(referenceOf(owner));

/** What is asked of somebody who is away goes to who stands in for them. Where nobody does, it was refused, or is the unit's. */
export const toDeputy: CareHandler = {
  name: 'to-deputy',
  types: ['Task'],
  isNews: (task) => isAskedOfPerson(task),
  async handle({ before, after: task }, context) {
    const owner = referenceOf(task?.owner);
    if (task === undefined || !isAskedOfPerson(task)) return;
    if (referenceOf(before?.owner) === owner) return;
    const deputy = await standingInFor(context, owner!);
    if (deputy === undefined) return;
    const now = await context.read(`Task/${task.id}`);
    if (referenceOf(now.owner) !== owner || !asked.has(String(now.status))) return;
    await context.transact([changed(now, { owner: deputy })]);
  },
};

/** Whoever stands in for a person or a job now, as tasks name them; undefined when they are there, or nobody does. */
export async function standingInFor(context: CareContext, reference: string): Promise<JsonObject | undefined> {
  const [type, id] = reference.split('/') as [string, string];
  const jobs =
    type === 'PractitionerRole'
      ? await context.search(type, [['_id', id]])
      : await context.search('PractitionerRole', [
          ['practitioner', reference],
          ['active', 'true'],
        ]);
  if (jobs.length === 0 || jobs.some((job) => !hasEnded(job, context.now))) return undefined;
  for (const job of jobs) {
    const deputy = await deputyFor(context, job);
    if (deputy !== undefined) return deputy;
  }
  return undefined;
}

/** A deputy who is away too has one of their own, perhaps; not further than one looks. */
export async function deputyFor(context: CareContext, job: Resource): Promise<JsonObject | undefined> {
  let at: Resource | undefined = job;
  for (let steps = 0; steps < 3; steps += 1) {
    const next: string | undefined = at === undefined ? undefined : deputyOf(at, context.now);
    if (next === undefined) return undefined;
    [at] = await context.search('PractitionerRole', [['_id', next.split('/')[1]!]]);
    if (at !== undefined && !hasEnded(at, context.now)) {
      const { display } = (at.practitioner ?? {}) as { display?: string };
      return { reference: next, ...(display === undefined ? {} : { display }) };
    }
  }
  return undefined;
}

/** Absences that begin by their date, which nobody wrote anything on that day: what was asked before is handed over. */
export const lookForAway: CareTimer = {
  name: 'look-for-away',
  everyMs: 15 * 60_000,
  async run(context) {
    const today = dayInNorway(context.now);
    const away = await context.search('PractitionerRole', [
      ['active', 'true'],
      ['away', `ge${today}`],
    ]);
    // those that are to come are among them, and have not begun
    for (const job of away) {
      const since = awaySince(job, context.now);
      if (since !== undefined && since > context.now - 2 * 86_400_000) await handOverFrom(context, job);
    }
  },
};
