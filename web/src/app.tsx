import { Provider, Theme } from '@navikt/ds-react';
import { en, nb, nn } from '@navikt/ds-react/locales';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { SignIn } from './clinician/start/sign-in.tsx';
import { router } from './routes.tsx';
import { FhirFailure } from './shared/fhir/client.ts';
import { useLanguage } from './shared/i18n/use-language.ts';
import { session } from './shared/session/session.ts';
import { useTheme } from './shared/theme/theme.ts';

const transient = new Set(['offline', 'busy']);
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // The record tells us itself when something changed; asking again at each glance would only be traffic and log entries.
      refetchOnWindowFocus: false,
      retry: (count, cause) => cause instanceof FhirFailure && transient.has(cause.kind) && count < 2,
    },
  },
});

const akselTexts = { nb, nn, en };

export function App({ loginFailed }: { loginFailed: boolean }) {
  const theme = useTheme();
  const language = useLanguage();
  const user = useSyncExternalStore(session.subscribe, session.user);
  const loggedIn = user !== undefined;
  // What one person read must not be on screen, nor in memory, for the next who logs in here.
  useEffect(() => {
    if (!loggedIn) queries.clear();
  }, [loggedIn]);
  return (
    <Provider locale={akselTexts[language]}>
      <Theme theme={theme} hasBackground={false}>
        <QueryClientProvider client={queries}>
          {loggedIn ? <RouterProvider router={router} /> : <SignIn failed={loginFailed} />}
        </QueryClientProvider>
      </Theme>
    </Provider>
  );
}
