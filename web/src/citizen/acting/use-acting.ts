import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { callOperation } from '../../shared/fhir/parameters.ts';
import { session } from '../../shared/session/session.ts';
import { type Acted, actedNow, actFor, askActingFor, subscribeToActing } from './acted-for.ts';

const subscribe = (listener: () => void): (() => void) => {
  const ends = [subscribeToActing(listener), session.subscribe(listener)];
  return () => {
    for (const end of ends) end();
  };
};

/** Whom the citizen acts for now; undefined in their own record. */
export const useActed = () => useSyncExternalStore(subscribe, actedNow);

/** Patient id of who is logged on, whoever's record is open. */
export function useOwnPatient(): string {
  const current = useSyncExternalStore(session.subscribe, session.current);
  return current.state === 'open' ? (current.user.reference.split('/')[1] ?? '') : '';
}

/** Whom they may act for. */
export function useActingFor() {
  const own = useOwnPatient();
  return useQuery({
    queryKey: ['acting-for', own],
    enabled: own !== '',
    staleTime: 0,
    queryFn: ({ signal }) => askActingFor(own, signal),
  });
}

/** What who is logged on is called, whoever's record is open. */
export function useOwnName(): string {
  const current = useSyncExternalStore(session.subscribe, session.current);
  return current.state === 'open' ? current.user.name : '';
}

/** Gives up all powers of attorney that one holds for somebody; who has their record open is back in their own. */
export function useGivingUp({ patient, powers }: Acted) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      for (const reference of powers)
        await callOperation(`Patient/${patient}/$withdraw-power`, [{ name: 'power', valueReference: { reference } }]);
    },
    onSuccess: async () => {
      if (actedNow()?.patient === patient) actFor(undefined);
      await queries.invalidateQueries({ queryKey: ['acting-for'] });
    },
  });
}
