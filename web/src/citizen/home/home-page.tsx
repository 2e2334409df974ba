import './home.css';
import { ChevronRightIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { Page } from '../frame/page.tsx';
import { PageLink } from '../frame/page-link.tsx';
import { places } from '../places.ts';
import { useSubject } from '../subject.ts';
import { AskedCard } from './asked-card.tsx';
import { NewsCard } from './news-card.tsx';
import { NextCard } from './next-card.tsx';

/** Where a citizen begins: what comes next, what is new, what is asked of them, and the ways on. */
export function HomePage() {
  const { t } = useTranslation();
  const { name, isSelf } = useSubject();
  return (
    <Page
      title={t(isSelf ? greetingAt(new Date().getHours()) : 'home.dayOf', { name: name.split(' ')[0] })}
      name={t('me.place.home')}
    >
      <div className="ej-c-columns">
        <div>
          <NextCard />
          <AskedCard />
          <NewsCard />
        </div>
        <nav className="ej-c-card ej-c-ways ej-noprint" aria-label={t('me.ways')}>
          <ul>
            {places
              .filter(({ inHome }) => inHome)
              .map(({ to, label, icon: Icon, Said }) => (
                <li key={to}>
                  <PageLink to={to}>
                    <Icon aria-hidden className="ej-c-ways-icon" />
                    <span>
                      <b>{t(label)}</b>
                      <span className="ej-meta">{Said && <Said />}</span>
                    </span>
                    <ChevronRightIcon aria-hidden className="ej-c-onward" />
                  </PageLink>
                </li>
              ))}
          </ul>
        </nav>
      </div>
    </Page>
  );
}

function greetingAt(hour: number): 'home.morning' | 'home.day' | 'home.evening' {
  if (hour >= 4 && hour < 10) return 'home.morning';
  return hour >= 10 && hour < 18 ? 'home.day' : 'home.evening';
}
