import { useSyncExternalStore } from 'react';
import type { Reference } from '../../shared/fhir/types.ts';
import { session } from '../../shared/session/session.ts';

const prescribers = new Set(['lege', 'kommuneoverlege']);

export type Prescriber = {
  /** Whoever is logged on, in the employment that was chosen. */
  self: Reference;
  /** The unit where they work now. */
  unit: Reference | undefined;
  role: string;
  /** Only what the server would let them do is offered; it decides all the same. */
  isPrescriber: boolean;
};

/** Who would order: in what employment, and whether the server would let them. */
export function usePrescriber(): Prescriber {
  const current = useSyncExternalStore(session.subscribe, session.current);
  const open = current.state === 'open' ? current : undefined;
  const employment = open?.employment;
  const reference = employment === undefined ? (open?.user.reference ?? '') : `PractitionerRole/${employment.id}`;
  const role = employment?.role ?? '';
  return {
    self: { reference, display: open?.user.name ?? '' },
    unit:
      employment === undefined
        ? undefined
        : { reference: `Organization/${employment.unit.id}`, display: employment.unit.display },
    role,
    isPrescriber: prescribers.has(role),
  };
}
