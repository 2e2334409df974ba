import './visit.css';
import { ChatIcon, ChevronLeftIcon, ExclamationmarkTriangleIcon, InformationSquareIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmergencyBar } from '../../clinician/access/emergency-bar.tsx';
import { ToldCard } from '../../clinician/plan/told-card.tsx';
import { RecordFailure } from '../../clinician/record/record-failure.tsx';
import { useChanges } from '../../clinician/record/use-changes.ts';
import { useAccess } from '../../shared/access/use-access.ts';
import { CriticalChips } from '../../shared/banner/critical-chips.tsx';
import { PersonStrip } from '../../shared/banner/person-strip.tsx';
import { FhirFailure } from '../../shared/fhir/client.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { ageOf, timeOf } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { keepShell } from '../../shared/outbox/keep-shell.ts';
import { OfflineNote } from '../../shared/outbox/offline-note.tsx';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import { SyncState } from '../../shared/outbox/sync-state.tsx';
import { useIsOffline, useWaitingOf } from '../../shared/outbox/use-outbox.ts';
import { LiveContext } from '../../shared/record/live.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useLiveRecord } from '../../shared/record/use-live-record.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Waiting } from '../../shared/ui/part.tsx';
import { Troubles } from '../doses/troubles.tsx';
import { GivingCards } from './giving-cards.tsx';
import { MeasurementsCard } from './measurements-card.tsx';
import { MessagePanel, type Receiver } from './message-panel.tsx';
import { ReportCard, reportSending } from './report-card.tsx';
import { TasksCard } from './tasks-card.tsx';
import { useOwn } from './use-own.ts';
import { useVisit } from './use-visit.ts';

/** A visit at home, on a phone: what is new, what is to be given, measured and done, and a word to the next one. */
export function VisitPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const patient = usePatient(id);
  const live = useLiveRecord(id);
  const access = useAccess(id);
  useEffect(() => {
    // a name in the title would stand in the browser's history
    document.title = `${t('visit.title')} – Enjournal`;
    keepShell();
    // it is needed when there is no network to fetch it by
    void import('../waiting/waiting-page.tsx');
  }, [t]);
  const failure = patient.error instanceof FhirFailure ? patient.error : undefined;
  if (failure && (failure.kind === 'refused' || failure.kind === 'absent' || !patient.data)) {
    return <RecordFailure id={id} failure={failure} onRetry={() => void patient.refetch()} />;
  }
  // A visit is to somebody one has said yes to: of others, the record tells what is asked.
  if (access.data?.isPart) {
    return <Navigate to="/pasient/$id/{-$section}" params={{ id, section: undefined }} replace />;
  }
  return (
    <LiveContext value={live}>
      <EmergencyBar id={id} />
      <main id="content" className="ej-visit" tabIndex={-1}>
        {patient.data && !access.isPending ? (
          <Visit id={id} patient={patient.data} />
        ) : (
          <>
            <OfflineNote unread />
            <Waiting what={t('visit.what')} rows={8} />
          </>
        )}
      </main>
    </LiveContext>
  );
}

function Visit({ id, patient }: { id: string; patient: Patient }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const own = useOwn();
  const { query, startedAt, encounter, appointment, giver, begin, finish } = useVisit(id, nameOf(patient));
  const [report, setReport] = useKept('visit report', '');
  const [message, setMessage] = useKept<Receiver | undefined>('visit message', undefined);
  const [sent, setSent] = useState<string | undefined>();
  const waiting = useWaitingOf(id);
  const isOffline = useIsOffline();
  const end = () => {
    if (report.trim() !== '') {
      void outbox.put(reportSending(giver(), report, own, t('visit.did.report')));
      setReport('');
    }
    finish();
    void navigate({ to: '/' });
  };
  const times = [
    appointment && t('visit.planned', { time: timeOf(appointment.start, language) }),
    startedAt && t('visit.started', { time: timeOf(startedAt, language) }),
  ].filter(Boolean);
  const isWaiting = (key: string) => waiting.some((one) => one.key === key);
  return (
    <>
      <header className="ej-visit-head">
        <Link to="/" className="ej-visit-back" aria-label={t('visit.back')}>
          <ChevronLeftIcon aria-hidden />
        </Link>
        <div>
          <h1 className="ej-visit-name">
            {[nameOf(patient), ageOf(patient.birthDate, language)].filter(Boolean).join(', ')}
          </h1>
          <div className="ej-num">{times.length > 0 ? times.join(' · ') : t('visit.notPlanned')}</div>
        </div>
        <div className="ej-visit-head-end">
          <SyncState />
          <Link className="ej-link ej-visit-record" to="/pasient/$id/{-$section}" params={{ id, section: undefined }}>
            {t('visit.record')}
          </Link>
        </div>
      </header>
      <div className="ej-visit-critical">
        <PersonStrip id={id} />
        <CriticalChips id={id} patient={patient} />
      </div>
      <div className="ej-visit-cards">
        <OfflineNote />
        <Troubles record={id} />
        <NewSinceLast id={id} />
        <GivingCards id={id} patient={patient} giver={giver} />
        <MeasurementsCard id={id} encounter={encounter} giver={giver} />
        <TasksCard id={id} giver={giver} />
        <ToldCard id={id} />
        <ReportCard text={report} onChange={setReport} />
        {sent !== undefined && (
          <p className="ej-notice" data-kind={isWaiting(sent) ? 'neutral' : 'success'} role="status">
            {t(isWaiting(sent) ? 'visit.message.waits' : 'visit.message.sent')}
          </p>
        )}
      </div>
      <footer className="ej-visit-foot">
        {message !== undefined && (
          <MessagePanel
            key={message}
            id={id}
            patient={patient}
            to={message}
            giver={giver}
            onClose={(key) => {
              setMessage(undefined);
              setSent(key);
            }}
          />
        )}
        <div className="ej-visit-acts">
          <Button
            variant="secondary"
            icon={<ExclamationmarkTriangleIcon aria-hidden />}
            onClick={() => setMessage('unit')}
          >
            {t('visit.deviation')}
          </Button>
          <Button variant="secondary" icon={<ChatIcon aria-hidden />} onClick={() => setMessage('doctor')}>
            {t('visit.doctor')}
          </Button>
          {startedAt === undefined ? (
            <Button disabled={!query.isSuccess && !isOffline} onClick={begin}>
              {t('visit.start')}
            </Button>
          ) : (
            <Button onClick={end}>{t('visit.finish')}</Button>
          )}
        </div>
      </footer>
    </>
  );
}

const MOST_NEWS = 4;

/** What this nurse has not seen yet, in a sentence or two. */
function NewSinceLast({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const { entries, since, markAsSeen } = useChanges(id);
  if (entries.length === 0) return null;
  const lines = entries.slice(0, MOST_NEWS).map(({ key, lead, parts }) => ({ key, ...lineOf(lead, parts, say) }));
  return (
    <section className="ej-visit-news" aria-label={t('visit.news')}>
      <InformationSquareIcon aria-hidden />
      <div>
        <span className="ej-strong">{since === undefined ? t('visit.news.first') : t('visit.news')}:</span>
        <ul>
          {lines.map(({ key, label, text }) => (
            <li key={key}>{[label, text].filter(Boolean).join(': ')}</li>
          ))}
        </ul>
        {entries.length > MOST_NEWS && <span>{t('visit.news.more', { count: entries.length - MOST_NEWS })} </span>}
        {since !== undefined && (
          <button type="button" className="ej-link" onClick={markAsSeen}>
            {t('visit.news.seen')}
          </button>
        )}
      </div>
    </section>
  );
}
