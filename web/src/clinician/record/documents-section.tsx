import { PlusIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { principalDateOf, principalInstantOf } from '../../shared/fhir/principal-date.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Composition, DocumentReference, Resource } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part, Waiting } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { isReplaced, replacesOther } from '../documents/standing.ts';
import { ItemRows } from './item-rows.tsx';
import { SectionPage } from './section-page.tsx';

const DocumentForm = later(() => import('../documents/document-form.tsx'));
const DocumentActs = later(() => import('../documents/document-acts.tsx'));

/**
 * What was written to be sent or kept as a whole (discharge letters, decisions, referrals), told from the notes of the day by its
 * document type. @source Volven 9602, where group B is journal notes
 */
const letterTypes = Object.entries({ A: 13, C: 7, D: 13, E: 1, F: 10, I: 2, J: 2, S: 3 })
  .flatMap(([group, last]) =>
    Array.from({ length: last + 1 }, (_, n) => `${group}${String(n).padStart(2, '0')}-${n === 0 ? 1 : 2}`),
  )
  .join(',');

function isLetter({ type }: Composition): boolean {
  return type?.coding?.some(({ system, code }) => system?.endsWith('.9602') && /^[AC-Z]\d/.test(code ?? '')) ?? false;
}

/** What a reader must know of a document before it is opened. */
function standingOf(resource: Resource) {
  if (resource.resourceType !== 'DocumentReference') return undefined;
  const document = resource as DocumentReference;
  if (document.status === 'entered-in-error') return 'documents.struck';
  if (isReplaced(document)) return 'documents.replaced';
  return replacesOther(document) ? 'documents.replaces' : undefined;
}

/** Letters, scanned papers and filled-in forms; notes stand in the timeline. */
export default function DocumentsSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const [isAdding, setIsAdding] = useKept('adding document', false);
  const documents = useRecordSearch<DocumentReference>(id, 'DocumentReference', { _sort: '-date', _count: '200' });
  const forms = useRecordSearch<Resource>(id, 'QuestionnaireResponse', { _sort: '-authored', _count: '200' });
  const letters = useRecordSearch<Composition>(id, 'Composition', {
    // Of years of notes only these are asked for.
    type: letterTypes,
    _sort: '-date',
    _count: '200',
  });
  const all: Resource[] = [
    ...(documents.data?.resources ?? []),
    ...(forms.data?.resources ?? []),
    ...(letters.data?.resources ?? []).filter(isLetter),
  ].sort((a, b) => principalInstantOf(b) - principalInstantOf(a));
  return (
    <SectionPage
      title={t('section.dokumenter')}
      action={
        !isAdding && (
          <Button
            type="button"
            size="small"
            className="ej-xs ej-noprint"
            icon={<PlusIcon aria-hidden />}
            onClick={() => setIsAdding(true)}
          >
            {t('documents.add')}
          </Button>
        )
      }
    >
      {isAdding && (
        <Card title={t('documents.add')}>
          <DocumentForm
            id={id}
            onClose={() => setIsAdding(false)}
            waiting={<Waiting what={t('card.documents.what')} rows={4} />}
          />
        </Card>
      )}
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
                acts={(document) =>
                  document.resourceType === 'DocumentReference' && (
                    <DocumentActs id={id} document={document as DocumentReference} />
                  )
                }
                cells={(document, marked) => {
                  const { label, text } = lineOf(document, [], say);
                  return (
                    <>
                      <span className="ej-num">{shortDate(principalDateOf(document), say.language)}</span>
                      <span>
                        {marked(<Voiced>{label}</Voiced>)}
                        {standingOf(document) && <span className="ej-sub">{t(standingOf(document)!)}</span>}
                      </span>
                      <span className="ej-clip ej-second">
                        <Voiced>{text}</Voiced>
                      </span>
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
