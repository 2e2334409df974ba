import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { keptLike } from '../kept-like.ts';
import type { CareContext, CareHandler } from '../process.ts';
import { hasEnded } from './absence.ts';
import { changed } from './change-task.ts';
import { isClosed, objectsIn, ofSeverity, openStatuses, referenceOf, severityOf, taskCodeSystem } from './rules.ts';
import { deputyFor } from './stand-in.ts';

/** Names the task of a report, so that it is made once. */
export const resultKeys = 'https://enjournal.no/fhir/NamingSystem/result-task';

/** Statuses in which a result is there to be read, and of these what was changed after it was. */
export const told = new Set(['final', 'amended', 'corrected', 'appended']);
export const anew = new Set(['amended', 'corrected', 'appended']);

/** What is older when it comes is history from elsewhere: somebody has seen it there. */
const HISTORY_MS = 30 * 86_400_000;
export const isHistory = ({ issued, effectiveDateTime }: Resource, now: number): boolean =>
  Date.parse(String(issued ?? effectiveDateTime ?? '')) < now - HISTORY_MS;

/** A report that has become final waits for somebody to sign it; one that was corrected, for that again. */
export const signResult: CareHandler = {
  name: 'sign-result',
  types: ['DiagnosticReport'],
  isNews: (report, { now }) => !isHistory(report, now),
  async handle({ after: report }, context) {
    const status = String(report?.status);
    const patient = referenceOf(report?.subject);
    if (report === undefined || patient?.startsWith('Patient/') !== true) return;
    if (isHistory(report, context.now)) return;
    const tasks = await tasksOf(context, patient, `DiagnosticReport/${report.id}`);
    if (status === 'entered-in-error' || status === 'cancelled') return callOff(context, tasks);
    if (!told.has(status)) return;
    await waitForSignature(context, report, patient, tasks);
  },
};

async function waitForSignature(
  context: CareContext,
  report: Resource,
  patient: string,
  tasks: readonly Resource[],
): Promise<void> {
  const results = await resultsOf(context, report, patient);
  const { priority, withinMs } = ofSeverity[severityOf(report, results)];
  const open = tasks.find((task) => !isClosed(task.status));
  if (open !== undefined) {
    if (open.priority === priority) return;
    await context.transact([changed(open, { priority, ...deadline(context.now + withinMs) })]);
    return;
  }
  const key = anew.has(String(report.status)) ? `${report.id}-${report.meta?.versionId}` : String(report.id);
  const isKnown = tasks.some((task) => objectsIn(task.identifier).some(({ value }) => value === key));
  if (isKnown || (tasks.length > 0 && !anew.has(String(report.status)))) return;
  const owner = await responsibleFor(context, report, patient);
  if (owner === undefined) return;
  const [alone, ...others] = await waitingAlone(context, report, patient);
  if (alone !== undefined) {
    // its results waited already: they are the report's from now on
    const identifier = [...objectsIn(alone.identifier), { system: resultKeys, value: key }];
    const focus = { reference: `DiagnosticReport/${report.id}` };
    const members = { identifier, focus, priority, owner, ...inputOf(report), ...deadline(context.now + withinMs) };
    await context.transact([changed(alone, members)]);
    return callOff(context, others);
  }
  const resource: Resource = {
    resourceType: 'Task',
    meta: { ...custodianOf(report) },
    identifier: [{ system: resultKeys, value: key }],
    status: 'requested',
    intent: 'order',
    priority,
    code: { coding: [{ system: taskCodeSystem, code: 'sign-result', display: 'Svar å signere' }] },
    focus: { reference: `DiagnosticReport/${report.id}` },
    for: { reference: patient, ...displayOf(report.subject) },
    authoredOn: new Date(context.now).toISOString(),
    owner,
    ...deadline(context.now + withinMs),
    // What it is about is shown to who is asked; so are its values, which the report only refers to.
    ...inputOf(report),
  };
  await context.transact([{ method: 'POST', resource, ifNoneExist: `identifier=${resultKeys}|${key}` }]);
}

/** Tasks of results that waited without a report, and that the report has all of. */
async function waitingAlone(context: CareContext, report: Resource, patient: string): Promise<Resource[]> {
  const own = new Set(objectsIn(report.result).flatMap((one) => referenceOf(one) ?? []));
  if (own.size === 0) return [];
  const tasks = await context.search('Task', [
    ['patient', patient],
    ['code', `${taskCodeSystem}|sign-result`],
    ['status', openStatuses.join(',')],
  ]);
  return tasks.filter((task) => {
    const isAlone = referenceOf(task.focus)?.startsWith('Observation/') === true;
    return isAlone && inputsOf(task).every((one) => own.has(one));
  });
}

