import { ChevronDownIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { MeasurementChart } from '../../shared/chart/measurement-chart.tsx';
import { pointsSince } from '../../shared/chart/scale.ts';
import { byUrgency, type Series, seriesOf } from '../../shared/chart/series.ts';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { shortDate } from '../../shared/format/date.ts';
import { rangeText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useLive } from '../../shared/record/live.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { NewMark } from '../../shared/ui/row-list.tsx';
import { Value } from '../../shared/ui/value.tsx';
import { SectionPage } from './section-page.tsx';
import { useSeries } from './use-series.ts';
import { SeriesRows } from './values-card.tsx';

const spans = ['1', '3', '10', 'all'] as const;

/** Everything measured, as curves; what was measured once, or is a word and no number, as a list. */
export function MeasurementsSection({ id, laboratory }: { id: string; laboratory: boolean }) {
  const { t } = useTranslation();
  const query = useSeries(id, laboratory ? 'laboratory' : 'vital-signs');
  const [years, setYears] = useKept<(typeof spans)[number]>('years', '3');
  const since = years === 'all' ? 0 : Date.now() - Number(years) * 365.25 * 86_400_000;
  const what = t(laboratory ? 'card.results.what' : 'card.measurements.what');
  return (
    <SectionPage
      title={t(laboratory ? 'section.provesvar' : 'section.malinger')}
      action={
        <label className="ej-select ej-noprint">
          <span className="ej-sr">{t('timeline.period')}</span>
          <select value={years} onChange={(event) => setYears(event.target.value as typeof years)}>
            {spans.map((span) => (
              <option key={span} value={span}>
                {t(`card.span.${span}`)}
              </option>
            ))}
          </select>
          <ChevronDownIcon aria-hidden className="ej-select-mark" />
        </label>
      }
    >
      <Part of={query} what={what} rows={10}>
        {({ pages }) => {
          const series = byUrgency(seriesOf(pages.flatMap(({ resources }) => resources)));
          const drawn = series.filter(({ points }) => points.length > 1);
          const single = series.filter(({ points }) => points.length < 2);
          if (series.length === 0) return <p>{t(laboratory ? 'card.results.none' : 'card.measurements.none')}</p>;
          return (
            <>
              <div className="ej-charts">
                {drawn.map((one) => (
                  <ChartCard key={one.key} series={{ ...one, points: pointsSince(one.points, since) }} />
                ))}
              </div>
              {single.length > 0 && (
                <div className="ej-card ej-single-values">
                  <SeriesRows series={single} label={what} />
                </div>
              )}
            </>
          );
        }}
      </Part>
      {query.hasNextPage && (
        <p>
          <button
            type="button"
            className="ej-link"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t(query.isFetchingNextPage ? 'timeline.loadingMore' : 'card.older')}
          </button>
        </p>
      )}
    </SectionPage>
  );
}

function ChartCard({ series }: { series: Series }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { changes } = useLive();
  const usual = rangeText(series.range, language);
  return (
    <section className="ej-card ej-chart-card" aria-label={series.name}>
      <div className="ej-card-head">
        <h3>
          <NewMark shown={changes.has(keyOf(series.latest))}>{series.name}</NewMark>
        </h3>
        <Value of={series.latestPart} decimals={series.decimals} />
        <span className="ej-card-action ej-meta ej-num">{shortDate(principalDateOf(series.latest), language)}</span>
      </div>
      <div className="ej-card-body">
        <MeasurementChart series={series} />
        {usual && (
          <p className="ej-meta ej-num">
            {t('resource.reference')} {usual}
          </p>
        )}
      </div>
    </section>
  );
}
