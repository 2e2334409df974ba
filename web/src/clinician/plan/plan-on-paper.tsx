import { isCoordinator, isIndividual, isOwn } from '@enjournal/server/care/plan';
import { useTranslation } from 'react-i18next';
import { fullDate, shortDateTime } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { teamOf, usePlanConsents } from './individual-card.tsx';
import {
  doerOf,
  hasEnded,
  type PathwayStep,
  type Plan,
  plansIn,
  stepsIn,
  textIn,
  useAims,
  useMeetings,
  usePlansOf,
  useSteps,
  useTeams,
} from './plan-data.ts';

/** The plan as the citizen and those invited read it: own words first, everyday order, a page of A4 or two. */
export function PlanOnPaper({ id, shared }: { id: string; shared: Plan }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: patient } = usePatient(id);
  const aims = useAims(id).data?.resources ?? [];
  const team = teamOf(shared, useTeams(id).data?.resources ?? []);
  const meetings = useMeetings(id, shared.id).data?.resources ?? [];
  const plans = plansIn(usePlansOf(id).data?.resources ?? []);
  const steps = useSteps(id).data?.resources ?? [];
  const consent = usePlanConsents(id).data?.resources[0];
  const current = aims.filter(({ lifecycleStatus }) => !hasEnded(lifecycleStatus));
  const own = current.filter(({ expressedBy }) => isOwn(expressedBy));
  const theirs = current.filter(({ expressedBy }) => !isOwn(expressedBy));
  const activities = [shared, ...plans.treatments].flatMap(({ activity = [] }) =>
    activity.flatMap(({ detail }) => (detail?.description === undefined ? [] : [detail])),
  );
  const title = isIndividual(shared) ? 'individual.paper' : 'individual.paper.shared';
  return (
    <article className="ej-paper">
      <h2>{t(title, { name: nameOf(patient) })}</h2>
      <p>
        {[
          `${t('individual.coordinator')}: ${team?.participant?.find(isCoordinator)?.member?.display ?? '–'}`,
          consent && `${t('individual.consent')}: ${fullDate(consent.dateTime, language)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <h3>{t('plan.matters')}</h3>
      {own.map((goal) => (
        <blockquote key={goal.id}>«{conceptText(goal.description)}»</blockquote>
      ))}
      <PaperTable
        title={t('plan.goals')}
        rows={theirs.map((goal) => [conceptText(goal.description), goal.expressedBy?.display ?? ''])}
      />
      <PaperTable
        title={t('plan.activities')}
        rows={activities.map(({ description = '', performer }) => [description, performer?.[0]?.display ?? ''])}
      />
      {plans.pathways.map((pathway) => (
        <PaperTable
          key={pathway.id}
          title={textIn(pathway, 'title', language)}
          rows={stepsIn(pathway, steps).map((step) => rowOf(step, language))}
        />
      ))}
      <PaperTable
        title={t('individual.parties')}
        rows={(team?.participant ?? []).map(({ member, role }) => [
          member?.display ?? '',
          conceptText(role?.find(({ text }) => text) ?? role?.[0]),
        ])}
      />
      <PaperTable
        title={t('individual.meetings')}
        rows={meetings.map(({ description = '', start }) => [description, shortDateTime(start, language)])}
      />
    </article>
  );
}

function rowOf(step: PathwayStep, language: 'nb' | 'nn' | 'en'): [string, string] {
  const due = step.restriction?.period?.end;
  const when = step.status === 'completed' ? '✓' : due === undefined ? '' : fullDate(due, language);
  return [textIn(step, 'description', language), [doerOf(step), when].filter(Boolean).join(', ')];
}

function PaperTable({ title, rows }: { title: string; rows: readonly (readonly [string, string])[] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <table>
        <tbody>
          {rows.map(([what, who]) => (
            <tr key={`${what} ${who}`}>
              <td>{what}</td>
              <td>{who}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
