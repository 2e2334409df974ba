import type { TFunction } from 'i18next';
import { shortDateTime } from '../../shared/format/date.ts';
import { valueText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';
import type { ChartModel } from './scene.ts';
import type { ChartData } from './use-chart-data.ts';
import { latestOf } from './vitals.ts';

/** What the chart shows, in one sentence: the last set, its score, and how many doses are late. */
export function findingOf(
  { newest }: ChartModel,
  { doses }: ChartData,
  now: number,
  { t, language }: { t: TFunction; language: Language },
): string {
  const { set, of } = latestOf(newest);
  const last = newest.at(-1);
  if (last === undefined) return t('kurve.none');
  const parts = [
    of.pressure && `${t('kurve.bp')} ${valueText(of.pressure, language)}`,
    of.pulse && `${t('kurve.pulse')} ${valueText(of.pulse, language)}`,
    set?.total !== undefined && `NEWS2 ${set.total}`,
  ].filter(Boolean);
  const late = doses.filter(({ status, at }) => status === 'late' && at <= now).length;
  const when = shortDateTime(new Date(last.at).toISOString(), language);
  return t('kurve.finding', { when, values: parts.join(', '), late: t('kurve.late', { count: late }) });
}
