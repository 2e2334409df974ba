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

/** What must be put right before something can be sent, all at once. */
export function Wrongs({ texts }: { texts: readonly string[] }) {
  const { t } = useTranslation();
  if (texts.length === 0) return null;
  return (
    <div className="ej-c-said" data-kind="wrong" role="alert">
      <p>{t('talk.fix')}</p>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
