/** The views of the inbox, as they stand in its address. */
export const views = ['krever', 'alle', 'svar', 'orientering', 'sendt', 'enhet'] as const;
export type View = (typeof views)[number];

export type InboxSearch = { vis?: View; oppgave?: string };

/** What an address asks for; what is no view or no id is left out. */
export function inboxSearch(search: Record<string, unknown>): InboxSearch {
  const vis = views.find((view) => view === search.vis);
  const { oppgave } = search;
  const isId = typeof oppgave === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(oppgave);
  return { ...(vis === undefined ? {} : { vis }), ...(isId ? { oppgave } : {}) };
}
