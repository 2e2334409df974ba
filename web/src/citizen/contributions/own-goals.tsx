import '../dialogue/dialogue.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create, update } from '../../shared/fhir/client.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { Goal, Task } from '../../shared/fhir/types.ts';
import { dayOf, longDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusFirstWrong } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { Failed } from '../dialogue/failed.tsx';
import { useAsked } from '../forms/use-asked.ts';
import { useSubject } from '../subject.ts';

/** What matters to the citizen and what they want to do, in their own words: added, changed and ended by them. */
export function OwnGoals({ own }: { own: readonly Goal[] }) {
  const { t } = useTranslation();
  const { patient, isSelf } = useSubject();
  const writing = useWriting(patient);
  const add = (text: string) =>
    writing.mutateAsync({
      resourceType: 'Goal',
      lifecycleStatus: 'active',
      description: { text },
      subject: { reference: `Patient/${patient}` },
      expressedBy: { reference: `Patient/${patient}` },
      startDate: dayOf(Date.now()),
    } as Goal);
  return (
    <section className="ej-c-card ej-c-own ej-c-form" aria-labelledby="own-goals">
      <h2 id="own-goals">{t('ownplan.title')}</h2>
      <p>{t('ownplan.lead')}</p>
      <ul className="ej-c-lines">
        {own.map((goal) => (
          <OwnGoal key={goal.id} goal={goal} onWrite={(changed) => writing.mutateAsync(changed)} />
        ))}
      </ul>
      <OneLine label={t('ownplan.text')} button={t('ownplan.add')} name="new goal" onDone={add} />
      {isSelf && <OwnTasks />}
      <Failed error={writing.error} />
    </section>
  );
}

/** Who has recorded it: what personnel have taken down, they change together with the citizen. */
const recorder = 'https://enjournal.no/fhir/CodeSystem/recorder';

function OwnGoal({ goal, onWrite }: { goal: Goal; onWrite: (goal: Goal) => Promise<unknown> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isChanging, setChanging] = useKept(`changing ${goal.id}`, false);
  const text = conceptText(goal.description);
  if (isChanging)
    return (
      <li>
        <OneLine
          label={t('ownplan.text')}
          button={t('ownplan.save')}
          name={`goal ${goal.id}`}
          first={text}
          onDone={async (next) => {
            await onWrite({ ...goal, description: { text: next } });
            setChanging(false);
          }}
        />
      </li>
    );
  const end = () =>
    void onWrite({ ...goal, lifecycleStatus: 'cancelled', statusReason: t('ownplan.ended') } as Goal).catch(
      () => undefined,
    );
  const isWrittenByThem = (goal.meta?.tag ?? []).some(
    ({ system, code }) => system === recorder && code === localReference(goal.expressedBy),
  );
  return (
    <li>
      <blockquote>
        <Voiced isWritten={!isWrittenByThem}>«{text.replace(/^«|»$/g, '')}»</Voiced>
      </blockquote>
      <span className="ej-meta">
        {t('plan.own.said', { date: longDate(goal.startDate ?? goal.statusDate, language) })}
      </span>
      <span className="ej-c-acts" hidden={!isWrittenByThem}>
        <button
          type="button"
          className="ej-c-button"
          aria-label={t('ownplan.change', { text })}
          onClick={() => setChanging(true)}
        >
          {t('ownplan.change.short')}
        </button>
        <button type="button" className="ej-c-button" aria-label={t('ownplan.end', { text })} onClick={end}>
          {t('ownplan.end.short')}
        </button>
      </span>
    </li>
  );
}

function OwnTasks() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const writing = useWriting(patient);
  const own = (useAsked(patient).data?.resources ?? []).filter(
    ({ requester, status }) => localReference(requester) === `Patient/${patient}` && status !== 'completed',
  );
  const add = (text: string) => {
    const self = { reference: `Patient/${patient}` };
    return writing.mutateAsync({
      resourceType: 'Task',
      status: 'accepted',
      intent: 'plan',
      description: text,
      for: self,
      requester: self,
      owner: self,
      authoredOn: new Date().toISOString(),
    } as Task);
  };
  return (
    <>
      <h3>{t('ownplan.tasks')}</h3>
      <ul className="ej-c-lines">
        {own.map((task) => (
          <li key={task.id}>
            <label className="ej-c-radio">
              <input
                type="checkbox"
                aria-label={t('ownplan.task.done', { text: task.description ?? '' })}
                checked={false}
                onChange={() =>
                  void writing.mutateAsync({ ...task, status: 'completed' } as Task).catch(() => undefined)
                }
              />
              <span>{task.description}</span>
            </label>
          </li>
        ))}
      </ul>
      <OneLine label={t('ownplan.task')} button={t('ownplan.add')} name="new task" onDone={add} />
      <Failed error={writing.error} />
    </>
  );
}

type LineProps = {
  label: string;
  button: string;
  name: string;
  first?: string;
  onDone: (text: string) => Promise<unknown>;
};

/** A field and its button; what is typed stays until it has been stored. */
function OneLine({ label, button, name, first = '', onDone }: LineProps) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useKept(`line ${name}`, first);
  const [isTried, setTried] = useState(false);
  const isMissing = isTried && text.trim() === '';
  return (
    <form
      className="ej-c-field"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        focusFirstWrong(event.currentTarget);
        if (text.trim() === '') return;
        void onDone(text.trim()).then(
          () => {
            setText('');
            setTried(false);
          },
          () => undefined,
        );
      }}
    >
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        maxLength={500}
        value={text}
        aria-invalid={isMissing}
        aria-describedby={`${id}-error`}
        onChange={(event) => setText(event.target.value)}
      />
      <span id={`${id}-error`} role="status" className="ej-c-error">
        {isMissing && t('ownplan.missing')}
      </span>
      <span className="ej-c-acts">
        <button type="submit" className="ej-c-button">
          {button}
          <span className="ej-sr">: {label}</span>
        </button>
      </span>
    </form>
  );
}

function useWriting(patient: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (resource: Goal | Task) =>
      resource.id === undefined
        ? create<Goal | Task>(resource, { record: patient })
        : update<Goal | Task>(resource, { record: patient }),
    onSuccess: () => {
      announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
}
