import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { OutboxState } from './outbox.ts';
import { outbox, whenStored } from './own-outbox.ts';
import type { Sending } from './sending.ts';

export const useOutbox = (): OutboxState => useSyncExternalStore(outbox.subscribe, outbox.current);

/** What waits for one record. */
export function useWaitingOf(record: string): readonly Sending[] {
  const { waiting } = useOutbox();
  return useMemo(() => waiting.filter((one) => one.record === record), [waiting, record]);
}

const subscribeToNetwork = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};

/** Whether this device can reach the server, as far as it knows: no network, or the last thing that was sent did not arrive. */
export function useIsOffline(): boolean {
  const isDown = useSyncExternalStore(subscribeToNetwork, () => !navigator.onLine);
  const { isReached } = useOutbox();
  return isDown || !isReached;
}

/** What is stored is read anew where it is shown. Once for the whole product. */
export function useRefreshWhenStored(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      whenStored(({ record, types }) => {
        void queries.invalidateQueries({
          predicate: ({ queryKey: [scope, of, which] }) =>
            (scope === 'record' && of === record && Array.isArray(which) && which.some((one) => types.includes(one))) ||
            (scope === 'round' && types.includes('MedicationAdministration')),
        });
      }),
    [queries],
  );
}
