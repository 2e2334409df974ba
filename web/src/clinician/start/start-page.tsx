import { useTranslation } from 'react-i18next';

export function StartPage() {
  const { t } = useTranslation();
  return (
    <main id="content" className="ej-page" tabIndex={-1}>
      <h1 className="ej-title">{t('start.title')}</h1>
      <p>{t('start.lead')}</p>
    </main>
  );
}
