import { useTranslation } from 'react-i18next';
import { Page } from './page.tsx';
import { PageLink } from './page-link.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('me.notFound')}>
      <p>{t('me.notFound.text')}</p>
      <p>
        <PageLink to="/" className="ej-link">
          {t('me.notFound.home')}
        </PageLink>
      </p>
    </Page>
  );
}
