import type { TFunction } from 'i18next';
import { principalDateOf } from '../fhir/principal-date.ts';
import { shortDate } from '../format/date.ts';
import { numberText, rangeText, valueText } from '../format/quantity.ts';
import type { Language } from '../i18n/words.ts';
import { isDoubted, type Point, type Series } from './series.ts';

/** The direction of the last three values, when it is more than three hundredths of what they are. */
export function trendOf(points: readonly Point[]): 'rising' | 'falling' | 'steady' | undefined {
  const last = points.slice(-3);
  const [first] = last;
  const end = last.at(-1);
  if (last.length < 2 || !first || !end) return undefined;
  const change = (end.value - first.value) / (Math.abs(first.value) || 1);
  if (Math.abs(change) < 0.03) return 'steady';
  return change > 0 ? 'rising' : 'falling';
}

/** One sentence that says what the curve shows: the value now, how it stands, where it is going, and from how much. */
export function findingOf(series: Series, language: Language, t: TFunction): string {
  const { name, points, latest, latestPart, range, standing, decimals } = series;
  const measured = valueText(latestPart, language, latestPart.valueQuantity ? decimals : undefined);
  const value = isDoubted({ of: latest }) ? `${measured} (${t('resource.unverified')})` : measured;
  const said = [t('chart.value', { name, value, when: shortDate(principalDateOf(latest), language) })];
  const usual = rangeText(range, language);
  if (usual && standing !== 'unknown' && standing !== 'abnormal') {
    const place = standing === 'within' ? 'within' : standing.endsWith('high') ? 'above' : 'below';
    said.push(t(`chart.${place}`, { range: usual }));
  }
  const trend = trendOf(points);
  if (trend) said.push(t(`chart.${trend}`));
  if (points.length > 1) {
    const values = points.map((point) => point.value);
    said.push(
      t('chart.over', {
        count: points.length,
        since: shortDate(new Date(points[0]?.at ?? 0).toISOString(), language),
        low: numberText(Math.min(...values), language, decimals),
        high: numberText(Math.max(...values), language, decimals),
      }),
    );
  }
  return `${said.join(', ')}.`;
}
