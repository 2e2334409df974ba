import {
  BulletListIcon,
  CalendarIcon,
  ChatIcon,
  CompassIcon,
  ExclamationmarkTriangleIcon,
  FileTextIcon,
  HeartIcon,
  HouseHeartIcon,
  LineGraphDotIcon,
  LineGraphIcon,
  MenuGridIcon,
  PadlockLockedIcon,
  PillCircleRectangleIcon,
  PrinterSmallIcon,
  RectangleSectionsIcon,
  TagIcon,
  TasklistIcon,
  TestFlaskIcon,
  TimelineIcon,
  VirusIcon,
} from '@navikt/aksel-icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ComponentType, type SVGProps, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirstSection } from './first-section.ts';
import { RecordApps } from './record-apps.tsx';
import { type Section, sections } from './sections.ts';
import { useSectionCounts } from './use-section-counts.ts';

const icons: Record<Section, ComponentType<SVGProps<SVGSVGElement> & { title?: string }>> = {
  oversikt: RectangleSectionsIcon,
  tidslinje: TimelineIcon,
  legemidler: PillCircleRectangleIcon,
  vaksiner: VirusIcon,
  malinger: LineGraphIcon,
  provesvar: TestFlaskIcon,
  kurve: LineGraphDotIcon,
  problemer: BulletListIcon,
  akutt: HeartIcon,
  kritisk: ExclamationmarkTriangleIcon,
  plan: CompassIcon,
  avtaler: CalendarIcon,
  tjenester: HouseHeartIcon,
  dokumenter: FileTextIcon,
  skjema: TasklistIcon,
  tilgang: PadlockLockedIcon,
  samstemming: PillCircleRectangleIcon,
  dialog: ChatIcon,
};

/** Reached from the medicine list, and no part of its own. */
const isInNav = (section: Section): boolean => section !== 'samstemming';

/** On a phone these four stand in the bottom bar, the others behind "Mer". */
const near: readonly Section[] = ['oversikt', 'tidslinje', 'legemidler', 'provesvar'];

/** The parts of the record: at the side, as icons when narrow, at the bottom on a phone. Alt 1–9 goes to each. */
export function RecordNav({ id, section }: { id: string; section: Section }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const counts = useSectionCounts(id);
  const opening = useFirstSection(id) ?? 'oversikt';
  const [more, setMore] = useState(false);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const number =
        event.altKey && !event.ctrlKey && !event.metaKey ? /^Digit([1-9])$/.exec(event.code)?.[1] : undefined;
      const to = number && sections[Number(number) - 1];
      if (!to) return;
      event.preventDefault();
      void navigate({ to: '/pasient/$id/{-$section}', params: { id, section: to === opening ? undefined : to } });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [id, navigate, opening]);
  useEffect(() => {
    if (!more) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !nav.current?.contains(event.target as Node))
        setMore(false);
    };
    document.addEventListener('keydown', close);
    document.addEventListener('pointerdown', close);
    return () => {
      document.removeEventListener('keydown', close);
      document.removeEventListener('pointerdown', close);
    };
  }, [more]);

  return (
    <nav className="ej-nav ej-noprint" aria-label={t('record.nav')} data-more={more} ref={nav}>
      <ul>
        {sections.filter(isInNav).map((one) => {
          const Icon = icons[one];
          return (
            <li key={one} data-near={near.includes(one)}>
              <Link
                to="/pasient/$id/{-$section}"
                params={{ id, section: one === opening ? undefined : one }}
                className="ej-nav-link"
                activeOptions={{ exact: true }}
                aria-current={one === section ? 'page' : undefined}
                title={t(`section.${one}`)}
                onClick={() => setMore(false)}
              >
                <Icon aria-hidden fontSize="1.125rem" />
                <span className="ej-nav-text">{t(`section.${one}`)}</span>
                {counts[one] !== undefined && <span className="ej-nav-count ej-meta ej-num">{counts[one]}</span>}
              </Link>
            </li>
          );
        })}
        <RecordApps id={id} />
        <li className="ej-nav-print">
          <button type="button" className="ej-nav-link" title={t('record.print')} onClick={() => window.print()}>
            <PrinterSmallIcon aria-hidden fontSize="1.125rem" />
            <span className="ej-nav-text">{t('record.print')}</span>
          </button>
        </li>
        <li>
          <Link to="/pasient/$id/armband" params={{ id }} className="ej-nav-link" title={t('record.bands')}>
            <TagIcon aria-hidden fontSize="1.125rem" />
            <span className="ej-nav-text">{t('record.bands')}</span>
          </Link>
        </li>
      </ul>
      <button
        type="button"
        className="ej-nav-link ej-nav-more"
        aria-expanded={more}
        data-current={!near.includes(section)}
        onClick={() => setMore(!more)}
      >
        <MenuGridIcon aria-hidden fontSize="1.5rem" />
        <span className="ej-nav-text">{t('record.more')}</span>
      </button>
    </nav>
  );
}
