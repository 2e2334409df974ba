import { useQuery } from '@tanstack/react-query';
import { askOperation, type Parameter, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import type { CodeableConcept, Dosage, Quantity } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';

export const sourceKinds = ['list', 'sfm', 'hospital', 'dispensed', 'given', 'citizen', 'box'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What one source says of one medicine. */
export type SourceLine = {
  kind: SourceKind;
  reference: string;
  name: string;
  status: string;
  dosage: readonly Dosage[];
  amount: Quantity | undefined;
  when: string | undefined;
  text: string | undefined;
};

export const differences = [
  'not-on-list',
  'stopped',
  'dose',
  'said',
  'not-taken',
  'not-dispensed',
  'not-given',
  'double',
] as const;
export type Difference = (typeof differences)[number];

/** One medicine, by all sources. */
export type Row = {
  key: string;
  medication: CodeableConcept;
  /** `MedicationRequest/id` of the order that stands. */
  order: string | undefined;
  version: string | undefined;
  differences: readonly Difference[];
  sources: readonly SourceLine[];
};

const madeOf = ['MedicationRequest', 'MedicationStatement', 'MedicationDispense', 'MedicationAdministration'];
export const sourcesKey = (id: string) => recordKey(id, madeOf, 'sources');

/** What is to be reconciled, read anew when anything that it is made of changes. */
export function useSources(id: string) {
  return useQuery({
    queryKey: sourcesKey(id),
    queryFn: async ({ signal }) => ({
      at: new Date().toISOString(),
      rows: (await askOperation(`Patient/${id}/$medication-sources`, signal)).map(rowOf),
    }),
  });
}

function rowOf({ part = [] }: Parameter): Row {
  return {
    key: parameterOf(part, 'key')?.valueString ?? '',
    medication: parameterOf(part, 'medication')?.valueCodeableConcept ?? {},
    order: parameterOf(part, 'order')?.valueReference?.reference,
    version: parameterOf(part, 'version')?.valueString,
    differences: parametersNamed(part, 'difference').map(({ valueCode }) => valueCode as Difference),
    sources: parametersNamed(part, 'source').map(lineOf),
  };
}

function lineOf({ part = [] }: Parameter): SourceLine {
  return {
    kind: parameterOf(part, 'kind')?.valueCode as SourceKind,
    reference: parameterOf(part, 'reference')?.valueReference?.reference ?? '',
    name: parameterOf(part, 'medication')?.valueString ?? '',
    status: parameterOf(part, 'status')?.valueCode ?? '',
    dosage: parametersNamed(part, 'dosage').flatMap(({ valueDosage }) => valueDosage ?? []),
    amount: parameterOf(part, 'amount')?.valueQuantity,
    when: parameterOf(part, 'when')?.valueInstant,
    text: parameterOf(part, 'text')?.valueString,
  };
}
