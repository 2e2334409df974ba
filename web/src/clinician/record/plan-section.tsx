import { useTranslation } from 'react-i18next';
import type { CareTeam } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Facts } from '../../shared/ui/facts.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { GoalRows, OwnWords, ownOf } from './plan-card.tsx';
import { useGoals, usePlans } from './record-data.ts';
import { SectionPage } from './section-page.tsx';

export function PlanSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const goals = useGoals(id);
  const plans = usePlans(id);
  const teams = useRecordSearch<CareTeam>(id, 'CareTeam', { status: 'active' }, { limit: 20 });
  return (
    <SectionPage title={t('card.plan')}>
      <Card title={t('card.plan.goals')}>
        <Part of={goals} what={t('card.plan.what')}>
          {({ resources }) => (
            <>
              <OwnWords id={id} goals={ownOf(id, resources)} />
              <GoalRows id={id} goals={resources.filter((goal) => ownOf(id, [goal]).length === 0)} />
              {resources.length === 0 && (
                <div className="ej-card-body">
                  <p>{t('card.plan.none')}</p>
                </div>
              )}
            </>
          )}
        </Part>
      </Card>
      <Part of={plans} what={t('card.plan.what')}>
        {({ resources }) =>
          resources.map((plan) => (
            <Card key={plan.id} title={lineOf(plan, [], say).label}>
              <div className="ej-card-body">
                <ResourceDetail of={plan} />
              </div>
            </Card>
          ))
        }
      </Part>
      {(teams.isError || (teams.data?.resources.length ?? 0) > 0) && (
        <Part of={teams} what={t('card.plan.what')}>
          {({ resources }) => resources.map((team) => <TeamCard key={team.id} team={team} />)}
        </Part>
      )}
    </SectionPage>
  );
}

/** Those who work together for the person, by what each is to them. */
function TeamCard({ team }: { team: CareTeam }) {
  const { t } = useTranslation();
  const members = (team.participant ?? []).map(
    ({ role, member }) => [conceptText(role?.[0]), member?.display] as const,
  );
  return (
    <Card title={team.name ?? t('type.CareTeam')}>
      <div className="ej-card-body">
        <Facts rows={members} />
      </div>
    </Card>
  );
}
