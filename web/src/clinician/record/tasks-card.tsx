import { useTranslation } from 'react-i18next';
import type { Task } from '../../shared/fhir/types.ts';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { taskText } from '../../shared/resource/task-text.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { ItemRows } from './item-rows.tsx';
import { useTasksOf } from './referrals-card.tsx';

const open = new Set(['requested', 'received', 'accepted', 'in-progress', 'ready', 'on-hold']);

/** What this reader is asked to do for the person, the first deadline first. Nothing where there is nothing. */
export function TasksCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useOwnReferences();
  const tasks = (useTasksOf(id).data?.resources ?? [])
    .filter(({ status, owner }) => open.has(status ?? '') && own.includes(owner?.reference ?? ''))
    .sort((a, b) => (dueOf(a) ?? '9').localeCompare(dueOf(b) ?? '9'));
  if (tasks.length === 0) return null;
  const today = dayOf(Date.now());
  return (
    <Card title={t('card.tasks')} count={tasks.length}>
      <ItemRows
        id={id}
        items={tasks}
        label={t('card.tasks')}
        columns="minmax(0, 1fr) max-content"
        inTimeline={false}
        fold={4}
        cells={(task, marked) => {
          const due = dueOf(task);
          return (
            <>
              <span>{marked(<Voiced>{taskText(task, t, language)}</Voiced>)}</span>
              <span className="ej-row-end ej-num ej-meta-size" data-overdue={due !== undefined && dayOf(due) < today}>
                {due && shortDate(due, language)}
              </span>
            </>
          );
        }}
      />
    </Card>
  );
}

const dueOf = ({ restriction }: Task): string | undefined => restriction?.period?.end;
