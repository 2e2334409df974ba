import { useEffect, useState } from 'react';
import { tellOtherTabs, whenOtherTabsTell } from './channel.ts';
import { lockSession, locksInMs, type OpenSession, SessionFailure, session, tellActivity } from './session.ts';

/** So often at most is the server told that its user is there. */
const tellEveryMs = 60_000;
const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'];

let activeAt = Date.now();
let toldAt = Date.now();
/** The server has not heard that somebody is there, for there is no network: then this machine's own clock counts. */
let isUnheard = false;
whenOtherTabsTell((what) => {
  if (what === 'active') activeAt = toldAt = Date.now();
});

/**
 * Watches whether somebody is there, tells the server, and locks when nobody has been for as long as the session allows.
 * @returns the seconds left, once they are so few that the user must be warned
 */
export function useActivity(open: OpenSession): number | undefined {
  const [secondsLeft, setSecondsLeft] = useState<number>();
  useEffect(() => {
    const idleMs = open.times.locksAt - open.times.now;
    const note = () => {
      activeAt = Date.now();
    };
    for (const sign of signs) window.addEventListener(sign, note, { passive: true, capture: true });
    const tick = () => {
      const current = session.current();
      if (current.state !== 'open') return;
      if (activeAt > toldAt && Date.now() - toldAt > Math.min(tellEveryMs, idleMs / 4)) {
        toldAt = Date.now();
        tellOtherTabs('active');
        void tellActivity().then(
          () => {
            isUnheard = false;
          },
          (cause) => {
            isUnheard = cause instanceof SessionFailure && cause.status === 0;
          },
        );
        return;
      }
      const leftMs = isUnheard ? activeAt + idleMs - Date.now() : locksInMs(current);
      if (leftMs <= 0) void lockSession();
      else setSecondsLeft(leftMs <= current.times.warnMs ? Math.ceil(leftMs / 1000) : undefined);
    };
    tick();
    const timer = setInterval(tick, 1_000);
    // A machine that slept has ticked nothing meanwhile.
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
      for (const sign of signs) window.removeEventListener(sign, note, { capture: true });
    };
  }, [open.times.locksAt, open.times.now]);
  return secondsLeft;
}
