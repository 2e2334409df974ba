import { hasCode, tagsOf } from '../../access/reading.ts';
import { hl7, systems } from '../../access/rules/codes.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext, CareHandler } from '../process.ts';
import { changed } from './change-task.ts';
import {
  anew,
  callOff,
  custodianOf,
  deadline,
  displayOf,
  inputsOf,
  isHistory,
  responsibleFor,
  resultKeys,
  told,
} from './results.ts';
import { deadlineOf, isClosed, ofSeverity, priorities, referenceOf, severityOf, taskCodeSystem } from './rules.ts';

/**
 * Results that come without a report: those of one order, or taken at one time, wait together for a signature, as a report
 * does. What a person here has written down, that person has seen.
 */
export const signObserved: CareHandler = {
  name: 'sign-observed',
  types: ['Observation'],
  isNews: (observation, { now }) => waits(observation, now),
  async handle({ after: observation }, context) {
    const patient = referenceOf(observation?.subject);
    if (observation === undefined || patient?.startsWith('Patient/') !== true || !waits(observation, context.now))
      return;
    const tasks = await context.search('Task', [['identifier', `${resultKeys}|${keyOf(observation, patient)}`]]);
    const reference = `Observation/${observation.id}`;
    const open = tasks.find((task) => !isClosed(task.status));
    if (observation.status === 'entered-in-error' || observation.status === 'cancelled') {
      if (open !== undefined) await without(context, open, reference);
      return;
    }
    if (!told.has(String(observation.status))) return;
    const reports = await context.search('DiagnosticReport', [
      ['patient', patient],
      ['result', reference],
    ]);
    if (reports.length > 0) return;
    if (open !== undefined) return added(context, open, observation);
    const isSigned = tasks.some((task) => inputsOf(task).includes(reference));
    if (isSigned && !anew.has(String(observation.status))) return;
    await wait(context, observation, patient, tasks.length > 0);
  },
};

function waits(observation: Resource, now: number): boolean {
  return isResult(observation) && tagsOf(observation, systems.recorder).length === 0 && !isHistory(observation, now);
}

const isResult = ({ category }: Resource): boolean =>
  ['laboratory', 'imaging'].some((code) => hasCode(category, hl7('observation-category'), code));

/** What is answered together has one task: of an order, or of what was taken at one time. */
function keyOf({ basedOn, effectiveDateTime, issued }: Resource, patient: string): string {
  const order = ((basedOn ?? []) as JsonObject[]).flatMap((one) => referenceOf(one) ?? [])[0];
  return (order ?? `${patient} ${String(effectiveDateTime ?? issued)}`).replaceAll(/[^A-Za-z0-9\-.]/g, '-');
}

const inputOf = (reference: string): JsonObject => ({ type: { text: 'result' }, valueReference: { reference } });

async function wait(context: CareContext, observation: Resource, patient: string, isAgain: boolean): Promise<void> {
  const owner = await responsibleFor(context, observation, patient);
  if (owner === undefined) return;
  const { priority, withinMs } = ofSeverity[severityOf(none, [observation])];
  const version = `${observation.id}-${observation.meta?.versionId}`;
  const key = keyOf(observation, patient);
  const resource: Resource = {
    resourceType: 'Task',
    meta: { ...custodianOf(observation) },
    // the second has the same name too, by which what comes later finds it
    identifier: [
      { system: resultKeys, value: key },
      ...(isAgain ? [{ system: resultKeys, value: `${key}-${version}` }] : []),
    ],
    status: 'requested',
    intent: 'order',
    priority,
    code: { coding: [{ system: taskCodeSystem, code: 'sign-result', display: 'Svar å signere' }] },
    focus: { reference: `Observation/${observation.id}` },
    for: { reference: patient, ...displayOf(observation.subject) },
    authoredOn: new Date(context.now).toISOString(),
    owner,
    ...deadline(context.now + withinMs),
    input: [inputOf(`Observation/${observation.id}`)],
  };
  const once = isAgain ? `${key}-${version}` : key;
  await context.transact([{ method: 'POST', resource, ifNoneExist: `identifier=${resultKeys}|${once}` }]);
}

/** Another result of the same: as urgent as the worst of them. */
async function added(context: CareContext, open: Resource, observation: Resource): Promise<void> {
  const reference = `Observation/${observation.id}`;
  const { priority, withinMs } = ofSeverity[severityOf(none, [observation])];
  const isWorse = priorities.indexOf(priority as never) > priorities.indexOf((open.priority ?? 'routine') as never);
  const inputs = inputsOf(open);
  if (!isWorse && inputs.includes(reference)) return;
  const input = [...new Set([...inputs, reference])].map(inputOf);
  const due = Math.min(context.now + withinMs, deadlineOf(open) ?? Number.POSITIVE_INFINITY);
  // the worst is what it is about
  const urgent = isWorse ? { priority, focus: { reference }, ...deadline(due) } : {};
  await context.transact([changed(open, { input, ...urgent })]);
}

/** One of them was a mistake. */
async function without(context: CareContext, open: Resource, reference: string): Promise<void> {
  const left = inputsOf(open).filter((one) => one !== reference);
  if (left.length === 0) return callOff(context, [open]);
  await context.transact([changed(open, { input: left.map(inputOf), focus: { reference: left[0]! } })]);
}

/** There is no report that would say how many there are. */
const none: Resource = { resourceType: 'DiagnosticReport' };
