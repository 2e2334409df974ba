import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareOperation, parameterOf, parametersNamed } from '../process.ts';
import { dayInNorway } from './compose.ts';
import { signerOf, taskOf } from './make-task.ts';
import { businessStateOf, taskCodes } from './rules.ts';

const MOST = 30;
const ORDER = /^MedicationRequest\/[A-Za-z0-9\-.]{1,64}$/;
const definition = (name: string) => `https://enjournal.no/fhir/OperationDefinition/MedicationRequest-${name}`;

const invalid = (name: string, diagnostics: string) =>
  problem('invalid', 'parameter-value', { diagnostics, expression: `Parameters.parameter.where(name = '${name}')` });

/**
 * MedicationRequest/$prescribe: several orders of one citizen signed as prescriptions at once, all or none, and sent. A draft becomes
 * an order by it; with `renew` each order is renewed first.
 */
export const prescribe: CareOperation = {
  name: 'prescribe',
  definition: definition('prescribe'),
  at: [{ level: 'type', types: ['MedicationRequest'] }],
  get: false,
  summary: 'Sign and send prescriptions, several at once',
  async run(context, { parameters }) {
    const references = parametersNamed(parameters, 'order').map((one) => String((one as JsonObject)?.reference ?? one));
    if (references.length === 0 || references.length > MOST || references.some((one) => !ORDER.test(one))) {
      throw invalid('order', `Name 1 to ${MOST} orders.`);
    }
    const signer = signerOf(context);
    const orders = await ordersFor(context, [...new Set(references)], parameters);
    const made = await context.transact(orders.flatMap((order) => signed(order, context, signer, parameters)));
    const tasks = made.filter(({ resourceType }) => resourceType === 'Task');
    return {
      resourceType: 'Bundle',
      type: 'collection',
      entry: tasks.map((resource) => ({ resource })),
    } as unknown as Resource;
  },
};

async function ordersFor(
  context: CareContext,
  references: readonly string[],
  parameters: Resource,
): Promise<Resource[]> {
  if (parameterOf(parameters, 'renew') === true) {
    const until = parameterOf(parameters, 'until');
    const asked = [
      ...references.map((reference) => ({ name: 'order', valueReference: { reference } })),
      ...(until === undefined ? [] : [{ name: 'until', valueDate: String(until) }]),
    ];
    const renewed = await context.operate('MedicationRequest/$renew', { resourceType: 'Parameters', parameter: asked });
    return ((renewed.entry ?? []) as { resource: Resource }[]).map(({ resource }) => resource);
  }
  const orders = await Promise.all(references.map((reference) => context.read(reference)));
  if (new Set(orders.map(({ subject }) => (subject as JsonObject)?.reference)).size > 1) {
    throw invalid('order', 'The orders are of one citizen.');
  }
  return orders;
}

/** The order as it is signed, and the prescription of it. */
function signed(order: Resource, context: CareContext, signer: ReturnType<typeof signerOf>, parameters: Resource) {
  const { now } = context;
  const dispense = (order.dispenseRequest ?? {}) as JsonObject;
  const start = dayInNorway(now);
  const end = untilOf(dispense, parameters, now);
  const isDraft = order.status === 'draft';
  const quantity = dispense.quantity ?? { value: 1, unit: 'pakning' };
  const after = {
    ...order,
    ...(isDraft ? { status: 'active', authoredOn: new Date(now).toISOString(), requester: signer.requester } : {}),
    dispenseRequest: {
      ...dispense,
      quantity,
      validityPeriod: { start, ...((dispense.validityPeriod ?? {}) as JsonObject), end },
    },
  } as unknown as Resource;
  const { versionId } = order.meta ?? {};
  const isChanged = isDraft || JSON.stringify(after.dispenseRequest) !== JSON.stringify(order.dispenseRequest);
  const task = taskOf('prescription', order, { ...signer, now, period: { start, end } });
  return [
    ...(isChanged ? [{ method: 'PUT', resource: after, ifMatch: `W/"${versionId}"` } as const] : []),
    { method: 'POST', resource: task } as const,
  ];
}

/** As long as the order says, or is said here; a year at most, and where nothing is said. @source FOR-1998-04-27-455 */
function untilOf(dispense: JsonObject, parameters: Resource, now: number): string {
  const said = parameterOf(parameters, 'until') ?? ((dispense.validityPeriod ?? {}) as JsonObject).end;
  const year = new Date(now);
  year.setUTCFullYear(year.getUTCFullYear() + 1);
  const until = said === undefined ? dayInNorway(year.getTime()) : String(said).slice(0, 10);
  if (until >= dayInNorway(now)) return until;
  throw problem('rule', 'prescription-validity', {
    diagnostics: 'The order has run out. Renew it.',
    expression: 'MedicationRequest.dispenseRequest.validityPeriod.end',
  });
}

/** MedicationRequest/[id]/$recall: the pharmacies are told not to dispense by the order's prescription any more. */
export const recallPrescription: CareOperation = {
  name: 'recall',
  definition: definition('recall'),
  at: [{ level: 'instance', types: ['MedicationRequest'] }],
  get: false,
  summary: 'Recall the prescription of an order',
  async run(context, { id, parameters }) {
    const reason = parameterOf(parameters, 'reason') ?? '4';
    if (typeof reason !== 'string' || !/^[1-5]$/.test(reason)) {
      throw invalid('reason', 'reason is a code of Volven 7500: 1 to 5.');
    }
    const text = parameterOf(parameters, 'text');
    const order = await context.read(`MedicationRequest/${id}`);
    const prescription = await standingPrescription(context, order);
    if (prescription === undefined) throw problem('rule', 'recall-nothing', { expression: 'MedicationRequest' });
    const [made] = await context.transact([
      {
        method: 'POST',
        resource: taskOf('recall-prescription', order, {
          ...signerOf(context),
          now: context.now,
          prescription,
          reason: reason as '4',
          text: typeof text === 'string' ? text : undefined,
        }),
      },
    ]);
    return made!;
  },
};

async function standingPrescription(context: CareContext, order: Resource): Promise<Resource | undefined> {
  const tasks = await context.search('Task', [
    ['patient', String((order.subject as JsonObject).reference)],
    ['focus', `MedicationRequest/${order.id}`],
    ['code', `${taskCodes}|prescription`],
    ['status', 'completed,requested'],
  ]);
  return tasks
    .filter((task) => businessStateOf(task) !== 'recalled')
    .sort((a, b) => String(b.authoredOn).localeCompare(String(a.authoredOn)))[0];
}
