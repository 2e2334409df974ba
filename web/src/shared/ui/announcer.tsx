import { useSyncExternalStore } from 'react';

type Said = { turn: number; text: string };

/** Long enough to be read; whoever walks through the page later does not come upon what was news once. */
const keptMs = 6_000;
let said: readonly Said[] = [];
let turns = 0;
const listeners = new Set<() => void>();
const become = (next: readonly Said[]) => {
  said = next;
  for (const listener of listeners) listener();
};

/** Says something to who listens to the page and does not see it: what was done, or what came. Nothing is shown. */
export function announce(text: string): void {
  const turn = ++turns;
  become([...said, { turn, text }]);
  setTimeout(() => become(said.filter((one) => one.turn !== turn)), keptMs);
}

/** Stands in the page from the beginning: what a screen reader has not met empty, it may not read. */
export function Announcer() {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
  return (
    <div className="ej-sr" role="status" aria-atomic="false">
      {now.map(({ turn, text }) => (
        <p key={turn}>{text}</p>
      ))}
    </div>
  );
}
