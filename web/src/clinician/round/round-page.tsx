import './round.css';
import { QrCodeScanningIcon } from '@navikt/aksel-icons';
import { Button, Switch } from '@navikt/ds-react';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckPanel } from '../../homecare/check/check-panel.tsx';
import { useCheck } from '../../homecare/check/use-check.ts';
import { isOpen, isToBeGiven } from '../../homecare/doses/dose.ts';
import { Troubles } from '../../homecare/doses/troubles.tsx';
import { useHindrance } from '../../homecare/doses/use-hindrance.ts';
import { hasUnscheduled } from '../../homecare/unscheduled/unscheduled-list.tsx';
import { useUnscheduled } from '../../homecare/unscheduled/use-unscheduled.ts';
import { bearerFrom, targetsFrom } from '../../homecare/visit/giving-cards.tsx';
import { timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { keepShell } from '../../shared/outbox/keep-shell.ts';
import { OfflineNote } from '../../shared/outbox/offline-note.tsx';
import { SyncState } from '../../shared/outbox/sync-state.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { Part, PartFailed } from '../../shared/ui/part.tsx';
import { useRole } from '../bar/use-user.ts';
import { useUnit } from '../work/use-work.ts';
import { PersonCard } from './person-card.tsx';
import { useRoundPersons } from './residents.ts';
import { useRound } from './use-round.ts';

/** Roles that are shown the way to delegation; the server decides who may. */
const mayDelegate = new Set(['sykepleier', 'vernepleier', 'lege']);

/** The medicine round of a ward or a nursing home: who is to have what now, room by room, on a phone or at the trolley. */
export function RoundPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const unit = useUnit();
  const role = useRole();
  const [isLater, setLater] = useKept('round later', false);
  const persons = useRoundPersons();
  const ids = useMemo(() => (persons.data ?? []).map(({ id }) => id).sort(), [persons.data]);
  const hindranceOf = useHindrance(ids);
  const { doses, updatedAt, query } = useRound(persons.data ?? [], isLater);
  const unscheduled = useUnscheduled(['round', 'unscheduled', ids], ids);
  const medicinesOf = useCallback(
    (id: string) => (unscheduled.data ?? []).filter(({ patient }) => patient === id),
    [unscheduled.data],
  );
  const bearers = useMemo(
    () => (persons.data ?? []).map(({ id, person, name }) => ({ ...bearerFrom(id, person), name })),
    [persons.data],
  );
  const targetsOf = useCallback(
    (id: string) => targetsFrom((doses.get(id) ?? []).filter(isToBeGiven), medicinesOf(id)),
    [doses, medicinesOf],
  );
  const everything = useMemo(
    () => targetsFrom([...doses.values()].flat(), unscheduled.data ?? []),
    [doses, unscheduled.data],
  );
  const [isScanning, setScanning] = useKept('scanning', false);
  const check = useCheck({
    bearers,
    targetsOf,
    all: everything,
    isKnown: updatedAt > 0 && unscheduled.data !== undefined,
    isReady: isScanning,
  });
  const readId = check.personId;
  useEffect(() => {
    if (readId !== undefined) document.getElementById(`person-${readId}`)?.scrollIntoView({ block: 'nearest' });
  }, [readId]);
  useEffect(() => {
    document.title = `${t('round.title')} – Enjournal`;
    keepShell();
    // it is needed when there is no network to fetch it by
    void import('../../homecare/waiting/waiting-page.tsx');
  }, [t]);
  const all = [...doses.values()].flat().filter(({ status }) => status !== 'on-hold');
  const done = all.filter((dose) => !isOpen(dose)).length;
  return (
    <main id="content" className="ej-round" tabIndex={-1}>
      <header className="ej-round-head">
        <div>
          <h1 className="ej-title">{t('round.title')}</h1>
          <div className="ej-meta">
            {[
              unit?.display,
              updatedAt > 0 && t('round.asOf', { time: timeOf(new Date(updatedAt).toISOString(), language) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </div>
        <div className="ej-round-links">
          <SyncState />
          {mayDelegate.has(role ?? '') && (
            <Link to="/delegering" className="ej-link">
              {t('delegation.open')}
            </Link>
          )}
        </div>
      </header>
      <div className="ej-round-progress">
        <progress value={done} max={Math.max(1, all.length)} aria-label={t('round.progress.label')} />
        <span className="ej-num" role="status">
          {t('round.progress', { done, count: all.length })}
        </span>
        <Switch size="small" checked={isLater} onChange={(event) => setLater(event.target.checked)}>
          {t('round.later')}
        </Switch>
        <Button
          size="small"
          variant="secondary"
          className="ej-check-open"
          icon={<QrCodeScanningIcon aria-hidden />}
          aria-expanded={isScanning}
          onClick={() => setScanning(!isScanning)}
        >
          {t(isScanning ? 'check.close' : 'check.open')}
        </Button>
      </div>
      {isScanning && (
        <div className="ej-card ej-round-check">
          <CheckPanel check={check} name={undefined} />
        </div>
      )}
      <OfflineNote updatedAt={updatedAt} />
      <Troubles />
      {query.isError && <PartFailed of={query} what={t('round.what')} />}
      {unscheduled.isError && <PartFailed of={unscheduled} what={t('needed.what')} />}
      <Part of={persons} what={t('round.what')} rows={8}>
        {(everybody) => {
          const isBusy = (id: string) => doses.has(id) || hasUnscheduled(medicinesOf(id));
          const busy = everybody.filter(({ id }) => isBusy(id));
          const idle = everybody.filter(({ id }) => !isBusy(id));
          return (
            <>
              <ol className="ej-round-persons" aria-label={t('round.persons')}>
                {busy.map((person) => (
                  <PersonCard
                    key={person.id}
                    person={person}
                    doses={doses.get(person.id) ?? []}
                    medicines={medicinesOf(person.id)}
                    check={check}
                    hindranceOf={hindranceOf}
                  />
                ))}
              </ol>
              {everybody.length === 0 && <p className="ej-meta">{t('round.nobody')}</p>}
              {query.isSuccess && idle.length > 0 && (
                <p className="ej-meta">
                  {t('round.idle')}{' '}
                  {idle.map(({ name, room }) => (room === undefined ? name : `${name} (${room})`)).join(', ')}
                </p>
              )}
            </>
          );
        }}
      </Part>
    </main>
  );
}
