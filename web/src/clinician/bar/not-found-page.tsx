import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <main id="content" className="ej-page" tabIndex={-1}>
      <h1 className="ej-title">{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
      <Link to="/" className="ej-link">
        {t('notFound.start')}
      </Link>
    </main>
  );
}
