import { PadlockLockedIcon } from '@navikt/aksel-icons';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../bar/use-user.ts';

type Props = {
  /** Takes part in what is done for citizens, and is told what they need by others. */
  isColleague: boolean;
};

/** Who works with the citizen and is no user of the record: said at once, with how what they need comes to them. */
export function NoUserPage({ isColleague }: Props) {
  const { t } = useTranslation();
  const { name, role, organization } = useUser();
  useEffect(() => {
    document.title = t('bar.label');
  }, [t]);
  return (
    <main id="content" className="ej-page ej-start-page" tabIndex={-1}>
      <h1 className="ej-title">
        <PadlockLockedIcon aria-hidden /> {t('start.noUser')}
      </h1>
      <p>{t('start.noUser.who', { name, job: [role, organization].filter(Boolean).join(', ') })}</p>
      {isColleague && (
        <ul className="ej-start-no-user">
          <li>{t('start.noUser.told')}</li>
          <li>{t('start.noUser.plan')}</li>
          <li>{t('start.noUser.own')}</li>
        </ul>
      )}
      <p className="ej-meta">{t('start.noUser.wrong')}</p>
    </main>
  );
}
