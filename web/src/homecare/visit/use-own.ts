import { useMemo, useSyncExternalStore } from 'react';
import { session } from '../../shared/session/session.ts';

/** Who is at the visit, as what they write names them. */
export type Own = {
  person: string;
  /** The employment: a PractitionerRole. */
  role: string | undefined;
  /** Code of the access role. */
  accessRole: string | undefined;
  references: readonly string[];
  organization: string | undefined;
  name: string;
};

export function useOwn(): Own {
  const current = useSyncExternalStore(session.subscribe, session.current);
  return useMemo(() => {
    if (current.state !== 'open' || current.user.kind !== 'staff') {
      return { person: '', role: undefined, accessRole: undefined, references: [], organization: undefined, name: '' };
    }
    const { user, employment } = current;
    const role = employment === undefined ? undefined : `PractitionerRole/${employment.id}`;
    return {
      person: user.reference,
      role,
      accessRole: employment?.role,
      references: [user.reference, ...(role === undefined ? [] : [role])],
      organization: employment === undefined ? undefined : `Organization/${employment.unit.id}`,
      name: user.name,
    };
  }, [current]);
}
