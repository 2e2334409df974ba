import { useSyncExternalStore } from 'react';

/** What the user chose; `system` follows the machine. */
export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const key = 'enjournal.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let choice = (localStorage.getItem(key) as ThemeChoice | null) ?? 'system';

function inEffect(): 'light' | 'dark' {
  return choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
}

/** Aksel's Theme marks its own element only; without the class on the root, the page flashes and overscrolls white at night. */
function apply(): void {
  document.documentElement.classList.remove('light', 'dark');
  document.documentElement.classList.add(inEffect());
  for (const listener of listeners) listener();
}

export function startTheme(): void {
  dark.addEventListener('change', apply);
  apply();
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  localStorage.setItem(key, next);
  apply();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): 'light' | 'dark' => useSyncExternalStore(subscribe, inEffect);
export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, () => choice);
