import './done.css';
import { CheckmarkIcon } from '@navikt/aksel-icons';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

type Done = { text: string; undo: (() => void) | undefined };

const shownMs = 10_000;
let current: Done | undefined;
const listeners = new Set<() => void>();
const become = (next: Done | undefined) => {
  current = next;
  for (const listener of listeners) listener();
};

/** Says that something was done, wherever on the page it was; `undo` takes it back, for that beats asking before. */
export function tellDone(text: string, undo?: () => void): void {
  become({ text, undo });
}

/** What was done last, for a while. */
export function DoneNotice() {
  const { t } = useTranslation();
  const done = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
  useEffect(() => {
    if (done === undefined) return;
    const timer = setTimeout(() => become(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <div role="status" className="ej-done ej-noprint">
      {done && (
        <p>
          <CheckmarkIcon aria-hidden /> <span>{done.text}</span>
          {done.undo && (
            <button
              type="button"
              onClick={() => {
                done.undo?.();
                become(undefined);
              }}
            >
              {t('ui.undo')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
