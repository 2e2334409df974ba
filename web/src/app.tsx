import { Provider, Theme } from '@navikt/ds-react';
import { en, nb, nn } from '@navikt/ds-react/locales';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ChooseEmployment } from './door/choose-employment.tsx';
import { IdleWarning } from './door/idle-warning.tsx';
import { LockScreen } from './door/lock-screen.tsx';
import { SignIn, Unreachable } from './door/sign-in.tsx';
import type { Arrival } from './door/why.tsx';
import { router } from './routes.tsx';
import { FhirFailure } from './shared/fhir/client.ts';
import { useLanguage } from './shared/i18n/use-language.ts';
import { startOutbox } from './shared/outbox/own-outbox.ts';
import { useRefreshWhenStored } from './shared/outbox/use-outbox.ts';
import { keepPageWhileLocked, takeOut } from './shared/session/resume.ts';
import { type OpenSession, refreshSession, session } from './shared/session/session.ts';
import { useTheme } from './shared/theme/theme.ts';

const transient = new Set(['offline', 'busy']);
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A shift without network goes on reading what it has read.
      gcTime: 4 * 3_600_000,
      // The record tells us itself when something changed; asking again at each glance would only be traffic and log entries.
      refetchOnWindowFocus: false,
      retry: (count, cause) => cause instanceof FhirFailure && transient.has(cause.kind) && count < 2,
    },
  },
});
// What one person read must not be on screen, nor in memory, for the next who logs in here.
keepPageWhileLocked(queries);
startOutbox();

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

function Screen({ arrival }: { arrival: Arrival }) {
  const current = useSyncExternalStore(session.subscribe, session.current);
  const [wasOpen, setWasOpen] = useState(false);
  useEffect(() => {
    if (current.state === 'open') setWasOpen(true);
  }, [current.state]);
  // Who was inside already goes on where the page is now.
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

/** The product itself, laid out as it was left when it has been locked. */
function Inside({ open }: { open: OpenSession }) {
  const [isReady, setReady] = useState(false);
  useRefreshWhenStored();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the session that it begins with
  useEffect(() => {
    void takeOut(queries, open).then(() => setReady(true));
  }, []);
  if (!isReady) return null;
  return (
    <>
      <RouterProvider router={router} />
      <IdleWarning open={open} />
    </>
  );
}

/** To where the user was going: a page of ours, or another part of the server. */
function goOn(returnTo: string): void {
  if (/^\/(oauth|fhir)\//.test(returnTo)) location.assign(returnTo);
  else if (returnTo !== addressNow()) void router.navigate({ href: returnTo, replace: true });
}

const addressNow = (): string => `${location.pathname}${location.search}${location.hash}`;
