import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { NoteLink } from '../work/note-link.tsx';
import { PersonLink } from '../work/person-link.tsx';
import { useMyWork } from '../work/use-work.ts';

/** Notes of those whom the reader supervises, which are final when the reader has signed them too. Nothing where there are none. */
export function CountersignCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const waiting = (useMyWork().data?.items ?? []).filter(({ kind }) => kind === 'countersign');
  if (waiting.length === 0) return null;
  return (
    <Card title={t('start.card.countersign')} count={waiting.length}>
      <ul className="ej-rows" aria-label={t('start.card.countersign')}>
        {waiting.map((item) => (
          <li key={item.task.id} className="ej-start-countersign">
            <NoteLink item={item} className="ej-link" />
            <PersonLink id={item.patient} person={item.person} display={item.task.for?.display} />
            <span className="ej-meta ej-num">
              {[item.task.requester?.display, shortDateTime(item.task.authoredOn, language)].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
