import './card.css';
import { CloudSlashIcon, ExclamationmarkTriangleIcon, PadlockLockedIcon } from '@navikt/aksel-icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { FhirFailure } from '../fhir/client.ts';
import { timeOf } from '../format/date.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { announce } from './announcer.tsx';

type Props<T> = {
  of: UseQueryResult<T>;
  /** What is being fetched, for the sentence "Fikk ikke hentet …": lower case, definite. */
  what: string;
  /** Rows of the skeleton: about as many as there will be, so that nothing jumps. */
  rows?: number;
  children: (data: T) => ReactNode;
};

/** The states of anything that is fetched: waiting, refused, failed (with what was known before), and its content. */
export function Part<T>({ of, what, rows = 4, children }: Props<T>) {
  if (of.isPending && of.fetchStatus === 'paused') return <NotHere />;
  if (of.isPending) return <Waiting what={what} rows={rows} />;
  return (
    <>
      {of.isError && <PartFailed of={of} what={what} />}
      {of.data !== undefined && <div data-refreshing={of.isFetching && !of.isError}>{children(of.data)}</div>}
    </>
  );
}

/** Without network, and never read here before. */
function NotHere() {
  const { t } = useTranslation();
  return (
    <div className="ej-part-note">
      <p className="ej-notice" data-kind="neutral">
        <CloudSlashIcon aria-hidden /> {t('ui.needsNetwork')}
      </p>
    </div>
  );
}

const widths = [58, 47, 63, 52, 60, 44];

/** Said aloud only when it takes long, and then also when it is over. */
const quietMs = 1_000;

export function Waiting({ what, rows }: { what: string; rows: number }) {
  const { t } = useTranslation();
  useEffect(() => {
    let isSaid = false;
    const timer = setTimeout(() => {
      isSaid = true;
      announce(t('ui.loading', { what }));
    }, quietMs);
    return () => {
      clearTimeout(timer);
      if (isSaid) announce(t('ui.loaded', { what }));
    };
  }, [t, what]);
  return (
    <div className="ej-wait" aria-busy>
      <p className="ej-sr">{t('ui.loading', { what })}</p>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div className="ej-wait-row" key={row}>
          <span style={{ width: `${widths[row % widths.length]}%` }} />
          <span style={{ width: '18%' }} />
        </div>
      ))}
    </div>
  );
}

/** In the part that failed, with what helps: another try, and a reference to give to those who can look it up. */
export function PartFailed<T>({ of, what }: { of: UseQueryResult<T>; what: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const failure = of.error instanceof FhirFailure ? of.error : undefined;
  if (failure?.kind === 'refused') {
    return (
      <div className="ej-part-note">
        <p className="ej-notice" data-kind="neutral">
          <PadlockLockedIcon aria-hidden /> {t('ui.refusedPart')}
        </p>
      </div>
    );
  }
  const offline = failure?.kind === 'offline';
  const known =
    of.data !== undefined && of.dataUpdatedAt > 0
      ? timeOf(new Date(of.dataUpdatedAt).toISOString(), language)
      : undefined;
  return (
    <div className="ej-part-note" role="alert">
      <div className="ej-notice" data-kind={offline ? 'neutral' : 'warning'}>
        {offline ? <CloudSlashIcon aria-hidden /> : <ExclamationmarkTriangleIcon aria-hidden />}
        <div>
          {offline ? t('ui.offline') : t('ui.failed', { what })}{' '}
          <button type="button" className="ej-link" onClick={() => void of.refetch()}>
            {t('ui.retry')}
          </button>
          {known && <div className="ej-meta">{t('ui.shownAsOf', { when: known })}</div>}
          {failure?.reference && <div className="ej-meta">{t('ui.reference', { reference: failure.reference })}</div>}
        </div>
      </div>
    </div>
  );
}
