import { compilePath } from '../../fhir/fhirpath.ts';
import type { Json, Resource } from '../../fhir/resource.ts';
import type { CareContext } from '../process.ts';
import { dueAfter, type Input, type StepDefinition } from './definition.ts';

/** The most of each kind that a condition sees, newest first. */
const MOST = 50;

/**
 * Whether a step is to be done: every condition of it is true, of the citizen and what it names of the record, as `context`
 * shows it. What cannot be worked out, or costs too much, is not true: a step is never started by a mistake.
 * @param isKept what must not count, though the asker could see it
 */
export async function isApplicable(
  context: CareContext,
  step: StepDefinition,
  patient: Resource,
  isKept: (resource: Resource) => boolean = () => false,
): Promise<boolean> {
  if (step.conditions.length === 0) return true;
  const found = new Map<string, Json>();
  for (const input of step.inputs) {
    const all = await inputsOf(context, input, patient);
    found.set(input.name, all.filter((one) => !isKept(one)).slice(0, MOST));
  }
  const environment = { patient, today: new Date(context.now).toISOString(), ...Object.fromEntries(found) };
  return step.conditions.every((expression) => isTrue(expression, patient, environment));
}

function isTrue(expression: string, patient: Resource, environment: Record<string, Json>): boolean {
  try {
    const values = compilePath(expression)(patient, environment);
    return values.length === 1 && values[0] === true;
  } catch {
    return false;
  }
}

/** By a narrow search in the one record. */
async function inputsOf(context: CareContext, { type, codes, since }: Input, patient: Resource): Promise<Resource[]> {
  const criteria: [string, string][] = [['patient', patient.id ?? '']];
  if (codes.length > 0) criteria.push(['code', codes.join(',')]);
  if (type === 'Observation' || type === 'Encounter' || type === 'DiagnosticReport') {
    criteria.push(['_sort', '-date']);
    if (since !== undefined) criteria.push(['date', `ge${dueAfter(context.now, { ...since, value: -since.value })}`]);
  }
  return context.search(type, criteria);
}
