import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareHandler } from '../process.ts';
import { lineOf, movementOf } from './shape.ts';

const keys = 'https://enjournal.no/fhir/NamingSystem/stock-deviation';

/** A count that differs from the book is somebody's to find out about: a task of the unit, made once. */
export const tellDeviation: CareHandler = {
  name: 'stock-deviation',
  types: ['SupplyDelivery'],
  isNews: (resource) => movementOf(resource)?.kind === 'count',
  async handle({ id, before, after }, context) {
    const movement = movementOf(after);
    if (movement?.kind !== 'count' || movement.status !== 'completed' || movementOf(before)?.status === 'completed')
      return;
    const { amount, expected, reason } = movement;
    if (amount === undefined || expected === undefined || amount.value === expected) return;
    const line = lineOf(await context.read(movement.line));
    if (line === undefined) return;
    const named = ((after?.suppliedItem as JsonObject | undefined)?.itemCodeableConcept as JsonObject | undefined)
      ?.text;
    const difference = Math.round((amount.value - expected) * 1000) / 1000;
    const task = {
      resourceType: 'Task',
      meta: after?.meta?.tag === undefined ? {} : { tag: after.meta.tag },
      identifier: [{ system: keys, value: id }],
      status: 'requested',
      intent: 'order',
      priority: 'urgent',
      code: {
        coding: [
          {
            system: 'https://enjournal.no/fhir/CodeSystem/task-code',
            code: 'stock-deviation',
            display: 'Avvik i legemiddellager',
          },
        ],
      },
      description: `${String(named ?? '')}: ${difference > 0 ? '+' : ''}${String(difference).replace('.', ',')} ${amount.unit}. ${reason}`,
      focus: { reference: `SupplyDelivery/${id}` },
      authoredOn: new Date(context.now).toISOString(),
      owner: { reference: line.unit },
    } as unknown as Resource;
    await context.transact([{ method: 'POST', resource: task, ifNoneExist: `identifier=${keys}|${id}` }]);
  },
};
