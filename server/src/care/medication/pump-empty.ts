import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { keptLike } from '../kept-like.ts';
import { type CareContext, type CareHandler, type CareTimer, notOfNew } from '../process.ts';
import { unitAtHome } from '../unit-at-home.ts';
import { isInfusion, pumpLeft } from './infusion.ts';

/** So long before a pump is empty somebody is told: the next visit may be tomorrow. */
const SOON_MS = 12 * 3_600_000;
/** What should have been empty longer ago, and never ended, does not run: nobody wrote that it was stopped. */
const FORGOTTEN_MS = 7 * 86_400_000;
const KEYS = 'https://enjournal.no/fhir/NamingSystem/pump-task';
const CODES = 'https://enjournal.no/fhir/CodeSystem/task-code';
const IN_A_WARD = new Set(['IMP', 'ACUTE', 'NONAC']);

/** The unit at home is told of a pump that will soon be empty, once, by a task that is over when the pump is. */
export const tellEmptyPumps: CareTimer = {
  name: 'tell-empty-pumps',
  everyMs: 10 * 60_000,
  async run(context) {
    const running = await context.search('MedicationAdministration', [['status', 'in-progress']]);
    for (const pump of running) {
      const left = isInfusion(pump) ? pumpLeft(pump, context.now) : undefined;
      if (left === undefined) continue;
      const until = left.emptyAt - context.now;
      if (until < SOON_MS && until > -FORGOTTEN_MS) await tell(context, pump, left.emptyAt);
    }
  },
};

async function tell(context: CareContext, pump: Resource, emptyAt: number): Promise<void> {
  const citizen = (pump.subject as JsonObject | undefined)?.reference;
  if (typeof citizen !== 'string') return;
  if ((await context.search('Task', [['identifier', `${KEYS}|${pump.id}`]])).length > 0) return;
  if (await isInWard(context, pump)) return;
  const owner = await unitAtHome(context, citizen, false);
  if (owner === undefined) return;
  const name = String((pump.medicationCodeableConcept as JsonObject | undefined)?.text ?? '');
  await context.transact([
    {
      method: 'POST',
      ifNoneExist: `identifier=${KEYS}|${pump.id}`,
      resource: {
        resourceType: 'Task',
        meta: { security: keptLike(pump, 'medication') },
        identifier: [{ system: KEYS, value: pump.id! }],
        status: 'requested',
        intent: 'order',
        priority: 'urgent',
        code: { coding: [{ system: CODES, code: 'pump-empty' }] },
        description: `Pumpen går tom ${clock.format(emptyAt)}: ${name}`,
        focus: { reference: `MedicationAdministration/${pump.id}` },
        for: { reference: citizen },
        authoredOn: new Date(context.now).toISOString(),
        owner,
        restriction: { period: { end: new Date(emptyAt).toISOString() } },
      } as unknown as Resource,
    },
  ]);
}

const clock = new Intl.DateTimeFormat('nb', {
  ...{ timeZone: 'Europe/Oslo', weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
} as Intl.DateTimeFormatOptions);

/** Whoever lies in a ward is looked after there, by the round. */
async function isInWard(context: CareContext, pump: Resource): Promise<boolean> {
  const at = String((pump.context as JsonObject | undefined)?.reference ?? '');
  if (!at.startsWith('Encounter/')) return false;
  const [encounter] = await context.search('Encounter', [['_id', at.slice('Encounter/'.length)]]);
  return encounter?.status === 'in-progress' && IN_A_WARD.has(String((encounter.class as JsonObject)?.code));
}

/** A pump that was filled anew, changed or ended is no longer the one that was told of. */
export const closeEmptyPump: CareHandler = {
  name: 'close-empty-pump',
  types: ['MedicationAdministration'],
  isNews: notOfNew,
  async handle({ id, before, after }, context) {
    if (before?.status !== 'in-progress' || after?.status === 'in-progress' || !isInfusion(before)) return;
    const open = await context.search('Task', [
      ['identifier', `${KEYS}|${id}`],
      ['status', 'requested,received,accepted,ready,in-progress,on-hold'],
    ]);
    await context.transact(open.map((task) => ({ method: 'PUT', resource: { ...task, status: 'completed' } })));
  },
};
