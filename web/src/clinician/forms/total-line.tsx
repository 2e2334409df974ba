import { useTranslation } from 'react-i18next';
import { linear } from '../../shared/chart/scale.ts';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { instantOf } from '../../shared/format/date.ts';
import { numberText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { scoreOf } from './score-of.ts';

const [width, height, most] = [84, 20, 20];

/** The last totals of a score as a line the height of a word; one who does not see it hears the numbers. */
export function TotalLine({ title, responses }: { title: string; responses: readonly QuestionnaireResponse[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const points = responses
    .slice(0, most)
    .flatMap((one) => {
      const { total } = scoreOf(one);
      return total === undefined ? [] : [{ at: instantOf(one.authored), value: total, source: one }];
    })
    .reverse();
  const [first, newest] = [points[0], points.at(-1)];
  if (!first || !newest || points.length < 2) return null;
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = linear(first.at, newest.at, 2, width - 4);
  const y = linear(low, low === high ? low + 1 : high, height - 3, 3);
  const totals = values.map((value) => numberText(value, language)).join(', ');
  return (
    <svg
      className="ej-spark"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={t('forms.trend', { title, totals })}
    >
      <polyline className="ej-spark-line" points={points.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')} />
      <circle className="ej-spark-end" cx={x(newest.at)} cy={y(newest.value)} r="2.6" />
    </svg>
  );
}
