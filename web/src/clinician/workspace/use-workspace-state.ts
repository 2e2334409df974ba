import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import type { LiveState } from '../../shared/record/live.ts';
import { useKept } from '../../shared/session/kept.ts';
import { useUser } from '../bar/use-user.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { beginDraft, discardDraft, draftsOf, endDraft, loadDrafts, subscribeToDrafts, takeUpDraft } from './drafts.ts';
import { noteOpenDraft, openDraftOf } from './open-drafts.ts';
import type { Excerpt, WorkspaceNews, WorkspaceState } from './workspace-context.ts';

const newsMs = 10_000;

/** The writing beside one record: its drafts, which of them is open, and how. */
export function useWorkspaceState(record: string, live: LiveState, isOpen: boolean): WorkspaceState {
  const { kind, reference: user } = useUser();
  const isOffered = kind === 'staff' && isOpen;
  const drafts = useSyncExternalStore(subscribeToDrafts, () => draftsOf(record));
  const [wanted, setWanted] = useState<string | undefined>(() => openDraftOf(user, record));
  const [isWide, setWide] = useKept('workspace wide', false);
  const [insert, setInsert] = useState<((excerpt: Excerpt) => void) | undefined>();
  const [news, setNews] = useState<WorkspaceNews | undefined>();
  const newsTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const opener = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (!isOffered) return;
    const ended = new AbortController();
    void loadDrafts(record, ended.signal);
    return () => ended.abort();
  }, [record, isOffered]);
  useOtherDevices(record, live, drafts, user);

  const open = wanted === 'new' || drafts.some(({ key }) => key === wanted) ? wanted : undefined;
  return useMemo(() => {
    const set = (key: string | undefined) => {
      if (key !== undefined && open === undefined) opener.current = document.activeElement as HTMLElement | null;
      setWanted(key);
      noteOpenDraft(user, record, key);
    };
    const tell = (next: WorkspaceNews | undefined) => {
      clearTimeout(newsTimer.current);
      setNews(next);
      newsTimer.current = setTimeout(() => setNews(undefined), newsMs);
    };
    const giveFocusBack = () =>
      requestAnimationFrame(() => {
        const { current } = opener;
        const isThere = current?.isConnected && current !== document.body;
        (isThere ? current : document.getElementById('content'))?.focus({ preventScroll: true });
      });
    return {
      record,
      isOffered,
      drafts,
      open,
      isWide,
      begin: () => set('new'),
      show: (key: string) => set(key),
      start: (response) => {
        const keeper = beginDraft(record, response);
        set(keeper.key);
        return keeper;
      },
      takeUp: (draft) => set(takeUpDraft(record, draft).key),
      minimise: () => {
        set(undefined);
        giveFocusBack();
      },
      widen: setWide,
      signed: (keeper, title, became) => {
        endDraft(keeper);
        set(undefined);
        giveFocusBack();
        tell({ kind: became, title });
      },
      dictated: (title) => {
        set(undefined);
        giveFocusBack();
        tell({ kind: 'dictated', title });
      },
      discard: (keeper, title) => {
        set(undefined);
        giveFocusBack();
        const undo = discardDraft(keeper, newsMs);
        tell({
          kind: 'discarded',
          title,
          undo: () => {
            undo();
            tell(undefined);
            set(keeper.key);
          },
        });
      },
      news,
      insert,
      offerInsert: (next) => setInsert(() => next),
    };
  }, [record, isOffered, drafts, open, isWide, insert, news, user, setWide]);
}

/** What the same writer does on another device comes here too, by the record's stream. */
function useOtherDevices(record: string, { changes }: LiveState, drafts: readonly DraftKeeper[], user: string) {
  useEffect(() => {
    for (const { key, resource } of changes.values()) {
      if (!key.startsWith('QuestionnaireResponse/')) continue;
      const draft = resource as QuestionnaireResponse | undefined;
      const keeper = drafts.find(({ id }) => id !== undefined && id === draft?.id);
      if (keeper && draft) void keeper.hear(draft);
      else if (draft?.status === 'in-progress' && draft.author?.reference === user) void loadDrafts(record);
    }
  }, [record, changes, drafts, user]);
}
