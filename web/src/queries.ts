import { QueryClient } from '@tanstack/react-query';
import { FhirFailure } from './shared/fhir/client.ts';

const transient = new Set(['offline', 'busy']);
/** What has been read of the server. */
export const queries = new QueryClient({
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
