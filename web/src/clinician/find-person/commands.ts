import { useEffect, useSyncExternalStore } from 'react';

/** Something that can be done or gone to from where the user is, found by its words in the search field. */
export type Command = { key: string; label: string; run: () => void };

let offered: readonly { owner: object; commands: readonly Command[] }[] = [];
let all: readonly Command[] = [];
const listeners = new Set<() => void>();

function change(next: typeof offered): void {
  offered = next;
  all = offered.flatMap(({ commands }) => commands);
  for (const listener of listeners) listener();
}

/** Offers commands for as long as the component is there. Give the same array as long as they are the same. */
export function useOfferCommands(commands: readonly Command[]): void {
  useEffect(() => {
    const owner = {};
    change([...offered, { owner, commands }]);
    return () => change(offered.filter((one) => one.owner !== owner));
  }, [commands]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The commands whose words begin with what is typed; from two letters on, so that a name's first is never in the way. */
export function useCommands(typed: string): readonly Command[] {
  const commands = useSyncExternalStore(subscribe, () => all);
  return matchingCommands(commands, typed);
}

export function matchingCommands(commands: readonly Command[], typed: string): Command[] {
  const wanted = typed.trim().toLocaleLowerCase('nb');
  if (wanted.length < 2) return [];
  return commands.filter(({ label }) =>
    label
      .toLocaleLowerCase('nb')
      .split(/[\s,]+/)
      .some((_, at, words) => words.slice(at).join(' ').startsWith(wanted)),
  );
}
