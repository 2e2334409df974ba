import { useTranslation } from 'react-i18next';
import type { Communication, Reference, Task } from '../../shared/fhir/types.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { circleVisit } from '../circle/visit-code.ts';
import { useSubject } from '../subject.ts';

type Unread = Communication & { sender?: Reference };

/** How many messages to the citizen nobody has opened yet, and from whom when it is one. */
export function MessagesSaid() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const { data } = useRecordSearch<Unread>(
    patient,
    'Communication',
    // all topics; named here, for the first page must not fetch the rules of dialogue
    { category: topics, recipient: `Patient/${patient}`, 'received:missing': 'true' },
    { limit: 50 },
  );
  if (!data) return null;
  const count = data.resources.length;
  if (count === 0) return t('me.said.noUnread');
  return t('me.said.unread', { count, who: data.resources[0]?.sender?.display });
}

const topics = ['health', 'medicines', 'appointment', 'services', 'case', 'other']
  .map((code) => `https://enjournal.no/fhir/CodeSystem/dialogue-topic|${code}`)
  .join(',');

/** How many forms and tasks wait for the citizen. */
export function FormsSaid() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const { data } = useRecordSearch<Task>(
    patient,
    'Task',
    { owner: `Patient/${patient}`, status: 'requested,received,accepted,ready,in-progress', 'code:not': circleVisit },
    { limit: 20 },
  );
  if (!data) return null;
  const count = data.resources.length;
  return count === 0 ? t('me.said.noAsked') : t('me.said.asked', { count });
}

export function MeasureSaid() {
  const { t } = useTranslation();
  return t('me.said.measure');
}
