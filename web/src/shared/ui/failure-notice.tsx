import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { FhirFailure } from '../fhir/client.ts';

/** What went wrong with an act, in the server's words where it has any; what was typed stays. */
export function FailureNotice({ error }: { error: Error }) {
  const { t } = useTranslation();
  const failure = error instanceof FhirFailure ? error : undefined;
  const issue = failure?.outcome?.issue?.[0];
  const said = failure?.kind === 'offline' ? t('ui.offline') : (issue?.details?.text ?? issue?.diagnostics);
  return (
    <div className="ej-notice" role="alert">
      <ExclamationmarkTriangleIcon aria-hidden />
      <div>
        {t('ui.notDone')} {said}
        {failure?.reference && <div className="ej-meta">{t('ui.reference', { reference: failure.reference })}</div>}
      </div>
    </div>
  );
}
