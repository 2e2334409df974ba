import { Outlet } from '@tanstack/react-router';
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
