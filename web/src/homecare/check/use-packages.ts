import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { matchesOf, search, searchAll } from '../../shared/fhir/client.ts';
import type { MedicationKnowledge } from '../../shared/fhir/types.ts';
import type { Target } from './check.ts';

const ATC = 'http://www.whocc.no/atc';
/** So many codes to one question, and so many medicines of them all; no substance has more packages than a few hundred. */
const AT_ONCE = 25;
const MOST = 3_000;
const nothing: readonly MedicationKnowledge[] = [];

/**
 * Medicines of the catalogue that the packages of these orders may be: fetched when it is opened, so that they are held against
 * the orders without network too. Nobody's name or number is asked by.
 */
export function usePackages(targets: readonly Target[], enabled: boolean): readonly MedicationKnowledge[] {
  const codes = [
    ...new Set(
      targets
        .flatMap(({ concept }) => concept?.coding?.filter(({ system }) => system === ATC) ?? [])
        .map(({ code = '' }) => code),
    ),
  ].sort();
  const names = [
    ...new Set(
      targets
        .filter(({ concept }) => !concept?.coding?.some(({ system }) => system === ATC))
        .map(({ medication }) => medication.split(/\s+\d/)[0] ?? ''),
    ),
  ]
    .filter((name) => name.length > 2)
    .sort();
  const query = useQuery({
    queryKey: ['packages', codes, names],
    enabled: enabled && codes.length + names.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    // without network, what was fetched before is what there is
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const parts = Array.from({ length: Math.ceil(codes.length / AT_ONCE) }, (_, n) =>
        codes.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
      );
      const byCode = parts.map(async (part) => {
        const code = part.map((one) => `${ATC}|${one}`).join(',');
        const params = { code, status: 'active', _count: '200' };
        return (await searchAll<MedicationKnowledge>('MedicationKnowledge', params, MOST, signal)).resources;
      });
      const byName = names.map(async (text) => {
        const params = { text, type: ['package', 'brand', 'substance'], count: '200' };
        return matchesOf(await search<MedicationKnowledge>('MedicationKnowledge/$find', params, signal));
      });
      return (await Promise.all([...byCode, ...byName])).flat();
    },
  });
  return query.data ?? nothing;
}

/** Medicines with one of these numbers, where they are none of those. @throws FhirFailure without network */
export async function packagesWith(numbers: readonly string[]): Promise<readonly MedicationKnowledge[]> {
  const found = await Promise.all(
    numbers.map(async (text) =>
      matchesOf(await search<MedicationKnowledge>('MedicationKnowledge/$find', { text, count: '5' })),
    ),
  );
  return found.flat();
}
