import { dayOfTime } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareContext } from '../process.ts';
import { referenceOf } from './facts.ts';

/** Names what a pharmacy has handed out by the prescription and the time that it tells. */
export const DISPENSED = 'https://enjournal.no/fhir/NamingSystem/prescription-dispensed';

/** That something was handed out of an order of ours, whichever message tells it. */
export type HandedOut = {
  order: string;
  /** Unique: the prescription's id and when. */
  key: string;
  /** ISO 8601; a day where no more is told. */
  at: string;
  packages?: number | undefined;
  medication: unknown;
  /** By whom, in words. */
  pharmacy?: string | undefined;
  tag?: JsonObject[] | undefined;
  /** Members that this kind of message tells more of. */
  more?: JsonObject;
};

/** Writes each in the record once: several messages tell of the same (M6 at once, M9.6 when somebody asks). */
export async function keepHandedOut(context: CareContext, patient: string, all: readonly HandedOut[]): Promise<void> {
  if (all.length === 0) return;
  const known = await context.search('MedicationDispense', [
    ['patient', patient],
    ['status', 'completed'],
  ]);
  const isKnown = ({ order, at }: HandedOut): boolean =>
    known.some(
      (one) =>
        ((one.authorizingPrescription ?? []) as JsonObject[]).some((of) => referenceOf(of) === order) &&
        typeof one.whenHandedOver === 'string' &&
        dayOfTime(one.whenHandedOver) === dayOfTime(at),
    );
  await context.transact(all.filter((one) => !isKnown(one)).map((one) => entryOf(patient, one)));
}

const entryOf = (patient: string, { order, key, at, packages, medication, pharmacy, tag, more }: HandedOut): Entry => ({
  method: 'POST',
  ifNoneExist: `identifier=${DISPENSED}|${key}`,
  resource: {
    resourceType: 'MedicationDispense',
    ...(tag === undefined || tag.length === 0 ? {} : { meta: { tag } }),
    identifier: [{ system: DISPENSED, value: key }],
    status: 'completed',
    medicationCodeableConcept: medication,
    subject: { reference: patient },
    authorizingPrescription: [{ reference: order }],
    ...(packages === undefined ? {} : { quantity: { value: packages, unit: 'pakning' } }),
    whenHandedOver: at,
    ...(pharmacy === undefined || pharmacy === '' ? {} : { note: [{ text: `Utlevert av ${pharmacy}` }] }),
    ...more,
  } as unknown as Resource,
});
