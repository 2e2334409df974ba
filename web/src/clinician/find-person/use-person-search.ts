import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { matchesOf, searchQuietly } from '../../shared/fhir/client.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { personQuery } from './person-query.ts';

const shown = 20;

/** The persons that fit what is typed; the latest words win, an answer to earlier ones is cancelled. */
export function usePersonSearch(typed: string) {
  const settled = useSettled(typed, 120);
  const query = personQuery(settled);
  const result = useQuery({
    queryKey: ['persons', query?.params],
    enabled: query !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
    queryFn: async ({ signal }) => {
      const bundle = await searchQuietly<Patient>('Patient', { ...query?.params, _count: String(shown) }, signal);
      return { persons: matchesOf(bundle), more: bundle.link?.some(({ relation }) => relation === 'next') ?? false };
    },
  });
  const persons = query ? (result.data?.persons ?? []).filter(query.keeps) : [];
  // Whether what is shown answers these words, and not some that were typed before.
  const isAnswer = settled === typed && (query === undefined || (result.isSuccess && !result.isPlaceholderData));
  return {
    asked: query !== undefined,
    ...result,
    persons: ranked(persons, settled),
    more: result.data?.more ?? false,
    isAnswer,
    isFailed: settled === typed && result.isError,
  };
}

/** Those whose name begins with what is typed come first; otherwise the order of the alphabet. */
export function ranked(persons: readonly Patient[], typed: string): Patient[] {
  const wanted = typed.trim().toLocaleLowerCase('nb');
  const rank = (patient: Patient) => (nameOf(patient).toLocaleLowerCase('nb').startsWith(wanted) ? 0 : 1);
  return [...persons].sort((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b), 'nb'));
}

function useSettled(value: string, afterMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
