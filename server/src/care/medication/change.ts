import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareOperation, parameterOf, parametersNamed } from '../process.ts';
import { followed, following } from './follow.ts';

/**
 * MedicationRequest/[id]/$change: another dosage, or another strength, from a time on. The order ends then, and is followed by
 * one that names it as prior prescription: no dose falls between them and none comes twice.
 */
export const changeMedication: CareOperation = {
  name: 'change',
  definition: 'https://enjournal.no/fhir/OperationDefinition/MedicationRequest-change',
  at: [{ level: 'instance', types: ['MedicationRequest'] }],
  get: false,
  summary: 'Change the dosage or strength of a medicine',
  async run(context, { id, parameters }) {
    const dosages = parametersNamed(parameters, 'dosage') as JsonObject[];
    const medication = parameterOf(parameters, 'medication') as JsonObject | undefined;
    if (dosages.length === 0 && medication === undefined) {
      throw problem('rule', 'change-nothing', {
        diagnostics: 'dosage (1..*), medication, or both.',
        expression: "Parameters.parameter.where(name = 'dosage')",
      });
    }
    const at = timeIn(parameterOf(parameters, 'at'), context.now);
    const order = await context.read(`MedicationRequest/${id}`);
    if (order.status !== 'active' && order.status !== 'on-hold') {
      throw problem('rule', 'order-over', {
        diagnostics: `An order that is ${order.status} is not changed.`,
        expression: 'MedicationRequest.status',
      });
    }
    const more = {
      ...(medication === undefined ? {} : { medicationCodeableConcept: medication }),
      ...partsOf(parameters),
    };
    const why = parameterOf(parameters, 'text') as string | undefined;
    const made = await context.transact(changed(order, context, at, { dosages, more, why }));
    return made[1]!;
  },
};

/** The two writes of a change: the order as it ends, and the one that follows it. @param at epoch ms */
export function changed(
  order: Resource,
  context: Parameters<typeof following>[1],
  at: number,
  { dosages, more, why }: { dosages: readonly JsonObject[]; more: object; why: string | undefined },
) {
  const lines = dosages.length === 0 ? undefined : dosages;
  const { actor, now } = context;
  const note =
    why === undefined ? {} : { note: [{ authorString: actor.display, time: new Date(now).toISOString(), text: why }] };
  const next = { ...following(order, context, at, lines), ...note, ...more } as unknown as Resource;
  return [
    { method: 'PUT', resource: followed(order, at, why), ifMatch: `W/"${order.meta?.versionId}"` },
    { method: 'POST', resource: next },
  ] as const;
}

/** What else than the dosage may be otherwise. */
function partsOf(parameters: Resource): JsonObject {
  const reason = parameterOf(parameters, 'indication') as JsonObject | undefined;
  const use = parameterOf(parameters, 'use') as JsonObject | undefined;
  return {
    ...(reason === undefined ? {} : { reasonCode: [reason] }),
    ...(use === undefined ? {} : { category: [{ coding: [use] }] }),
  };
}

/** Now when nothing is said; never back in time, for doses were given by what stood then. */
function timeIn(said: unknown, now: number): number {
  if (said === undefined) return now;
  const at = Date.parse(String(said));
  if (at >= now - 60_000 && at < now + 366 * 86_400_000) return Math.max(at, now);
  throw problem('invalid', 'parameter-value', {
    diagnostics: 'at is a time with a zone, from now and within a year.',
    expression: "Parameters.parameter.where(name = 'at')",
  });
}
