/** Which draft a user had open in each record, in this browser: ids only, so that nothing about a citizen is kept here. */
const keyOf = (user: string) => `enjournal.workspace.${user}`;
const most = 50;
type Open = Record<string, string>;

export const openDraftOf = (user: string, record: string): string | undefined => readAll(user)[record];

export function noteOpenDraft(user: string, record: string, draft: string | undefined): void {
  const { [record]: _, ...others } = readAll(user);
  const entries = Object.entries(draft === undefined ? others : { ...others, [record]: draft });
  localStorage.setItem(keyOf(user), JSON.stringify(Object.fromEntries(entries.slice(-most))));
}

function readAll(user: string): Open {
  try {
    return JSON.parse(localStorage.getItem(keyOf(user)) ?? '{}') as Open;
  } catch {
    return {};
  }
}
