import { useEffect } from 'react';
import type { WorkspaceState } from './workspace-context.ts';

/** Alt N begins a note, Alt W goes between the record and what is written beside it. */
export function useWorkspaceKeys({ isOffered, open, drafts, begin, show }: WorkspaceState): void {
  useEffect(() => {
    if (!isOffered) return;
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.code === 'KeyN') {
        event.preventDefault();
        begin();
      } else if (event.code === 'KeyW') {
        event.preventDefault();
        const pane = document.getElementById('workspace');
        const last = drafts.at(-1);
        if (pane?.contains(document.activeElement)) {
          document.getElementById('content')?.focus({ preventScroll: true });
        } else if (open === undefined) {
          if (last) show(last.key);
          else begin();
        } else (pane?.querySelector<HTMLElement>('textarea, input:not([type="checkbox"])') ?? pane)?.focus();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isOffered, open, drafts, begin, show]);
}
