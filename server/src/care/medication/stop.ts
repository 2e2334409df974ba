import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareOperation, parameterOf } from '../process.ts';
import { endedAt } from './orders.ts';

const REASONS = 'urn:oid:2.16.578.1.12.4.1.1.7494';

/**
 * MedicationRequest/[id]/$stop: no dose is due from that time. A stop that lies ahead leaves the order active until then; what
 * was due before, was due.
 */
export const stopMedication: CareOperation = {
  name: 'stop',
  definition: 'https://enjournal.no/fhir/OperationDefinition/MedicationRequest-stop',
  at: [{ level: 'instance', types: ['MedicationRequest'] }],
  get: false,
  summary: 'Stop a medicine, with the reason',
  async run(context, { id, parameters }) {
    const reason = parameterOf(parameters, 'reason');
    if (typeof reason !== 'string' || !/^[AILMSX]$/.test(reason)) {
      throw problem('invalid', 'parameter-value', {
        diagnostics: 'reason is a code of Volven 7494: A, I, L, M, S or X.',
        expression: "Parameters.parameter.where(name = 'reason')",
      });
    }
    const text = parameterOf(parameters, 'text');
    const said = parameterOf(parameters, 'at');
    const at = said === undefined ? context.now : Date.parse(String(said));
    if (Number.isNaN(at)) {
      throw problem('invalid', 'parameter-value', {
        diagnostics: 'at is a time with a zone.',
        expression: "Parameters.parameter.where(name = 'at')",
      });
    }
    const order = await context.read(`MedicationRequest/${id}`);
    if (order.status !== 'active' && order.status !== 'on-hold') {
      throw problem('rule', 'order-over', {
        diagnostics: `An order that is ${order.status} is not stopped.`,
        expression: 'MedicationRequest.status',
      });
    }
    const stopped = stoppedOrder(order, at, context.now, reason, text as string | undefined);
    const [done] = await context.transact([
      { method: 'PUT', resource: stopped, ifMatch: `W/"${order.meta?.versionId}"` },
    ]);
    return done!;
  },
};

/** An order with no dose from a time on, and why (Volven 7494); one that is stopped ahead stands until then. Epoch ms. */
export function stoppedOrder(
  order: Resource,
  at: number,
  now: number,
  reason: string,
  text: string | undefined,
): Resource {
  return {
    ...order,
    status: at <= now ? 'stopped' : order.status,
    statusReason: { coding: [{ system: REASONS, code: reason }], ...(text === undefined ? {} : { text }) },
    dosageInstruction: ((order.dosageInstruction ?? []) as JsonObject[]).map((line) => endedAt(line, order, at)),
  } as unknown as Resource;
}
