import { useEffect, useState } from 'react';
import type { Coding } from '../fhir/types.ts';
import { useCodeSearch, useValueSet } from '../forms/use-value-set.ts';

/** Codes of a value set by words; nothing until something is typed. */
export function useConceptSearch(valueSet: string, typed: string) {
  const wanted = typed.trim();
  const filter = useSettled(wanted, 120);
  const query = useCodeSearch(valueSet, filter.length > 1 ? filter : '');
  // Until then the codes on screen answer to other words than those that stand in the field.
  return { ...query, isSettled: filter === wanted && !query.isFetching && !query.isPlaceholderData };
}

/** All codes of a short list, for a field where one of them is chosen. */
export function useCodeList(valueSet: string): readonly Coding[] {
  return (useValueSet(valueSet).data ?? []).flatMap(({ value }) => value.valueCoding ?? []);
}

function useSettled(value: string, afterMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
