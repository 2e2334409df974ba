import { useTranslation } from 'react-i18next';
import type { Appointment } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { RecordTasks } from '../work/record-work.tsx';
import { AppointmentRows } from './appointments-card.tsx';
import { useComing } from './record-data.ts';
import { SectionPage } from './section-page.tsx';

export function AppointmentsSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const coming = useComing(id);
  const past = useRecordSearch<Appointment>(
    id,
    'Appointment',
    { date: `lt${dayOf(Date.now())}`, _sort: '-date', _count: '100' },
    { limit: 100 },
  );
  return (
    <SectionPage title={t('section.avtaler')}>
      <Card title={t('card.appointments.coming')} count={coming.data?.resources.length || undefined}>
        <Part of={coming} what={t('card.appointments.what')}>
          {({ resources }) =>
            resources.length > 0 ? (
              <AppointmentRows id={id} appointments={resources} />
            ) : (
              <div className="ej-card-body">
                <p>{t('card.appointments.none')}</p>
              </div>
            )
          }
        </Part>
      </Card>
      {(past.isError || (past.data?.resources.length ?? 0) > 0) && (
        <Card title={t('card.appointments.past')}>
          <Part of={past} what={t('card.appointments.what')}>
            {({ resources }) => <AppointmentRows id={id} appointments={resources} fold={30} />}
          </Part>
        </Card>
      )}
      <RecordTasks id={id} />
    </SectionPage>
  );
}
