import './plan.css';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { conceptText } from '../../shared/format/quantity.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Facts } from '../../shared/ui/facts.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { SectionPage } from '../record/section-page.tsx';
import { ActivitiesCard } from './activities-card.tsx';
import { GoalsCard } from './goals-card.tsx';
import { IndividualCard } from './individual-card.tsx';
import { OwnWordsCard } from './own-words-card.tsx';
import { PathwayCard } from './pathway-card.tsx';
import { type Plan, plansIn, stepsIn, useAims, usePlansOf, useSteps, useTeams } from './plan-data.ts';
import { PlanOnPaper } from './plan-on-paper.tsx';
import { StartPathway } from './start-pathway.tsx';
import { ToldCard } from './told-card.tsx';
import { useWriter } from './use-plan-act.ts';

/** The plan that all services share: the citizen's own words first, then goals, activities, pathways, and who is in it. */
export default function PlanSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const plans = usePlansOf(id);
  // What the cards ask for is asked for along with the plans, and not when these have come.
  useAims(id);
  useSteps(id);
  useTeams(id);
  const writer = useWriter();
  const [isStarting, setStarting] = useKept('pathway start', false);
  return (
    <SectionPage
      title={t('plan.title')}
      action={
        writer?.role !== undefined &&
        !isStarting && (
          <Button size="small" className="ej-xs ej-noprint ej-plan-start" onClick={() => setStarting(true)}>
            {t('pathway.start')}
          </Button>
        )
      }
    >
      <Part of={plans} what={t('plan.what')} rows={8}>
        {({ resources }) => {
          const { shared, pathways, ended, treatments } = plansIn(resources);
          return (
            <>
              <div className={shared === undefined ? 'ej-plan' : 'ej-plan ej-plan-screen'}>
                <div className="ej-plan-first">
                  <OwnWordsCard id={id} shared={shared} />
                  <ToldCard id={id} isWritten />
                </div>
                {isStarting && (
                  <div className="ej-plan-first">
                    <StartPathway id={id} onDone={() => setStarting(false)} />
                  </div>
                )}
                <div className="ej-plan-column">
                  <GoalsCard id={id} shared={shared} />
                  <ActivitiesCard id={id} shared={shared} treatments={treatments} />
                  <IndividualCard id={id} shared={shared} />
                  <OtherTeams id={id} shared={shared} />
                </div>
                <div className="ej-plan-column">
                  <Pathways id={id} pathways={pathways} ended={ended} />
                </div>
              </div>
              {shared !== undefined && <PlanOnPaper id={id} shared={shared} />}
            </>
          );
        }}
      </Part>
    </SectionPage>
  );
}

function Pathways({ id, pathways, ended }: { id: string; pathways: readonly Plan[]; ended: readonly Plan[] }) {
  const { t } = useTranslation();
  const steps = useSteps(id);
  if (pathways.length === 0 && ended.length === 0) {
    return (
      <Card title={t('pathway.heading')}>
        <div className="ej-card-body">
          <p>{t('pathway.none')}</p>
        </div>
      </Card>
    );
  }
  return (
    <Part of={steps} what={t('pathway.what')} rows={8}>
      {({ resources }) => (
        <div className="ej-plan-column">
          {pathways.map((plan) => (
            <PathwayCard key={plan.id} id={id} plan={plan} steps={stepsIn(plan, resources)} />
          ))}
          {ended.length > 0 && (
            <details className="ej-plan-ended">
              <summary>{`${t('pathway.ended')} (${ended.length})`}</summary>
              <div className="ej-plan-column">
                {ended.map((plan) => (
                  <PathwayCard key={plan.id} id={id} plan={plan} steps={stepsIn(plan, resources)} />
                ))}
              </div>
            </details>
          )}
        </div>
      )}
    </Part>
  );
}

/** Those who work together for the person, where no individual plan names them. */
function OtherTeams({ id, shared }: { id: string; shared: Plan | undefined }) {
  const { t } = useTranslation();
  const teams = useTeams(id);
  const named = new Set((shared?.careTeam ?? []).map(({ reference }) => reference));
  const others = (teams.data?.resources ?? []).filter(({ id: team }) => !named.has(`CareTeam/${team}`));
  return others.map((team) => (
    <Card key={team.id} title={team.name ?? t('plan.team')}>
      <div className="ej-card-body">
        <Facts
          rows={(team.participant ?? []).map(({ role, member }) => [conceptText(role?.[0]), member?.display] as const)}
        />
      </div>
    </Card>
  ));
}
