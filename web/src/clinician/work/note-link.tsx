import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { localReference } from '../../shared/fhir/references.ts';
import { dayOf } from '../../shared/format/date.ts';
import type { WorkItem } from './work.ts';

/** The way to the note that a task is about, such as one that waits for the reader's signature: the record, with the note open among what happened around it. */
export function NoteLink({ item, className }: { item: WorkItem; className: string }) {
  const { t } = useTranslation();
  const { kind, note, patient, task } = item;
  if (patient === undefined) return null;
  const state = { open: localReference(task.focus), ...(note?.date ? { until: dayOf(note.date) } : {}) };
  return (
    <Link
      className={className}
      to="/pasient/$id/{-$section}"
      params={{ id: patient, section: 'tidslinje' }}
      state={state as never}
    >
      {t(kind === 'countersign' ? 'work.readNote' : 'work.openNote', { title: note?.title ?? t('work.kind.note') })}
    </Link>
  );
}
