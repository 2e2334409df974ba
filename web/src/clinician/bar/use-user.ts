import { useSyncExternalStore } from 'react';
import { session, type User } from '../../shared/session/session.ts';

const nobody: User = {
  kind: 'staff',
  reference: '',
  key: 'none',
  name: '',
  role: undefined,
  organization: undefined,
};

/** The logged-in user. */
export function useUser(): User {
  const current = useSyncExternalStore(session.subscribe, session.current);
  return current.state === 'open' ? current.user : nobody;
}

/** Code of the access role that was chosen; for where one works, never for what one may do. */
export function useRole(): string | undefined {
  const current = useSyncExternalStore(session.subscribe, session.current);
  return current.state === 'open' ? current.employment?.role : undefined;
}
