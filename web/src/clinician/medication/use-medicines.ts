import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { UseFound } from '../../shared/coding/concept-search.tsx';
import { useConceptSearch } from '../../shared/coding/use-codes.ts';
import { FhirFailure, matchesOf, search } from '../../shared/fhir/client.ts';
import { extensionUrl, systems } from '../../shared/fhir/systems.ts';
import type { CodeableConcept, Coding, MedicationKnowledge } from '../../shared/fhir/types.ts';

const MOST = 20;
const SETTLE_MS = 120;

/**
 * Medicines of the catalogue by words of name, substance, strength or ATC; where a server has no catalogue, substances by ATC.
 * What is looked up while a record is open says nothing of whom it is for.
 */
export const useMedicines: UseFound = (typed) => {
  const wanted = typed.trim();
  const text = useSettled(wanted);
  const found = useQuery({
    queryKey: ['medicines', text],
    enabled: text.length > 1,
    staleTime: 600_000,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      try {
        const params = { text, count: String(MOST) };
        const bundle = await search<MedicationKnowledge>('MedicationKnowledge/$find', params, signal);
        return matchesOf(bundle).map(conceptOf);
      } catch (error) {
        if (error instanceof FhirFailure && (error.kind === 'absent' || error.kind === 'rejected')) return 'none';
        throw error;
      }
    },
  });
  const hasNone = found.data === 'none' || found.data?.length === 0;
  const substances = useConceptSearch('https://enjournal.no/fhir/ValueSet/medicines', hasNone ? typed : '');
  if (hasNone) {
    const data = substances.data?.map(({ system = '', code = '', display = '' }) => ({
      coding: [{ system, code, display }],
      text: display,
    }));
    return { data, isSettled: substances.isSettled, isSuccess: substances.isSuccess, isError: substances.isError };
  }
  const data = found.data === 'none' ? undefined : found.data;
  const isSettled = text === wanted && !found.isFetching && !found.isPlaceholderData;
  return { data, isSettled, isSuccess: found.isSuccess, isError: found.isError };
};

/** A medicine as it stands in an order: the catalogue's code and ATC, and its name as shown. */
function conceptOf({ code, medicineClassification }: MedicationKnowledge): CodeableConcept {
  const coding = [...(code?.coding ?? [])];
  const classes = (medicineClassification ?? []).flatMap(({ classification }) => classification ?? []);
  const atc = classes.flatMap((one) => one.coding ?? []).find(({ system }) => system === systems.atc);
  if (atc !== undefined && !coding.some(({ system }) => system === systems.atc)) coding.push(atc);
  return { coding, text: code?.text ?? coding[0]?.display ?? '' };
}

/** What the catalogue says of a medicine that was chosen; nothing of one that it does not have. */
export function useMedicine(concept: CodeableConcept | undefined) {
  const item = catalogueCode(concept);
  return useQuery({
    queryKey: ['medicine', item?.system, item?.code],
    enabled: item !== undefined,
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      const params = { code: `${item?.system}|${item?.code}`, _count: '1' };
      return matchesOf(await search<MedicationKnowledge>('MedicationKnowledge', params, signal))[0] ?? null;
    },
  });
}

export const catalogueCode = (concept: CodeableConcept | undefined): Coding | undefined =>
  concept?.coding?.find(({ system, code }) => system !== systems.atc && system !== undefined && code !== undefined);

/** In what its doses are counted, and how they are usually said, by the catalogue. */
export function dosesOf(medicine: MedicationKnowledge | null | undefined): {
  unit: string | undefined;
  texts: string[];
} {
  const of = (name: string) =>
    (medicine?.extension ?? [])
      .filter(({ url }) => url === extensionUrl(name))
      .flatMap(({ valueCoding }) => (valueCoding as Coding | undefined)?.display ?? []);
  return { unit: of('dose-unit')[0]?.toLowerCase(), texts: of('dose-text') };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
