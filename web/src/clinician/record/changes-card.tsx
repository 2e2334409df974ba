import { useTranslation } from 'react-i18next';
import { sourceOf } from '../../shared/fhir/source.ts';
import { shortDate, shortDateTime } from '../../shared/format/date.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { NewMark, RowList } from '../../shared/ui/row-list.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { EntryContent } from '../timeline/entry-content.tsx';
import { SectionLink } from './section-link.tsx';
import { useChanges } from './use-changes.ts';

/** What this reader has not seen yet, with who and where. On a first visit, what was written in the last month. */
export function ChangedSince({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const { query, entries, since, more, markAsSeen } = useChanges(id);
  const first = since === undefined;
  return (
    <Card
      title={first ? t('card.changes.first') : t('card.changes', { when: shortDateTime(since, say.language) })}
      count={entries.length > 0 && t('card.changes.count', { count: entries.length })}
      action={
        !first &&
        entries.length > 0 && (
          <button type="button" className="ej-link" onClick={markAsSeen}>
            {t('card.changes.seen')}
          </button>
        )
      }
      foot={
        (first || more) && (
          <>
            {first && t('card.changes.firstHelp')}{' '}
            {more && (
              <SectionLink id={id} to="tidslinje">
                {t('card.changes.more')}
              </SectionLink>
            )}
          </>
        )
      }
    >
      <Part of={query} what={t('card.changes.what')} rows={5}>
        {() =>
          entries.length > 0 ? (
            <RowList
              label={t('section.oversikt')}
              columns="3.75rem minmax(0, 1fr) max-content"
              fold={5}
              rows={entries.map(({ key, lead, parts, at }) => {
                const { label, text } = lineOf(lead, parts, say);
                const { author, organization } = sourceOf(lead);
                return {
                  key,
                  cells: (
                    <>
                      <span className="ej-num ej-nowrap">
                        <NewMark shown={!first}>{shortDate(at, say.language)}</NewMark>
                      </span>
                      <span className="ej-two-lines">
                        <b>
                          <Voiced>{label}</Voiced>
                        </b>{' '}
                        <Voiced>{text}</Voiced>
                      </span>
                      <span className="ej-row-end ej-meta-size ej-source-short">{author?.display ?? organization}</span>
                    </>
                  ),
                  detail: () => <EntryContent lead={lead} parts={parts} />,
                };
              })}
            />
          ) : (
            <div className="ej-card-body">
              <p>{t(first ? 'card.changes.noneFirst' : 'card.changes.none')}</p>
            </div>
          )
        }
      </Part>
    </Card>
  );
}
