import './access.css';
import { ExclamationmarkTriangleFillIcon } from '@navikt/aksel-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess, useEmergencyEnd } from '../../shared/access/use-access.ts';
import { FailureNotice } from './failure-notice.tsx';

/** Spoken at the start and when so many minutes are left, not each second. */
const spokenAt = [10, 5, 1];

/** Above the banner as long as the record is open by emergency access: how long it lasts, and the way to end it. */
export function EmergencyBar({ id }: { id: string }) {
  const access = useAccess(id);
  const until = access.data?.openUntil;
  return until === undefined ? null : <Countdown key={until} id={id} until={Date.parse(until)} />;
}

function Countdown({ id, until }: { id: string; until: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const end = useEmergencyEnd(id);
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, until - now);
  const minutes = Math.ceil(left / 60_000);
  const spoken = useRef('');
  if (spoken.current === '' || (spokenAt.includes(minutes) && left > 0)) {
    spoken.current = t('access.bar.left', { count: minutes });
  }
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(clock);
  }, []);
  const isOver = left === 0;
  useEffect(() => {
    if (!isOver) return;
    // what is on the screen may not be seen any more
    void queries.resetQueries({ queryKey: ['record', id] });
    void queries.invalidateQueries({ queryKey: ['access', id] });
  }, [isOver, queries, id]);
  const clock = `${String(Math.floor(left / 60_000)).padStart(2, '0')}:${String(Math.floor((left % 60_000) / 1000)).padStart(2, '0')}`;
  return (
    <section className="ej-emergency-bar" aria-label={t('access.bar.label')}>
      <ExclamationmarkTriangleFillIcon aria-hidden fontSize="1.25rem" />
      <strong>{t('access.bar.title')}</strong>
      <span className="ej-num" aria-hidden>
        {t('access.bar.time', { time: clock })}
      </span>
      <span className="ej-sr" role="status">
        {spoken.current}
      </span>
      <button type="button" onClick={() => end.mutate(undefined)} disabled={end.isPending}>
        {t('access.bar.end')}
      </button>
      {end.isError && <FailureNotice error={end.error} />}
    </section>
  );
}
