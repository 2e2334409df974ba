import { extensions } from '@enjournal/server/care/problems';
import { useCodeList } from '../../shared/coding/use-codes.ts';
import type { Coding, Extension } from '../../shared/fhir/types.ts';

const system = 'urn:oid:2.16.578.1.12.4.1.1.7498';

/** From whom something critical is known. @source Volven 7498 */
export const useInformationSources = () => useCodeList('https://enjournal.no/fhir/ValueSet/volven-7498');

/** As a resource says it; nothing when none was chosen. */
export function informationSource(sources: readonly Coding[], code: string): Extension[] {
  if (code === '') return [];
  const display = displayOf(sources, code);
  return [{ url: extensions.informationSource, valueCodeableConcept: { coding: [{ system, code, display }] } }];
}

export const displayOf = (codes: readonly Coding[], code: string): string =>
  codes.find((one) => one.code === code)?.display ?? code;
