import { Temporal } from 'temporal-polyfill';
import { problem } from '../../fhir/issue.ts';
import { endOf } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareOperation, parameterOf } from '../process.ts';
import { linesOf } from './follow.ts';
import { norway, runOf } from './schedule.ts';
import { stoodIn } from './standing.ts';

/** Intents of what others act on. */
const ORDERS = 'order,original-order,instance-order,filler-order,reflex-order';

/**
 * Patient/[id]/$medication-list: the one list as it was at the end of a day, or as it is now. Worked out of when each order
 * stood, and not of when it was written down; of an order that was edited in place, the version of that day.
 */
export const listOfDay: CareOperation = {
  name: 'medication-list',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-medication-list',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'The medicine list as it was on a day',
  async run(context, { id, parameters }) {
    const at = momentIn(parameterOf(parameters, 'date'), context.now);
    const subject: [string, string] = ['subject', `Patient/${id}`];
    const [orders, statements] = await Promise.all([
      context.search('MedicationRequest', [
        subject,
        ['status', 'active,on-hold,completed,stopped'],
        ['intent', ORDERS],
      ]),
      context.search('MedicationStatement', [subject, ['status', 'active,completed,intended,on-hold']]),
    ]);
    const stood = orders.map((order) => ({ order, stood: stoodIn(order) }));
    const sure = stood.filter(({ stood: one }) => one !== undefined && one.from <= at && at < (one.to ?? 0));
    const unsure = stood.filter(({ stood: one }) => one !== undefined && one.from <= at && one.to === undefined);
    const then = await Promise.all(sure.map(({ order }) => asOf(context, order, at)));
    const told = statements.filter((one) => isTakenAt(one, at));
    return {
      resourceType: 'Parameters',
      parameter: [
        { name: 'at', valueInstant: new Date(at).toISOString() },
        ...then.map((resource) => ({ name: 'order', resource })),
        ...unsure.map(({ order }) => ({ name: 'unsure', resource: order })),
        ...told.map((resource) => ({ name: 'statement', resource })),
      ],
    } as unknown as Resource;
  },
};

/** The end of a day in Norway, and never later than now. */
function momentIn(said: unknown, now: number): number {
  if (said === undefined) return now;
  const text = String(said);
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? dayOf(text) : undefined;
  const end = day?.add({ days: 1 }).toZonedDateTime(norway.zone).epochMilliseconds;
  if (end !== undefined) return Math.min(end - 1, now);
  throw problem('invalid', 'parameter-value', {
    diagnostics: 'date is a day, as 2026-11-29.',
    expression: "Parameters.parameter.where(name = 'date')",
  });
}

function dayOf(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** The order with what it said then, and of its lines those that ran. */
async function asOf(context: CareContext, order: Resource, at: number): Promise<Resource> {
  const version = order.meta?.versionId === '1' ? order : await versionAt(context, order, at);
  const lines = linesOf(version);
  const day = 86_400_000;
  const ran = lines.filter((line) => {
    const run = runOf(version, line, norway.zone);
    return run === undefined || (run.start <= at && at - day < run.end);
  });
  if (ran.length === lines.length || ran.length === 0) return version;
  const tag = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }];
  return {
    ...version,
    meta: { ...version.meta, tag: [...((version.meta?.tag ?? []) as JsonObject[]), ...tag] },
    dosageInstruction: ran,
  } as unknown as Resource;
}

/** The last version written by then; of one that was written down later, the first. */
async function versionAt(context: CareContext, order: Resource, at: number): Promise<Resource> {
  const bundle = await context.read(`MedicationRequest/${order.id}/_history`);
  const versions = ((bundle.entry ?? []) as { resource?: Resource }[])
    .flatMap(({ resource }) => resource ?? [])
    .sort((a, b) => Number(b.meta?.versionId) - Number(a.meta?.versionId));
  return versions.find(({ meta }) => Date.parse(String(meta?.lastUpdated)) <= at) ?? versions.at(-1) ?? order;
}

/** What somebody has told of as taken, with the time that it is told of. */
function isTakenAt(statement: Resource, at: number): boolean {
  const period = (statement.effectivePeriod ?? {}) as { start?: string; end?: string };
  const from = Date.parse(String(period.start ?? statement.effectiveDateTime ?? statement.dateAsserted));
  if (!(from <= at)) return false;
  if (period.end === undefined) return statement.status !== 'completed';
  return at < (endOf(period.end) ?? Number.NaN);
}
