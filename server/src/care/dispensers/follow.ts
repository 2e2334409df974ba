import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import { keptLike } from '../kept-like.ts';
import { type CareContext, type CareHandler, notOfNew } from '../process.ts';
import { unitAtHome } from '../unit-at-home.ts';
import { dispenserExtension, dispenserOf, isUnverified, referenceIn } from './rules.ts';

const CODES = 'https://enjournal.no/fhir/CodeSystem/task-code';
const KEYS = 'https://enjournal.no/fhir/NamingSystem/dispenser-task';
const DAY_MS = 86_400_000;
const STANDS = new Set(['active', 'on-hold']);

const nameOf = ({ medicationCodeableConcept: of }: Resource): string =>
  String((of as JsonObject | undefined)?.text ?? '');
const saidBy = ({ medicationCodeableConcept, dosageInstruction }: Resource): string =>
  JSON.stringify([medicationCodeableConcept, ((dosageInstruction ?? []) as JsonObject[]).map(({ text }) => text)]);

/** A dose that a dispenser says was not taken waits for somebody of the unit that looks after the citizen. */
export const tellMissed: CareHandler = {
  name: 'tell-missed',
  types: ['MedicationAdministration'],
  isNews: isMissed,
  async handle({ id, before, after }, context) {
    if (before !== undefined || after === undefined || !isMissed(after)) return;
    const task = await taskFor(context, after, 'dose-missed', id, `Ikke tatt fra dispenseren: ${nameOf(after)}`);
    if (task !== undefined) await context.transact([task]);
  },
};

function isMissed(dose: Resource): boolean {
  return dose.status === 'not-done' && dispenserOf(dose) !== undefined && isUnverified(dose);
}

/**
 * An order that is stopped or changed has doses left in the dispenser: they are to be taken out, and the unit is told at once. What is
 * only renewed goes on as it was.
 */
export const emptyDispenser: CareHandler = {
  name: 'empty-dispenser',
  types: ['MedicationRequest'],
  isNews: notOfNew,
  async handle({ before, after }, context) {
    if (before === undefined || after === undefined || !STANDS.has(String(before.status))) return;
    const isOver = !STANDS.has(String(after.status));
    if (!isOver && saidBy(before) === saidBy(after)) return;
    const citizen = referenceIn(after.subject);
    if (citizen === undefined) return;
    const loads = (
      await context.search('MedicationDispense', [
        ['patient', citizen],
        ['prescription', `MedicationRequest/${after.id}`],
        ['status', 'in-progress'],
      ])
    ).filter(({ extension }) => ((extension ?? []) as JsonObject[]).some(({ url }) => url === dispenserExtension));
    if (loads.length === 0) return;
    const next = after.status === 'completed' ? await renewalOf(context, after, citizen) : undefined;
    const entries: Entry[] = loads.map((load) => {
      const { versionId, lastUpdated: _, ...meta } = load.meta ?? {};
      const change =
        next === undefined
          ? { status: 'stopped', statusReasonCodeableConcept: { text: 'Ordinasjonen er stoppet eller endret' } }
          : { authorizingPrescription: [{ reference: `MedicationRequest/${next.id}` }] };
      return {
        method: 'PUT',
        resource: { ...load, meta, ...change } as unknown as Resource,
        ifMatch: `W/"${versionId}"`,
      };
    });
    if (next === undefined) {
      const what = `Ta ut av dispenseren og fyll på nytt: ${nameOf(after)} er ${after.status === 'stopped' ? 'stoppet' : 'endret'}`;
      const task = await taskFor(context, after, 'refill-dispenser', `${after.id}-${after.meta?.versionId}`, what);
      if (task !== undefined) entries.push(task);
    }
    await context.transact(entries);
  },
};

/** The order that follows with the same medicine and dose. */
async function renewalOf(context: CareContext, order: Resource, citizen: string): Promise<Resource | undefined> {
  const standing = await context.search('MedicationRequest', [
    ['subject', citizen],
    ['status', 'active,on-hold'],
  ]);
  return standing.find(
    (one) => referenceIn(one.priorPrescription) === `MedicationRequest/${order.id}` && saidBy(one) === saidBy(order),
  );
}

async function taskFor(
  context: CareContext,
  about: Resource,
  code: 'dose-missed' | 'refill-dispenser',
  key: string,
  description: string,
): Promise<Entry | undefined> {
  const citizen = referenceIn(about.subject)!;
  const owner = await unitAtHome(context, citizen, true);
  if (owner === undefined) return undefined;
  return {
    method: 'POST',
    ifNoneExist: `identifier=${KEYS}|${key}`,
    resource: {
      resourceType: 'Task',
      meta: { security: keptLike(about, 'medication') },
      identifier: [{ system: KEYS, value: key }],
      status: 'requested',
      intent: 'order',
      priority: 'urgent',
      code: { coding: [{ system: CODES, code }] },
      description,
      focus: { reference: `${about.resourceType}/${about.id}` },
      for: { reference: citizen },
      authoredOn: new Date(context.now).toISOString(),
      owner,
      restriction: { period: { end: new Date(context.now + DAY_MS).toISOString() } },
    } as unknown as Resource,
  };
}
