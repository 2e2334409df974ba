import { useTranslation } from 'react-i18next';
import type { Appointment } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { written } from '../../shared/i18n/written.ts';
import { appointmentText, codeText } from '../../shared/resource/line.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ItemRows } from './item-rows.tsx';
import { useComing } from './record-data.ts';
import { SectionLink } from './section-link.tsx';

export function AppointmentsCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const coming = useComing(id);
  return (
    <Card
      title={t('card.appointments')}
      action={
        <SectionLink id={id} to="avtaler">
          {t('card.all')}
          <span className="ej-sr">: {t('card.appointments')}</span>
        </SectionLink>
      }
    >
      <Part of={coming} what={t('card.appointments.what')} rows={3}>
        {({ resources }) =>
          resources.length > 0 ? (
            <AppointmentRows id={id} appointments={resources} fold={4} />
          ) : (
            <div className="ej-card-body">
              <p>{t('card.appointments.none')}</p>
            </div>
          )
        }
      </Part>
    </Card>
  );
}

export function AppointmentRows({
  id,
  appointments,
  fold,
}: {
  id: string;
  appointments: readonly Appointment[];
  fold?: number;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ItemRows
      id={id}
      items={appointments}
      label={t('card.appointments')}
      columns="7rem minmax(0, 1fr) max-content"
      inTimeline={false}
      {...(fold ? { fold } : {})}
      cells={(appointment, marked) => (
        <>
          <span className="ej-num">{shortDateTime(appointment.start, language)}</span>
          <span className="ej-clip">
            {marked(<Voiced>{written(appointmentText(appointment)) || t('card.appointments.noText')}</Voiced>)}
          </span>
          <span className="ej-row-end ej-meta-size">
            {appointment.status && appointment.status !== 'booked' && codeText(appointment.status, t)}
          </span>
        </>
      )}
    />
  );
}
