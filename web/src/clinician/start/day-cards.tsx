import { CheckmarkIcon } from '@navikt/aksel-icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '../../shared/fhir/types.ts';
import { shortDateTime, timeOf } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { appointmentText, lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { useRole } from '../bar/use-user.ts';
import { useChanges } from '../record/use-changes.ts';
import { PersonLink } from '../work/person-link.tsx';
import { useSayWork } from '../work/use-say-work.ts';
import { useUnits } from '../work/use-work.ts';
import { type About, isHere, isOver, nextOf, useDay } from './use-today.ts';

/** Whose day it is: the reader's own; a secretary's is that of everybody in the practice who has a day of their own. */
export function useOwnDay() {
  const own = useOwnReferences();
  const units = useUnits();
  const isOfUnit = useRole() === 'helsesekretaer';
  return useDay(
    isOfUnit ? [...own, ...units, ...units.map((unit) => unit.replace('Organization', 'HealthcareService'))] : own,
  );
}

/** Today's appointments with how each stands. */
export function AppointmentsCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useOwnDay();
  return (
    <Card title={t('start.card.appointments')} count={query.data?.length}>
      <Part of={query} what={t('card.appointments.what')} rows={6}>
        {(day) =>
          day.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('start.appointments.none')}</p>
          ) : (
            <ul className="ej-rows" aria-label={t('start.card.appointments')}>
              {day.map((one) => (
                <li key={one.of.id} className="ej-start-time" data-over={isOver(one)} data-here={isHere(one)}>
                  <span className="ej-num ej-strong">{timeOf(one.of.start, language)}</span>
                  <DayPerson one={one} />
                  <span className="ej-start-why">
                    <Voiced isWritten>{appointmentText(one.of)}</Voiced>
                  </span>
                  <Standing of={one.of} />
                </li>
              ))}
            </ul>
          )
        }
      </Part>
    </Card>
  );
}

function DayPerson({ one }: { one: About<Appointment> }) {
  const { id, person, display } = one;
  if (id === undefined) return <span>{display}</span>;
  return (
    <span>
      <PersonLink id={id} person={person} display={display} />
    </span>
  );
}

function Standing({ of }: { of: Appointment }) {
  const { t } = useTranslation();
  const say = useSayWork();
  if (of.status === 'fulfilled') {
    return (
      <span className="ej-start-standing">
        <CheckmarkIcon aria-hidden /> {t('start.fulfilled')}
      </span>
    );
  }
  if (of.status === 'arrived' || of.status === 'checked-in') {
    const since = [of.start ?? '', of.meta?.lastUpdated ?? ''].sort().at(-1);
    const waits = Date.parse(since ?? '') <= Date.now() ? say.lasted(since) : '';
    return (
      <span className="ej-work-tag" data-tone="blue">
        {t('start.waits')} {waits}
      </span>
    );
  }
  return <span className="ej-start-standing">{t(of.status === 'noshow' ? 'start.noshow' : 'start.comes')}</span>;
}

/** Today's visits, the next first; what is over stands last. A visit leads to its page on the phone. */
export function VisitsCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useOwnReferences();
  const units = useUnits();
  const services = units.map((unit) => unit.replace('Organization', 'HealthcareService'));
  const query = useDay(units.length === 0 ? [] : [...own, ...services]);
  return (
    <Card title={t('start.card.visits')} count={query.data?.length}>
      <Part of={query} what={t('start.visits.what')} rows={5}>
        {(day) => {
          const left = day.filter((one) => !isOver(one) && Date.parse(one.of.end ?? '') > Date.now());
          const before = day.filter((one) => !left.includes(one));
          if (day.length === 0) return <p className="ej-card-body ej-meta">{t('start.visits.none')}</p>;
          return (
            <ul className="ej-rows" aria-label={t('start.card.visits')}>
              {[...left, ...before].map((one) => (
                <li key={one.of.id}>
                  <Link
                    to="/pasient/$id/besok"
                    params={{ id: one.id ?? '' }}
                    className="ej-start-visit"
                    data-next={one === left[0]}
                    data-over={isOver(one)}
                  >
                    <span className="ej-num ej-strong">{timeOf(one.of.start, language)}</span>
                    <span>
                      <span className="ej-strong">{nameOf(one.person) || one.display}</span>
                      <span className="ej-meta ej-start-visit-what">
                        <Voiced isWritten>{appointmentText(one.of)}</Voiced>
                      </span>
                    </span>
                    <span className="ej-meta">
                      {one === left[0] ? t('start.visits.next') : isOver(one) ? t('start.visits.done') : ''}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Part>
    </Card>
  );
}

/** What is new about whoever is next, since this reader last saw them. */
export function ChangedCard() {
  const next = nextOf(useOwnDay().data ?? []);
  if (next?.id === undefined) return null;
  return <ChangedOf key={next.id} id={next.id} name={nameOf(next.person) || next.display} />;
}

const most = 6;

/** What has changed in a record since the reader last opened it. */
export function ChangedOf({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const { query, entries, since } = useChanges(id);
  const title = since
    ? t('start.changed', { name, when: shortDateTime(since, say.language) })
    : t('start.changed.first', { name });
  return (
    <Card
      title={title}
      action={
        <Link className="ej-link" to="/pasient/$id/{-$section}" params={{ id, section: undefined }}>
          {t('work.open')}
        </Link>
      }
    >
      <Part of={query} what={t('card.changes.what')} rows={3}>
        {() =>
          entries.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('start.changed.none')}</p>
          ) : (
            <ul className="ej-rows">
              {entries.slice(0, most).map(({ key, lead, parts, at }) => {
                const { label, text } = lineOf(lead, parts, say);
                return (
                  <li key={key} className="ej-start-change">
                    <span className="ej-tag">
                      <Voiced>{label}</Voiced>
                    </span>
                    <span className="ej-start-change-text">
                      <Voiced>{text}</Voiced>
                    </span>
                    <span className="ej-meta ej-num">{shortDateTime(at, say.language)}</span>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Part>
    </Card>
  );
}
