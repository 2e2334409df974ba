import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext, CareHandler } from '../process.ts';
import { isUnverified, unverifiedTag, verificationSystem } from './rules.ts';

const taskCodes = 'https://enjournal.no/fhir/CodeSystem/task-code';
export const verifyCode = 'verify-measurement';
/** Names the task by the measurement that it was made for, so that it is made once. */
const keys = 'https://enjournal.no/fhir/NamingSystem/verify-measurement';

const DAY = 86_400_000;
const open = 'requested,received,accepted,ready,in-progress,on-hold,draft';

/** What a device has measured waits for a person of the unit that looks after the citizen; one task for all that waits. */
export const askForVerification: CareHandler = {
  name: 'ask-for-verification',
  types: ['Observation'],
  isNews: isUnverified,
  async handle({ id, before, after }, context) {
    const patient = ((after ?? before)?.subject as JsonObject | undefined)?.reference;
    if (typeof patient !== 'string' || !patient.startsWith('Patient/')) return;
    if (isUnverified(after)) return ask(context, patient, `Observation/${id}`);
    if (isUnverified(before)) return settle(context, patient);
  },
};

const tasksOf = (context: CareContext, patient: string): Promise<Resource[]> =>
  context.search('Task', [
    ['patient', patient],
    ['code', `${taskCodes}|${verifyCode}`],
    ['status', open],
  ]);

async function ask(context: CareContext, patient: string, observation: string): Promise<void> {
  if ((await tasksOf(context, patient)).length > 0) return;
  const unit = await unitFor(context, patient);
  if (unit === undefined) return;
  const key = observation.slice('Observation/'.length);
  const resource: Resource = {
    resourceType: 'Task',
    identifier: [{ system: keys, value: key }],
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    code: { coding: [{ system: taskCodes, code: verifyCode, display: 'Målinger å bekrefte' }] },
    focus: { reference: observation },
    for: { reference: patient },
    authoredOn: new Date(context.now).toISOString(),
    owner: unit,
    restriction: { period: { end: new Date(context.now + DAY).toISOString() } },
  };
  await context.transact([{ method: 'POST', resource, ifNoneExist: `identifier=${keys}|${key}` }]);
}

/** When none waits any more the task is done. */
async function settle(context: CareContext, patient: string): Promise<void> {
  const tasks = await tasksOf(context, patient);
  if (tasks.length === 0) return;
  const waiting = await context.search('Observation', [
    ['patient', patient],
    ['status:not', 'entered-in-error'],
    ['_tag', `${verificationSystem}|${unverifiedTag.code}`],
  ]);
  if (waiting.length > 0) return;
  await context.transact(tasks.map((task) => done(task)));
}

function done(task: Resource) {
  const { versionId, lastUpdated: _, ...meta } = (task.meta ?? {}) as JsonObject;
  const resource = { ...task, meta, status: 'completed' } as Resource;
  return { method: 'PUT' as const, resource, ifMatch: `W/"${versionId}"` };
}

/** Where the citizen is now; else the service that looks after them; else their general practitioner's. */
async function unitFor(context: CareContext, patient: string): Promise<JsonObject | undefined> {
  const stays = await context.search('Encounter', [
    ['patient', patient],
    ['status', 'arrived,triaged,in-progress'],
    ['class', 'IMP,ACUTE,NONAC,SS,OBSENC'],
  ]);
  const episodes = await context.search('EpisodeOfCare', [
    ['patient', patient],
    ['status', 'active'],
  ]);
  const [citizen] = await context.search('Patient', [['_id', patient.slice('Patient/'.length)]]);
  const gps = ((citizen?.generalPractitioner ?? []) as JsonObject[]).filter(isUnit);
  const units = [
    ...stays.map(({ serviceProvider }) => serviceProvider),
    ...episodes.map(({ managingOrganization }) => managingOrganization),
    ...gps,
  ] as (JsonObject | undefined)[];
  return units.find((one) => one !== undefined && isUnit(one));
}

const isUnit = ({ reference }: JsonObject): boolean => String(reference).startsWith('Organization/');
