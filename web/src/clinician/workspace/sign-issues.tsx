import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { FhirFailure } from '../../shared/fhir/client.ts';
import type { SignIssue } from './sign-draft.ts';

type Props = {
  issues: readonly SignIssue[];
  failure: FhirFailure | undefined;
};

/** What must be put right before the note can be signed, in the words of whoever writes. */
export function SignIssues({ issues, failure }: Props) {
  const { t } = useTranslation();
  // What is about a field stands at the field, and in the form's own list.
  const general = issues.filter(({ linkId }) => linkId === undefined);
  if (issues.length === 0 && failure === undefined) return null;
  return (
    <div className="ej-notice" role="alert">
      <ExclamationmarkTriangleIcon aria-hidden />
      <div>
        <strong>{t('note.notSigned')}</strong>
        {failure?.kind === 'offline' && <p className="ej-plain">{t('note.offline')}</p>}
        {failure?.kind === 'refused' && <p className="ej-plain">{t('note.refused')}</p>}
        {general.length > 0 && (
          <ul className="ej-field-issues">
            {general.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
        {failure?.reference && <div className="ej-meta">{t('ui.reference', { reference: failure.reference })}</div>}
      </div>
    </div>
  );
}
