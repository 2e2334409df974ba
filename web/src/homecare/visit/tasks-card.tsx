import { Checkbox } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { send } from '../../shared/fhir/client.ts';
import type { Task } from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { recordKey, useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useOwn } from './use-own.ts';

const OPEN = 'requested,received,accepted,in-progress';

/** What this nurse or the zone is to do for the citizen; what is ticked off here stays in sight until the visit is over. */
export function TasksCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const own = useOwn();
  const queries = useQueryClient();
  const owners = [...own.references, ...(own.organization === undefined ? [] : [own.organization])];
  const query = useRecordSearch<Task>(
    id,
    'Task',
    { owner: owners.join(','), status: OPEN },
    { enabled: owners.length > 0, limit: 50 },
  );
  const [done, setDone] = useKept<readonly Task[]>('visit tasks', []);
  const finish = useMutation({
    mutationFn: (task: Task) => complete(task, own.role ?? own.person),
    onSuccess: (task) => {
      setDone((before) => [...before, task]);
      return queries.invalidateQueries({ queryKey: recordKey(id, ['Task']) });
    },
  });
  return (
    <Card
      title={t('visit.tasks')}
      count={
        query.data && t('visit.tasks.count', { done: done.length, all: done.length + query.data.resources.length })
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
              {open.map((task) => (
                <li key={task.id}>
                  <Checkbox
                    checked={finish.isPending && finish.variables.id === task.id}
                    onChange={() => finish.mutate(task)}
                  >
                    {titleOf(task)}
                  </Checkbox>
                </li>
              ))}
              {done.map((task) => (
                <li key={task.id} data-done>
                  <Checkbox checked disabled>
                    {titleOf(task)}
                  </Checkbox>
                </li>
              ))}
            </ul>
          );
        }}
      </Part>
      {finish.error && (
        <div className="ej-card-body">
          <FailureNotice error={finish.error} />
        </div>
      )}
    </Card>
  );
}

const titleOf = (task: Task): string => task.description ?? conceptText(task.code);

/** Done, step by step as a task goes: what was only asked of the unit is first taken on. */
async function complete(task: Task, owner: string): Promise<Task> {
  let now = task;
  if (now.status === 'requested' || now.status === 'received') {
    now = await patched(now, [
      { op: 'replace', path: '/status', value: 'accepted' },
      { op: 'add', path: '/owner', value: { reference: owner } },
    ]);
  }
  return patched(now, [{ op: 'replace', path: '/status', value: 'completed' }]);
}

async function patched(task: Task, patch: readonly object[]): Promise<Task> {
  const answer = await send(`Task/${task.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json-patch+json', 'if-match': `W/"${task.meta?.versionId}"` },
    body: JSON.stringify(patch),
  });
  return (await answer.json()) as Task;
}
