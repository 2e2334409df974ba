import './access.css';
import { InformationSquareIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { useAccess } from '../../shared/access/use-access.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';

/** Above the banner when only what was sent with a request is shown: an empty list must not be taken for nothing. */
export function PartBar({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const access = useAccess(id);
  if (access.data?.isPart !== true) return null;
  return (
    <div className="ej-notice ej-part-bar" role="note">
      <InformationSquareIcon aria-hidden />
      <div>
        {access.data.text(language)} <strong>{t('access.part')}</strong>
      </div>
    </div>
  );
}
