import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryOf, send } from '../../shared/fhir/client.ts';
import type { Bundle } from '../../shared/fhir/types.ts';
import { monthName } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { isWithin, lastDayOf, type Month, monthsOf } from './months.ts';
import { type TimelineFilter, timelineParams } from './timeline-filter.ts';

type Props = {
  id: string;
  filter: TimelineFilter;
  onFilter: (filter: TimelineFilter) => void;
  /** The entries come first: counting must not make anybody wait for them. */
  isReady: boolean;
};

/** How much there is from each month, as far as the reader may see it. A month leads to what was then and before. */
export function TimelineHistogram({ id, filter, onFilter, isReady }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const months = monthsOf(filter);
  const { data } = useQuery({
    queryKey: recordKey(id, ['histogram'], [...filter.kinds].sort(), [...filter.services].sort(), months[11]?.key),
    enabled: isReady,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => countsOf(id, months, filter, signal),
  });
  const most = Math.max(1, ...(data ?? []));
  return (
    <ol className="ej-histogram ej-noprint" aria-label={t('histogram.label')}>
      {months.map((month, index) => {
        const count = data?.[index];
        return (
          <li key={month.key}>
            <button
              type="button"
              data-on={isWithin(month, filter)}
              aria-label={t('histogram.month', {
                month: `${monthName(month.key, language)} ${month.key.slice(0, 4)}`,
                count: count ?? 0,
              })}
              title={count === undefined ? undefined : t('histogram.count', { count })}
              onClick={() => onFilter({ ...filter, until: lastDayOf(month) })}
            >
              <span className="ej-histogram-room" aria-hidden>
                <span
                  className="ej-histogram-bar"
                  style={{ height: `${count ? Math.max(10, (100 * count) / most) : 0}%` }}
                />
              </span>
              <span aria-hidden>{monthName(month.key, language).slice(0, 3)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** Counted by the server behind the gate, all months in one request. */
async function countsOf(
  id: string,
  months: readonly Month[],
  filter: TimelineFilter,
  signal: AbortSignal,
): Promise<number[]> {
  const { _type = '', _tag } = timelineParams({ ...filter, until: undefined, period: 'all' });
  // That something is blocked is told in the banner, without a date; drafts are nobody's but the writer's.
  const types = String(_type)
    .split(',')
    .filter((type) => type !== 'Consent' && type !== 'QuestionnaireResponse');
  if (types.length === 0) return months.map(() => 0);
  const entry = months.map(({ from, before }) => {
    const query = queryOf({
      _type: types.join(','),
      date: [`ge${from}`, `lt${before}`],
      _summary: 'count',
      ...(_tag === undefined ? {} : { _tag }),
    });
    return { request: { method: 'GET', url: `Patient/${encodeURIComponent(id)}/*?${query}` } };
  });
  const answer = await send('', {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }),
    signal,
  });
  const { entry: answers = [] } = (await answer.json()) as Bundle<Bundle>;
  return months.map((_, index) => answers[index]?.resource?.total ?? 0);
}
