import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { type CareCall, type CareContext, parameterOf } from '../process.ts';
import { advancePathway, stepsOf } from './advance-pathway.ts';
import { as, type CarePlan, type Concept, codes, extensionNamed, isPathway, resourceOf, type Step } from './plan.ts';
import { isOver } from './standing.ts';

/**
 * CarePlan/[id]/$stop-pathway: ends a pathway before its end, with the reason. All that is not over of it is cancelled, and
 * what was asked for with it is called back, in the same transaction.
 * @throws Problem rule `plan-reason-missing`, `pathway-not-running`
 */
export async function stopPathway(context: CareContext, { id, parameters }: CareCall): Promise<Resource> {
  const reason = parameterOf(parameters, 'reason');
  const text = typeof reason === 'string' ? reason.trim() : ((reason as Concept | undefined)?.text ?? '');
  if (text === '')
    throw problem('rule', 'plan-reason-missing', {
      diagnostics: 'reason says why it is stopped.',
      expression: 'reason',
    });
  const { stored, plan } = await runningPathway(context, id);
  const stopped: CarePlan = {
    ...plan,
    status: 'revoked',
    extension: [
      ...(plan.extension ?? []).filter(({ url }) => url !== codes.statusReason),
      { url: codes.statusReason, valueCodeableConcept: { text } },
    ],
    period: { ...plan.period, end: new Date(context.now).toISOString() },
  };
  const steps = [...(await stepsOf(context, plan)).values()];
  const version = stored.meta?.versionId;
  const [after] = await context.transact([
    { method: 'PUT', resource: resourceOf(stopped), ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }) },
    ...(await closing(context, stopped, steps)),
  ]);
  return after!;
}

/** CarePlan/[id]/$advance-pathway: looks again, with the caller's eyes, at what is to be done now. */
export async function advanceAsCaller(context: CareContext, { id }: CareCall): Promise<Resource> {
  await runningPathway(context, id);
  return advancePathway(context, id ?? '');
}

async function runningPathway(context: CareContext, id: string | undefined) {
  const stored = await context.read(`CarePlan/${id}`);
  const plan = as<CarePlan>(stored)!;
  if (!isPathway(plan) || (plan.status !== 'active' && plan.status !== 'on-hold'))
    throw problem('rule', 'pathway-not-running', {
      diagnostics: 'The plan is no pathway that is under way.',
      expression: 'CarePlan.status',
    });
  return { stored, plan };
}

/** What is left of a pathway, called back. */
export async function closing(context: CareContext, plan: CarePlan, steps: readonly Step[]): Promise<Entry[]> {
  const why = extensionNamed(plan, codes.statusReason)?.valueCodeableConcept as Concept | undefined;
  const statusReason: Concept = { text: why?.text ?? 'Forløpet er stoppet' };
  const entries: Entry[] = [];
  for (const step of steps.filter((one) => !isOver(one))) {
    const cancelled = { ...step, status: 'cancelled', statusReason, lastModified: new Date(context.now).toISOString() };
    entries.push({ method: 'PUT', resource: resourceOf(cancelled) });
    const focus = step.focus?.reference === undefined ? undefined : await seen(context, step.focus.reference);
    const called = focus === undefined ? undefined : calledBack(focus, statusReason);
    if (called !== undefined) entries.push({ method: 'PUT', resource: called });
  }
  return entries;
}

/** What the caller does not see, they call not back; the receiver sees that the Task is cancelled. */
const seen = (context: CareContext, reference: string): Promise<Resource | undefined> =>
  context.read(reference).catch(() => undefined);

export function calledBack(focus: Resource, reason: Concept): Resource | undefined {
  if (focus.resourceType === 'ServiceRequest' && ['active', 'draft', 'on-hold'].includes(String(focus.status)))
    return { ...focus, status: 'revoked' } as Resource;
  if (focus.resourceType === 'Appointment' && ['proposed', 'pending'].includes(String(focus.status)))
    return { ...focus, status: 'cancelled', cancelationReason: reason as JsonObject } as Resource;
  return undefined;
}
