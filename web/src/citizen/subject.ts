import { useSyncExternalStore } from 'react';
import { session } from '../shared/session/session.ts';
import { actedNow, subscribeToActing } from './acting/acted-for.ts';

/** Whose record is open: the citizen's own, or that of whom they act for. */
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
  const acted = actedNow();
  const patient = acted?.patient ?? current.user.reference.split('/')[1] ?? '';
  const { name } = acted ?? current.user;
  const isSelf = acted === undefined;
  if (known?.patient !== patient || known.name !== name || known.isSelf !== isSelf) known = { patient, isSelf, name };
  return known;
}

function subscribe(listener: () => void): () => void {
  const ends = [session.subscribe(listener), subscribeToActing(listener)];
  return () => {
    for (const end of ends) end();
  };
}

const nobody: Subject = { patient: '', isSelf: true, name: '' };

/** Whose record the page is of. All pages of the citizen's application read the patient from here. */
export const useSubject = (): Subject => useSyncExternalStore(subscribe, subjectNow) ?? nobody;
