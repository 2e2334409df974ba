import { isOwn } from '@enjournal/server/care/plan';
import { Textarea } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { shortDate } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
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

/** First in the plan: what the citizen has said, in purple and as it was said, with what the services have answered. */
export function OwnWordsCard({ id, shared }: { id: string; shared: Plan | undefined }) {
  const { t } = useTranslation();
  const aims = useAims(id);
  const { data: patient } = usePatient(id);
  const writer = useWriter();
  const [isWriting, setWriting] = useKept('plan own words', false);
  return (
    <Card
      title={t('plan.matters')}
      action={
        writer?.role !== undefined &&
        !isWriting && (
          <button type="button" className="ej-link" onClick={() => setWriting(true)}>
            {t('plan.matters.add')}
          </button>
        )
      }
    >
      <Part of={aims} what={t('plan.what')} rows={2}>
        {({ resources }) => {
          const own = resources.filter(
            ({ expressedBy, lifecycleStatus }) => isOwn(expressedBy) && !hasEnded(lifecycleStatus),
          );
          return (
            <>
              {own.map((goal) => (
                <OwnGoal key={goal.id} id={id} goal={goal} />
              ))}
              {own.length === 0 && !isWriting && (
                <div className="ej-card-body">
                  <p>{t('plan.matters.none', { name: nameOf(patient).split(' ')[0] ?? '' })}</p>
                </div>
              )}
            </>
          );
        }}
      </Part>
      {isWriting && <TakeDown id={id} shared={shared} onDone={() => setWriting(false)} />}
    </Card>
  );
}

function OwnGoal({ id, goal }: { id: string; goal: Aim }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const writer = useWriter();
  const [isAnswering, setAnswering] = useKept(`plan answer ${goal.id}`, false);
  const [text, setText] = useKept(`plan answer text ${goal.id}`, '');
  const [isEmpty, setEmpty] = useState(false);
  const answer = usePlanAct(
    id,
    () => update<Aim>({ ...goal, note: [...(goal.note ?? []), signed(writer!, text)] }),
    () => {
      setText('');
      setAnswering(false);
    },
  );
  const who = goal.expressedBy?.display;
  const when = shortDate(goal.startDate ?? goal.meta?.lastUpdated, language);
  const answers = (goal.note ?? []).filter(({ time }) => time !== undefined);
  return (
    <div className="ej-own-goal">
      <blockquote className="ej-own">
        «{conceptText(goal.description).replace(/^«|»$/g, '')}»
        <footer className="ej-meta-size">{[who, when].filter(Boolean).join(', ')}</footer>
      </blockquote>
      {answers.map((note) => (
        <p key={`${note.time} ${note.text}`} className="ej-plan-note">
          {note.text}{' '}
          <span className="ej-meta">
            {t('plan.by', {
              who: note.authorReference?.display ?? note.authorString ?? '',
              when: shortDate(note.time, language),
            })}
          </span>
        </p>
      ))}
      {writer?.role !== undefined && !isAnswering && (
        <button type="button" className="ej-link ej-noprint ej-own-answer" onClick={() => setAnswering(true)}>
          {t('plan.matters.answer')}
        </button>
      )}
      {isAnswering && (
        <SmallForm
          label={t('plan.matters.answer')}
          submit={t('plan.save')}
          isPending={answer.isPending}
          error={answer.error}
          onCancel={() => setAnswering(false)}
          onSubmit={() => {
            setEmpty(text.trim() === '');
            if (text.trim() !== '') answer.mutate(undefined);
          }}
        >
          <Textarea
            label={t('plan.matters.answerLabel')}
            size="small"
            minRows={2}
            value={text}
            error={isEmpty && text.trim() === '' && t('plan.write')}
            onChange={(event) => setText(event.target.value)}
          />
        </SmallForm>
      )}
    </div>
  );
}

/** Personnel write down what the citizen says; in the plan that all share it stands before all else. */
function TakeDown({ id, shared, onDone }: { id: string; shared: Plan | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const { data: patient } = usePatient(id);
  const aims = useAims(id);
  const writer = useWriter();
  const [text, setText] = useKept('plan own words text', '');
  const [isEmpty, setEmpty] = useState(false);
  const save = usePlanAct(
    id,
    async () => {
      const goal = {
        resourceType: 'Goal',
        lifecycleStatus: 'active',
        category: [{ text: 'Hva er viktig for deg' }],
        description: { text: text.trim() },
        subject: { reference: `Patient/${id}` },
        startDate: new Date().toISOString().slice(0, 10),
        expressedBy: { reference: `Patient/${id}`, display: nameOf(patient) },
      };
      const name = `urn:uuid:${crypto.randomUUID()}`;
      if (shared === undefined) {
        const goals = [{ reference: name }, ...ownGoalsIn(aims.data?.resources ?? [])];
        return storeTogether([post(goal, name), post(newSharedPlan(id, writer!.job, goals))]);
      }
      return storeTogether([
        post(goal, name),
        put({ ...shared, goal: [{ reference: name }, ...(shared.goal ?? [])] } as Plan),
      ]);
    },
    () => {
      setText('');
      onDone();
    },
  );
  return (
    <SmallForm
      label={t('plan.matters.add')}
      submit={t('plan.save')}
      isPending={save.isPending}
      error={save.error}
      onCancel={onDone}
      onSubmit={() => {
        setEmpty(text.trim() === '');
        if (text.trim() !== '') save.mutate(undefined);
      }}
    >
      <Textarea
        label={t('plan.matters.label')}
        description={t('plan.matters.hint')}
        size="small"
        minRows={2}
        value={text}
        error={isEmpty && text.trim() === '' && t('plan.write')}
        onChange={(event) => setText(event.target.value)}
      />
    </SmallForm>
  );
}
