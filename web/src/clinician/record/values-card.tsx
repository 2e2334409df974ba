import { isSelfReported } from '@enjournal/server/care/contributions';
import { useTranslation } from 'react-i18next';
import { MeasurementChart } from '../../shared/chart/measurement-chart.tsx';
import { byRecency, isDoubted, type Series, seriesOf } from '../../shared/chart/series.ts';
import { Sparkline } from '../../shared/chart/sparkline.tsx';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useLive } from '../../shared/record/live.ts';
import { SourceLine } from '../../shared/resource/source-line.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { NewMark, RowList } from '../../shared/ui/row-list.tsx';
import { Value } from '../../shared/ui/value.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { useObservations } from './record-data.ts';
import { SectionLink } from './section-link.tsx';

/** Laboratory and bedside, from every source, in one list: the newest value, where it is going, and what is usual. */
export function ValuesCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const results = useObservations(id, 'laboratory');
  const vitals = useObservations(id, 'vital-signs');
  const series = [
    ...byRecency(seriesOf(results.data?.resources ?? [])).slice(0, 6),
    ...byRecency(seriesOf(vitals.data?.resources ?? [])).slice(0, 4),
  ];
  const both = results.isPending ? results : vitals;
  return (
    <Card
      title={t('card.values')}
      count={t('card.values.sources')}
      action={
        <SectionLink id={id} to="provesvar">
          {t('card.results.all')}
        </SectionLink>
      }
      foot={series.length > 0 && t('card.values.legend')}
    >
      {results.isError && (
        <Part of={results} what={t('card.results.what')}>
          {() => null}
        </Part>
      )}
      <Part of={both} what={t('card.values.what')} rows={8}>
        {() =>
          series.length > 0 ? (
            <SeriesRows series={series} label={t('card.values')} />
          ) : (
            <div className="ej-card-body">
              <p>{t('card.values.none')}</p>
            </div>
          )
        }
      </Part>
    </Card>
  );
}

export function SeriesRows({ series, label }: { series: readonly Series[]; label: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { changes } = useLive();
  return (
    <RowList
      label={label}
      columns="var(--ej-series-columns)"
      rows={series.map((one) => ({
        key: one.key,
        cells: (
          <>
            <span className="ej-clip" title={one.name}>
              <NewMark shown={changes.has(keyOf(one.latest))}>
                <Voiced isWritten>{one.name}</Voiced>
              </NewMark>
            </span>
            <span className="ej-spark-cell">{one.points.length > 1 && <Sparkline series={one} />}</span>
            <span>
              <Value of={one.latestPart} decimals={one.decimals} />
              {isDoubted({ of: one.latest }) && (
                <span className="ej-tag ej-tag-inline">{t('resource.unverified')}</span>
              )}
              {isSelfReported(one.latest as never) && (
                <span className="ej-tag ej-tag-inline">{t('resource.selfReported')}</span>
              )}
            </span>
            <span className="ej-row-end ej-num">{shortDate(principalDateOf(one.latest), language)}</span>
          </>
        ),
        detail: () => (
          <>
            <MeasurementChart series={one} />
            <SourceLine of={one.latest} />
          </>
        ),
      }))}
    />
  );
}
