import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../shared/settings/settings.ts';
import { useIsOutOfHours } from '../record/first-section.ts';
import { useFetchedSoon } from '../record/section-views.tsx';
import { AppBar } from './app-bar.tsx';

/** The frame around every page of a clinician: skip link, app bar, content. */
export function ClinicianFrame() {
  const { t } = useTranslation();
  const { density } = useSettings();
  // Where a record opens depends on it: it is read before the first one is.
  useIsOutOfHours();
  useFetchedSoon();
  useFocusOnNewPage();
  return (
    <div className="ej-app" data-density={density}>
      <a className="ej-skip ej-noprint" href="#content">
        {t('bar.skip')}
      </a>
      <AppBar />
      <Outlet />
    </div>
  );
}

/** Who goes to another page is in it, and a screen reader says which: of a record also whose. Nobody is taken from where they are. */
function useFocusOnNewPage(): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef<string>(undefined);
  useEffect(() => {
    const isOther = before.current !== undefined && before.current !== path;
    before.current = path;
    if (isOther && document.activeElement === document.body)
      document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
  }, [path]);
}
