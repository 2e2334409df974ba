import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { monthName } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusNextOf } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { findIn } from '../../shared/timeline/find-in-entries.ts';
import { PartFailed, Waiting } from '../../shared/ui/part.tsx';
import { useSubject } from '../subject.ts';
import { Happening } from './happening.tsx';
import { everything, type HappeningFilter, monthsOf } from './happenings.ts';
import { JournalFilter } from './journal-filter.tsx';
import { RecordPart } from './record-part.tsx';
import { useHappenings } from './use-happenings.ts';

/** All that happened, from all services and organisations, in one list by month. */
export default function JournalPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const [filter, setFilter] = useKept<HappeningFilter>('journal filter', everything);
  const [typed, setTyped] = useKept('journal typed', '');
  const wanted = useDeferredValue(typed);
  const query = useHappenings(patient, filter);
  const { entries, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const isSearching = wanted.trim().length > 1;
  const [isAsked, setAsked] = useState(false);
  const found = useMemo(
    () => (isSearching ? findIn(entries, wanted, t, language) : entries),
    [entries, isSearching, wanted, t, language],
  );
  // Who searches wants an answer about the whole record, and not about what happens to be on the page.
  useEffect(() => {
    if (isSearching && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isSearching, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <RecordPart title={t('me.place.journal')} lead={t('journal.lead')}>
      <JournalFilter
        filter={filter}
        onFilter={(next) => {
          setAsked(true);
          setFilter(next);
        }}
        typed={typed}
        onTyped={setTyped}
      />
      <div role="status">
        {isSearching ? (
          <p>
            {t('journal.hits', { count: found.length })} {hasNextPage && t('journal.searching')}
          </p>
        ) : (
          isAsked && !query.isFetching && <p className="ej-sr">{shownText(found.length)}</p>
        )}
      </div>
      {query.isPending && (
        <div className="ej-c-card">
          <Waiting what={t('journal.what')} rows={10} />
        </div>
      )}
      {query.isError && <PartFailed of={query} what={t('journal.what')} />}
      {query.data && found.length === 0 && !hasNextPage && <p>{t('journal.none')}</p>}
      <div className="ej-c-stack" data-refreshing={query.isFetching && !isFetchingNextPage}>
        {monthsOf(found).map(({ month, entries: some }) => (
          <section key={month} className="ej-c-card ej-c-month" aria-label={monthTitle(month)}>
            <h2>{monthTitle(month)}</h2>
            <ul>
              {some.map((entry) => (
                <Happening key={entry.key} entry={entry} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {hasNextPage && !isSearching && (
        <p className="ej-noprint">
          <button
            type="button"
            className="ej-c-button"
            aria-disabled={isFetchingNextPage}
            onClick={() => {
              if (isFetchingNextPage) return;
              void fetchNextPage();
              focusNextOf('.ej-c-row');
            }}
          >
            {t(isFetchingNextPage ? 'journal.fetching' : 'journal.older')}
          </button>
        </p>
      )}
      {query.data && !hasNextPage && found.length > 0 && <p className="ej-meta">{t('journal.end')}</p>}
    </RecordPart>
  );

  function shownText(count: number): string {
    return [t('journal.shown', { count }), hasNextPage && t('journal.more')].filter(Boolean).join(' ');
  }

  function monthTitle(month: string): string {
    if (month === '') return t('journal.undated');
    const name = month.length > 4 ? monthName(month, language) : '';
    const title = [name, month.slice(0, 4)].filter(Boolean).join(' ');
    return title.charAt(0).toLocaleUpperCase('nb') + title.slice(1);
  }
}
