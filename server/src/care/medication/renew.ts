import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareOperation, parameterOf, parametersNamed } from '../process.ts';
import { endedAt } from './orders.ts';

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
    const made = await context.transact(
      orders.flatMap((order) => [
        { method: 'PUT', resource: followed(order, context.now), ifMatch: `W/"${order.meta?.versionId}"` } as const,
        { method: 'POST', resource: following(order, context, until) } as const,
      ]),
    );
    const entry = made.filter((_, i) => i % 2 === 1).map((resource) => ({ resource }));
    return { resourceType: 'Bundle', type: 'collection', entry } as unknown as Resource;
  },
};

const ORDER = /^MedicationRequest\/[A-Za-z0-9\-.]{1,64}$/;

const invalid = (name: string, diagnostics: string) =>
  problem('invalid', 'parameter-value', { diagnostics, expression: `Parameters.parameter.where(name = '${name}')` });

/** A year when nothing is said. @source FOR-1998-04-27-455 (utleveringsforskriften): a prescription is good for a year at most */
function untilIn(parameters: Resource, now: number): string {
  const said = parameterOf(parameters, 'until');
  const year = new Date(now);
  year.setUTCFullYear(year.getUTCFullYear() + 1);
  const latest = year.toISOString().slice(0, 10);
  if (said === undefined) return latest;
  const day = String(said);
  if (/^\d{4}-\d\d-\d\d$/.test(day) && day > new Date(now).toISOString().slice(0, 10) && day <= latest) return day;
  throw invalid('until', 'until is a day within a year from now.');
}

const followed = (order: Resource, now: number): Resource =>
  ({
    ...order,
    status: 'completed',
    dosageInstruction: linesOf(order).map((line) => endedAt(line, order, now)),
  }) as unknown as Resource;

function following(order: Resource, { actor, now }: CareContext, until: string): Resource {
  const { id, meta, identifier, requester, recorder, statusReason, ...kept } = order;
  const start = new Date(now).toISOString();
  const dispense = (order.dispenseRequest ?? {}) as JsonObject;
  const role = actor.practitionerRole;
  return {
    ...kept,
    authoredOn: start,
    priorPrescription: { reference: `MedicationRequest/${id}` },
    ...(role === undefined ? {} : { requester: { reference: `PractitionerRole/${role}`, display: actor.display } }),
    dosageInstruction: linesOf(order).map((line) => begunAt(line, start)),
    dispenseRequest: { ...dispense, validityPeriod: { start: start.slice(0, 10), end: until } },
  } as unknown as Resource;
}

const linesOf = (order: Resource): JsonObject[] => (order.dosageInstruction ?? []) as JsonObject[];

/** Its end, where it had one, stays. */
function begunAt(line: JsonObject, start: string): JsonObject {
  const timing = line.timing as JsonObject | undefined;
  if (timing?.repeat === undefined) return line;
  const { boundsPeriod, ...repeat } = timing.repeat as JsonObject;
  return {
    ...line,
    timing: { ...timing, repeat: { ...repeat, boundsPeriod: { ...(boundsPeriod as JsonObject), start } } },
  };
}
