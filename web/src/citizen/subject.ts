import { useSyncExternalStore } from 'react';
import { session } from '../shared/session/session.ts';

/** Whose record is open: the citizen's own. */
export type Subject = {
  /** Patient id. */
  patient: string;
  isSelf: boolean;
  name: string;
};

let known: Subject | undefined;

/** @returns undefined when nobody is logged on as a citizen */
export function subjectNow(): Subject | undefined {
  const current = session.current();
  if (current.state !== 'open' || current.user.kind !== 'citizen') return undefined;
  const patient = current.user.reference.split('/')[1] ?? '';
  const { name } = current.user;
  if (known?.patient !== patient || known.name !== name) known = { patient, isSelf: true, name };
  return known;
}

const nobody: Subject = { patient: '', isSelf: true, name: '' };

/** Whose record the page is of. All pages of the citizen's application read the patient from here. */
export const useSubject = (): Subject => useSyncExternalStore(session.subscribe, subjectNow) ?? nobody;
