import { Provider, Theme } from '@navikt/ds-react';
import { en, nb, nn } from '@navikt/ds-react/locales';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ComponentType, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { applicationOf } from './application.ts';
import { ChooseEmployment } from './door/choose-employment.tsx';
import { IdleWarning } from './door/idle-warning.tsx';
import { LockScreen } from './door/lock-screen.tsx';
import { SignIn, Unreachable } from './door/sign-in.tsx';
import type { Arrival } from './door/why.tsx';
import { leaveLanguageOfCitizens } from './i18n.ts';
import { queries } from './queries.ts';
import { useLanguage } from './shared/i18n/use-language.ts';
import { keepFocus } from './shared/keyboard/focus.ts';
import { tellTries } from './shared/keyboard/tries.ts';
import { followReading } from './shared/reading/choice.ts';
import { keepPageWhileLocked, takeOut } from './shared/session/resume.ts';
import { type OpenSession, refreshSession, session } from './shared/session/session.ts';
import { useTheme } from './shared/theme/theme.ts';
import { Announcer } from './shared/ui/announcer.tsx';
import { later } from './shared/ui/later.tsx';

// What one person read must not be on screen, nor in memory, for the next who logs in here.
keepPageWhileLocked(queries);

const akselTexts = { nb, nn, en };

/** @param arrival where the user wanted to go, and how the last log-on went */
export function App({ arrival }: { arrival: Arrival }) {
  const theme = useTheme();
  const language = useLanguage();
  return (
    <Provider locale={akselTexts[language]}>
      <Theme theme={theme} hasBackground={false}>
        <QueryClientProvider client={queries}>
          <Screen arrival={arrival} />
        </QueryClientProvider>
      </Theme>
    </Provider>
  );
}

/** For whoever was given a code, and logs on nowhere. */
const SharedSummary = later(() => import('./shared-summary/shared-summary.tsx'));

function Screen({ arrival }: { arrival: Arrival }) {
  const current = useSyncExternalStore(session.subscribe, session.current);
  const [wasOpen, setWasOpen] = useState(false);
  useEffect(() => {
    if (current.state === 'open') setWasOpen(true);
  }, [current.state]);
  // Who was inside already goes on where the page is now.
  if (isShared) return <SharedSummary />;
  const to: Arrival = wasOpen ? { returnTo: addressNow(), failure: undefined } : arrival;
  switch (current.state) {
    case 'unknown':
      return <Unreachable onRetry={() => void refreshSession().catch(() => undefined)} />;
    case 'none':
      return <SignIn providers={current.providers} arrival={to} hasEnded={wasOpen} />;
    case 'locked':
      return <LockScreen name={current.name} arrival={to} />;
    case 'choosing':
      return <ChooseEmployment {...current} onChosen={() => goOn(arrival.returnTo)} />;
    case 'open':
      return <Inside key={`${current.user.key} ${current.employment?.id}`} open={current} />;
  }
}

/** The application of whoever is logged on, laid out as it was left when it has been locked. */
function Inside({ open }: { open: OpenSession }) {
  const [Application, setApplication] = useState<ComponentType>();
  const [hasFailed, setFailed] = useState(false);
  const begin = useCallback(() => {
    setFailed(false);
    Promise.all([applicationOf(open.user.kind), takeOut(queries, open), followReading()]).then(
      async ([found]) => {
        if (open.user.kind === 'staff') await leaveLanguageOfCitizens();
        setApplication(() => found);
      },
      () => setFailed(true),
    );
  }, [open]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the session that it begins with
  useEffect(begin, []);
  useEffect(keepFocus, []);
  useEffect(tellTries, []);
  if (hasFailed) return <Unreachable onRetry={begin} />;
  if (!Application) return null;
  return (
    <>
      <Application />
      <IdleWarning open={open} />
      <Announcer />
    </>
  );
}

/** To where the user was going: a page of ours, or another part of the server. */
function goOn(returnTo: string): void {
  if (/^\/(oauth|fhir)\//.test(returnTo)) location.assign(returnTo);
  // The router, when it comes or if it is there, reads the address.
  else if (returnTo !== addressNow()) history.replaceState(null, '', returnTo);
}

const isShared = location.pathname === '/delt';
const addressNow = (): string => `${location.pathname}${location.search}${location.hash}`;
