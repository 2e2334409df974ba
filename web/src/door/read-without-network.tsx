import { useSyncExternalStore } from 'react';
import { readingChoice } from '../shared/reading/choice.ts';
import { later } from '../shared/ui/later.tsx';

const ReadingDoor = later(() => import('./reading-door.tsx'));

const subscribe = (listener: () => void): (() => void) => {
  const ends = [readingChoice.subscribe(listener)];
  for (const kind of ['online', 'offline']) {
    window.addEventListener(kind, listener);
    ends.push(() => window.removeEventListener(kind, listener));
  }
  return () => {
    for (const end of ends) end();
  };
};

/**
 * Where a citizen has chosen so on this device, and there is no network: the way to what was read before.
 * @param isUnreached the server did not answer, whatever the device believes of its network
 */
export function ReadWithoutNetwork({ isUnreached = false }: { isUnreached?: boolean }) {
  const isOffered = useSyncExternalStore(subscribe, () => readingChoice.isMade() && (isUnreached || !navigator.onLine));
  return isOffered ? <ReadingDoor /> : null;
}
