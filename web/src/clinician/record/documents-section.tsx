import { useTranslation } from 'react-i18next';
import { principalDateOf, principalInstantOf } from '../../shared/fhir/principal-date.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Composition, DocumentReference, Resource } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { ItemRows } from './item-rows.tsx';
import { SectionPage } from './section-page.tsx';

/**
 * What was written to be sent or kept as a whole (discharge letters, decisions, referrals), told from the notes of the day by its
 * document type. @source Volven 9602, where group B is journal notes
 */
function isLetter({ type }: Composition): boolean {
  return type?.coding?.some(({ system, code }) => system?.endsWith('.9602') && /^[AC-Z]\d/.test(code ?? '')) ?? false;
}

/** Letters, scanned papers and filled-in forms; notes stand in the timeline. */
export function DocumentsSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const documents = useRecordSearch<DocumentReference>(id, 'DocumentReference', { _sort: '-date', _count: '200' });
  const forms = useRecordSearch<Resource>(id, 'QuestionnaireResponse', { _sort: '-authored', _count: '200' });
  const letters = useRecordSearch<Composition>(id, 'Composition', { _sort: '-date', _count: '200' }, { limit: 600 });
  const all: Resource[] = [
    ...(documents.data?.resources ?? []),
    ...(forms.data?.resources ?? []),
    ...(letters.data?.resources ?? []).filter(isLetter),
  ].sort((a, b) => principalInstantOf(b) - principalInstantOf(a));
  return (
    <SectionPage title={t('section.dokumenter')}>
      <Card title={t('card.documents.letters')} count={all.length || undefined}>
        {letters.isError && (
          <Part of={letters} what={t('card.documents.what')}>
            {() => null}
          </Part>
        )}
        {forms.isError && (
          <Part of={forms} what={t('card.documents.what')}>
            {() => null}
          </Part>
        )}
        <Part<unknown> of={letters.isPending ? letters : documents} what={t('card.documents.what')} rows={8}>
          {() =>
            all.length > 0 ? (
              <ItemRows<Resource>
                id={id}
                items={all}
                label={t('card.documents.letters')}
                columns="var(--ej-document-columns)"
                fold={60}
                cells={(document, marked) => {
                  const { label, text } = lineOf(document, [], say);
                  return (
                    <>
                      <span className="ej-num">{shortDate(principalDateOf(document), say.language)}</span>
                      <span>{marked(label)}</span>
                      <span className="ej-clip ej-second">{text}</span>
                      <span className="ej-row-end ej-meta-size ej-second">{sourceOf(document).organization}</span>
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
