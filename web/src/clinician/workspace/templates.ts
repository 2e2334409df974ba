import { useQuery } from '@tanstack/react-query';
import { matchesOf, search, searchAll } from '../../shared/fhir/client.ts';
import type { Questionnaire } from '../../shared/fhir/types.ts';

const asked = 'url,version,name,title,description,code,extension,status';

/** Every template there is, without its questions. Content changes with the release, not in the day. */
export function useTemplates(enabled = true) {
  return useQuery({
    queryKey: ['templates'],
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const params = { status: 'active', _elements: asked, _count: '200' };
      return (await searchAll<Questionnaire>('Questionnaire', params, 500, signal)).resources;
    },
  });
}

/** A template with its questions, by the canonical that a draft names: `url|version`. */
export function useTemplate(canonical: string | undefined) {
  return useQuery({
    queryKey: ['template', canonical],
    enabled: canonical !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const [url = '', version] = (canonical ?? '').split('|');
      const params = { url, ...(version === undefined ? {} : { version }) };
      return matchesOf(await search<Questionnaire>('Questionnaire', params, signal))[0] ?? null;
    },
  });
}
