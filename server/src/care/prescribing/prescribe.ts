import { problem } from '../../fhir/issue.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareContext, type CareOperation, parameterOf, parametersNamed } from '../process.ts';
import { signerOf, taskOf } from './make-task.ts';
import { businessStateOf, taskCodes } from './rules.ts';

const MOST = 30;
const ORDER = /^MedicationRequest\/[A-Za-z0-9\-.]{1,64}$/;
const definition = (name: string) => `https://enjournal.no/fhir/OperationDefinition/MedicationRequest-${name}`;

const invalid = (name: string, diagnostics: string) =>
  problem('invalid', 'parameter-value', { diagnostics, expression: `Parameters.parameter.where(name = '${name}')` });

/**
 * MedicationRequest/$prescribe: several orders of one citizen signed as prescriptions at once, all or none, and sent. A draft becomes
 * an order by it; with `renew` each order is renewed in the same transaction, and those of `renewOnly` beside them.
 */
export const prescribe: CareOperation = {
  name: 'prescribe',
  definition: definition('prescribe'),
  at: [{ level: 'type', types: ['MedicationRequest'] }],
  get: false,
  summary: 'Sign and send prescriptions, several at once',
  async run(context, { parameters }) {
    const references = referencesIn(parameters, 'order');
    const besides = referencesIn(parameters, 'renewOnly').filter((one) => !references.includes(one));
    const renews = parameterOf(parameters, 'renew') === true;
    if (references.length === 0 || references.length + besides.length > MOST)
      throw invalid('order', `Name 1 to ${MOST} orders.`);
    if (besides.length > 0 && !renews) throw invalid('renewOnly', 'renewOnly is for what is renewed.');
    const signer = signerOf(context);
    const entries = renews
      ? await renewedEntries(context, references, besides, signer, parameters)
      : (await ordersFor(context, references)).flatMap((order) => signed(order, context, signer, parameters));
    const made = await context.transact(entries);
    const isToTell = ({ resourceType, status }: Resource) =>
      resourceType === 'Task' || (besides.length > 0 && resourceType === 'MedicationRequest' && status === 'active');
    return {
      resourceType: 'Bundle',
      type: 'collection',
      entry: made.filter(isToTell).map((resource) => ({ resource })),
    } as unknown as Resource;
  },
};

/** @throws Problem invalid */
function referencesIn(parameters: Resource, name: string): string[] {
  const all = parametersNamed(parameters, name).map((one) => String((one as JsonObject)?.reference ?? one));
  if (all.some((one) => !ORDER.test(one))) throw invalid(name, 'An order is MedicationRequest/[id].');
  return [...new Set(all)];
}

async function ordersFor(context: CareContext, references: readonly string[]): Promise<Resource[]> {
  const orders = await Promise.all(references.map((reference) => context.read(reference)));
  if (new Set(orders.map(({ subject }) => (subject as JsonObject)?.reference)).size > 1) {
    throw invalid('order', 'The orders are of one citizen.');
  }
  return orders;
}

type Signer = ReturnType<typeof signerOf>;

/** What renewing would write, with a prescription of each new order: what cannot be prescribed is not renewed either. */
async function renewedEntries(
  context: CareContext,
  references: readonly string[],
  besides: readonly string[],
  signer: Signer,
  parameters: Resource,
): Promise<Entry[]> {
  const until = parameterOf(parameters, 'until');
  const prepared = await context.operate('MedicationRequest/$renew', {
    resourceType: 'Parameters',
    parameter: [
      ...[...references, ...besides].map((reference) => ({ name: 'order', valueReference: { reference } })),
      ...(until === undefined ? [] : [{ name: 'until', valueDate: String(until) }]),
      { name: 'prepare', valueBoolean: true },
    ],
  });
  const sent = new Set(references);
  type Bundled = { fullUrl?: string; resource: Resource; request: { method: string; ifMatch?: string } };
  return ((prepared.entry ?? []) as unknown as Bundled[]).flatMap(({ fullUrl, resource, request }): Entry[] => {
    if (request.method === 'PUT')
      return [{ method: 'PUT', resource, ...(request.ifMatch === undefined ? {} : { ifMatch: request.ifMatch }) }];
    const prior = (resource.priorPrescription as JsonObject | undefined)?.reference;
    const url = fullUrl === undefined ? {} : { fullUrl };
    if (!sent.has(String(prior))) return [{ method: 'POST', resource, ...url }];
    const { order, task } = prescriptionOf(resource, context, signer, parameters, fullUrl);
    return [
      { method: 'POST', resource: order, ...url },
      { method: 'POST', resource: task },
    ];
  });
}

/** The order as it is signed, and the prescription of it. */
function signed(order: Resource, context: CareContext, signer: Signer, parameters: Resource): Entry[] {
  const { order: after, task } = prescriptionOf(order, context, signer, parameters);
  const { versionId } = order.meta ?? {};
  const isChanged =
    order.status === 'draft' || JSON.stringify(after.dispenseRequest) !== JSON.stringify(order.dispenseRequest);
  return [
    ...(isChanged ? [{ method: 'PUT', resource: after, ifMatch: `W/"${versionId}"` } as const] : []),
    { method: 'POST', resource: task },
  ];
}

function prescriptionOf(
  order: Resource,
  context: CareContext,
  signer: Signer,
  parameters: Resource,
  fullUrl?: string,
): { order: Resource; task: Resource } {
  const { now } = context;
  const dispense = (order.dispenseRequest ?? {}) as JsonObject;
  const start = dayInNorway(now);
  const end = untilOf(dispense, parameters, now);
  const isDraft = order.status === 'draft';
  const after = {
    ...order,
    ...(isDraft ? { status: 'active', authoredOn: new Date(now).toISOString(), requester: signer.requester } : {}),
    dispenseRequest: {
      ...dispense,
      quantity: dispense.quantity ?? { value: 1, unit: 'pakning' },
      validityPeriod: { start, ...((dispense.validityPeriod ?? {}) as JsonObject), end },
    },
  } as unknown as Resource;
  return { order: after, task: taskOf('prescription', order, { ...signer, now, period: { start, end }, fullUrl }) };
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
