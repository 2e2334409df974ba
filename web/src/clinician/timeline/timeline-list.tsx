import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../shared/fhir/references.ts';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { dayHeading } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useLive } from '../../shared/record/live.ts';
import { useKept, useKeptWhenLocked } from '../../shared/session/kept.ts';
import { currentSettings } from '../../shared/settings/settings.ts';
import { daysOf, type Entry } from '../../shared/timeline/entries.ts';
import { standingOfNote } from '../../shared/timeline/note-standing.ts';
import { rowAfter } from '../../shared/ui/roving-rows.ts';
import { usePrinting } from '../../shared/ui/use-printing.ts';
import { DraftEntry } from './draft-entry.tsx';
import { TimelineEntry } from './timeline-entry.tsx';

type Props = {
  entries: readonly Entry[];
  initiallyOpen: string | undefined;
  more: boolean;
  loadingMore: boolean;
  onMore: () => void;
};

/** The entries by day. Only what is near the screen is in the page, so twenty years scroll as lightly as twenty days. */
export function TimelineList({ entries, initiallyOpen, more, loadingMore, onMore }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { changes } = useLive();
  const rows = useMemo(
    () =>
      daysOf(entries).flatMap(({ day, entries }) =>
        entries.map((entry, index) => ({ entry, heading: index === 0 ? day : undefined })),
      ),
    [entries],
  );
  const [open, setOpen] = useKept<string | undefined>(
    'timeline open',
    () => initiallyOpen && rows.find(({ entry }) => holds(entry, initiallyOpen))?.entry.key,
  );
  const toggle = useCallback((key: string) => setOpen((now) => (now === key ? undefined : key)), [setOpen]);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef<number>(undefined);
  const list = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  const stuck = useStuckHeight();
  useLayoutEffect(() => {
    setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, []);

  const sizes: VirtualItem[] | undefined = useKeptWhenLocked(
    'timeline sizes',
    (): VirtualItem[] => virtual.measurementsCache,
  );
  const virtual = useWindowVirtualizer({
    ...(sizes === undefined ? {} : { initialMeasurementsCache: sizes }),
    count: rows.length,
    estimateSize: (index) => (rows[index]?.heading === undefined ? 31 : 65),
    getItemKey: (index) => rows[index]?.entry.key ?? index,
    overscan: 12,
    scrollMargin: top,
    scrollPaddingStart: stuck,
    scrollPaddingEnd: 24,
  });
  const printing = usePrinting();
  const inSight = virtual.getVirtualItems();
  const items: readonly { index: number; key: React.Key; start: number }[] = printing
    ? rows.map(({ entry }, index) => ({ index, key: entry.key, start: 0 }))
    : inSight;
  const lastShown = inSight.at(-1)?.index ?? -1;
  useEffect(() => {
    if (more && !loadingMore && lastShown >= rows.length - 15) onMore();
  }, [more, loadingMore, lastShown, rows.length, onMore]);

  // A row far away is not in the page until it is scrolled to; it takes the focus when it comes.
  useEffect(() => {
    const index = wantsFocus.current;
    if (index === undefined) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row]`);
    if (!row) return;
    wantsFocus.current = undefined;
    row.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target instanceof HTMLElement) || !event.target.hasAttribute('data-row')) return;
    if (event.key === 'Escape') return setOpen(undefined);
    const next = rowAfter(event.key, active, rows.length, currentSettings().singleKeys);
    if (next === undefined) return;
    event.preventDefault();
    wantsFocus.current = next;
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };

  const tabStop = Math.min(active, rows.length - 1);
  const reachable = items.some(({ index }) => index === tabStop)
    ? tabStop
    : items.find(({ index }) => index * 31 + top > window.scrollY)?.index;
  return (
    <>
      <ol
        className="ej-timeline"
        ref={list}
        aria-label={t('timeline.list')}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const { entry, heading } = row;
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-posinset={item.index + 1}
              aria-setsize={more ? -1 : rows.length}
              style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
            >
              {heading !== undefined && (
                <h3 className="ej-timeline-day">{heading ? dayHeading(heading, language) : t('timeline.undated')}</h3>
              )}
              {standingOfNote(entry.lead) === 'draft' && entry.lead.resourceType === 'QuestionnaireResponse' ? (
                <DraftEntry
                  draft={entry.lead as QuestionnaireResponse}
                  reachable={item.index === reachable}
                  onFocus={() => setActive(item.index)}
                />
              ) : (
                <TimelineEntry
                  entry={entry}
                  index={item.index}
                  open={entry.key === open}
                  reachable={item.index === reachable}
                  isNew={[entry.lead, ...entry.parts].some((resource) => changes.has(keyOf(resource)))}
                  onToggle={toggle}
                  onFocus={setActive}
                />
              )}
            </li>
          );
        })}
      </ol>
      {loadingMore && <p className="ej-meta ej-timeline-end">{t('timeline.loadingMore')}</p>}
    </>
  );
}

function holds(entry: Entry, key: string): boolean {
  return [entry.lead, ...entry.parts].some((resource) => keyOf(resource) === key);
}

/** How much of the window's top the app bar and the banner cover, so that no row is scrolled in under them. */
function useStuckHeight(): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const measure = () => {
      const stuck = [...document.querySelectorAll('.ej-bar, .ej-banner')].filter(
        (one) => getComputedStyle(one).position === 'sticky',
      );
      setHeight(stuck.reduce((sum, one) => sum + one.getBoundingClientRect().height, 8));
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return height;
}
