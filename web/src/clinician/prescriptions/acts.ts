import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { read, send, update } from '../../shared/fhir/client.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { Bundle, MedicationRequest, Reference, Task } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { useUser } from '../bar/use-user.ts';

const given = (orders: readonly string[], name = 'order') =>
  orders.map((one) => ({ name, valueReference: { reference: `MedicationRequest/${one}` } }));

async function call(path: string, parameter: readonly object[]): Promise<Bundle> {
  const answer = await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter }),
  });
  return (await answer.json()) as Bundle;
}

const anew = (queries: QueryClient, id: string) =>
  queries
    .invalidateQueries({ queryKey: recordKey(id, ['MedicationRequest']) })
    .then(() =>
      Promise.all(
        ['Task', 'MedicationDispense'].map((type) => queries.invalidateQueries({ queryKey: recordKey(id, [type]) })),
      ),
    );

/** Signs orders as prescriptions, and sends them. */
export function useSend(id: string, onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (orders: readonly string[]) => call('MedicationRequest/$prescribe', given(orders)),
    onSuccess: async () => {
      await anew(queries, id);
      onDone();
    },
  });
}

/**
 * Renews orders by one signature, and where prescriptions can be sent, sends those of what has a code in the same transaction: all of
 * it is done, or nothing.
 */
export async function renewAndSend(
  queries: QueryClient,
  id: string,
  orders: readonly MedicationRequest[],
  sends: boolean,
): Promise<void> {
  const isSent = (order: MedicationRequest) => sends && (order.medicationCodeableConcept?.coding ?? []).length > 0;
  const ids = (of: readonly MedicationRequest[]) => of.flatMap((one) => one.id ?? []);
  const sent = orders.filter(isSent);
  if (sent.length === 0) await call('MedicationRequest/$renew', given(ids(orders)));
  else
    await call('MedicationRequest/$prescribe', [
      ...given(ids(sent)),
      ...given(ids(orders.filter((one) => !isSent(one))), 'renewOnly'),
      { name: 'renew', valueBoolean: true },
    ]);
  await queries.invalidateQueries({ queryKey: recordKey(id, ['Task']) });
}

/** Recalls the prescription of an order. */
export function useRecall(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: string) => call(`MedicationRequest/${order}/$recall`, []),
    onSuccess: () => anew(queries, id),
  });
}

/** What stands still is sent again or given up, as it is now. */
export function useTakeUp(onDone: () => Promise<unknown>) {
  const own = useOwnReferences();
  const { name } = useUser();
  const self: Reference = { reference: own.find((one) => one.startsWith('PractitionerRole/')) ?? '', display: name };
  return useMutation({
    mutationFn: async ({ task, status }: { task: string; status: 'ready' | 'cancelled' }) => {
      const now = await read<Task & { input?: unknown }>('Task', task);
      // what must be made anew is signed by who sends it; what was made goes as it was signed
      const signer = status === 'ready' && now.input === undefined ? { requester: self } : {};
      const record = localReference(now.for)?.replace('Patient/', '') ?? null;
      await update({ ...now, ...signer, status } as Task, { record });
    },
    onSettled: () => onDone(),
  });
}
