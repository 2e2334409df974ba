import '../../shared/ui/bar.css';
import './app-bar.css';
import { BulletListIcon, CompassIcon, EnvelopeClosedIcon, HouseIcon, VirusIcon } from '@navikt/aksel-icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { findsNobody, placeOf } from '../../municipality/places.ts';
import { SyncInBar } from '../../shared/outbox/sync-state.tsx';
import { Mark } from '../../shared/ui/mark.tsx';
import { FindPerson } from '../find-person/find-person.tsx';
import { NoticeBell } from './notice-bell.tsx';
import { useRole, useUser } from './use-user.ts';
import { UserMenu } from './user-menu.tsx';

/** Who, for which organisation, and the way to any person. */
export function AppBar() {
  const { t } = useTranslation();
  const user = useUser();
  const role = useRole();
  const place = placeOf(role);
  const works = user.kind === 'staff' && place === undefined && !findsNobody(role);
  return (
    <header className="ej-bar ej-noprint">
      <Link to="/" className="ej-bar-home" aria-label={t('bar.home')}>
        <Mark />
        <span className="ej-bar-name" aria-hidden>
          {t('bar.label')}
        </span>
      </Link>
      {user.organization && <div className="ej-bar-org">{user.organization}</div>}
      {user.kind === 'staff' && !findsNobody(role) && <FindPerson />}
      {place && (
        <nav className="ej-bar-places" aria-label={t('municipality.places')}>
          <Link to={place} className="ej-bar-place" activeProps={{ 'aria-current': 'page' }}>
            {t(`municipality.place.${place}`)}
          </Link>
        </nav>
      )}
      {works && <WorkPlaces role={role} />}
      <span className="ej-bar-space" />
      {works && <SyncInBar />}
      {works && <NoticeBell />}
      <UserMenu user={user} />
    </header>
  );
}

const workPlaces = [
  ['/', 'bar.place.home', HouseIcon],
  ['/innboks', 'bar.place.inbox', EnvelopeClosedIcon],
  ['/lister', 'bar.place.lists', BulletListIcon],
  ['/forlop', 'bar.place.pathways', CompassIcon],
] as const;

/** Where some have more to do. */
const placesOfRole: Readonly<
  Record<string, readonly (readonly ['/vaksinering', 'bar.place.recall', typeof HouseIcon])[]>
> = {
  helsesykepleier: [['/vaksinering', 'bar.place.recall', VirusIcon]],
};

/** Where work is; on a phone at the foot of the page, within reach of the thumb, and not in a record. */
function WorkPlaces({ role }: { role: string | undefined }) {
  const { t } = useTranslation();
  const isInRecord = useRouterState({ select: ({ location }) => location.pathname.startsWith('/pasient/') });
  return (
    <nav className="ej-bar-places ej-bar-work" data-in-record={isInRecord} aria-label={t('bar.places')}>
      {[...workPlaces, ...(placesOfRole[role ?? ''] ?? [])].map(([to, label, Icon]) => (
        <Link
          key={to}
          to={to}
          className="ej-bar-place"
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          <Icon aria-hidden className="ej-bar-place-icon" />
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}
