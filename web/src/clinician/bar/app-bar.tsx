import './app-bar.css';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { findsNobody, placeOf } from '../../municipality/places.ts';
import { FindPerson } from '../find-person/find-person.tsx';
import { useRole, useUser } from './use-user.ts';
import { UserMenu } from './user-menu.tsx';

/** Who, for which organisation, and the way to any person. */
export function AppBar() {
  const { t } = useTranslation();
  const user = useUser();
  const role = useRole();
  const place = placeOf(role);
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
      <UserMenu user={user} />
    </header>
  );
}

/** The product's mark: a pulse in a ring. */
export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden focusable="false" className="ej-mark">
      <circle cx="12" cy="12" r="9.5" />
      <path d="M4.5 12.5h4l2-4.5 3 8 2-3.5h4" />
    </svg>
  );
}
