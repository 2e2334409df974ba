import { useTranslation } from 'react-i18next';
import { PageLink } from '../frame/page-link.tsx';

/** From the plan to what the citizen tells of themself. */
export function OwnWordsCard() {
  const { t } = useTranslation();
  return (
    <section className="ej-c-card ej-c-form" aria-labelledby="tell">
      <h2 id="tell">{t('told.card')}</h2>
      <p>{t('told.card.lead')}</p>
      <div className="ej-c-acts">
        <PageLink to="/livshistorie" className="ej-c-button">
          {t('told.story')}
        </PageLink>
        <PageLink to="/valg" className="ej-c-button">
          {t('told.choices')}
        </PageLink>
      </div>
    </section>
  );
}
