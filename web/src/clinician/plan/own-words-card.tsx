import { isOwn } from '@enjournal/server/care/plan';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { type Aim, hasEnded, newSharedPlan, ownGoalsIn, type Plan, storeInPlan, useAims } from './plan-data.ts';
import { SignedNote } from './signed-note.tsx';
import { SmallForm } from './small-form.tsx';
import { signed, usePlanAct, useWriter } from './use-plan-act.ts';
import { WriteButton } from './write-button.tsx';
import { WrittenField } from './written-field.tsx';

/** First in the plan: what the citizen has said, in purple and as it was said, with what the services have answered. */
export function OwnWordsCard({ id, shared }: { id: string; shared: Plan | undefined }) {
  const { t } = useTranslation();
  const aims = useAims(id);
  const { data: patient } = usePatient(id);
  const [isWriting, setWriting] = useKept('plan own words', false);
  return (
    <Card
      title={t('plan.matters')}
      action={
        <WriteButton isOpen={isWriting} onOpen={() => setWriting(true)}>
          {t('plan.matters.add')}
        </WriteButton>
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
        <Voiced isWritten>«{conceptText(goal.description).replace(/^«|»$/g, '')}»</Voiced>
        <footer className="ej-meta-size">{[who, when].filter(Boolean).join(', ')}</footer>
      </blockquote>
      {answers.map((note) => (
        <SignedNote key={`${note.time} ${note.text}`} note={note} />
      ))}
      <WriteButton isOpen={isAnswering} onOpen={() => setAnswering(true)}>
        {t('plan.matters.answer')}
      </WriteButton>
      {isAnswering && (
        <SmallForm
          label={t('plan.matters.answer')}
          submit={t('plan.save')}
          act={answer}
          isFilled={text.trim() !== ''}
          onCancel={() => setAnswering(false)}
        >
          <WrittenField label={t('plan.matters.answerLabel')} value={text} onChange={setText} />
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
  const save = usePlanAct(
    id,
    () => {
      const goal = {
        resourceType: 'Goal',
        lifecycleStatus: 'active',
        category: [{ text: 'Hva er viktig for deg' }],
        description: { text: text.trim() },
        subject: { reference: `Patient/${id}` },
        startDate: dayOf(Date.now()),
        expressedBy: { reference: `Patient/${id}`, display: nameOf(patient) },
      };
      return storeInPlan(goal, (reference) =>
        shared === undefined
          ? newSharedPlan(id, writer!.job, [reference, ...ownGoalsIn(aims.data?.resources ?? [])])
          : { ...shared, goal: [reference, ...(shared.goal ?? [])] },
      );
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
      act={save}
      isFilled={text.trim() !== ''}
      onCancel={onDone}
    >
      <WrittenField
        label={t('plan.matters.label')}
        description={t('plan.matters.hint')}
        value={text}
        onChange={setText}
      />
    </SmallForm>
  );
}
