import { useTranslation } from 'react-i18next';
import { allergyKnowledge, type CriticalItem, criticalOf } from '../../shared/banner/critical.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import type { AllergyIntolerance, Condition, Consent, Flag } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { conceptText, hasCode } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { written } from '../../shared/i18n/written.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { OpenRow } from '../frame/open-row.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { useProblems } from '../own-data.ts';
import { useSubject } from '../subject.ts';
import { textIn } from '../words/entry.ts';
import { ExplainedText } from '../words/explained-text.tsx';
import { explanationOf } from '../words/find-word.ts';
import { problemsFrom } from './problems-from.ts';

/** What everybody who helps must know, and what one lives with. */
export default function HealthPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const conditions = useProblems(patient);
  const { now, before } = problemsFrom(conditions.data?.resources ?? []);
  return (
    <RecordPart title={t('health.title')} lead={t('health.lead')}>
      <Important conditions={conditions.data?.resources ?? []} />
      <section className="ej-c-card ej-c-list" aria-label={t('health.problems')}>
        <h2>{t('health.problems')}</h2>
        <Part of={conditions} what={t('health.problems.what')} rows={5}>
          {() =>
            now.length === 0 ? (
              <p>{t('health.problems.none')}</p>
            ) : (
              <ul>
                {now.map((one) => (
                  <Problem key={one.id} of={one} />
                ))}
              </ul>
            )
          }
        </Part>
      </section>
      {before.length > 0 && (
        <details className="ej-c-card ej-c-list">
          <summary>{t('health.before', { count: before.length })}</summary>
          <ul>
            {before.map((one) => (
              <Problem key={one.id} of={one} />
            ))}
          </ul>
        </details>
      )}
    </RecordPart>
  );
}

function Problem({ of }: { of: Condition }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const explained = explanationOf(of.code);
  const since = of.onsetDateTime ?? of.onsetPeriod?.start ?? of.recordedDate;
  return (
    <li>
      <OpenRow
        name={`problem ${of.id}`}
        detail={() => (
          <>
            {explained && (
              <p>
                <ExplainedText text={textIn(explained, language)} />
              </p>
            )}
            <ResourceDetail of={of} />
          </>
        )}
      >
        <b>
          <Voiced isWritten>{conceptText(of.code)}</Voiced>
        </b>
        {since && <span className="ej-meta">{t('health.since', { date: longDate(since.slice(0, 7), language) })}</span>}
      </OpenRow>
    </li>
  );
}

/** Allergies, warnings and what has been agreed for when it matters: in the order of the banner that personnel see. */
function Important({ conditions }: { conditions: readonly Condition[] }) {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const allergies = useRecordSearch<AllergyIntolerance>(patient, 'AllergyIntolerance');
  const flags = useRecordSearch<Flag>(patient, 'Flag', { status: 'active' });
  const consents = useRecordSearch<Consent>(patient, 'Consent', { status: 'active' });
  const items = criticalOf({
    allergies: allergies.data?.resources ?? [],
    flags: flags.data?.resources ?? [],
    consents: consents.data?.resources ?? [],
    conditions: conditions.filter(({ clinicalStatus }) => !hasCode(clinicalStatus, 'inactive', 'resolved')),
  });
  const knowledge = allergyKnowledge(allergies.data?.resources ?? []);
  return (
    <section className="ej-c-card ej-c-list" aria-label={t('health.important')}>
      <h2>{t('health.important')}</h2>
      <Part of={allergies} what={t('health.important.what')} rows={3}>
        {() => (
          <>
            {knowledge !== 'some' && <p>{t(`health.allergy.${knowledge}`)}</p>}
            <ul>
              {items.map((item) => (
                <ImportantRow key={keyOf(item.of)} item={item} />
              ))}
            </ul>
          </>
        )}
      </Part>
    </section>
  );
}

function ImportantRow({ item }: { item: CriticalItem }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li>
      <OpenRow name={`important ${keyOf(item.of)}`} detail={() => <ResourceDetail of={item.of} />}>
        <span className="ej-meta">
          {t(`health.kind.${item.kind}`)}
          {item.kind === 'allergy' && item.severe && ` (${t('health.severe')})`}
        </span>
        <b>
          <Voiced isWritten>{item.what}</Voiced>
        </b>
        {item.kind === 'allergy' && item.how && (
          <span>
            <Voiced>{t('health.reaction', { how: written(item.how) })}</Voiced>
          </span>
        )}
        {item.kind === 'limits' && item.clarified && (
          <span className="ej-meta">{t('health.agreed', { date: longDate(item.clarified, language) })}</span>
        )}
      </OpenRow>
    </li>
  );
}
