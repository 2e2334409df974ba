import { dispenserExtension, dispenserKind, verification } from '@enjournal/server/care/dispensers';
import type {
  Annotation,
  CodeableConcept,
  MedicationAdministration,
  MedicationDispense,
  MedicationRequest,
  Quantity,
  Reference,
  Resource,
  Task,
} from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';

export type Dispenser = Resource & {
  resourceType: 'Device';
  deviceName?: { name?: string; type?: string }[];
  type?: CodeableConcept;
  serialNumber?: string;
  status?: string;
  patient?: Reference;
  owner?: Reference;
};
/** What of an order lies in a dispenser. */
export type Load = MedicationDispense & {
  status?: string;
  statusReasonCodeableConcept?: CodeableConcept;
  subject?: Reference;
  authorizingPrescription?: Reference[];
  performer?: { actor: Reference }[];
  daysSupply?: Quantity;
  whenPrepared?: string;
};
/** A dose as the dispenser told of it. */
export type Told = MedicationAdministration & {
  status?: string;
  statusReason?: CodeableConcept[];
  device?: Reference[];
  note?: Annotation[];
};

export const isDispenser = ({ deviceName = [], type }: Dispenser): boolean =>
  /dispenser|dispensar/i.test([conceptText(type), ...deviceName.map(({ name }) => name)].join(' '));

export const dispenserName = ({ deviceName = [], type, serialNumber }: Dispenser): string =>
  [deviceName[0]?.name ?? conceptText(type), serialNumber].filter(Boolean).join(' ');

export const isTask = ({ code }: Task, of: 'refill-dispenser' | 'dose-missed'): boolean =>
  (code?.coding ?? []).some((one) => one.code === of);

/** A dispenser as it is handed out: by its number, to one citizen. */
export const handedOut = (
  patient: string,
  serialNumber: string,
  name: string,
  owner: Reference | undefined,
): Dispenser => ({
  resourceType: 'Device',
  status: 'active',
  type: { coding: [dispenserKind], text: 'Medisindispenser' },
  deviceName: [{ name, type: 'user-friendly-name' }],
  serialNumber,
  patient: { reference: `Patient/${patient}` },
  ...(owner === undefined ? {} : { owner }),
});

/** Who has been told of a dose that was missed, and whether somebody has said yes to it. */
export function taskOf(dose: Told, tasks: readonly Task[]): { who: string; isTaken: boolean } | undefined {
  const task = tasks.find(
    (one) => isTask(one, 'dose-missed') && one.focus?.reference === `MedicationAdministration/${dose.id}`,
  );
  if (task?.owner?.display === undefined) return undefined;
  return { who: task.owner.display, isTaken: task.status === 'accepted' || task.status === 'in-progress' };
}

/** The day that what was filled lasts to, and with; undefined when nobody said. */
export function lastsTo({ whenPrepared, daysSupply }: Load): string | undefined {
  const at = Date.parse(whenPrepared ?? '');
  const days = daysSupply?.value;
  return Number.isNaN(at) || days === undefined ? undefined : dayOf(at + (days - 1) * 86_400_000);
}

/**
 * What is written when somebody has filled a dispenser: what lies in it now, each order once, and what was taken out.
 * @param chosen the orders that lie in it @param before what lay in it
 */
export function filled(
  device: Dispenser,
  chosen: readonly MedicationRequest[],
  before: readonly Load[],
  by: { patient: string; self: Reference; days: number; now: number; takenOut: string },
): Load[] {
  const of = (order: MedicationRequest) =>
    before.find((one) => one.authorizingPrescription?.[0]?.reference === `MedicationRequest/${order.id}`);
  const kept = new Set(chosen.map((order) => of(order)?.id));
  const at = new Date(by.now).toISOString();
  const said = {
    whenPrepared: at,
    // put where the citizen takes it: by this it has its place in time
    whenHandedOver: at,
    daysSupply: { value: by.days, unit: 'dager', system: 'http://unitsofmeasure.org', code: 'd' },
    performer: [{ actor: by.self }],
  };
  const loads = chosen.map((order) => ({
    ...(of(order) ?? {
      resourceType: 'MedicationDispense' as const,
      extension: [
        {
          url: dispenserExtension,
          valueReference: { reference: `Device/${device.id}`, display: dispenserName(device) },
        },
      ],
      status: 'in-progress',
      medicationCodeableConcept: order.medicationCodeableConcept ?? {
        text: order.medicationReference?.display ?? '',
      },
      subject: { reference: `Patient/${by.patient}` },
      authorizingPrescription: [{ reference: `MedicationRequest/${order.id}` }],
    }),
    ...said,
  }));
  const out = before
    .filter((one) => !kept.has(one.id))
    .map((one) => ({ ...one, status: 'stopped', statusReasonCodeableConcept: { text: by.takenOut } }));
  return [...loads, ...out] as Load[];
}

/** What a dispenser told as a person confirms it: no longer unverified, with a note of its own. */
export const confirmed = (told: Told, note: string): Told => ({
  ...told,
  meta: { ...told.meta, tag: (told.meta?.tag ?? []).filter(({ system }) => system !== verification) },
  note: [...(told.note ?? []), { text: note }],
});
