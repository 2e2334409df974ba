import { useTranslation } from 'react-i18next';
import { lineOf } from '../../shared/resource/line.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { GoalRows, OwnWords, ownOf } from './plan-card.tsx';
import { useGoals, usePlans } from './record-data.ts';
import { SectionPage } from './section-page.tsx';

export function PlanSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const goals = useGoals(id);
  const plans = usePlans(id);
  return (
    <SectionPage title={t('card.plan')}>
      <Card title={t('card.plan.goals')}>
        <Part of={goals} what={t('card.plan.what')}>
          {({ resources }) => (
            <>
              <OwnWords id={id} goals={ownOf(id, resources)} />
              <GoalRows id={id} goals={resources} />
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
    </SectionPage>
  );
}
