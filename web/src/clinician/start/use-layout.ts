import { useCallback, useMemo, useState } from 'react';
import { useRole, useUser } from '../bar/use-user.ts';
import { useServiceKind } from '../work/use-work.ts';
import { type CardId, type Choice, chosen, layoutOf, moved, noChoice } from './layout.ts';

const keyOf = (user: string) => `enjournal.start.${user}`;

function read(user: string): Choice {
  try {
    return { ...noChoice, ...(JSON.parse(localStorage.getItem(keyOf(user)) ?? '{}') as Partial<Choice>) };
  } catch {
    return noChoice;
  }
}

/** The start page of the role, as this user has chosen it; the choice is kept for the user in this browser. */
export function useLayout() {
  const { key } = useUser();
  const role = useRole();
  const service = useServiceKind();
  const [choice, setChoice] = useState(() => read(key));
  const layout = useMemo(() => layoutOf(role, service), [role, service]);
  const keep = useCallback(
    (next: Choice) => {
      localStorage.setItem(keyOf(key), JSON.stringify(next));
      setChoice(next);
    },
    [key],
  );
  return {
    columns: chosen(layout, choice),
    all: chosen(layout, { ...choice, hidden: [] }),
    hidden: choice.hidden,
    toggle: (id: CardId) =>
      keep({
        ...choice,
        hidden: choice.hidden.includes(id) ? choice.hidden.filter((one) => one !== id) : [...choice.hidden, id],
      }),
    move: (id: CardId, by: -1 | 1) => keep(moved(layout, choice, id, by)),
    reset: () => keep(noChoice),
  };
}
