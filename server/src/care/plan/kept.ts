import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext } from '../process.ts';

/**
 * What the house must not let a pathway turn on, for the citizen keeps it from some: a step would tell them. A block of named
 * documents keeps these; any other is taken to keep all, and then the pathway turns when somebody who sees the data asks it to.
 */
export async function keptFrom(context: CareContext, patient: string): Promise<(resource: Resource) => boolean> {
  const consents = await context.search('Consent', [
    ['patient', patient.replace(/^Patient\//, '')],
    ['status', 'active'],
  ]);
  const blocks = consents
    .map(({ provision }) => provision as JsonObject | undefined)
    .filter((one) => one?.type === 'deny');
  const named = blocks.map((one) =>
    ((one?.data ?? []) as { reference?: { reference?: string } }[]).map(({ reference }) => reference?.reference ?? ''),
  );
  if (named.some((some) => some.length === 0 || some.some((one) => !/^(?!Patient)[A-Z][A-Za-z]+\/[^/]+$/.test(one))))
    return () => true;
  const all = new Set(named.flat());
  return ({ resourceType, id }) => all.has(`${resourceType}/${id}`);
}
