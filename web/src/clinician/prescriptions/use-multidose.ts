import { multidoseCategory, packed } from '@enjournal/server/care/prescribing';
import { useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { MedicationRequest, Organization, Reference, Resource, Task } from '../../shared/fhir/types.ts';
import { recordKey, useRecordSearch } from '../../shared/record/record-queries.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { useUser } from '../bar/use-user.ts';

/** A citizen's multidose. @source docs/fhir-choices.md */
export type Multidose = Resource & {
  resourceType: 'SupplyRequest';
  status?: string;
  requester?: Reference;
  supplier?: Reference[];
  occurrenceTiming?: { repeat?: { boundsPeriod?: { start?: string; end?: string } } };
};

/** What is typed: who packs, on which day, from when, and which lines. */
export type Arranged = {
  pharmacy: string;
  day: string;
  weeks: number;
  start: string;
  /** Ids of the orders that are packed. */
  lines: readonly string[];
};

const codes = 'https://enjournal.no/fhir/CodeSystem/task-code';

/** The multidose that stands; undefined in `data` where there is none. */
export const useMultidose = (id: string) =>
  useQuery({
    queryKey: recordKey(id, ['SupplyRequest'], 'multidose'),
    queryFn: async ({ signal }) => ({
      found: matchesOf(
        await search<Multidose>(
          'SupplyRequest',
          { subject: `Patient/${id}`, category: multidoseCategory, status: 'active' },
          signal,
        ),
      )[0],
    }),
  });

/** How the newest list to the pharmacy stands. */
export function useSentList(id: string) {
  const found = useRecordSearch<Task>(id, 'Task', {
    code: `${codes}|medicines-in-use`,
    _sort: '-authored-on',
    _elements: 'status,statusReason,businessStatus,authoredOn,lastModified,code,for,owner,focus',
  });
  const newest = (found.data?.resources ?? []).find(({ status }) => status !== 'cancelled');
  return { ...found, newest };
}

/** Those that can pack. */
export const usePharmacies = (enabled: boolean) =>
  useQuery({
    queryKey: ['pharmacies'],
    enabled,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Organization>('Organization', { 'name:contains': 'apotek', active: 'true', _count: '50' }, signal),
      ).map(({ id = '', name = '' }) => ({ id, name })),
  });

/** To begin, change and end it: the arrangement and its lines in one transaction, signed by the doctor. */
export function useMultidoseActs(id: string) {
  const writing = useRecordWrite(id);
  const own = useOwnReferences();
  const { name } = useUser();
  const self: Reference = { reference: own.find((one) => one.startsWith('PractitionerRole/')) ?? '', display: name };
  const sign = (
    before: Multidose | undefined,
    { pharmacy, day, weeks, start, lines }: Arranged,
    orders: readonly MedicationRequest[],
    pharmacies: readonly { id: string; name: string }[],
    takesOver = false,
  ) => {
    const supply = {
      ...(before ?? {
        resourceType: 'SupplyRequest',
        status: 'active',
        category: { coding: [{ system: multidoseCategory.split('|')[0], code: 'multidose', display: 'Multidose' }] },
        itemCodeableConcept: {
          coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9135', code: '3', display: 'Multidose' }],
        },
        quantity: { value: 1, unit: 'rull' },
        authoredOn: new Date().toISOString(),
        deliverTo: { reference: `Patient/${id}` },
      }),
      requester: before === undefined || takesOver ? self : before.requester,
      supplier: [
        { reference: `Organization/${pharmacy}`, display: pharmacies.find((one) => one.id === pharmacy)?.name },
      ],
      occurrenceTiming: {
        repeat: { boundsPeriod: { start }, frequency: 1, period: weeks, periodUnit: 'wk', dayOfWeek: [day] },
      },
    };
    const isChanged = JSON.stringify(before) !== JSON.stringify(supply);
    return writing.mutateAsync([
      ...(isChanged ? [supply as unknown as Resource] : []),
      ...repacked(orders, (order) => lines.includes(order.id ?? '')),
    ]);
  };
  const end = (before: Multidose, orders: readonly MedicationRequest[]) =>
    writing.mutateAsync([{ ...before, status: 'completed' } as Resource, ...repacked(orders, () => false)]);
  return { sign, end, self, isPending: writing.isPending, error: writing.error, reset: writing.reset };
}

/** The orders that are otherwise than they were. */
const repacked = (
  orders: readonly MedicationRequest[],
  isIn: (order: MedicationRequest) => boolean,
): MedicationRequest[] =>
  orders.flatMap((order) => {
    const after = packed(order as never, isIn(order)) as MedicationRequest;
    return JSON.stringify(after.extension ?? []) === JSON.stringify(order.extension ?? []) ? [] : [after];
  });
