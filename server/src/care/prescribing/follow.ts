import { systems } from '../../access/rules/codes.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareHandler, type CareTimer, notOfNew } from '../process.ts';
import type { RecallReason } from './compose.ts';
import { byApi, referenceOf } from './facts.ts';
import { taskOf } from './make-task.ts';
import type { Outbox } from './outbox.ts';
import { focusOf, messageKindOf, prescriptionBank, prescriptionStates, standsBy, taskCodes } from './rules.ts';
import { PRESCRIBERS } from './sign-rules.ts';

const RECALLS = 'https://enjournal.no/fhir/NamingSystem/prescription-recall';

/** What is signed goes at once. */
export const sendSigned = (outbox: Outbox): CareHandler => ({
  name: 'send-signed',
  types: ['Task'],
  isNews: (task) => task.status === 'ready' && messageKindOf(task) !== undefined,
  async handle({ after }, context) {
    if (after?.status !== 'ready' || messageKindOf(after) === undefined) return;
    const now = await byApi(context).read(`Task/${after.id}`);
    if (now !== undefined) await outbox.take(context, now);
  },
});

/** What waits for a receipt, or for the receiver to be there again. */
export const sendWaiting = (outbox: Outbox): CareTimer => ({
  name: 'send-prescriptions',
  everyMs: 5_000,
  run: (context) => outbox.look(context),
});

const OVER = new Set(['stopped', 'cancelled', 'entered-in-error']);

/** An order that is stopped is dispensed no more: what the pharmacies can still see of it is recalled. */
export const recallStopped: CareHandler = {
  name: 'recall-stopped',
  types: ['MedicationRequest'],
  isNews: notOfNew,
  async handle({ before, after }, context) {
    if (
      after === undefined ||
      !OVER.has(String(after.status)) ||
      before === undefined ||
      before.status === after.status
    )
      return;
    const standing = await standingOf(context, after);
    for (const task of standing) {
      if (task.status === 'ready' || task.status === 'on-hold') await withdraw(context, task);
      // one that stands still may have arrived all the same
      if (task.status !== 'ready' && !(task.status === 'on-hold' && task.input === undefined)) {
        await recallBy(context, after, { before, after }, task, after.status === 'stopped' ? '2' : '4');
      }
    }
  },
};

/** A new prescription has arrived that follows another order's: that one is recalled, and says which follows it. */
export const recallRenewed: CareHandler = {
  name: 'recall-renewed',
  types: ['Task'],
  isNews: (task) => task.status === 'completed' && messageKindOf(task) === 'prescription',
  async handle({ before, after }, context) {
    if (after?.status !== 'completed' || before?.status === 'completed' || messageKindOf(after) !== 'prescription')
      return;
    const { read } = byApi(context);
    const order = await read(focusOf(after) ?? '');
    const earlier = referenceOf(order?.priorPrescription);
    if (order === undefined || earlier?.startsWith('MedicationRequest/') !== true) return;
    const prior = await read(earlier);
    if (prior === undefined || prior.status === 'active') return;
    const isSame = JSON.stringify(dosesIn(prior)) === JSON.stringify(dosesIn(order));
    for (const task of await standingOf(context, prior)) {
      await recallBy(context, prior, { before, after }, task, isSame ? '1' : '3', after);
    }
  },
};

const dosesIn = ({ dosageInstruction, medicationCodeableConcept }: Resource): unknown => [
  medicationCodeableConcept,
  ((dosageInstruction ?? []) as JsonObject[]).map(({ text }) => text),
];

/** Prescriptions of an order that may still be dispensed, and are not being recalled. */
async function standingOf(context: CareContext, order: Resource): Promise<Resource[]> {
  const tasks = await context.search('Task', [
    ['patient', referenceOf(order.subject) ?? ''],
    ['focus', `MedicationRequest/${order.id}`],
    ['code', `${taskCodes}|prescription,${taskCodes}|recall-prescription`],
  ]);
  const recalled = new Set(
    tasks
      .filter((task) => messageKindOf(task) === 'recall-prescription' && task.status !== 'cancelled')
      .flatMap((task) => ((task.basedOn ?? []) as JsonObject[]).map(referenceOf)),
  );
  const today = dayInNorway(context.now);
  return tasks.filter((task) => standsBy(task, today) && !recalled.has(`Task/${task.id}`));
}

/** What nobody outside has seen is only taken back; what may have been seen is recalled as well. */
async function withdraw(context: CareContext, task: Resource): Promise<void> {
  const { versionId, lastUpdated, ...meta } = task.meta ?? {};
  const resource = {
    ...task,
    meta,
    status: 'cancelled',
    businessStatus: { coding: [{ system: prescriptionStates, code: 'withdrawn' }] },
  } as unknown as Resource;
  await context.transact([{ method: 'PUT', resource, ifMatch: `W/"${versionId}"` }]);
}

/**
 * A recall in the name of who caused it, where that is a prescriber; else it waits for one in the unit.
 * @param by what was changed, and so tells who did it
 * @param next the prescription that follows
 */
