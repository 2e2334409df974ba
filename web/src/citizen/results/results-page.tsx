import './results.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { trendOf } from '../../shared/chart/finding.ts';
import { MeasurementChart } from '../../shared/chart/measurement-chart.tsx';
import { byRecency, type Series, seriesOf } from '../../shared/chart/series.ts';
import { followLink, matchesOf, nextLink, search } from '../../shared/fhir/client.ts';
import { principalDateOf } from '../../shared/fhir/principal-date.ts';
import type { Bundle, Observation } from '../../shared/fhir/types.ts';
import { dayHeading, dayOf, longDate } from '../../shared/format/date.ts';
import { numberText, rangeText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { focusNextOf } from '../../shared/keyboard/focus.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { SourceLine } from '../../shared/resource/source-line.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { OpenRow } from '../frame/open-row.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { useSubject } from '../subject.ts';
import { textIn } from '../words/entry.ts';
import { ExplainedText } from '../words/explained-text.tsx';
import { explanationOf } from '../words/find-word.ts';
import { standingTold } from './standing.ts';

const sorts = ['laboratory', 'vital-signs'] as const;
type Sort = (typeof sorts)[number];

/** Tests and measurements: each once, with what it is, its latest value, and its way over time. */
export default function ResultsPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const [sort, setSort] = useKept<Sort>('results sort', 'laboratory');
  const query = useOwnSeries(patient, sort);
  return (
    <RecordPart title={t('results.title')} lead={t('results.lead')}>
      <fieldset className="ej-c-tabs ej-noprint">
        <legend className="ej-sr">{t('results.sort')}</legend>
        {sorts.map((one) => (
          <label key={one}>
            <input type="radio" name="sort" checked={one === sort} onChange={() => setSort(one)} />
            {t(`results.sort.${one}`)}
          </label>
        ))}
      </fieldset>
      <section className="ej-c-card ej-c-list" aria-label={t(`results.sort.${sort}`)}>
        <Part of={query} what={t('results.what')} rows={8}>
          {({ pages }) => {
            const series = byRecency(seriesOf(pages.flatMap(({ resources }) => resources)));
            if (series.length === 0) return <p>{t('results.none')}</p>;
            return (
              <ul>
                {series.map((one) => (
                  <SeriesRow key={one.key} series={one} />
                ))}
              </ul>
            );
          }}
        </Part>
      </section>
      {query.hasNextPage && (
        <p className="ej-noprint">
          <button
            type="button"
            className="ej-c-button"
            aria-disabled={query.isFetchingNextPage}
            onClick={() => {
              if (query.isFetchingNextPage) return;
              void query.fetchNextPage();
              focusNextOf('.ej-c-row');
            }}
          >
            {t(query.isFetchingNextPage ? 'journal.fetching' : 'journal.older')}
          </button>
        </p>
      )}
    </RecordPart>
  );
}

function SeriesRow({ series }: { series: Series }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name, latest, latestPart, decimals } = series;
  const standing = standingTold(latestPart);
  return (
    <li>
      <OpenRow name={series.key} detail={() => <SeriesDetail series={series} />}>
        <b>
          <Voiced isWritten>{name}</Voiced>
        </b>
        <span>
          <span className="ej-num">
            <Voiced isWritten={latestPart.valueQuantity === undefined}>
              {valueText(latestPart, language, latestPart.valueQuantity ? decimals : undefined)}
            </Voiced>
          </span>
          {standing && (
            <span className="ej-c-standing" data-standing={standing}>
              {t(standing)}
            </span>
          )}
        </span>
        <span className="ej-meta">{dayHeading(dayOf(principalDateOf(latest)), language)}</span>
      </OpenRow>
    </li>
  );
}

function SeriesDetail({ series }: { series: Series }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { latest, latestPart, points, range } = series;
  const of = explanationOf(latest.code) ?? explanationOf((latestPart as { code?: typeof latest.code }).code);
  const usual = rangeText(range, language);
  const isOutside = ['results.above', 'results.below'].includes(standingTold(latestPart) ?? '');
  return (
    <>
      {of && (
        <p>
          <ExplainedText text={textIn(of, language)} />
        </p>
      )}
      {points.length > 1 && (
        <>
          <p>{overTime(series, language, t)}</p>
          <MeasurementChart series={series} />
        </>
      )}
      {usual && <p className="ej-meta">{t('results.band', { range: usual, unit: series.unit })}</p>}
      {isOutside && <p className="ej-c-note">{t('results.outside')}</p>}
      <SourceLine of={latest} />
    </>
  );
}

/** `Målt 12 ganger siden 4.04.22, mellom 34 og 54. Den har steget på det siste.` */
function overTime({ points, decimals, unit }: Series, language: Language, t: TFunction): string {
  const values = points.map(({ value }) => value);
  const number = (value: number) => numberText(value, language, decimals);
  const trend = trendOf(points);
  const said = t('results.over', {
    count: points.length,
    since: longDate(new Date(points[0]?.at ?? 0).toISOString(), language),
    low: number(Math.min(...values)),
    high: [number(Math.max(...values)), unit].filter(Boolean).join('\u00a0'),
  });
  return [said, trend && t(`results.trend.${trend}`)].filter(Boolean).join(' ');
}

const PAGE = 300;

/** The measurements of a sort, newest first, by big pages: a curve over years needs many at once. */
function useOwnSeries(id: string, sort: Sort) {
  return useInfiniteQuery({
    queryKey: recordKey(id, ['Observation'], 'own series', sort),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const bundle: Bundle<Observation> = pageParam
        ? await followLink<Observation>(pageParam, signal)
        : await search<Observation>(
            'Observation',
            { patient: id, category: sort, _sort: '-date', _count: String(PAGE) },
            signal,
          );
      return { resources: matchesOf(bundle), next: nextLink(bundle) };
    },
    getNextPageParam: ({ next }) => next,
  });
}
