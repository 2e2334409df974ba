import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ItemRows } from './item-rows.tsx';
import { useNotes } from './record-data.ts';
import { SectionLink } from './section-link.tsx';

export function NotesCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const notes = useNotes(id);
  return (
    <Card
      title={t('card.notes')}
      action={
        <SectionLink id={id} to="tidslinje">
          {t('section.tidslinje')}
        </SectionLink>
      }
    >
      <Part of={notes} what={t('card.notes.what')} rows={3}>
        {({ resources }) =>
          resources.length > 0 ? (
            <ItemRows
              id={id}
              items={resources.slice(0, 3)}
              label={t('card.notes')}
              columns="3.5rem minmax(5rem, max-content) minmax(0, 1fr)"
              cells={(note, marked) => {
                const { label, text } = lineOf(note, [], say);
                return (
                  <>
                    <span className="ej-meta ej-num">{shortDate(note.date, say.language)}</span>
                    <span>{marked(<Voiced>{label}</Voiced>)}</span>
                    <span className="ej-clip ej-meta-size">
                      <Voiced>{text}</Voiced>
                    </span>
                  </>
                );
              }}
            />
          ) : (
            <div className="ej-card-body">
              <p>{t('card.notes.none')}</p>
            </div>
          )
        }
      </Part>
    </Card>
  );
}
