import { isOwn } from '@enjournal/server/care/plan';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { codeOf, conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { DayField } from './day-field.tsx';
import { EvaluationForm } from './evaluation-form.tsx';
import { type Aim, hasEnded, newSharedPlan, ownGoalsIn, type Plan, storeInPlan, useAims } from './plan-data.ts';
import { SignedNote } from './signed-note.tsx';
import { SmallForm } from './small-form.tsx';
import { usePlanAct, useWriter } from './use-plan-act.ts';
import { WriteButton } from './write-button.tsx';
import { WrittenField } from './written-field.tsx';

const ACHIEVEMENT = 'http://terminology.hl7.org/CodeSystem/goal-achievement';
const reaches = ['in-progress', 'improving', 'no-change', 'worsening', 'achieved', 'not-achieved'] as const;

/** What the services work towards, with how it goes; each can be evaluated where it stands. */
export function GoalsCard({ id, shared }: { id: string; shared: Plan | undefined }) {
  const { t } = useTranslation();
  const aims = useAims(id);
  const [isAdding, setAdding] = useKept('plan goal', false);
  return (
    <Card
      title={t('plan.goals')}
      action={
        <WriteButton isOpen={isAdding} onOpen={() => setAdding(true)}>
          {t('plan.goals.add')}
        </WriteButton>
      }
    >
      {isAdding && <NewGoal id={id} shared={shared} onDone={() => setAdding(false)} />}
      <Part of={aims} what={t('plan.what')} rows={3}>
        {({ resources }) => {
          const theirs = resources.filter(({ expressedBy }) => !isOwn(expressedBy));
          const current = theirs.filter(({ lifecycleStatus }) => !hasEnded(lifecycleStatus));
          const ended = theirs.filter(({ lifecycleStatus }) => hasEnded(lifecycleStatus));
          return (
            <>
              {current.length === 0 && !isAdding && (
                <div className="ej-card-body">
                  <p>{t('plan.goals.none')}</p>
                </div>
              )}
              <GoalRows id={id} goals={current} label={t('plan.goals')} />
              {ended.length > 0 && (
                <details className="ej-plan-ended">
                  <summary>{`${t('plan.goals.ended')} (${ended.length})`}</summary>
                  <GoalRows id={id} goals={ended} label={t('plan.goals.ended')} />
                </details>
              )}
            </>
          );
        }}
      </Part>
    </Card>
  );
}

function GoalRows({ id, goals, label }: { id: string; goals: readonly Aim[]; label: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (goals.length === 0) return null;
  return (
    <RowList
      label={label}
      columns="minmax(0, 1fr) max-content"
      rows={goals.map((goal) => {
        const reach = codeOf(goal.achievementStatus, ACHIEVEMENT);
        const due = (goal.target as { dueDate?: string; detailString?: string }[] | undefined)?.[0];
        return {
          key: String(goal.id),
          cells: (
            <>
              <span>
                <Voiced isWritten>{conceptText(goal.description)}</Voiced>
              </span>
              <span className="ej-row-end ej-meta-size">
                {[
                  isReach(reach) ? t(`plan.reach.${reach}`) : conceptText(goal.achievementStatus),
                  due?.dueDate ? shortDate(due.dueDate, language) : undefined,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </>
          ),
          detail: () => <GoalDetail id={id} goal={goal} />,
        };
      })}
    />
  );
}

const isReach = (code: string | undefined): code is (typeof reaches)[number] =>
  (reaches as readonly string[]).includes(code ?? '');

function GoalDetail({ id, goal }: { id: string; goal: Aim }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isEvaluating, setEvaluating] = useKept(`plan evaluate ${goal.id}`, false);
  const target = (goal.target as { detailString?: string }[] | undefined)?.[0]?.detailString;
  const set = [goal.expressedBy?.display, shortDate(goal.startDate, language)].filter(Boolean).join(', ');
  return (
    <div className="ej-plan-detail">
      {(target || set) && <p className="ej-meta">{[target, set].filter(Boolean).join(' · ')}</p>}
      {(goal.note ?? []).map((note) => (
        <SignedNote key={`${note.time} ${note.text}`} note={note} />
      ))}
      {!hasEnded(goal.lifecycleStatus) && (
        <WriteButton isOpen={isEvaluating} onOpen={() => setEvaluating(true)}>
          {t('plan.evaluate')}
        </WriteButton>
      )}
      {isEvaluating && (
        <EvaluationForm
          id={id}
          name={String(goal.id)}
          label={t('plan.evaluate.how')}
          choices={reaches.map((one) => [one, t(`plan.reach.${one}`)])}
          standing={codeOf(goal.achievementStatus, ACHIEVEMENT) ?? 'in-progress'}
          store={(reach, note) => update<Aim>(evaluated(goal, reach, note))}
          onDone={() => setEvaluating(false)}
        />
      )}
    </div>
  );
}

/** A goal that is reached is also completed. */
const evaluated = (goal: Aim, reach: string, note: object): Aim => ({
  ...goal,
  achievementStatus: { coding: [{ system: ACHIEVEMENT, code: reach }] },
  ...(reach === 'achieved' ? { lifecycleStatus: 'completed' } : {}),
  statusDate: dayOf(Date.now()),
  note: [...(goal.note ?? []), note],
});

function NewGoal({ id, shared, onDone }: { id: string; shared: Plan | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const aims = useAims(id);
  const [text, setText] = useKept('plan goal text', '');
  const [due, setDue] = useKept('plan goal due', '');
  const save = usePlanAct(
    id,
    () => {
      const goal = {
        resourceType: 'Goal',
        lifecycleStatus: 'active',
        description: { text: text.trim() },
        subject: { reference: `Patient/${id}` },
        startDate: dayOf(Date.now()),
        expressedBy: writer!.job,
        ...(due === '' ? {} : { target: [{ dueDate: due }] }),
      };
      return storeInPlan(goal, (reference) =>
        shared === undefined
          ? newSharedPlan(id, writer!.job, [...ownGoalsIn(aims.data?.resources ?? []), reference])
          : { ...shared, goal: [...(shared.goal ?? []), reference] },
      );
    },
    () => {
      setText('');
      onDone();
    },
  );
  return (
    <SmallForm
      label={t('plan.goals.add')}
      submit={t('plan.save')}
      act={save}
      isFilled={text.trim() !== ''}
      onCancel={onDone}
    >
      <WrittenField label={t('plan.goals.label')} isLine value={text} onChange={setText} />
      <DayField label={t('plan.goals.due')} value={due} onChange={setDue} />
    </SmallForm>
  );
}
