import { dayOfTime } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';

export {
  isAsNeeded,
  isMultidose,
  isPacked,
  multidoseCategory,
  type Packing,
  packed,
  packingDayOf,
  packingExtension,
  packingOf,
  packingStates,
  supplyKinds,
  weekdays,
} from './multidose/shape.ts';

/** What the browser may import: how prescriptions stand, without clock and database. */

export const taskCodes = 'https://enjournal.no/fhir/CodeSystem/task-code';
export const prescriptionStates = 'https://enjournal.no/fhir/CodeSystem/prescription-state';

/** The one that takes prescriptions for the whole country (Reseptformidleren), as an organisation here. */
export const prescriptionBank = 'Organization/reseptformidleren';

export const messageKinds = ['prescription', 'recall-prescription', 'medicines-in-use'] as const;
export type MessageKind = (typeof messageKinds)[number];

export const states = [
  'draft',
  'signed',
  'sent',
  'received',
  'dispensed',
  'recalling',
  'recalled',
  'failed',
  'expired',
] as const;
export type PrescriptionState = (typeof states)[number];

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

const codeIn = (concept: unknown, system: string): string | undefined =>
  objects((concept as JsonObject | undefined)?.coding).find((one) => one.system === system)?.code as string | undefined;

/** Whether a task is a message of ours, and which. */
export const messageKindOf = (task: Resource | undefined): MessageKind | undefined =>
  messageKinds.find((kind) => kind === codeIn(task?.code, taskCodes));

export const businessStateOf = (task: Resource): string | undefined => codeIn(task.businessStatus, prescriptionStates);

export const focusOf = (task: Resource): string | undefined =>
  ((task.focus as JsonObject | undefined)?.reference as string | undefined)?.split('/_history/')[0];

/** The last day on which it may be dispensed. */
export const validUntil = (task: Resource): string | undefined =>
  ((task.restriction as JsonObject | undefined)?.period as JsonObject | undefined)?.end as string | undefined;

const ON_ITS_WAY = new Set(['ready', 'requested', 'in-progress']);

export type Standing = { state: PrescriptionState; prescription: Resource | undefined; recall: Resource | undefined };

/**
 * How the newest prescription of an order stands. Undefined where there never was one, and the order is signed.
 * @param tasks of the order's citizen, in any order
 * @param dispensed MedicationDispense of the same citizen
 * @param today as 2026-11-29
 */
export function standingOf(
  order: Resource,
  tasks: readonly Resource[],
  dispensed: readonly Resource[],
  today: string,
): Standing | undefined {
  const about = tasks.filter((task) => focusOf(task) === `MedicationRequest/${order.id}`);
  const newest = (kind: MessageKind) =>
    about
      .filter(
        (task) => messageKindOf(task) === kind && task.status !== 'cancelled' && task.status !== 'entered-in-error',
      )
      .sort((a, b) => String(b.authoredOn).localeCompare(String(a.authoredOn)))[0];
  const prescription = newest('prescription');
  if (prescription === undefined) {
    return order.status === 'draft' ? { state: 'draft', prescription, recall: undefined } : undefined;
  }
  const last = newest('recall-prescription');
  const recall = last !== undefined && isOf(last, prescription) ? last : undefined;
  return { state: stateOf(order, prescription, recall, dispensed, today), prescription, recall };
}

const isOf = (recall: Resource, prescription: Resource): boolean =>
  objects(recall.basedOn).some(({ reference }) => reference === `Task/${prescription.id}`);

function stateOf(
  order: Resource,
  prescription: Resource,
  recall: Resource | undefined,
  dispensed: readonly Resource[],
  today: string,
): PrescriptionState {
  if (recall?.status === 'on-hold' || prescription.status === 'on-hold') return 'failed';
  if (recall?.status === 'completed' || businessStateOf(prescription) === 'recalled') return 'recalled';
  if (recall !== undefined && ON_ITS_WAY.has(String(recall.status))) return 'recalling';
  if (ON_ITS_WAY.has(String(prescription.status))) return businessStateOf(prescription) === 'sent' ? 'sent' : 'signed';
  // what is put in a dispenser at home stays under way, and was fetched at no pharmacy
  const handedOut = dispensed.some(
    (one) =>
      one.status === 'completed' &&
      objects(one.authorizingPrescription).some(({ reference }) => reference === `MedicationRequest/${order.id}`) &&
      dayOfTime(String(one.whenHandedOver ?? '')) >= dayOfTime(String(prescription.authoredOn)),
  );
  if (handedOut) return 'dispensed';
  return (validUntil(prescription) ?? today) < today ? 'expired' : 'received';
}

/** Whether an order may still be dispensed by a prescription that was sent, or is on its way. */
export const standsBy = (task: Resource, today: string): boolean =>
  messageKindOf(task) === 'prescription' &&
  (task.status === 'completed' || task.status === 'on-hold' || ON_ITS_WAY.has(String(task.status))) &&
  businessStateOf(task) !== 'recalled' &&
  (validUntil(task) ?? today) >= today;
