const key = 'enjournal.reading';
const listeners = new Set<() => void>();

/** Whether somebody has chosen, on this device, to read without network what they opened. Whose choice it was is not told here. */
export const readingChoice = {
  isMade: (): boolean => localStorage.getItem(key) !== null,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set(isMade: boolean): void {
    if (isMade) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
    for (const listener of listeners) listener();
  },
};

/** Where the choice has been made: what is read from now on is kept, and what is not to be read any longer goes. */
export async function followReading(): Promise<void> {
  if (!readingChoice.isMade()) return;
  await import('./reading.ts').then(({ startReading }) => startReading()).catch(() => undefined);
}
