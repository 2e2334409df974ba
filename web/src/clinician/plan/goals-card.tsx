import { isOwn } from '@enjournal/server/care/plan';
import { Select, Textarea, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { shortDate } from '../../shared/format/date.ts';
import { codeOf, conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { DayField } from './day-field.tsx';
import {
  type Aim,
  hasEnded,
  newSharedPlan,
  ownGoalsIn,
  type Plan,
  post,
  put,
  storeTogether,
  useAims,
} from './plan-data.ts';
import { SmallForm } from './small-form.tsx';
import { signed, usePlanAct, useWriter } from './use-plan-act.ts';

const ACHIEVEMENT = 'http://terminology.hl7.org/CodeSystem/goal-achievement';
const reaches = ['in-progress', 'improving', 'no-change', 'worsening', 'achieved', 'not-achieved'] as const;

/** What the services work towards, with how it goes; each can be evaluated where it stands. */
export function GoalsCard({ id, shared }: { id: string; shared: Plan | undefined }) {
  const { t } = useTranslation();
  const aims = useAims(id);
  const writer = useWriter();
  const [isAdding, setAdding] = useKept('plan goal', false);
  return (
    <Card
      title={t('plan.goals')}
      action={
        writer?.role !== undefined &&
        !isAdding && (
          <button type="button" className="ej-link" onClick={() => setAdding(true)}>
            {t('plan.goals.add')}
          </button>
        )
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
              <span>{conceptText(goal.description)}</span>
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
  const writer = useWriter();
  const [isEvaluating, setEvaluating] = useKept(`plan evaluate ${goal.id}`, false);
  const target = (goal.target as { detailString?: string }[] | undefined)?.[0]?.detailString;
  const set = [goal.expressedBy?.display, shortDate(goal.startDate, language)].filter(Boolean).join(', ');
  return (
    <div className="ej-plan-detail">
      {(target || set) && <p className="ej-meta">{[target, set].filter(Boolean).join(' · ')}</p>}
      {(goal.note ?? []).map((note) => (
        <p key={`${note.time} ${note.text}`} className="ej-plan-note">
          {note.text}{' '}
          {note.time !== undefined && (
            <span className="ej-meta">
              {t('plan.by', {
                who: note.authorReference?.display ?? note.authorString ?? '',
                when: shortDate(note.time, language),
              })}
            </span>
          )}
        </p>
      ))}
      {writer?.role !== undefined && !hasEnded(goal.lifecycleStatus) && !isEvaluating && (
        <button type="button" className="ej-link ej-noprint" onClick={() => setEvaluating(true)}>
          {t('plan.evaluate')}
        </button>
      )}
      {isEvaluating && <Evaluate id={id} goal={goal} onDone={() => setEvaluating(false)} />}
    </div>
  );
}

/** How it goes and why, signed with name and time. */
function Evaluate({ id, goal, onDone }: { id: string; goal: Aim; onDone: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const [reach, setReach] = useKept<string>(
    `plan reach ${goal.id}`,
    codeOf(goal.achievementStatus, ACHIEVEMENT) ?? 'in-progress',
  );
  const [text, setText] = useKept(`plan evaluation ${goal.id}`, '');
  const [isEmpty, setEmpty] = useState(false);
  const save = usePlanAct(
    id,
    () =>
      update<Aim>({
        ...goal,
        achievementStatus: { coding: [{ system: ACHIEVEMENT, code: reach }] },
        ...(reach === 'achieved' ? { lifecycleStatus: 'completed' } : {}),
        statusDate: new Date().toISOString().slice(0, 10),
        note: [...(goal.note ?? []), signed(writer!, text)],
      }),
    onDone,
  );
  return (
    <SmallForm
      label={t('plan.evaluate')}
      submit={t('plan.evaluate.sign')}
      isPending={save.isPending}
      error={save.error}
      onCancel={onDone}
      onSubmit={() => {
        setEmpty(text.trim() === '');
        if (text.trim() !== '') save.mutate(undefined);
      }}
    >
      <Select
        label={t('plan.evaluate.how')}
        size="small"
        value={reach}
        onChange={(event) => setReach(event.target.value)}
      >
        {reaches.map((one) => (
          <option key={one} value={one}>
            {t(`plan.reach.${one}`)}
          </option>
        ))}
      </Select>
      <Textarea
        label={t('plan.evaluate.label')}
        size="small"
        minRows={2}
        value={text}
        error={isEmpty && text.trim() === '' && t('plan.write')}
        onChange={(event) => setText(event.target.value)}
      />
    </SmallForm>
  );
}

function NewGoal({ id, shared, onDone }: { id: string; shared: Plan | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const writer = useWriter();
  const aims = useAims(id);
  const [text, setText] = useKept('plan goal text', '');
  const [due, setDue] = useKept('plan goal due', '');
  const [isEmpty, setEmpty] = useState(false);
  const save = usePlanAct(
    id,
    async () => {
      const goal = {
        resourceType: 'Goal',
        lifecycleStatus: 'active',
        description: { text: text.trim() },
        subject: { reference: `Patient/${id}` },
        startDate: new Date().toISOString().slice(0, 10),
        expressedBy: writer!.job,
        ...(due === '' ? {} : { target: [{ dueDate: due }] }),
      };
      const name = `urn:uuid:${crypto.randomUUID()}`;
      if (shared === undefined) {
        const goals = [...ownGoalsIn(aims.data?.resources ?? []), { reference: name }];
        return storeTogether([post(goal, name), post(newSharedPlan(id, writer!.job, goals))]);
      }
      return storeTogether([
        post(goal, name),
        put({ ...shared, goal: [...(shared.goal ?? []), { reference: name }] } as Plan),
      ]);
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
      isPending={save.isPending}
      error={save.error}
      onCancel={onDone}
      onSubmit={() => {
        setEmpty(text.trim() === '');
        if (text.trim() !== '') save.mutate(undefined);
      }}
    >
      <TextField
        label={t('plan.goals.label')}
        size="small"
        value={text}
        error={isEmpty && text.trim() === '' && t('plan.write')}
        onChange={(event) => setText(event.target.value)}
      />
      <DayField label={t('plan.goals.due')} value={due} onChange={setDue} />
    </SmallForm>
  );
}
