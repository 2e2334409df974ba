import './chart.css';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import { findingOf } from './finding.ts';
import { extentOf, linear, recentOf } from './scale.ts';
import { isDoubted, type Series } from './series.ts';

const width = 84;
const height = 20;

/** The last values as a line the height of a word, with the reference range behind. */
export function Sparkline({ series }: { series: Series }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const points = recentOf(series.points);
  const first = points[0];
  const newest = points.at(-1);
  if (!first || !newest) return <span />;
  const [low, high] = extentOf(points, series.range);
  const x = linear(first.at, newest.at, points.length > 1 ? 2 : width - 8, width - 4);
  const y = linear(low, high, height - 2, 2);
  const top = y(Math.min(series.range?.high?.value ?? high, high));
  const bottom = y(Math.max(series.range?.low?.value ?? low, low));
  const ranged = series.range?.low?.value !== undefined || series.range?.high?.value !== undefined;
  return (
    <svg
      className="ej-spark"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={findingOf(series, language, t)}
    >
      {ranged && bottom > top && <rect className="ej-spark-band" x="0" y={top} width={width} height={bottom - top} />}
      <polyline
        className="ej-spark-line"
        points={points.map((point) => `${x(point.at)},${y(point.value)}`).join(' ')}
      />
      <circle
        className="ej-spark-end"
        data-doubted={isDoubted(newest)}
        cx={x(newest.at)}
        cy={y(newest.value)}
        r="2.6"
      />
    </svg>
  );
}
