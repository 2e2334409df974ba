import { type DehydratedState, dehydrate, hydrate, type QueryClient } from '@tanstack/react-query';
import { keptNow, restoreKept } from './kept.ts';
import { type Scrolled, scrollBack, scrolledNow } from './scroll.ts';
import { beforeSessionChanges, type Session } from './session.ts';
import { clearShelf, putOnShelf, takeFromShelf } from './shelf.ts';

/** Everything that a page was, so that its user finds it as it was left. */
type PutAway = {
  /** Whose it is, in which employment: nothing of it is shown to another. */
  owner: string;
  address: string;
  scrolled: Scrolled[];
  kept: [string, unknown][];
  read: DehydratedState;
};

/**
 * Puts the page away when the session is locked, and forgets it when the session ends or becomes another's.
 * @param forget clears what was read
 */
export function keepPageWhileLocked(queries: QueryClient): void {
  beforeSessionChanges((before, after) => {
    if (before.state === 'open' && after.state === 'locked') void putAway(queries, before);
    else if (ownerOf(before) !== ownerOf(after) && before.state !== 'locked') forget(queries);
    else if (after.state === 'none') forget(queries);
  });
}

async function putAway(queries: QueryClient, open: Extract<Session, { state: 'open' }>): Promise<void> {
  const page: PutAway = {
    owner: ownerOf(open),
    address: addressNow(),
    scrolled: scrolledNow(),
    kept: keptNow(),
    // what the page showed; the rest of what was read in the shift is read anew
    read: dehydrate(queries, { shouldDehydrateQuery: (query) => query.state.status === 'success' && query.isActive() }),
  };
  queries.clear();
  await putOnShelf(open.shelfKey, page);
}

function forget(queries: QueryClient): void {
  queries.clear();
  clearShelf();
}

/** Lays the page out again for the owner of the open session. Call before it is rendered. */
export async function takeOut(queries: QueryClient, open: Session): Promise<void> {
  if (open.state !== 'open') return;
  const page = await takeFromShelf<PutAway>(open.shelfKey);
  if (page === undefined || page.owner !== ownerOf(open) || page.address !== addressNow()) return;
  hydrate(queries, page.read);
  restoreKept(page.kept);
  scrollBack(page.scrolled);
}

const ownerOf = (session: Session): string =>
  session.state === 'open' ? `${session.user.reference} ${session.employment?.id ?? ''}` : session.state;

const addressNow = (): string => `${location.pathname}${location.search}${location.hash}`;
