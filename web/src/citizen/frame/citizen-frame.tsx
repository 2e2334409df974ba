import { PersonCircleIcon } from '@navikt/aksel-icons';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { readingChoice } from '../../shared/reading/choice.ts';
import { later } from '../../shared/ui/later.tsx';
import { Mark } from '../../shared/ui/mark.tsx';
import { ActingBar } from '../acting/acting-bar.tsx';
import { useOwnName } from '../acting/use-acting.ts';
import { type Place, places } from '../places.ts';
import { useSubject } from '../subject.ts';
import { PageLink } from './page-link.tsx';
import { ReadAloud } from './read-aloud.tsx';

/** What others write meanwhile comes by itself: not needed to show the first page. */
const FollowRecord = later(() => import('./follow-record.tsx'));

/** For those who have chosen to read without network. */
const AwayMark = later(() => withLaterTexts(import('../reading/away-mark.tsx')));

/** The frame around every page of a citizen: skip link, bar, content, and on a phone the way on at its foot. */
export function CitizenFrame() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const name = useOwnName();
  const isSettled = useSettled();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another record is read from then on
  const readFrom = useMemo(() => performance.now(), [patient]);
  useFocusOnNewPage();
  const readsWithoutNetwork = useSyncExternalStore(readingChoice.subscribe, readingChoice.isMade);
  return (
    <div className="ej-app ej-citizen" data-density="airy">
      <a className="ej-skip ej-noprint" href="#content">
        {t('me.skip')}
      </a>
      <header className="ej-c-bar ej-noprint">
        <div className="ej-c-bar-in">
          <PageLink to="/" className="ej-c-home" aria-label={t('me.toHome')}>
            <Mark />
            {t('me.name')}
          </PageLink>
          <nav className="ej-c-nav" aria-label={t('me.nav')}>
            {places
              .filter(({ inBar }) => inBar)
              .map(({ to, label, short }) => (
                <PageLink key={to} to={to}>
                  {t(short ?? label)}
                </PageLink>
              ))}
          </nav>
          <ReadAloud />
          <PageLink to="/meg" className="ej-c-me" aria-label={t('me.user', { name })}>
            <PersonCircleIcon aria-hidden />
            <span>{name}</span>
          </PageLink>
        </div>
        <ActingBar />
        {readsWithoutNetwork && <AwayMark />}
      </header>
      <Outlet />
      <nav className="ej-c-foot ej-noprint" aria-label={t('me.nav')}>
        {places
          .filter(({ inFoot }) => inFoot)
          .map((place) => (
            <FootLink key={place.to} place={place} />
          ))}
      </nav>
      {isSettled && <FollowRecord id={patient} readFrom={readFrom} />}
    </div>
  );
}

function FootLink({ place: { to, label, short, icon: Icon } }: { place: Place }) {
  const { t } = useTranslation();
  return (
    <PageLink to={to}>
      <Icon aria-hidden />
      {t(short ?? label)}
    </PageLink>
  );
}

/** Who goes to another page begins at its title, which is what a screen reader then says. */
function useFocusOnNewPage(): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (before.current !== undefined && before.current !== path)
      document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
}

/** Whether the first page has had time to come, so that the rest does not stand in its way. */
function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), 2_500);
    return () => clearTimeout(timer);
  }, []);
  return isSettled;
}
