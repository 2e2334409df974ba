import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from 'react';

/** What screens remember at the moment, by place and name. */
const live = new Map<string, unknown>();
const later = new Map<string, () => unknown>();
/** What they remembered when the session was locked; good for the page that was open then. */
let before: ReadonlyMap<string, unknown> = new Map();

/**
 * `useState` for what a user would miss if it were gone after unlocking: what was typed, opened, chosen. It lives as long
 * as the component and the lock. The value is JSON or has sets in it; `name` is unique on its page.
 */
export function useKept<T>(name: string, initial: T | (() => T)): [T, Dispatch<SetStateAction<T>>] {
  const key = `${location.pathname} ${name}`;
  const [value, setValue] = useState<T>(() => {
    if (before.has(key)) return before.get(key) as T;
    return initial instanceof Function ? initial() : initial;
  });
  useEffect(() => {
    live.set(key, value);
    return () => void live.delete(key);
  }, [key, value]);
  return [value, useCallback((next) => setValue(next), [])];
}

/**
 * What need not be kept until the session is locked, such as what was measured: read by `now` then.
 * @returns what it was, on the page that was open then
 */
export function useKeptWhenLocked<T>(name: string, now: () => T): T | undefined {
  const key = `${location.pathname} ${name}`;
  const [was] = useState(() => before.get(key) as T | undefined);
  useEffect(() => {
    later.set(key, now);
    return () => void later.delete(key);
  });
  return was;
}

/** Without what is undefined: in JSON it would come back as null, which no screen expects. */
export const keptNow = (): [string, unknown][] =>
  [...live, ...[...later].map(([key, now]): [string, unknown] => [key, now()])].filter(
    ([, value]) => value !== undefined,
  );

/** Until the page has been shown with it; whoever comes to the page later finds it as always. */
export function restoreKept(entries: readonly [string, unknown][]): void {
  before = new Map(entries);
  setTimeout(() => {
    before = new Map();
  }, 10_000);
}
