import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { send } from '../../shared/fhir/client.ts';
import { useOutbox } from '../../shared/outbox/use-outbox.ts';
import { type Medicine, medicinesIn, withDone } from './unscheduled.ts';

/** So many persons to one question. @source OperationDefinition MedicationRequest-unscheduled */
const AT_ONCE = 60;

/** What may be given as needed and what runs in pumps, of one person or of a ward, with what was done of it here. */
export function useUnscheduled(key: readonly unknown[], ids: readonly string[]): UseQueryResult<Medicine[]> {
  const done = useOutbox();
  const query = useQuery({
    queryKey: key,
    enabled: ids.length > 0,
    // what is left and when the next may be given change as time goes
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => {
      const parts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) =>
        ids.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
      );
      const answers = await Promise.all(
        parts.map(async (part) => {
          const parameter = part.map((id) => ({ name: 'patient', valueReference: { reference: `Patient/${id}` } }));
          const answer = await send('MedicationRequest/$unscheduled', {
            method: 'POST',
            record: null,
            headers: { 'content-type': 'application/fhir+json' },
            body: JSON.stringify({ resourceType: 'Parameters', parameter }),
            signal,
          });
          return medicinesIn(await answer.json());
        }),
      );
      return answers.flat();
    },
  });
  const data = useMemo(() => query.data && withDone(query.data, done), [query.data, done]);
  return { ...query, data } as UseQueryResult<Medicine[]>;
}
