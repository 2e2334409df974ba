import './start.css';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOf } from '../../municipality/places.ts';
import { OwnReviews } from '../../municipality/privacy/own-reviews.tsx';
import { matchesOf, nextLink, search } from '../../shared/fhir/client.ts';
import type { Appointment, Patient } from '../../shared/fhir/types.ts';
import { dayOf, timeOf } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { appointmentText } from '../../shared/resource/line.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { useRole, useUser } from '../bar/use-user.ts';
import { PersonLine } from '../find-person/person-option.tsx';
import { useRecentPersons } from '../find-person/use-recent-persons.ts';

/** Where a working day begins: those opened last, today's appointments, and the persons on the reader's own list. */
export function StartPage() {
  const { kind, reference } = useUser();
  const role = useRole();
  // A citizen has one record to begin with: the own one.
  if (kind === 'citizen') {
    const id = reference.split('/')[1] as string;
    return <Navigate to="/pasient/$id/{-$section}" params={{ id, section: undefined }} replace />;
  }
  const place = placeOf(role);
  if (place !== undefined) return <Navigate to={place} replace />;
  return <WorkingDay />;
}

function WorkingDay() {
  const { t } = useTranslation();
  const recent = useRecentPersons(true);
  useEffect(() => {
    document.title = t('bar.label');
  }, [t]);
  return (
    <main id="content" className="ej-page ej-start-page" tabIndex={-1}>
      <div className="ej-start-lead">
        <h1 className="ej-title">{t('start.title')}</h1>
        <div className="ej-meta">{t('start.lead')}</div>
      </div>
      <OwnReviews />
      <div className="ej-start-columns">
        <Card title={t('start.recent')}>
          {recent.length > 0 ? (
            <PersonList persons={recent} />
          ) : (
            <div className="ej-card-body">
              <p className="ej-meta">{t('start.noRecent')}</p>
            </div>
          )}
        </Card>
        <Today />
        <OwnList />
      </div>
    </main>
  );
}

function PersonList({ persons }: { persons: readonly Patient[] }) {
  return (
    <ul className="ej-rows">
      {persons.map((person) => (
        <li key={person.id}>
          <Link
            className="ej-person ej-person-link"
            to="/pasient/$id/{-$section}"
            params={{ id: person.id ?? '', section: undefined }}
          >
            <PersonLine person={person} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The reader's appointments today, where there are any. */
function Today() {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useOwnReferences();
  const today = dayOf(Date.now());
  const query = useQuery({
    queryKey: ['today', own, today],
    enabled: own.length > 0,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Appointment>(
          'Appointment',
          { actor: own.join(','), date: today, _sort: 'date', _count: '60' },
          signal,
        ),
      ),
  });
  if (!query.isError && !query.data?.length) return null;
  return (
    <Card title={t('start.today')} count={query.data?.length}>
      <Part of={query} what={t('card.appointments.what')}>
        {(appointments) => (
          <ul className="ej-rows">
            {appointments.map((appointment) => {
              const person = appointment.participant?.find(({ actor }) =>
                actor?.reference?.startsWith('Patient/'),
              )?.actor;
              const id = person?.reference?.split('/')[1];
              const line = (
                <>
                  <span className="ej-num">{timeOf(appointment.start, language)}</span>
                  <span>
                    <span className="ej-strong">{person?.display ?? ''}</span> {appointmentText(appointment)}
                  </span>
                </>
              );
              return (
                <li key={appointment.id}>
                  {id ? (
                    <Link className="ej-today" to="/pasient/$id/{-$section}" params={{ id, section: undefined }}>
                      {line}
                    </Link>
                  ) : (
                    <span className="ej-today">{line}</span>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </Part>
    </Card>
  );
}

/** The persons who have the reader as their general practitioner. */
function OwnList() {
  const { t } = useTranslation();
  const own = useOwnReferences();
  const query = useQuery({
    queryKey: ['own-list', own],
    enabled: own.length > 0,
    queryFn: async ({ signal }) => {
      const params = { 'general-practitioner': own.join(','), _sort: 'family,given', _count: '50' };
      const bundle = await search<Patient>('Patient', params, signal);
      return {
        persons: [...matchesOf(bundle)].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'nb')),
        more: nextLink(bundle) !== undefined,
      };
    },
  });
  if (!query.isError && !query.data?.persons.length) return null;
  return (
    <Card title={t('start.list')} foot={query.data?.more && t('start.listMore', { count: query.data.persons.length })}>
      <Part of={query} what={t('start.list.what')}>
        {({ persons }) => <PersonList persons={persons} />}
      </Part>
    </Card>
  );
}
