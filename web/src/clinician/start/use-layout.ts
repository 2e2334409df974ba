import { startChoiceOf, startResource } from '@enjournal/server/care/workplace';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useRole, useUser } from '../bar/use-user.ts';
import { useServiceKind } from '../work/use-work.ts';
import { readOwn, writeOwn } from '../workplace/own-resources.ts';
import { type CardId, type Choice, chosen, isCard, layoutOf, moved, noChoice } from './layout.ts';

/** What was chosen last on this device, so that the page does not move about while the server is asked. */
const keyOf = (user: string) => `enjournal.start.${user}`;

function lastHere(user: string): Choice | undefined {
  try {
    const kept = localStorage.getItem(keyOf(user));
    return kept === null ? undefined : { ...noChoice, ...(JSON.parse(kept) as Partial<Choice>) };
  } catch {
    return undefined;
  }
}

const keepHere = (user: string, choice: Choice): void => localStorage.setItem(keyOf(user), JSON.stringify(choice));

/** The start page of the role, as this user has chosen it, on whatever device. `isKnown` when the choice is. */
export function useLayout() {
  const { key, reference } = useUser();
  const role = useRole();
  const service = useServiceKind();
  const queries = useQueryClient();
  const which = useMemo(() => ({ owner: reference, kind: 'start-page' as const }), [reference]);
  const {
    data: choice = noChoice,
    isSuccess,
    isError,
  } = useQuery({
    queryKey: ['start-page', key],
    staleTime: 5 * 60_000,
    placeholderData: () => lastHere(key),
    queryFn: async ({ signal }): Promise<Choice> => {
      const [one] = await readOwn(which, {}, signal);
      const { hidden, order } = one ? startChoiceOf(one as never) : noChoice;
      const known = { hidden: hidden.filter(isCard), order: order.filter(isCard) };
      keepHere(key, known);
      return known;
    },
  });
  const layout = useMemo(() => layoutOf(role, service), [role, service]);
  const keep = useCallback(
    (next: Choice) => {
      // What is still being read was chosen before.
      void queries.cancelQueries({ queryKey: ['start-page', key] });
      queries.setQueryData(['start-page', key], next);
      keepHere(key, next);
      void writeOwn(which, startResource(reference, next) as never);
    },
    [queries, key, which, reference],
  );
  return {
    isKnown: isSuccess || isError,
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
