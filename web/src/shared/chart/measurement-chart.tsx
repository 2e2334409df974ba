import './chart.css';
import { Table } from '@navikt/ds-react';
import type { TFunction } from 'i18next';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { principalDateOf } from '../fhir/principal-date.ts';
import { sourceOf } from '../fhir/source.ts';
import { shortDate, shortDateTime } from '../format/date.ts';
import { numberText, rangeText } from '../format/quantity.ts';
import { useLanguage } from '../i18n/use-language.ts';
import type { Language } from '../i18n/words.ts';
import { useKept } from '../session/kept.ts';
import { Voiced } from '../ui/voiced.tsx';
import { findingOf } from './finding.ts';
import { PointPicker } from './point-picker.tsx';
import { extentOf, linear, runsOf, ticksOf, timeTicks } from './scale.ts';
import { isDoubted, type Point, type Series } from './series.ts';
import { useWidth } from './use-width.ts';

const height = 150;
const left = 40;
const bottom = height - 20;

/** One series over time. The picture says its finding in a sentence; arrows go from point to point; the same data stands in a table. */
export function MeasurementChart({ series }: { series: Series }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const [picked, setPicked] = useState<number>();
  const [asTable, setAsTable] = useKept(`${series.key} as table`, false);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, asTable);
  const { points } = series;
  if (points.length === 0) return null;
  const point = picked === undefined ? undefined : points[picked];
  return (
    <figure className="ej-chart">
      {asTable ? (
        <PointTable series={series} id={id} />
      ) : (
        <div className="ej-chart-frame" ref={frame}>
          <Drawing width={width} series={series} picked={point} label={findingOf(series, language, t)} />
          <PointPicker
            width={width}
            label={t('chart.points', { name: series.name })}
            places={placesOf(points, series, width)}
            textOf={(index) => pointText(points[index] as Point, series, language, t)}
            picked={picked}
            onPick={setPicked}
          />
        </div>
      )}
      <figcaption className="ej-chart-foot ej-meta">
        <span className="ej-chart-said ej-num" aria-hidden>
          {point && pointText(point, series, language, t)}
        </span>
        <button type="button" className="ej-link ej-noprint" onClick={() => setAsTable(!asTable)}>
          {asTable ? t('chart.asChart') : t('chart.asTable')}
          <span className="ej-sr">
            {' '}
            <Voiced isWritten>{series.name}</Voiced>
          </span>
        </button>
      </figcaption>
    </figure>
  );
}

function scalesOf(points: readonly Point[], series: Series, width: number) {
  const [low, high] = extentOf(points, series.range);
  const from = points[0]?.at ?? 0;
  const to = points.at(-1)?.at ?? from;
  return { low, high, from, to, x: linear(from, to, left + 8, width - 10), y: linear(low, high, bottom - 4, 8) };
}

function placesOf(points: readonly Point[], series: Series, width: number): number[] {
  const { x } = scalesOf(points, series, width);
  return points.map(({ at }) => x(at));
}

type DrawingProps = { width: number; series: Series; picked: Point | undefined; label: string };

