import { randomUUID } from 'node:crypto';
import { problem } from '../../fhir/issue.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Entry, transactionOf } from '../../registers/index.ts';
import { type CareContext, type CareOperation, parameterOf, parametersNamed } from '../process.ts';
import { followed, following, yearFrom } from './follow.ts';

const MOST = 30;

/**
 * MedicationRequest/$renew: several orders of one citizen with one signature. Each is followed by a new one that says what it
 * follows; the doses go on as they were, with none between and none twice.
 */
export const renewMedication: CareOperation = {
  name: 'renew',
  definition: 'https://enjournal.no/fhir/OperationDefinition/MedicationRequest-renew',
  at: [{ level: 'type', types: ['MedicationRequest'] }],
  get: false,
  summary: 'Renew orders, several at once',
  async run(context, { parameters }) {
    const references = parametersNamed(parameters, 'order').map((one) => String((one as JsonObject)?.reference ?? one));
    if (references.length === 0 || references.length > MOST || references.some((one) => !ORDER.test(one))) {
      throw invalid('order', `Name 1 to ${MOST} orders.`);
    }
    const until = untilIn(parameters, context.now);
    const orders = await Promise.all([...new Set(references)].map((reference) => context.read(reference)));
    const subjects = new Set(orders.map(({ subject }) => (subject as JsonObject).reference));
    if (subjects.size > 1) throw invalid('order', 'The orders are of one citizen.');
    const over = orders.find(({ status }) => status !== 'active' && status !== 'on-hold');
    if (over !== undefined) {
      throw problem('rule', 'order-over', {
        diagnostics: `An order that is ${over.status} is not renewed.`,
        expression: 'MedicationRequest.status',
      });
    }
    const entries = orders.flatMap((order): Entry[] => [
      { method: 'PUT', resource: followed(order, context.now), ifMatch: `W/"${order.meta?.versionId}"` },
      { method: 'POST', resource: renewed(order, context, until), fullUrl: `urn:uuid:${randomUUID()}` },
    ]);
    // whoever has more to write in the same signature writes it all
    if (String(parameterOf(parameters, 'prepare')) === 'true') return transactionOf(entries);
    const made = await context.transact(entries);
    const entry = made.filter((_, i) => i % 2 === 1).map((resource) => ({ resource }));
    return { resourceType: 'Bundle', type: 'collection', entry } as unknown as Resource;
  },
};

const ORDER = /^MedicationRequest\/[A-Za-z0-9\-.]{1,64}$/;

const invalid = (name: string, diagnostics: string) =>
  problem('invalid', 'parameter-value', { diagnostics, expression: `Parameters.parameter.where(name = '${name}')` });

/** A year when nothing is said. */
function untilIn(parameters: Resource, now: number): string {
  const said = parameterOf(parameters, 'until');
  const latest = yearFrom(now);
  if (said === undefined) return latest;
  const day = String(said);
  if (/^\d{4}-\d\d-\d\d$/.test(day) && day > dayInNorway(now) && day <= latest) return day;
  throw invalid('until', 'until is a day within a year from now.');
}

function renewed(order: Resource, context: CareContext, until: string): Resource {
  const dispense = (order.dispenseRequest ?? {}) as JsonObject;
  const start = dayInNorway(context.now);
  return {
    ...following(order, context, context.now),
    status: order.status,
    ...(order.note === undefined ? {} : { note: order.note }),
    dispenseRequest: { ...dispense, validityPeriod: { start, end: until } },
  } as unknown as Resource;
}