async function recallBy(
  context: CareContext,
  order: Resource,
  by: { before: Resource | undefined; after: Resource },
  prescription: Resource,
  reason: RecallReason,
  next?: Resource,
): Promise<void> {
  const signer = next === undefined ? await causedBy(context, by) : { requester: next.requester as JsonObject };
  const unit = await unitOf(context, signer?.requester ?? (prescription.requester as JsonObject));
  if (unit === undefined) return;
  const key = `${RECALLS}|${prescription.id}`;
  const made = taskOf('recall-prescription', order, {
    requester: signer?.requester ?? (prescription.requester as JsonObject),
    owner: unit,
    now: context.now,
    prescription,
    reason,
    identifier: [{ system: RECALLS, value: prescription.id! }],
    tag: (prescription.meta?.tag ?? []) as JsonObject[],
  });
  if (next !== undefined) (made.basedOn as JsonObject[]).push({ reference: `Task/${next.id}` });
  const resource =
    signer === undefined
      ? ({
          ...made,
          status: 'on-hold',
          priority: 'urgent',
          businessStatus: { coding: [{ system: prescriptionStates, code: 'failed' }] },
          statusReason: {
            coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/message-failure', code: 'recall-signer' }],
          },
        } as unknown as Resource)
      : made;
  await context.transact([{ method: 'POST', resource, ifNoneExist: `identifier=${key}` }]);
}

/**
 * The employment of who made a change, when it is a prescriber's, and its unit. The recorders of a resource stay with it in no order:
 * who is new among them, or the only one, wrote last; of several it is not known.
 */
export async function causedBy(
  context: CareContext,
  { before, after }: { before: Resource | undefined; after: Resource },
): Promise<{ requester: JsonObject; unit: string | undefined } | undefined> {
  const tagged = (of: Resource | undefined, wanted: string): string[] =>
    ((of?.meta?.tag ?? []) as unknown as { system?: string; code?: string }[]).flatMap(({ system, code }) =>
      system === wanted && code !== undefined ? [code] : [],
    );
  const was = new Set(tagged(before, systems.recorder));
  const is = tagged(after, systems.recorder);
  const [person, another] = is.some((one) => !was.has(one)) ? is.filter((one) => !was.has(one)) : is;
  if (person === undefined || another !== undefined) return undefined;
  const roles = await context.search('PractitionerRole', [
    ['practitioner', `Practitioner/${person}`],
    ['active', 'true'],
  ]);
  const units = new Set(tagged(after, systems.custodian).map((one) => `Organization/${one}`));
  const found = roles.find(
    (role) =>
      units.has(referenceOf(role.organization) ?? '') &&
      ((role.code ?? []) as JsonObject[]).some(({ coding }) =>
        ((coding ?? []) as JsonObject[]).some(({ code }) => PRESCRIBERS.has(String(code))),
      ),
  );
  if (found === undefined) return undefined;
  const display = (found.practitioner as JsonObject | undefined)?.display;
  return {
    requester: { reference: `PractitionerRole/${found.id}`, ...(display === undefined ? {} : { display }) },
    unit: referenceOf(found.organization),
  };
}

async function unitOf(context: CareContext, requester: JsonObject): Promise<JsonObject | undefined> {
  const role = await byApi(context).read(referenceOf(requester) ?? 'PractitionerRole/none');
  return role?.organization as JsonObject | undefined;
}

export type Pharmacy = { id: string; name: string; herId: string };

/**
 * The bank stands among the organisations while prescriptions can be sent, and is closed there when they cannot.
 * @param pharmacies that stand there beside it
 */
export const keepBank = (
  receiver: { name: string; herId: string } | undefined,
  pharmacies: readonly Pharmacy[] = [],
): CareTimer => {
  let isKept = false;
  return {
    name: 'keep-prescription-bank',
    everyMs: 60_000,
    async run(context) {
      if (isKept) return;
      const bank = await byApi(context).read(prescriptionBank);
      const id = prescriptionBank.split('/')[1]!;
      if (bank !== undefined || receiver !== undefined)
        await keep(context, { id, name: receiver?.name ?? String(bank!.name), herId: receiver?.herId }, bank);
      for (const one of pharmacies) await keep(context, one, await byApi(context).read(`Organization/${one.id}`));
      isKept = true;
    },
  };
};

/** @param herId undefined where it is closed */
async function keep(
  context: CareContext,
  { id, name, herId }: { id: string; name: string; herId: string | undefined },
  before: Resource | undefined,
): Promise<void> {
  const resource = {
    resourceType: 'Organization',
    id,
    active: herId !== undefined,
    name,
    identifier: herId === undefined ? before!.identifier! : [{ system: 'urn:oid:2.16.578.1.12.4.1.2', value: herId }],
  } as unknown as Resource;
  const isSame =
    before !== undefined &&
    ['active', 'name', 'identifier'].every((part) => JSON.stringify(before[part]) === JSON.stringify(resource[part]));
  if (!isSame) await context.transact([{ method: 'PUT', resource }]);
}
