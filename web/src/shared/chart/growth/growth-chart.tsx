import '../chart.css';
import './growth-chart.css';
import { Table } from '@navikt/ds-react';
import type { TFunction } from 'i18next';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { principalDateOf } from '../../fhir/principal-date.ts';
import { sourceOf } from '../../fhir/source.ts';
import { ageOf, shortDate } from '../../format/date.ts';
import { numberText } from '../../format/quantity.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import type { Language } from '../../i18n/words.ts';
import { useKept } from '../../session/kept.ts';
import { PointPicker } from '../point-picker.tsx';
import { linear, type Scale, ticksOf } from '../scale.ts';
import { isDoubted, type Series } from '../series.ts';
import { useWidth } from '../use-width.ts';
import { CURVES, courseOf, type Growth, type GrowthPoint, growthOf, lmsAt, valueAt, windowOf } from './growth.ts';

type Child = { birthDate?: string; gender?: string };
type Props = { series: Series; child: Child };

const height = 260;
const left = 40;
const right = 36;
const bottom = height - 20;

/** A child's growth among other children of the age and sex. Says its finding in a sentence; arrows go from point to point; the same data stands in a table. */
export default function GrowthChart({ series, child }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const [picked, setPicked] = useState<number>();
  const [asTable, setAsTable] = useKept(`${series.key} growth as table`, false);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, asTable);
  const growth = growthOf(series, child);
  if (growth === undefined) return null;
  const name = t(`growth.${growth.measure}`);
  const said = (point: GrowthPoint) => findingOf(point, series, child, language, t);
  const { points } = growth;
  const sentence = sentenceOf(growth, series, child, language, t);
  const { x, y } = scalesOf(growth, width);
  return (
    <figure className="ej-chart">
      {asTable ? (
        <GrowthTable growth={growth} series={series} child={child} id={id} name={name} />
      ) : (
        <div className="ej-chart-frame" ref={frame}>
          <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={sentence}>
            <Curves growth={growth} x={x} y={y} width={width} />
            <Axes growth={growth} x={x} y={y} width={width} />
            <polyline
              className="ej-chart-line"
              points={points.map(({ ageDays, value }) => `${x(ageDays)},${y(value)}`).join(' ')}
            />
            {points.map((one) => (
              <circle
                key={one.at}
                className="ej-chart-dot"
                data-out={Math.abs(one.z) > 1.96}
                data-doubted={isDoubted(one)}
                cx={x(one.ageDays)}
                cy={y(one.value)}
                r={picked !== undefined && one === points[picked] ? 5 : 3}
              />
            ))}
          </svg>
          <PointPicker
            width={width}
            label={t('chart.points', { name })}
            places={points.map(({ ageDays }) => x(ageDays))}
            textOf={(index) => said(points[index] as GrowthPoint)}
            picked={picked}
            onPick={setPicked}
          />
        </div>
      )}
      <figcaption className="ej-chart-foot ej-growth-foot ej-meta">
        <button type="button" className="ej-link ej-noprint" onClick={() => setAsTable(!asTable)}>
          {asTable ? t('chart.asChart') : t('chart.asTable')}
          <span className="ej-sr"> {name}</span>
        </button>
        <span className="ej-chart-said ej-growth-said ej-num" aria-hidden>
          {picked === undefined ? sentence : said(points[picked] as GrowthPoint)}
        </span>
        <span className="ej-growth-standard">
          {t('growth.standard', { sex: t(growth.sex === 'male' ? 'growth.boys' : 'growth.girls') })}
        </span>
      </figcaption>
    </figure>
  );
}

type Scales = { growth: Growth; x: Scale; y: Scale; width: number };

function scalesOf(growth: Growth, width: number): { x: Scale; y: Scale } {
  const [low, high] = extentOf(growth);
  return { x: linear(0, windowOf(growth), left, width - right), y: linear(low, high, bottom, 8) };
}

/** From the lowest curve at birth to the highest at the end, and whatever lies outside. */
function extentOf(growth: Growth): [number, number] {
  const { measure, sex, points } = growth;
  const values = points.map(({ value }) => value);
  const ends = [0, windowOf(growth)].flatMap((age) => {
    const lms = lmsAt(measure, sex, age);
    return lms === undefined ? [] : [valueAt(-1.96, lms), valueAt(1.96, lms)];
  });
  const low = Math.min(...values, ...ends);
  const high = Math.max(...values, ...ends);
  const margin = (high - low) * 0.04;
  return [Math.max(0, low - margin), high + margin];
}

