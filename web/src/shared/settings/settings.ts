import { useSyncExternalStore } from 'react';

/** Choices of one user in this browser. Never anything about a citizen but a record's id. */
type Settings = {
  density: 'tight' | 'medium';
  singleKeys: boolean;
  /** Width of the workspace beside the record, px. */
  workspaceWidth: number;
};

const key = 'enjournal.settings';
const standard: Settings = { density: 'tight', singleKeys: true, workspaceWidth: 468 };
const listeners = new Set<() => void>();
let settings: Settings = read();

function read(): Settings {
  try {
    return { ...standard, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Settings>) };
  } catch {
    return standard;
  }
}

export function changeSettings(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
  localStorage.setItem(key, JSON.stringify(settings));
  for (const listener of listeners) listener();
}

export function currentSettings(): Settings {
  return settings;
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useSettings = (): Settings => useSyncExternalStore(subscribe, currentSettings);
