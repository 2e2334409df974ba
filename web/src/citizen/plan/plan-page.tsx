import './plan.css';
import { useTranslation } from 'react-i18next';
import { localReference } from '../../shared/fhir/references.ts';
import type { CarePlan, Goal } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { conceptText, quantityText, rangeText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { plainOf, written } from '../../shared/i18n/written.ts';
import { SourceLine } from '../../shared/resource/source-line.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Explained, Voiced } from '../../shared/ui/voiced.tsx';
import { OwnGoals } from '../contributions/own-goals.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { useGoals, usePlans } from '../own-data.ts';
import { OwnWordsCard } from '../own-words/own-words-card.tsx';
import { useSubject } from '../subject.ts';

/** What matters to the citizen first, in their own words; then the goals, and who does what. */
export default function PlanPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const goals = useGoals(patient);
  const plans = usePlans(patient);
  const all = goals.data?.resources ?? [];
  const own = all.filter(({ expressedBy }) => localReference(expressedBy) === `Patient/${patient}`);
  const others = all.filter((one) => !own.includes(one));
  return (
    <RecordPart title={t('me.place.plan')} lead={t('plan.own.lead')}>
      <OwnGoals own={own} />
      <OwnWordsCard />
      <section className="ej-c-card" aria-label={t('plan.own.goals')}>
        <h2>{t('plan.own.goals')}</h2>
        <Part of={goals} what={t('plan.own.what')} rows={3}>
          {() =>
            others.length === 0 ? (
              <p>{t('plan.own.noGoals')}</p>
            ) : (
              <ul className="ej-c-lines">
                {others.map((goal) => (
                  <GoalLine key={goal.id} goal={goal} />
                ))}
              </ul>
            )
          }
        </Part>
      </section>
      <Part of={plans} what={t('plan.own.what')} rows={4}>
        {({ resources }) => (
          <div className="ej-c-stack">
            {resources.length === 0 && <p>{t('plan.own.none')}</p>}
            {resources.map((plan) => (
              <PlanCard key={plan.id} plan={plan} />
            ))}
          </div>
        )}
      </Part>
    </RecordPart>
  );
}

function GoalLine({ goal }: { goal: Goal }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const aims = (goal.target ?? []).map(({ measure, detailString, detailQuantity, detailRange, dueDate }) =>
    [
      [
        written(conceptText(measure)),
        detailString
          ? written(detailString)
          : quantityText(detailQuantity, language) || rangeText(detailRange, language),
      ]
        .filter(Boolean)
        .join(': '),
      dueDate && t('plan.own.due', { date: longDate(dueDate, language) }),
    ]
      .filter(Boolean)
      .join(', '),
  );
  return (
    <li>
      <b>
        <Explained>{written(conceptText(goal.description))}</Explained>
      </b>
      {aims.filter(Boolean).map((aim) => (
        <span key={aim}>
          <Voiced>{aim}</Voiced>
        </span>
      ))}
      <SourceLine of={goal} />
    </li>
  );
}

function PlanCard({ plan }: { plan: CarePlan }) {
  const { t } = useTranslation();
  const title = written(plan.title ?? conceptText(plan.category?.[0])) || t('told.plan');
  const activities = (plan.activity ?? []).flatMap(({ detail, reference }) => {
    const what = detail?.description ?? (conceptText(detail?.code) || reference?.display);
    const who = detail?.performer
      ?.map(({ display }) => display)
      .filter(Boolean)
      .join(', ');
    return what ? [{ what, who }] : [];
  });
  return (
    <section className="ej-c-card" aria-label={plainOf(title)}>
      <h2>
        <Voiced>{title}</Voiced>
      </h2>
      {plan.description && (
        <p>
          <Explained>{written(plan.description)}</Explained>
        </p>
      )}
      {activities.length > 0 && (
        <ul className="ej-c-lines">
          {activities.map(({ what, who }) => (
            <li key={what}>
              <span>
                <Explained>{written(what)}</Explained>
              </span>
              {who && <span className="ej-meta">{who}</span>}
            </li>
          ))}
        </ul>
      )}
      <SourceLine of={plan} />
    </section>
  );
}
