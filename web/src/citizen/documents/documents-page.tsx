import { useTranslation } from 'react-i18next';
import { isReplaced } from '../../clinician/documents/standing.ts';
import { principalDateOf, principalInstantOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Composition, DocumentReference, Resource } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { written } from '../../shared/i18n/written.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { OpenRow } from '../frame/open-row.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { toldOf } from '../journal/told.ts';
import { BlockEntry } from '../privacy/block-entry.tsx';
import { useSubject } from '../subject.ts';

/** Letters are told from notes of the day by their type. @source Volven 9602, where group B is journal notes */
const isLetter = ({ type }: Composition): boolean =>
  type?.coding?.some(({ system, code }) => system?.endsWith('.9602') && /^[AC-Z]\d/.test(code ?? '')) ?? false;

const FIRST = 20;

/** Letters and papers, read in place. */
export default function DocumentsPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const [isAll, setAll] = useKept('all documents', false);
  const files = useRecordSearch<DocumentReference>(patient, 'DocumentReference', { _sort: '-date' }, { limit: 300 });
  const notes = useRecordSearch<Composition>(patient, 'Composition', { _sort: '-date' }, { limit: 600 });
  const all: Resource[] = [
    ...(files.data?.resources ?? []).filter((one) => one.status !== 'entered-in-error' && !isReplaced(one)),
    ...(notes.data?.resources ?? []).filter((one) => one.status !== 'entered-in-error' && isLetter(one)),
  ].sort((a, b) => principalInstantOf(b) - principalInstantOf(a));
  const shown = isAll ? all : all.slice(0, FIRST);
  return (
    <RecordPart title={t('me.place.documents')} lead={t('documents.own.lead')}>
      <section className="ej-c-card ej-c-list" aria-label={t('me.place.documents')}>
        <Part<unknown> of={notes.isPending ? notes : files} what={t('documents.own.what')} rows={6}>
          {() =>
            all.length === 0 ? (
              <p>{t('documents.own.none')}</p>
            ) : (
              <ul>
                {shown.map((one) => {
                  const { title, text } = toldOf({ lead: one, parts: [] }, { t, language });
                  const from = sourceOf(one);
                  return (
                    <li key={keyOf(one)}>
                      <OpenRow
                        name={keyOf(one)}
                        detail={() => (
                          <>
                            <ResourceDetail of={one} />
                            <BlockEntry lead={one} parts={[]} />
                          </>
                        )}
                      >
                        <b>
                          <Voiced>{title}</Voiced>
                        </b>
                        <span className="ej-c-cut">
                          <Voiced>{text}</Voiced>
                        </span>
                        <span className="ej-meta">
                          <Voiced>
                            {[longDate(principalDateOf(one), language), from.organization && written(from.organization)]
                              .filter(Boolean)
                              .join(' · ')}
                          </Voiced>
                        </span>
                      </OpenRow>
                    </li>
                  );
                })}
              </ul>
            )
          }
        </Part>
      </section>
      {all.length > shown.length && (
        <p className="ej-noprint">
          <button type="button" className="ej-c-button" onClick={() => setAll(true)}>
            {t('documents.own.all', { count: all.length })}
          </button>
        </p>
      )}
    </RecordPart>
  );
}
