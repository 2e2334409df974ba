import { useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../fhir/client.ts';
import type { Questionnaire } from '../fhir/types.ts';

/** A questionnaire by what a response names it by: `url|version`. Undefined when this server does not have it. */
export function useQuestionnaire(canonical: string | undefined) {
  const [url = '', version] = (canonical ?? '').split('|');
  return useQuery({
    queryKey: ['questionnaire', canonical],
    enabled: url !== '',
    staleTime: 3_600_000,
    queryFn: async ({ signal }) => {
      const params = { url, ...(version ? { version } : {}), _sort: '-_lastUpdated', _count: '1' };
      const found = matchesOf(await search<Questionnaire>('Questionnaire', params, signal));
      return found[0] ?? null;
    },
  });
}
