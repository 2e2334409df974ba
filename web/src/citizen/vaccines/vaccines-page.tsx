import { useTranslation } from 'react-i18next';
import type { Immunization } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { OpenRow } from '../frame/open-row.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { useSubject } from '../subject.ts';

/** The vaccinations by what they protect against, each with its days. */
export default function VaccinesPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const query = useRecordSearch<Immunization>(patient, 'Immunization', { _sort: '-date' }, { limit: 300 });
  return (
    <RecordPart title={t('me.place.vaccines')} lead={t('vaccines.own.lead')}>
      <section className="ej-c-card ej-c-list" aria-label={t('me.place.vaccines')}>
        <Part of={query} what={t('vaccines.own.what')} rows={6}>
          {({ resources }) => {
            const given = resources.filter(({ status }) => status === 'completed');
            if (given.length === 0) return <p>{t('vaccines.own.none')}</p>;
            return (
              <ul>
                {[...Map.groupBy(given, ({ vaccineCode }) => conceptText(vaccineCode))].map(([name, doses]) => (
                  <li key={name}>
                    <OpenRow
                      name={`vaccine ${name}`}
                      detail={() => (
                        <>
                          {doses.map((dose) => (
                            <div key={dose.id}>
                              <b>{longDate(dose.occurrenceDateTime, language)}</b>
                              <ResourceDetail of={dose} />
                            </div>
                          ))}
                        </>
                      )}
                    >
                      <b>
                        <Voiced isWritten>{name}</Voiced>
                      </b>
                      <span className="ej-meta">
                        {t('vaccines.own.last', { date: longDate(doses[0]?.occurrenceDateTime, language) })}
                        {doses.length > 1 && ` · ${t('vaccines.own.times', { count: doses.length })}`}
                      </span>
                    </OpenRow>
                  </li>
                ))}
              </ul>
            );
          }}
        </Part>
      </section>
    </RecordPart>
  );
}
