import { useEffect, useMemo, useState } from 'react';
import { useMyWork, useSentWork, useUnitWork } from './use-work.ts';
import { type Notice, noticesOf } from './work.ts';

const none: never[] = [];

/** What the reader must do something about now, in order; it grows by itself as deadlines pass. */
export function useNotices(): Notice[] {
  const mine = useMyWork().data?.items ?? none;
  const unit = useUnitWork().data?.items ?? none;
  const sent = useSentWork().data?.items ?? none;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return useMemo(() => noticesOf({ mine, unit, sent }, now), [mine, unit, sent, now]);
}
