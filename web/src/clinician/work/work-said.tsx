import { CheckmarkIcon } from '@navikt/aksel-icons';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from './use-acts.ts';

type Said = { text: string; undo?: () => void };

const Context = createContext<(said: Said | undefined) => void>(() => undefined);

/** What was just done, said once at the foot of the page, with a way back where there is one. */
export function WorkSaid({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<Said>();
  useEffect(() => {
    if (said === undefined || said.undo !== undefined) return;
    const timer = setTimeout(() => setSaid(undefined), 8_000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Context.Provider value={setSaid}>
      {children}
      <div className="ej-work-said ej-noprint" role="status" data-shown={said !== undefined}>
        {said && (
          <>
            <CheckmarkIcon aria-hidden /> {said.text}
            {said.undo && (
              <button type="button" className="ej-work-undo" onClick={said.undo}>
                {t('work.undo')}
              </button>
            )}
          </>
        )}
      </div>
    </Context.Provider>
  );
}

/** Tells that an act is done. */
export function useTellDone(): (act: Act | 'new') => void {
  const { t } = useTranslation();
  const say = useContext(Context);
  return useCallback(
    (act) => {
      if (act === 'new') say({ text: t('work.said.new') });
      else if (act.does === 'sign') say({ text: t('work.said.sign', { count: act.tasks.length }) });
      else say({ text: t(`work.said.${act.does}`) });
    },
    [t, say],
  );
}

const undoMs = 6_000;

/**
 * Does an act a moment later, so that it can be undone until then: what is closed is never opened again. It is done at once
 * when the page is left.
 * @returns the ids that are about to be done, and how to begin
 */
export function useLater(perform: (act: Extract<Act, { does: 'complete' }>) => void) {
  const { t } = useTranslation();
  const say = useContext(Context);
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, { timer: ReturnType<typeof setTimeout>; run: () => void }>());
  const latest = useRef(perform);
  latest.current = perform;
  useEffect(() => {
    const all = timers.current;
    const flush = () => {
      for (const { timer, run } of all.values()) {
        clearTimeout(timer);
        run();
      }
      all.clear();
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, []);
  const begin = useCallback(
    (act: Extract<Act, { does: 'complete' }>) => {
      const id = act.task.id ?? '';
      const forget = () => {
        timers.current.delete(id);
        setWaiting((now) => new Set([...now].filter((one) => one !== id)));
      };
      const run = () => latest.current(act);
      const timer = setTimeout(() => {
        timers.current.delete(id);
        say(undefined);
        run();
      }, undoMs);
      timers.current.set(id, { timer, run });
      setWaiting((now) => new Set([...now, id]));
      const undo = () => {
        clearTimeout(timer);
        forget();
        say(undefined);
      };
      say({ text: t('work.said.complete'), undo });
    },
    [say, t],
  );
  return { waiting, begin };
}