/** The curves, each with its percentile at the end; what lies between the outermost is the usual. */
function Curves({ growth, x, y, width }: Scales) {
  const language = useLanguage();
  const { measure, sex } = growth;
  const until = windowOf(growth);
  const steps = Array.from({ length: 73 }, (_, n) => Math.round((until * n) / 72));
  const lineAt = (z: number): string[] =>
    steps.flatMap((age) => {
      const lms = lmsAt(measure, sex, age);
      return lms === undefined ? [] : [`${x(age).toFixed(1)},${y(valueAt(z, lms)).toFixed(1)}`];
    });
  const outermost = [CURVES[0]![1], CURVES.at(-1)![1]] as const;
  const end = lmsAt(measure, sex, until);
  const heightAt = (z: number) => (end === undefined ? 0 : y(valueAt(z, end)));
  const isRoomy = heightAt(0) - heightAt(0.67449) >= 13;
  return (
    <>
      <polygon
        className="ej-chart-band"
        points={[...lineAt(outermost[0]), ...lineAt(outermost[1]).reverse()].join(' ')}
      />
      {CURVES.map(([percentile, z], n) => (
        <g key={percentile}>
          <polyline className="ej-growth-curve" data-median={z === 0} points={lineAt(z).join(' ')} />
          {(isRoomy || n % 3 === 0) && (
            <text x={width - right + 4} y={heightAt(z) + 4}>
              {numberText(percentile, language)}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

function Axes({ growth, x, y, width }: Scales) {
  const { t } = useTranslation();
  const language = useLanguage();
  const until = windowOf(growth);
  const [low, high] = extentOf(growth);
  const inMonths = until <= 731;
  const step = inMonths ? (width < 400 ? 6 : 3) : until <= 1826 ? 1 : width < 400 ? 4 : 2;
  const length = inMonths ? 30.4375 : 365.25;
  const ages = Array.from({ length: Math.floor((until + 1) / (step * length)) + 1 }, (_, n) => n * step);
  return (
    <>
      {ticksOf(low, high, 6).map((tick) => (
        <text key={tick} x={left - 6} y={y(tick) + 4} textAnchor="end">
          {numberText(tick, language)}
        </text>
      ))}
      {ages.map((age, n) => (
        <text key={age} x={x(age * length)} y={height - 4} textAnchor="middle">
          {n === ages.length - 1 ? t(inMonths ? 'growth.months' : 'growth.years', { n: age }) : age}
        </text>
      ))}
    </>
  );
}

function percentileText(point: GrowthPoint, language: Language, t: TFunction): string {
  if (point.percentile < 1) return t('growth.below');
  if (point.percentile > 99) return t('growth.above');
  return t('growth.percentile', { n: percentileNumber(point, language) });
}

function percentileNumber({ percentile }: GrowthPoint, language: Language): string {
  if (percentile < 1) return '< 1';
  return percentile > 99 ? '> 99' : numberText(Math.round(percentile), language);
}

function findingOf(point: GrowthPoint, series: Series, child: Child, language: Language, t: TFunction): string {
  const unit = series.unit === '' ? '' : `\u00a0${series.unit}`;
  return t('growth.finding', {
    name: series.name,
    value: `${numberText(point.value, language, series.decimals)}${unit}`,
    age: ageOf(child.birthDate, language, point.at) ?? '',
    when: shortDate(principalDateOf(point.of), language),
    percentile: percentileText(point, language, t),
  });
}

/** What the whole picture shows: the newest among other children, and whether it follows its curve. */
function sentenceOf(growth: Growth, series: Series, child: Child, language: Language, t: TFunction): string {
  const { points } = growth;
  const said = [findingOf(points.at(-1) as GrowthPoint, series, child, language, t)];
  const course = courseOf(points);
  if (course !== undefined) said.push(t(`growth.${course}`));
  if (points.length > 1) said.push(t('growth.count', { count: points.length }));
  return `${said.join(', ')}.`;
}

type TableProps = { growth: Growth; series: Series; child: Child; id: string; name: string };

function GrowthTable({ growth, series, child, id, name }: TableProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="ej-chart-table" id={id} tabIndex={0} aria-label={name}>
      <Table size="small" className="ej-dense">
        <Table.Header>
          <Table.Row>
            {[
              t('chart.when'),
              t('growth.age'),
              `${t('chart.value.head')} ${series.unit}`,
              t('growth.head.percentile'),
              t('chart.by'),
            ].map((head) => (
              <Table.HeaderCell key={head} scope="col">
                {head}
              </Table.HeaderCell>
            ))}
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {[...growth.points].reverse().map((point) => {
            const { author, organization } = sourceOf(point.of);
            return (
              <Table.Row key={point.of.id ?? point.at} shadeOnHover={false}>
                <Table.DataCell className="ej-num">{shortDate(principalDateOf(point.of), language)}</Table.DataCell>
                <Table.DataCell className="ej-num">{ageOf(child.birthDate, language, point.at)}</Table.DataCell>
                <Table.DataCell className="ej-num">{numberText(point.value, language, series.decimals)}</Table.DataCell>
                <Table.DataCell className="ej-num">{percentileNumber(point, language)}</Table.DataCell>
                <Table.DataCell>{[author?.display, organization].filter(Boolean).join(', ')}</Table.DataCell>
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table>
    </section>
  );
}
