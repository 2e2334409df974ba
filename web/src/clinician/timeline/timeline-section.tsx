import './timeline.css';
import { useRouterState } from '@tanstack/react-router';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { findIn } from '../../shared/timeline/find-in-entries.ts';
import { PartFailed, Waiting } from '../../shared/ui/part.tsx';
import { everything, isFiltered } from './timeline-filter.ts';
import { TimelineFilterBar } from './timeline-filter-bar.tsx';
import { TimelineHistogram } from './timeline-histogram.tsx';
import { TimelineList } from './timeline-list.tsx';
import { useTimeline } from './use-timeline.ts';

/** Where the reader came from: a day and an item of the overview. In the history's state, never in the address. */
type From = { until?: string; open?: string };

/** All services and organisations in one line of time. */
export default function TimelineSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const from = useRouterState({ select: ({ location }) => location.state as From });
  const [filter, setFilter] = useKept('timeline filter', { ...everything, until: from.until });
  const [typed, setTyped] = useKept('timeline typed', '');
  const wanted = useDeferredValue(typed);
  const timeline = useTimeline(id, filter);
  const { entries, hasNextPage, isFetchingNextPage, fetchNextPage } = timeline;
  const [comingShown, setComingShown] = useKept('timeline coming', false);
  const searching = wanted.trim() !== '';
  // What is planned lies above today; a reader of the past should not have to pass the calendar first.
  const today = dayOf(Date.now());
  const coming = useMemo(() => entries.findIndex(({ day }) => day.slice(0, 10) <= today), [entries, today]);
  const hidden = comingShown || searching || coming < 0 ? 0 : coming;
  const found = useMemo(
    () => findIn(hidden > 0 ? entries.slice(hidden) : entries, wanted, t, language),
    [entries, hidden, wanted, t, language],
  );
  const oldest = entries.at(-1);

  return (
    <>
      <TimelineFilterBar
        filter={filter}
        onFilter={setFilter}
        typed={typed}
        onTyped={setTyped}
        shown={entries.length - hidden}
      />
      <TimelineHistogram id={id} filter={filter} onFilter={setFilter} isReady={timeline.isSuccess} />
      {searching && oldest && (
        <p className="ej-meta ej-timeline-found" role="status">
          {t('timeline.hits', { count: found.length, of: entries.length, since: shortDate(oldest.at, language) })}{' '}
          {isFetchingNextPage && t('timeline.searching')}
          {hasNextPage && !isFetchingNextPage && (
            <button type="button" className="ej-link" onClick={() => void fetchNextPage()}>
              {t('timeline.searchOlder')}
            </button>
          )}
        </p>
      )}
      {timeline.isPending && <Waiting what={t('timeline.what')} rows={12} />}
      {timeline.isError && <PartFailed of={timeline} what={t('timeline.what')} />}
      {timeline.data && entries.length === 0 && !hasNextPage && (
        <p className="ej-empty">{t(isFiltered(filter) ? 'timeline.emptyFiltered' : 'timeline.empty')}</p>
      )}
      {coming > 0 && !searching && (
        <p className="ej-timeline-coming ej-noprint">
          <button
            type="button"
            className="ej-link"
            aria-expanded={comingShown}
            onClick={() => setComingShown(!comingShown)}
          >
            {comingShown ? t('timeline.hideComing') : t('timeline.coming', { count: coming })}
          </button>
        </p>
      )}
      {timeline.data && (
        <TimelineList
          entries={found}
          initiallyOpen={from.open}
          more={hasNextPage && !searching}
          loadingMore={isFetchingNextPage}
          onMore={() => void fetchNextPage()}
        />
      )}
      {timeline.data && !hasNextPage && entries.length > 0 && (
        <p className="ej-meta ej-timeline-end">{t(isFiltered(filter) ? 'timeline.endFiltered' : 'timeline.end')}</p>
      )}
    </>
  );
}
