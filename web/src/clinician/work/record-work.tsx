import { openStatuses } from '@enjournal/server/care/tasks';
import { Button } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { search } from '../../shared/fhir/client.ts';
import { recordKey, usePatient } from '../../shared/record/record-queries.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { withResults } from './use-work.ts';
import { itemsOf } from './work.ts';
import { WorkList } from './work-list.tsx';
import { WorkSaid } from './work-said.tsx';

const NewTask = later(() => import('./new-task.tsx'));

/** The open work of one record, with what it is about: read anew when the record's stream tells of a change. */
export function useRecordWork(id: string) {
  return useQuery({
    queryKey: recordKey(id, ['Task', 'DiagnosticReport'], 'work'),
    queryFn: async ({ signal }) => {
      const along = {
        _include: 'Task:focus',
        '_include:iterate': ['Task:focus', 'DiagnosticReport:result'],
        _count: '100',
      };
      const found = await search('Task', { patient: id, status: openStatuses.join(','), ...along }, signal);
      return itemsOf(await withResults(found, signal));
    },
  });
}

/** Results of this person that nobody has signed: signed from here, where the trend stands. Nothing when there are none. */
export function UnsignedResults({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useRecordWork(id);
  const unsigned = (query.data ?? []).filter(({ kind }) => kind === 'result');
  return (
    <WorkSaid>
      {unsigned.length > 0 && (
        <Card title={t('work.unsigned.title')} count={unsigned.length}>
          <WorkList
            inRecord
            label={t('work.unsigned.title')}
            items={unsigned}
            underOf={({ task }) => (task.owner?.display ? t('work.with', { who: task.owner.display }) : '')}
          />
        </Card>
      )}
    </WorkSaid>
  );
}

/** What is to be done for this person, whoever has it, and a new task for anyone. */
export function RecordTasks({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useRecordWork(id);
  const person = usePatient(id).data;
  const [isMaking, setMaking] = useState(false);
  return (
    <WorkSaid>
      <Card
        title={t('work.record.title')}
        count={query.data?.length || undefined}
        action={
          <Button size="small" variant="secondary" className="ej-xs" onClick={() => setMaking(true)}>
            {t('work.newTask')}
          </Button>
        }
      >
        <Part of={query} what={t('work.record.what')}>
          {(items) =>
            items.length > 0 ? (
              <WorkList
                inRecord
                label={t('work.record.title')}
                items={items}
                underOf={({ task }) => (task.owner?.display ? t('work.with', { who: task.owner.display }) : '')}
              />
            ) : (
              <p className="ej-card-body ej-meta">{t('work.record.none')}</p>
            )
          }
        </Part>
      </Card>
      {isMaking && <NewTask item={{ patient: id, person }} onClose={() => setMaking(false)} />}
    </WorkSaid>
  );
}
