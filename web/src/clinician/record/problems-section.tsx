import { useTranslation } from 'react-i18next';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { ProblemRows } from './problems-card.tsx';
import { problemsOf, useConditions, useEndedConditions } from './record-data.ts';
import { SectionPage } from './section-page.tsx';

export function ProblemsSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const conditions = useConditions(id);
  const ended = useEndedConditions(id);
  return (
    <SectionPage title={t('section.problemer')}>
      <Card title={t('section.problemer')} count={conditions.data && problemsOf(conditions.data.resources).length}>
        <Part of={conditions} what={t('card.problems.what')} rows={8}>
          {({ resources }) =>
            resources.length > 0 ? (
              <ProblemRows id={id} problems={problemsOf(resources)} />
            ) : (
              <div className="ej-card-body">
                <p>{t('card.problems.none')}</p>
              </div>
            )
          }
        </Part>
      </Card>
      {(ended.isError || (ended.data?.resources.length ?? 0) > 0) && (
        <Card title={t('card.problems.ended')} count={ended.data?.resources.length}>
          <Part of={ended} what={t('card.problems.what')}>
            {({ resources }) => <ProblemRows id={id} problems={resources} fold={40} />}
          </Part>
        </Card>
      )}
    </SectionPage>
  );
}
