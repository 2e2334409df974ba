import { CloudSlashIcon, MagnifyingGlassIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { FhirFailure } from '../../shared/fhir/client.ts';
import { AccessRefused } from '../access/access-refused.tsx';

/** The record cannot be shown: because it is not there, because the reader may not see it, or because something failed. */
export function RecordFailure({ id, failure, onRetry }: { id: string; failure: FhirFailure; onRetry: () => void }) {
  const { t } = useTranslation();
  if (failure.kind === 'refused') return <AccessRefused id={id} failure={failure} />;
  if (failure.kind === 'absent') {
    return (
      <main id="content" className="ej-page ej-refusal" tabIndex={-1}>
        <MagnifyingGlassIcon aria-hidden fontSize="2rem" />
        <h1 className="ej-title">{t('record.absent')}</h1>
        <p>{t('record.absentText')}</p>
      </main>
    );
  }
  return (
    <main id="content" className="ej-page ej-refusal" tabIndex={-1}>
      <CloudSlashIcon aria-hidden fontSize="2rem" />
      <h1 className="ej-title">{t('ui.failed', { what: t('record.loading') })}</h1>
      <p>
        {failure.kind === 'offline' && t('ui.offline')}{' '}
        <button type="button" className="ej-link" onClick={onRetry}>
          {t('ui.retry')}
        </button>
      </p>
      {failure.reference && <p className="ej-meta">{t('ui.reference', { reference: failure.reference })}</p>}
    </main>
  );
}
