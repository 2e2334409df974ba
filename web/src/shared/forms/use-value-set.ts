import { type FormOption, wordsOf } from '@enjournal/server/care/forms';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { send } from '../fhir/client.ts';
import type { Coding, Resource } from '../fhir/types.ts';
import { useLanguage } from '../i18n/use-language.ts';

type Expanded = Resource & { expansion?: { contains?: (Coding & { abstract?: boolean })[] } };

/** Searched words stand in the body: what one looks up while a record is open is nobody else's matter. */
async function expand(
  url: string,
  more: { filter?: string; count: number; language: string },
  signal: AbortSignal,
): Promise<Coding[]> {
  const parameter = [
    { name: 'url', valueUri: url },
    { name: 'count', valueInteger: more.count },
    { name: 'displayLanguage', valueCode: more.language },
    ...(more.filter ? [{ name: 'filter', valueString: more.filter }] : []),
  ];
  const answer = await send('ValueSet/$expand', {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter }),
    signal,
  });
  const { expansion } = (await answer.json()) as Expanded;
  return (expansion?.contains ?? []).filter(({ abstract, code }) => !abstract && code);
}

const mostInList = 200;

/** All of a small value set, as options. */
export function useValueSet(url: string) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['value-set', url, language],
    staleTime: 3_600_000,
    queryFn: async ({ signal }): Promise<FormOption[]> =>
      (await expand(url, { count: mostInList, language }, signal)).map(({ system, code, display }) => ({
        value: { valueCoding: codingOf({ system, code, display }) },
        label: wordsOf(display ?? code, undefined),
        weight: undefined,
        exclusive: false,
        initial: false,
        level: undefined,
      })),
  });
}

/** What of a value set fits the words, best first; the last answer stays while the next is fetched. */
export function useCodeSearch(url: string, filter: string) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['code-search', url, filter, language],
    enabled: filter.length > 0,
    staleTime: 600_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await expand(url, { filter, count: 20, language }, signal)).map(codingOf),
  });
}

const codingOf = ({ system, code, display }: { [name in keyof Coding]?: Coding[name] | undefined }): Coding => ({
  ...(system ? { system } : {}),
  ...(code ? { code } : {}),
  ...(display ? { display } : {}),
});
