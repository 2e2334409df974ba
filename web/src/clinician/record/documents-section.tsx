import { useTranslation } from 'react-i18next';
import { principalDateOf, principalInstantOf } from '../../shared/fhir/principal-date.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { DocumentReference, Resource } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { ItemRows } from './item-rows.tsx';
import { SectionPage } from './section-page.tsx';

/** Letters, scanned papers and filled-in forms; notes stand in the timeline. */
export function DocumentsSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const documents = useRecordSearch<DocumentReference>(id, 'DocumentReference', { _sort: '-date', _count: '200' });
  const forms = useRecordSearch<Resource>(id, 'QuestionnaireResponse', { _sort: '-authored', _count: '200' });
  const all = [...(documents.data?.resources ?? []), ...(forms.data?.resources ?? [])].sort(
    (a, b) => principalInstantOf(b) - principalInstantOf(a),
  );
  return (
    <SectionPage title={t('section.dokumenter')}>
      <Card title={t('card.documents.letters')} count={all.length || undefined}>
        {forms.isError && (
          <Part of={forms} what={t('card.documents.what')}>
            {() => null}
          </Part>
        )}
        <Part of={documents} what={t('card.documents.what')} rows={8}>
          {() =>
            all.length > 0 ? (
              <ItemRows<Resource>
                id={id}
                items={all}
                label={t('card.documents.letters')}
                columns="4.5rem minmax(6rem, 12rem) minmax(0, 1fr) max-content"
                fold={60}
                cells={(document, marked) => {
                  const { label, text } = lineOf(document, [], say);
                  return (
                    <>
                      <span className="ej-num">{shortDate(principalDateOf(document), say.language)}</span>
                      <span>{marked(label)}</span>
                      <span className="ej-clip">{text}</span>
                      <span className="ej-row-end ej-meta-size">{sourceOf(document).organization}</span>
                    </>
                  );
                }}
              />
            ) : (
              <div className="ej-card-body">
                <p>{t('card.documents.none')}</p>
              </div>
            )
          }
        </Part>
      </Card>
    </SectionPage>
  );
}
