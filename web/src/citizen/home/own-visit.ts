import { useState } from 'react';

type Visit = { at: string; since?: string };

/** A break this long makes the next opening another visit. */
const BREAK_MS = 30 * 60_000;
const keyOf = (patient: string) => `enjournal.visit.Patient/${patient}.${patient}`;

/**
 * Since when what is new is new to this citizen: the visit before this one. Kept in the browser alone, for when somebody reads the
 * own record is nobody's matter. @returns an instant; undefined at a first visit
 */
export function useSince(patient: string): string | undefined {
  const [since] = useState(() => noteVisit(patient, Date.now()));
  return since;
}

function noteVisit(patient: string, now: number): string | undefined {
  const before = read(patient);
  // Without network nothing new can have come: it is no visit.
  if (before !== undefined && !navigator.onLine) return before.since;
  const isAnother = before === undefined || now - Date.parse(before.at) > BREAK_MS;
  const since = isAnother ? before?.at : before.since;
  const visit: Visit = { at: new Date(now).toISOString(), ...(since === undefined ? {} : { since }) };
  localStorage.setItem(keyOf(patient), JSON.stringify(visit));
  return since;
}

function read(patient: string): Visit | undefined {
  try {
    return (JSON.parse(localStorage.getItem(keyOf(patient)) ?? 'null') as Visit | null) ?? undefined;
  } catch {
    return undefined;
  }
}
