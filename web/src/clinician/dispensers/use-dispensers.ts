import { dispenserExtension, isUnverified, loadedIn, verification } from '@enjournal/server/care/dispensers';
import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
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
import { write } from '../../shared/fhir/write.ts';
import { dayOf } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { recordKey, useRecordSearch } from '../../shared/record/record-queries.ts';

const codes = 'https://enjournal.no/fhir/CodeSystem/task-code';
/** What a dispenser told so long ago is read in the kurve. */
const BACK_MS = 14 * 86_400_000;

export type Dispenser = Resource & {
  resourceType: 'Device';
  deviceName?: { name?: string }[];
  type?: CodeableConcept;
  serialNumber?: string;
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

/** The dispensers that a citizen has, what lies in them, and what they have told that nobody has confirmed. */
export function useDispensers(id: string) {
  const found = useRecordSearch<Dispenser>(id, 'Device', { status: 'active' });
  const loads = useRecordSearch<Load>(id, 'MedicationDispense', { status: 'in-progress' });
  const inUse = (loads.data?.resources ?? []).filter((one) => loadedIn(one as never) !== undefined);
  const devices = (found.data?.resources ?? []).filter(
    (one) => isDispenser(one) || inUse.some((load) => loadedIn(load as never) === `Device/${one.id}`),
  );
  const enabled = devices.length > 0;
  const since = new Date(Date.now() - BACK_MS).toISOString().slice(0, 10);
  const told = useRecordSearch<Told>(
    id,
    'MedicationAdministration',
    { device: devices.map((one) => `Device/${one.id}`).join(','), 'effective-time': `ge${since}` },
    { enabled },
  );
  const tasks = useRecordSearch<Task>(
    id,
    'Task',
    { code: `${codes}|refill-dispenser,${codes}|dose-missed`, status: 'requested,received,accepted,in-progress' },
    { enabled },
  );
  return {
    query: (loads.isError ? loads : told.isError ? told : found) as UseQueryResult<unknown>,
    devices,
    loads: inUse,
    told: (told.data?.resources ?? []).filter((one) => isUnverified(one as never) && one.status !== 'entered-in-error'),
    tasks: tasks.data?.resources ?? [],
  };
}

const isDispenser = ({ deviceName = [], type }: Dispenser): boolean =>
  /dispenser|dispensar/i.test([conceptText(type), ...deviceName.map(({ name }) => name)].join(' '));

export const dispenserName = ({ deviceName = [], type, serialNumber }: Dispenser): string =>
  [deviceName[0]?.name ?? conceptText(type), serialNumber].filter(Boolean).join(' ');

export const isTask = ({ code }: Task, of: 'refill-dispenser' | 'dose-missed'): boolean =>
  (code?.coding ?? []).some((one) => one.code === of);

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
  const said = {
    whenPrepared: new Date(by.now).toISOString(),
    daysSupply: { value: by.days, unit: 'dager', system: 'http://unitsofmeasure.org', code: 'd' },
    performer: [{ actor: by.self }],
  };
  const loads = chosen.map((order) => ({
    ...(of(order) ?? {
      resourceType: 'MedicationDispense' as const,
      extension: [{ url: dispenserExtension, valueReference: { reference: `Device/${device.id}` } }],
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

/** Writes all or nothing; what somebody was asked to do is done with it. */
export function useDispenserWrite(id: string) {
  const queries = useQueryClient();
  return useMutation({
    async mutationFn({ resources, done }: { resources: readonly Resource[]; done: readonly Task[] }) {
      await write(resources);
      // what may not be answered by this user stands as it did, and is answered by whoever it was asked of
      await Promise.allSettled(done.map((task) => write([{ ...task, status: 'completed' } as Resource])));
    },
    onSettled: () =>
      Promise.all(
        ['MedicationDispense', 'MedicationAdministration', 'Task'].map((type) =>
          queries.invalidateQueries({ queryKey: recordKey(id, [type]) }),
        ),
      ),
  });
}
