import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { FhirFailure } from '../../shared/fhir/client.ts';
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
export function useActingFor(isWanted = true) {
  const own = useOwnPatient();
  return useQuery({
    queryKey: ['acting-for', own],
    enabled: own !== '' && isWanted,
    staleTime: 0,
    queryFn: ({ signal }) => askActingFor(own, signal),
  });
}

/** Whether who is acted for has ceased to be so: asked when something of the record was not found, for each asking stands in the log. */
export function useHasEnded(acted: Acted | undefined): boolean {
  const queries = useQueryClient();
  const [doubted, setDoubted] = useState<Acted>();
  useEffect(
    () =>
      queries.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return;
        const { error } = event.action;
        if (error instanceof FhirFailure && error.kind === 'absent') setDoubted(actedNow());
      }),
    [queries],
  );
  const isDoubted = acted !== undefined && doubted === acted;
  const { data, isFetching } = useActingFor(isDoubted);
  return (
    isDoubted && data !== undefined && !isFetching && !data.people.some(({ patient }) => patient === acted.patient)
  );
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