/** What a task was sent with. */
export const inputsOf = (task: Resource): string[] =>
  objectsIn(task.input).flatMap(({ valueReference }) => referenceOf(valueReference) ?? []);

/** It was a mistake, or is told of otherwise: nobody need sign it. */
export async function callOff(context: CareContext, tasks: readonly Resource[]): Promise<void> {
  const open = tasks.filter((task) => !isClosed(task.status));
  await context.transact(open.map((task) => changed(task, { status: 'cancelled' })));
}

export const deadline = (ms: number): JsonObject => ({ restriction: { period: { end: new Date(ms).toISOString() } } });

/** Results are read by those who may see laboratory answers, and not by all who see plans. */
export function custodianOf(result: Resource): JsonObject {
  const { meta } = result;
  const security = keptLike(result, 'lab');
  return meta?.tag === undefined
    ? { security }
    : { tag: meta.tag.filter(({ system }) => kept.has(String(system))), security };
}

const kept = new Set([
  'https://enjournal.no/fhir/CodeSystem/custodian',
  'https://enjournal.no/fhir/CodeSystem/service-kind',
]);

export const displayOf = (reference: unknown): JsonObject => {
  const display = (reference as JsonObject | undefined)?.display;
  return display === undefined ? {} : { display };
};

function inputOf(report: Resource): JsonObject {
  const results = objectsIn(report.result).flatMap((one) => referenceOf(one) ?? []);
  if (results.length === 0) return {};
  return { input: results.map((reference) => ({ type: { text: 'result' }, valueReference: { reference } })) };
}

const tasksOf = (context: CareContext, patient: string, report: string): Promise<Resource[]> =>
  context.search('Task', [
    ['patient', patient],
    ['focus', report],
    ['code', `${taskCodeSystem}|sign-result`],
  ]);

async function resultsOf(context: CareContext, report: Resource, patient: string): Promise<Resource[]> {
  const ids = objectsIn(report.result).flatMap((one) => {
    const reference = referenceOf(one);
    return reference?.startsWith('Observation/') === true ? [reference.slice('Observation/'.length)] : [];
  });
  if (ids.length === 0) return [];
  return context.search('Observation', [
    ['patient', patient],
    ['_id', ids.join(',')],
  ]);
}

/** Who ordered it; else who interpreted it; else the general practitioner; else the unit that made it. */
export async function responsibleFor(
  context: CareContext,
  report: Resource,
  patient: string,
): Promise<JsonObject | undefined> {
  const ordered = await Promise.all(objectsIn(report.basedOn).map((one) => maybe(context, referenceOf(one))));
  const requesters = ordered.map((request) => (request?.requester ?? {}) as JsonObject);
  const citizen = await maybe(context, patient);
  const gps = objectsIn(citizen?.generalPractitioner);
  const candidates = [
    ...requesters,
    ...objectsIn(report.resultsInterpreter),
    ...gps.filter((one) => referenceOf(one)?.startsWith('Organization/') !== true),
    ...gps,
    ...objectsIn(report.performer),
  ];
  for (const candidate of candidates) {
    const owner = await ownerFrom(context, candidate);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** The candidate; else who stands in for them, or their unit, when they have ended or are away. */
async function ownerFrom(context: CareContext, candidate: JsonObject): Promise<JsonObject | undefined> {
  const reference = referenceOf(candidate);
  if (reference === undefined || !/^(Practitioner|PractitionerRole|Organization)\//.test(reference)) return undefined;
  const of = await maybe(context, reference);
  if (of === undefined) return undefined;
  if (!hasEnded(of, context.now)) return { reference, ...displayOf(candidate) };
  if (of.resourceType !== 'PractitionerRole') return undefined;
  return (await deputyFor(context, of)) ?? (of.organization as JsonObject | undefined);
}

/** What may be gone, or never was here. */
async function maybe(context: CareContext, reference: string | undefined): Promise<Resource | undefined> {
  if (reference === undefined) return undefined;
  const [type, id] = reference.split('/');
  return (await context.search(type!, [['_id', id!]]))[0];
}
