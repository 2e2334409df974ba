import { type Standing, standingOf, standsBy } from '@enjournal/server/care/prescribing';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { search } from '../../shared/fhir/client.ts';
import type { MedicationDispense, MedicationRequest, Task } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useRole } from '../bar/use-user.ts';

const prescribers = new Set(['lege', 'kommuneoverlege']);
const codes = 'https://enjournal.no/fhir/CodeSystem/task-code';
const kinds = `${codes}|prescription,${codes}|recall-prescription`;
/** All but the message itself. */
const shown = [
  ...['identifier', 'status', 'statusReason', 'businessStatus', 'code', 'focus', 'for', 'basedOn', 'authoredOn'],
  ...['requester', 'owner', 'restriction', 'description'],
].join(',');

/** Whether prescriptions can be sent from here at all: the bank stands among the organisations then. */
export function useHasBank(): boolean {
  const { data = 0 } = useQuery<number>({
    queryKey: ['prescription bank'],
    staleTime: 5 * 60_000,
    // a server that has just begun has much to catch up on before it keeps the bank
    refetchInterval: ({ state }) => (state.data === 0 ? 60_000 : false),
    queryFn: async ({ signal }) =>
      (await search('Organization', { _id: 'reseptformidleren', active: 'true', _summary: 'count' }, signal)).total ??
      0,
  });
  return data > 0;
}

/** Whether the reader would be let to sign prescriptions; the server decides all the same. */
export function useMayPrescribe(): boolean {
  const hasBank = useHasBank();
  return prescribers.has(useRole() ?? '') && hasBank;
}

export type Standings = {
  of(order: MedicationRequest): Standing | undefined;
  hasValid(order: MedicationRequest): boolean;
};

/** How the prescription of each order stands. */
export function useStandings(id: string): Standings {
  const enabled = useHasBank();
  const tasks = useRecordSearch<Task>(id, 'Task', { code: kinds, _elements: shown }, { enabled });
  const dispenses = useRecordSearch<MedicationDispense>(id, 'MedicationDispense', {}, { enabled });
  const [all, handed] = [tasks.data?.resources, dispenses.data?.resources];
  return useMemo(() => {
    const today = dayOf(Date.now());
    return {
      of: (order) => standingOf(order as never, (all ?? []) as never, (handed ?? []) as never, today),
      hasValid: (order) =>
        (all ?? []).some(
          (task) => task.focus?.reference === `MedicationRequest/${order.id}` && standsBy(task as never, today),
        ),
    };
  }, [all, handed]);
}
