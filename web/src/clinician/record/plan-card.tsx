import { useTranslation } from 'react-i18next';
import { localReference } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Goal } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ItemRows } from './item-rows.tsx';
import { useGoals, usePlans } from './record-data.ts';
import { SectionLink } from './section-link.tsx';

/** The citizen's own goal first, in purple and in their own words; then what the services work towards. */
export function PlanCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const goals = useGoals(id);
  const plans = usePlans(id);
  return (
    <Card
      title={t('card.plan')}
      action={
        <SectionLink id={id} to="plan">
          {t('card.plan.open')}
        </SectionLink>
      }
    >
      <Part of={goals} what={t('card.plan.what')} rows={3}>
        {({ resources }) => (
          <>
            <OwnWords id={id} goals={ownOf(id, resources)} />
            <GoalRows id={id} goals={resources.filter((goal) => !ownOf(id, [goal]).length)} />
            {resources.length === 0 && plans.data?.resources.length === 0 && (
              <div className="ej-card-body">
                <p>{t('card.plan.none')}</p>
              </div>
            )}
          </>
        )}
      </Part>
      <Part of={plans} what={t('card.plan.what')} rows={1}>
        {({ resources }) => resources.length > 0 && <PlanRows id={id} plans={resources} />}
      </Part>
    </Card>
  );
}

/** Goals the citizen has expressed. */
export function ownOf(id: string, goals: readonly Goal[]): Goal[] {
  return goals.filter(
    ({ expressedBy }) =>
      /^(Patient|RelatedPerson)\//.test(localReference(expressedBy) ?? '') &&
      (localReference(expressedBy) === `Patient/${id}` || expressedBy?.display),
  );
}

export function OwnWords({ id, goals }: { id: string; goals: readonly Goal[] }) {
  const language = useLanguage();
  const { data: patient } = usePatient(id);
  return goals.map((goal) => {
    const own = localReference(goal.expressedBy) === `Patient/${id}`;
    const who = goal.expressedBy?.display?.split(' ')[0] ?? (own ? nameOf(patient).split(' ')[0] : undefined);
    const when = shortDate(goal.startDate ?? goal.statusDate, language);
    return (
      <blockquote key={goal.id} className="ej-own">
        {(who || when) && <b>{[who, when].filter(Boolean).join(', ')}: </b>}
        <Voiced isWritten>«{quoted(conceptText(goal.description))}»</Voiced>
      </blockquote>
    );
  });
}

const quoted = (text: string) => text.replace(/^«|»$/g, '');

export function GoalRows({ id, goals }: { id: string; goals: readonly Goal[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (goals.length === 0) return null;
  return (
    <ItemRows
      id={id}
      items={goals}
      label={t('card.plan.goals')}
      columns="minmax(0, 1fr) max-content"
      cells={(goal, marked) => {
        const target = goal.target?.[0];
        const who = goal.expressedBy?.display?.split(' ').at(-1) ?? sourceOf(goal).organization;
        const aim = target?.dueDate ? shortDate(target.dueDate, language) : shortText(target?.detailString);
        return (
          <>
            <span>{marked(<Voiced isWritten>{conceptText(goal.description)}</Voiced>)}</span>
            <span className="ej-row-end ej-meta-size">{[who, aim].filter(Boolean).join(' · ')}</span>
          </>
        );
      }}
    />
  );
}

/** What fits at the end of a row; the rest is read when it is opened. */
function shortText(text: string | undefined): string | undefined {
  return text && text.length <= 20 ? text : undefined;
}

export function PlanRows({ id, plans }: { id: string; plans: Parameters<typeof ItemRows>[0]['items'] }) {
  const { t } = useTranslation();
  const say = useSay();
  return (
    <ItemRows
      id={id}
      items={plans}
      label={t('card.plan.plans')}
      columns="minmax(0, 1fr) max-content"
      cells={(plan, marked) => {
        const { author, organization } = sourceOf(plan);
        return (
          <>
            <span className="ej-strong">
              {marked(
                <Voiced>
                  <Voiced>{lineOf(plan, [], say).label}</Voiced>
                </Voiced>,
              )}
            </span>
            <span className="ej-row-end ej-meta-size">{author?.display ?? organization}</span>
          </>
        );
      }}
    />
  );
}
