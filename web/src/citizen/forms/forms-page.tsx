import '../dialogue/dialogue.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../../shared/fhir/parameters.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { Failed } from '../dialogue/failed.tsx';
import { longDay } from '../dialogue/long-day.ts';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';
import { AnswerQuestions } from './answer-form.tsx';
import { type AskedTask, formOf, useAsked } from './use-asked.ts';

const here = '/skjema';

/** What services have asked the citizen for: forms to answer, and things to do. */
export default function FormsPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const navigate = useNavigate();
  const shown = useRouterState({ select: ({ location }) => location.hash });
  const [said, setSaid] = useKept('answers sent', false);
  const asked = useAsked(patient);
  return (
    <Page title={t('asks.title')} lead={t('asks.lead')}>
      <div role="status">{said && <p className="ej-c-said">{t('asks.sent')}</p>}</div>
      <Part of={asked} what={t('asks.what')} rows={5}>
        {({ resources }) => {
          const open = resources.find(({ id, status }) => id === shown && status !== 'completed');
          const form = open && formOf(open);
          if (open && form !== undefined)
            return (
              <section className="ej-c-card ej-c-form" aria-labelledby="form">
                <Link to={here as never} hash="" className="ej-c-more">
                  {t('asks.back')}
                </Link>
                <h2 id="form">
                  <Voiced isWritten>{open.description}</Voiced>
                </h2>
                <AnswerQuestions
                  key={open.id}
                  patient={patient}
                  form={form}
                  name={`task ${open.id}`}
                  send={t('asks.send')}
                  onSent={() => {
                    setSaid(true);
                    void navigate({ to: here as never, hash: '' } as never);
                  }}
                />
              </section>
            );
          const isOver = ({ status }: AskedTask) => status === 'completed';
          return (
            <div className="ej-c-columns">
              <TaskList
                title={t('asks.waiting')}
                tasks={resources.filter((one) => !isOver(one))}
                none={t('asks.none')}
              />
              {resources.some(isOver) && <TaskList title={t('asks.over')} tasks={resources.filter(isOver)} />}
            </div>
          );
        }}
      </Part>
    </Page>
  );
}

function TaskList({ title, tasks, none }: { title: string; tasks: readonly AskedTask[]; none?: string }) {
  return (
    <section className="ej-c-card" aria-label={title}>
      <h2>{title}</h2>
      {tasks.length === 0 && <p>{none}</p>}
      <ul className="ej-c-lines">
        {tasks.map((task) => (
          <AskedLine key={task.id} task={task} />
        ))}
      </ul>
    </section>
  );
}

function AskedLine({ task }: { task: AskedTask }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const queries = useQueryClient();
  const done = useMutation({
    mutationFn: () => callOperation(`Task/${task.id}/$done`, []),
    onSuccess: () => {
      announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
  const due = task.restriction?.period?.end;
  const isOver = task.status === 'completed';
  return (
    <li>
      <b>
        <Voiced isWritten>{task.description}</Voiced>
      </b>
      <span className="ej-meta">
        {[task.requester?.display, !isOver && due && t('asks.by', { date: longDay(due, language) })]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {!isOver && (
        <span className="ej-c-acts">
          {formOf(task) === undefined ? (
            <button type="button" className="ej-c-button" aria-disabled={done.isPending} onClick={() => done.mutate()}>
              {t('asks.done')}
              <span className="ej-sr">
                : <Voiced isWritten>{task.description}</Voiced>
              </span>
            </button>
          ) : (
            <Link to={here as never} hash={task.id ?? ''} className="ej-c-button" data-kind="primary">
              {t('asks.answer')}
              <span className="ej-sr">
                : <Voiced isWritten>{task.description}</Voiced>
              </span>
            </Link>
          )}
        </span>
      )}
      <Failed error={done.error} />
    </li>
  );
}
