import '../start/start.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useUnit } from '../work/use-work.ts';
import { NotArrived, useNotArrived } from './queue.tsx';

/** Prescriptions of the unit that did not arrive: sent again, or withdrawn. */
export function QueuePage() {
  const { t } = useTranslation();
  const unit = useUnit();
  const query = useNotArrived();
  useEffect(() => {
    document.title = `${t('prescription.queue')} – ${t('bar.label')}`;
  }, [t]);
  return (
    <main id="content" className="ej-page ej-start-page" tabIndex={-1}>
      <div className="ej-start-lead">
        <h1 className="ej-title">{t('prescription.queue')}</h1>
        <div className="ej-meta">{t('prescription.queue.lead', { unit: unit?.display ?? '' })}</div>
      </div>
      <Card title={t('prescription.queue')} count={query.data?.length}>
        <Part of={query} what={t('prescription.what')}>
          {(items) =>
            items.length > 0 ? (
              <NotArrived items={items} />
            ) : (
              <p className="ej-card-body ej-meta">{t('prescription.queue.none')}</p>
            )
          }
        </Part>
      </Card>
    </main>
  );
}
