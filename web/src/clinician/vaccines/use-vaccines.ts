import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { askOperation, type Parameter, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import { translated } from '../../shared/fhir/translated.ts';
import type { CodeableConcept, Coding, Extension, Immunization, Resource } from '../../shared/fhir/types.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { recordKey, useRecordSearch } from '../../shared/record/record-queries.ts';

export const ATC = 'http://www.whocc.no/atc';

export type DueDose = {
  series: string;
  title: string;
  dose: number;
  step: string;
  status: 'given' | 'due' | 'overdue' | 'later' | 'past';
  due?: string | undefined;
  late?: string | undefined;
  codes: readonly string[];
  /** `Immunization/<id>` */
  given?: string | undefined;
};

type Said = Parameter & { valueDate?: string; _valueString?: { extension?: Extension[] } };

export function dueDoseOf({ part }: Parameter, language: Language): DueDose {
  const of = (name: string): Said | undefined => parameterOf(part, name);
  const text = (name: string) => translated(of(name)?.valueString, of(name)?._valueString, language);
  return {
    series: of('series')?.valueCode ?? '',
    title: text('title'),
    dose: of('dose')?.valuePositiveInt ?? 1,
    step: text('step'),
    status: (of('status')?.valueCode ?? 'later') as DueDose['status'],
    due: of('due')?.valueDate,
    late: of('late')?.valueDate,
    codes: parametersNamed(part, 'vaccine').flatMap(({ valueCoding }) => valueCoding?.code ?? []),
    given: of('given')?.valueReference?.reference,
  };
}

/** What the programmes say of this person; anew when a vaccine is recorded. */
export function useDueDoses(id: string, language: Language): UseQueryResult<DueDose[]> {
  return useQuery({
    queryKey: recordKey(id, ['Immunization', 'Patient'], 'due', language),
    queryFn: async ({ signal }) =>
      (await askOperation(`Patient/${id}/$vaccines-due`, signal)).map((one) => dueDoseOf(one, language)),
  });
}

export const useGiven = (id: string) =>
  useRecordSearch<Immunization>(id, 'Immunization', { _sort: '-date', _count: '200' }, { limit: 500 });

/** A vaccine of the catalogue. */
export type Vaccine = Resource & { code?: CodeableConcept };

/** Every vaccine that is offered; there are some tens of them. */
export function useVaccineList(): UseQueryResult<Vaccine[]> {
  return useQuery({
    queryKey: ['vaccine-list'],
    staleTime: 3_600_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Vaccine>('MedicationKnowledge/$find', { atc: 'J07', type: 'brand', count: '200' }, signal),
      ),
  });
}

export const atcOf = (concept: CodeableConcept | undefined): string | undefined =>
  concept?.coding?.find(({ system }: Coding) => system === ATC)?.code;
