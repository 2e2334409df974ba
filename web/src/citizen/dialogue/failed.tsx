import { useTranslation } from 'react-i18next';
import { FhirFailure } from '../../shared/fhir/client.ts';

/** Why something could not be sent, in the server's words where it has any; what was typed stays. */
export function Failed({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  const failure = error instanceof FhirFailure ? error : undefined;
  const said = (failure?.outcome?.issue ?? []).flatMap(({ details }) => details?.text ?? []);
  return (
    <div className="ej-c-said" data-kind="wrong" role="alert">
      {failure?.kind === 'offline' ? t('talk.offline') : said.length > 0 ? said.join(' ') : t('talk.failed')}
    </div>
  );
}
