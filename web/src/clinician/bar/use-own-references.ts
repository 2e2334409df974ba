import { useMemo, useSyncExternalStore } from 'react';
import { session } from '../../shared/session/session.ts';

/** Every reference by which lists and appointments may name the reader: the person, and the employment chosen. */
export function useOwnReferences(): string[] {
  const current = useSyncExternalStore(session.subscribe, session.current);
  return useMemo(() => {
    if (current.state !== 'open' || current.user.kind !== 'staff') return [];
    const { user, employment } = current;
    return [user.reference, ...(employment === undefined ? [] : [`PractitionerRole/${employment.id}`])];
  }, [current]);
}
