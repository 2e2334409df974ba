import './delegation.css';
import { Button } from '@navikt/ds-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import type { RoundPerson } from '../round/by-room.ts';
import { useRoundPersons } from '../round/residents.ts';
import { DelegationForm } from './delegation-form.tsx';
import { type DelegationTeam, ended, giverOf, medicinesOf, memberOf } from './delegations.ts';
import { useDelegations, useWriteDelegations } from './use-delegations.ts';

/** Who may give which medicines to whom by delegation: seen, given and ended. */
export function DelegationPage() {
  const { t } = useTranslation();
  const [isNew, setNew] = useKept('delegation new', false);
  const persons = useRoundPersons();
  const ids = useMemo(() => (persons.data ?? []).map(({ id }) => id).sort(), [persons.data]);
  const query = useDelegations(ids);
  useEffect(() => {
    document.title = `${t('delegation.title')} – Enjournal`;
  }, [t]);
  return (
    <main id="content" className="ej-delegation" tabIndex={-1}>
      <h1 className="ej-title">{t('delegation.title')}</h1>
      <p>{t('delegation.about')}</p>
      <Card
        title={t('delegation.running')}
        count={query.data?.length}
        action={
          !isNew && (
            <Button size="small" variant="secondary" onClick={() => setNew(true)}>
              {t('delegation.new')}
            </Button>
          )
        }
      >
        {isNew && <DelegationForm persons={persons.data ?? []} onClose={() => setNew(false)} />}
        <Part of={persons} what={t('delegation.what')}>
          {(everybody) =>
            everybody.length === 0 ? (
              <p className="ej-card-body ej-meta">{t('round.nobody')}</p>
            ) : (
              <Part of={query} what={t('delegation.what')}>
                {(teams) => <Running teams={teams} persons={everybody} />}
              </Part>
            )
          }
        </Part>
      </Card>
    </main>
  );
}

function Running({ teams, persons }: { teams: readonly DelegationTeam[]; persons: readonly RoundPerson[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const end = useWriteDelegations();
  if (teams.length === 0) return <p className="ej-card-body ej-meta">{t('delegation.none')}</p>;
  const nameOf = (team: DelegationTeam) =>
    persons.find(({ id }) => team.subject?.reference === `Patient/${id}`)?.name ?? '';
  return (
    <>
      <ul className="ej-delegations" aria-label={t('delegation.running')}>
        {teams.map((team) => {
          const who = memberOf(team)?.display ?? '';
          return (
            <li key={team.id}>
              <div>
                <div>
                  <span className="ej-strong">{who}</span> {t('delegation.mayGive', { name: nameOf(team) })}
                </div>
                <div className="ej-meta">
                  {medicinesOf(team)
                    .map(({ display }) => display)
                    .join(', ') || t('delegation.byRoute')}
                </div>
                <div className="ej-meta ej-num">
                  {t('delegation.until', { date: shortDate(team.period?.end, language) })}
                  {giverOf(team)?.display && ` · ${t('delegation.by', { who: giverOf(team)?.display })}`}
                </div>
              </div>
              <Button
                size="small"
                variant="tertiary"
                loading={end.isPending && end.variables[0]?.id === team.id}
                aria-label={t('delegation.endWhat', { who, name: nameOf(team) })}
                onClick={() => end.mutate([ended(team)])}
              >
                {t('delegation.end')}
              </Button>
            </li>
          );
        })}
      </ul>
      {end.error && <FailureNotice error={end.error} />}
    </>
  );
}
