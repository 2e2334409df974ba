import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { send } from '../../shared/fhir/client.ts';
import { useOutbox } from '../../shared/outbox/use-outbox.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { type Dose, dosesIn, withDone } from './dose.ts';

const HOUR = 3_600_000;
/** What is due soon belongs to this visit; what was due long ago belonged to another. */
const BEFORE_MS = 8 * HOUR;
const AFTER_MS = 2 * HOUR;

/** The doses of a visit, from the orders as they are now, and what has been done of them here. */
export function useDueDoses(id: string): UseQueryResult<Dose[]> {
  const done = useOutbox();
  const query = useQuery({
    queryKey: recordKey(id, ['MedicationRequest', 'MedicationAdministration'], 'due'),
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const time = (at: number) => encodeURIComponent(new Date(at).toISOString());
      const path = `MedicationRequest/$due-doses?patient=Patient/${id}&from=${time(now - BEFORE_MS)}&to=${time(now + AFTER_MS)}`;
      return dosesIn(await (await send(path, { signal })).json(), now);
    },
    // a dose becomes due and late as time goes
    refetchInterval: 60_000,
  });
  const data = useMemo(() => query.data && withDone(query.data, done), [query.data, done]);
  return { ...query, data } as UseQueryResult<Dose[]>;
}
