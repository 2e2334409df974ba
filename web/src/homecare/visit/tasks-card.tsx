import { ClockDashedIcon } from '@navikt/aksel-icons';
import { Checkbox } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import type { Sending, Step } from '../../shared/outbox/sending.ts';
import { useWaitingOf } from '../../shared/outbox/use-outbox.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { taskText } from '../../shared/resource/task-text.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { type Giver, sendingFor } from '../doses/record-dose.ts';
import { useOwn } from './use-own.ts';

const OPEN = 'requested,received,accepted,in-progress';

/** What this nurse or the zone is to do for the citizen; what is ticked off here stays in sight until the visit is over. */
export function TasksCard({ id, giver }: { id: string; giver: () => Giver }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useOwn();
  const owners = [...own.references, ...(own.organization === undefined ? [] : [own.organization])];
  const query = useRecordSearch<Task>(
    id,
    'Task',
    { owner: owners.join(','), status: OPEN },
    { enabled: owners.length > 0, limit: 50 },
  );
  const [done, setDone] = useKept<readonly Task[]>('visit tasks', []);
  const waiting = useWaitingOf(id);
  const waitsFor = (task: Task) => waiting.find(({ about }) => about?.task === task.id);
  const finish = (task: Task) => {
    const what = t('visit.did.task', { what: taskText(task, t, language) });
    void outbox.put(taskSending(giver(), task, own.role ?? own.person, what));
    setDone((before) => [...before, task]);
  };
  return (
    <Card
      title={t('visit.tasks')}
      count={
        query.data &&
        t('visit.tasks.count', { done: done.length, all: new Set([...done, ...query.data.resources].map(idOf)).size })
      }
    >
      <Part of={query} what={t('visit.tasks.what')}>
        {({ resources }) => {
          const open = resources.filter(({ id: one }) => !done.some((task) => task.id === one));
          if (open.length + done.length === 0) {
            return <p className="ej-card-body ej-meta">{t('visit.tasks.none')}</p>;
          }
          return (
            <ul className="ej-visit-tasks">
              {[...open, ...done].map((task) => {
                const isDone = done.includes(task);
                const sending = waitsFor(task);
                return (
                  <li key={task.id} data-done={isDone}>
                    <Checkbox checked={isDone} disabled={isDone} onChange={() => finish(task)}>
                      <Voiced>{taskText(task, t, language)}</Voiced>
                    </Checkbox>
                    {sending !== undefined && (
                      <span className="ej-visit-waits">
                        <ClockDashedIcon aria-hidden />{' '}
                        {t(sending.trouble === undefined ? 'outbox.waits' : 'outbox.asks')}
                      </span>
                    )}
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Part>
    </Card>
  );
}

const idOf = ({ id }: Task): string | undefined => id;

/** Done, step by step as a task goes: what was only asked of the unit is first taken on. */
function taskSending(giver: Giver, task: Task, owner: string, what: string): Sending {
  const version = { 'if-match': `W/"${task.meta?.versionId}"` };
  const isAsked = task.status === 'requested' || task.status === 'received';
  const take: Step = {
    ...patchOf(task, 'accepted', [{ op: 'add', path: '/owner', value: { reference: owner } }]),
    headers: { ...json, ...version },
  };
  const done = patchOf(task, 'completed');
  const steps = isAsked ? [take, done] : [{ ...done, headers: { ...json, ...version } }];
  const sending = sendingFor({ ...giver, visit: undefined }, 'task', what, steps, ['Task']);
  return { ...sending, key: `task ${task.id}`, about: { task: task.id ?? '' } };
}

const json = { 'content-type': 'application/json-patch+json' };

const patchOf = (task: Task, status: string, more: readonly object[] = []): Step => ({
  method: 'PATCH',
  path: `Task/${task.id}`,
  headers: json,
  body: [{ op: 'replace', path: '/status', value: status }, ...more],
  doneWhen: { read: `Task/${task.id}`, status },
});
