import './journal.css';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../frame/page-link.tsx';
import { places } from '../places.ts';

/** The parts of the record, each one touch away from the others. */
export function JournalNav() {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the page is another
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (here) list.current?.scrollTo({ left: here.offsetLeft - list.current.offsetLeft - 16 });
  }, [path]);
  return (
    <nav className="ej-c-parts ej-noprint" aria-label={t('me.parts')}>
      <ul ref={list}>
        {places
          .filter(({ inJournal }) => inJournal)
          .map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <PageLink to={to}>
                <Icon aria-hidden />
                {t(label)}
              </PageLink>
            </li>
          ))}
      </ul>
    </nav>
  );
}
