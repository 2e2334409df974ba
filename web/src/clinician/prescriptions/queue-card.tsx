import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { NotArrived, useNotArrived } from './queue.tsx';
import { useHasBank } from './use-prescriptions.ts';

/** On the start page: what did not arrive, and a word when all did. */
export function PrescriptionQueueCard() {
  const { t } = useTranslation();
  const query = useNotArrived();
  if (!useHasBank()) return null;
  return (
    <Card
      title={t('prescription.queue')}
      count={query.data?.length}
      action={
        <Link to="/resepter" className="ej-link">
          {t('prescription.queue.all')}
        </Link>
      }
    >
      <Part of={query} what={t('prescription.what')} rows={1}>
        {(items) =>
          items.length > 0 ? (
            <NotArrived items={items} most={3} />
          ) : (
            <p className="ej-card-body ej-meta">{t('prescription.queue.none')}</p>
          )
        }
      </Part>
    </Card>
  );
}
