import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { session } from '../../shared/session/session.ts';

/** Does something to the plan, and reads anew what it may have changed. */
export function usePlanAct<T>(id: string, act: (given: T) => Promise<unknown>, onDone?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['record', id] });
      onDone?.();
    },
  });
}

/** Who writes: as the notes of a plan name them, and the unit. */
export function useWriter() {
  const current = useSyncExternalStore(session.subscribe, session.current);
  if (current.state !== 'open') return undefined;
  const { user, employment } = current;
  const author = { reference: user.reference, display: user.name };
  return {
    author,
    /** The job, where there is one: what a plan is written in. */
    job: employment === undefined ? author : { reference: `PractitionerRole/${employment.id}`, display: user.name },
    unit:
      employment === undefined
        ? undefined
        : { reference: `Organization/${employment.unit.id}`, display: employment.unit.display },
    role: employment?.role,
  };
}

export type PlanWriter = NonNullable<ReturnType<typeof useWriter>>;

/** A note as the plan keeps it: whose, when. */
export const signed = (writer: PlanWriter, text: string) => ({
  authorReference: writer.author,
  time: new Date().toISOString(),
  text: text.trim(),
});
