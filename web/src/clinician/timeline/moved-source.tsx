import { openStatuses, taskCodeSystem } from '@enjournal/server/care/tasks';
import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { localReference } from '../../shared/fhir/references.ts';
import type { Composition, Task } from '../../shared/fhir/types.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';

/** Told at a note while nobody has looked at it since something that was put into it turned out to be about somebody else. */
export function MovedSource({ note, patient }: { note: Composition; patient: string }) {
  const { t } = useTranslation();
  const cites = note.section?.some(({ entry = [] }) => entry.length > 0) === true;
  const { data } = useRecordSearch<Task>(
    patient,
    'Task',
    { code: `${taskCodeSystem}|moved-source`, status: openStatuses.join(',') },
    { limit: 50, enabled: cites && patient !== '' },
  );
  const isAsked = data?.resources.some(({ focus }) => localReference(focus) === `Composition/${note.id}`);
  if (!isAsked) return null;
  return (
    <p className="ej-notice">
      <ExclamationmarkTriangleIcon aria-hidden /> {t('noteAct.movedSource')}
    </p>
  );
}
