import { useTranslation } from 'react-i18next';
import type { Appointment } from '../../shared/fhir/types.ts';
import { dayHeading, dayOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { Page } from '../frame/page.tsx';
import { useComing } from '../own-data.ts';
import { useSubject } from '../subject.ts';
import { isAhead, toldAppointment } from './told-appointment.ts';

/** What is agreed, the nearest first, by day; and what has been. */
export default function AppointmentsPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const coming = useComing(patient);
  const been = useRecordSearch<Appointment>(
    patient,
    'Appointment',
    { date: `le${dayOf(Date.now())}`, _sort: '-date', _count: '100' },
    { limit: 100 },
  );
  const now = Date.now();
  const over = (been.data?.resources ?? []).filter((one) => !isAhead(one, now));
  return (
    <Page title={t('me.place.appointments')} lead={t('appointments.lead')}>
      <div className="ej-c-stack ej-c-narrow">
        <Part of={coming} what={t('home.next.what')} rows={5}>
          {({ resources }) => {
            const ahead = resources.filter((one) => isAhead(one, now));
            return ahead.length === 0 ? (
              <p>{t('home.next.none')}</p>
            ) : (
              <div className="ej-c-stack">
                <Days of={ahead} />
              </div>
            );
          }}
        </Part>
        {over.length > 0 && (
          <details className="ej-c-card ej-c-list">
            <summary>{t('appointments.before', { count: over.length })}</summary>
            <Days of={over} isOver />
          </details>
        )}
      </div>
    </Page>
  );
}

function Days({ of, isOver = false }: { of: readonly Appointment[]; isOver?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const told = of.map((one) => ({ ...toldAppointment(one, t, language), key: one.id, of: one }));
  return [...Map.groupBy(told, ({ day }) => day)].map(([day, some]) => (
    <section key={day} className={isOver ? undefined : 'ej-c-card'} aria-label={dayHeading(day, language)}>
      <h2>{dayHeading(day, language)}</h2>
      <ul className="ej-c-lines">
        {some.map(({ key, time, what, who, place, of: { status, patientInstruction, comment } }) => (
          <li key={key}>
            <b>
              <span className="ej-num">{time}</span> <Voiced>{what}</Voiced>
            </b>
            <span>
              <Voiced>{[...new Set([who, place])].filter(Boolean).join(', ')}</Voiced>
            </span>
            {(patientInstruction ?? comment) && (
              <span>
                <Voiced isWritten>{patientInstruction ?? comment}</Voiced>
              </span>
            )}
            {status === 'proposed' || status === 'pending' || status === 'waitlist' ? (
              <span className="ej-c-standing">{t(`appointments.${status}`)}</span>
            ) : (
              (status === 'cancelled' || status === 'noshow') && (
                <span className="ej-c-standing">{t(`appointments.${status}`)}</span>
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  ));
}