function Drawing({ width, series, picked, label }: DrawingProps) {
  const language = useLanguage();
  const { points, range } = series;
  const { low, high, from, to, x, y } = scalesOf(points, series, width);
  const inside = (value: number | undefined, edge: number) => y(Math.min(high, Math.max(low, value ?? edge)));
  const top = inside(range?.high?.value, high);
  const base = inside(range?.low?.value, low);
  const ranged = range?.low?.value !== undefined || range?.high?.value !== undefined;
  const crowded = points.length > 60;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {ranged && base > top && (
        <rect className="ej-chart-band" x={left} y={top} width={width - left} height={base - top} />
      )}
      {ticksOf(low, high, 5).map((tick) => (
        <g key={tick}>
          <line className="ej-chart-grid" x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end">
            {numberText(tick, language)}
          </text>
        </g>
      ))}
      {(from === to
        ? [{ at: from, label: 'day' as const }]
        : timeTicks(from, to, Math.max(2, Math.floor(width / 95)))
      ).map((tick) => (
        <text key={tick.at} x={x(tick.at)} y={height - 4} textAnchor="middle">
          {timeLabel(tick.at, tick.label, language)}
        </text>
      ))}
      {points.some(({ second }) => second !== undefined)
        ? points.map((point) => (
            <line
              key={point.at}
              className="ej-chart-bar"
              data-doubted={isDoubted(point)}
              x1={x(point.at)}
              x2={x(point.at)}
              y1={y(point.value)}
              y2={y(point.second ?? point.value)}
            />
          ))
        : runsOf(points).map((run) => (
            <polyline
              key={run[0]?.at}
              className="ej-chart-line"
              points={run.map((point) => `${x(point.at)},${y(point.value)}`).join(' ')}
            />
          ))}
      {points
        .filter((point) => point.second === undefined && (!crowded || isDoubted(point)))
        .map((point) => (
          <circle
            key={point.at}
            className="ej-chart-dot"
            data-out={isOut(point, series)}
            data-doubted={isDoubted(point)}
            cx={x(point.at)}
            cy={y(point.value)}
            r="3"
          />
        ))}
      {picked && <line className="ej-chart-picked" x1={x(picked.at)} x2={x(picked.at)} y1="4" y2={bottom} />}
      {picked && <circle className="ej-chart-dot" data-out="true" cx={x(picked.at)} cy={y(picked.value)} r="4" />}
    </svg>
  );
}

function isOut({ value }: Point, { range }: Series): boolean {
  return (
    value > (range?.high?.value ?? Number.POSITIVE_INFINITY) || value < (range?.low?.value ?? Number.NEGATIVE_INFINITY)
  );
}

/** An arrow for the eye, and words for who does not see it. */
function OutMark({ point, series }: { point: Point; series: Series }) {
  const { t } = useTranslation();
  if (!isOut(point, series)) return null;
  const isAbove = point.value > (series.range?.high?.value ?? Number.POSITIVE_INFINITY);
  return (
    <>
      <span aria-hidden>{isAbove ? ' ↑' : ' ↓'}</span>
      <span className="ej-sr"> {t(isAbove ? 'chart.high' : 'chart.low')}</span>
    </>
  );
}

function pointText(point: Point, series: Series, language: Language, t: TFunction): string {
  const number = numberText(point.value, language, series.decimals);
  const pair = point.second === undefined ? number : `${number}/${numberText(point.second, language, series.decimals)}`;
  const mark = isDoubted(point) ? ` (${t('resource.unverified')})` : '';
  const value = [pair, series.unit].filter(Boolean).join('\u00a0');
  return `${shortDateTime(principalDateOf(point.of), language)}: ${value}${mark}`;
}

function timeLabel(at: number, label: 'year' | 'month' | 'day', language: Language): string {
  const date = new Date(at).toISOString();
  if (label === 'year') return date.slice(0, 4);
  if (label === 'month') return shortDate(date.slice(0, 7), language);
  return shortDate(date.slice(0, 10), language, Number.NaN).replace(/\.\d\d$/, '');
}

function PointTable({ series, id }: { series: Series; id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const usual = rangeText(series.range, language);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="ej-chart-table" id={id} tabIndex={0} aria-label={series.name}>
      <Table size="small" className="ej-dense">
        <Table.Header>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('chart.when')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">
              {t('chart.value.head')} {series.unit}
              {usual && ` (${usual})`}
            </Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('chart.by')}</Table.HeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {[...series.points].reverse().map((point) => {
            const { author, organization } = sourceOf(point.of);
            return (
              <Table.Row key={point.of.id ?? point.at} shadeOnHover={false}>
                <Table.DataCell className="ej-num">{shortDateTime(principalDateOf(point.of), language)}</Table.DataCell>
                <Table.DataCell className="ej-num">
                  {numberText(point.value, language, series.decimals)}
                  {point.second !== undefined && `/${numberText(point.second, language, series.decimals)}`}
                  <OutMark point={point} series={series} />
                  {isDoubted(point) && <span className="ej-tag ej-tag-inline">{t('resource.unverified')}</span>}
                </Table.DataCell>
                <Table.DataCell>{[author?.display, organization].filter(Boolean).join(', ')}</Table.DataCell>
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table>
    </section>
  );
}
