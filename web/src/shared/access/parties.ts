import type { ReasonKey } from '@enjournal/server/access/reasons';
import { useQuery } from '@tanstack/react-query';
import { askOperation, type Parameter, parameterOf, parametersNamed } from '../fhir/parameters.ts';

/** Somebody who could open a record now, or a unit with a role. */
export type Party = {
  key: string;
  /** `Organization/…`. */
  place: string;
  /** `Practitioner…/…`, when it is one alone. */
  who: string | undefined;
  unit: string;
  role: string;
  person: string | undefined;
  ground: ReasonKey;
  until: string | undefined;
  isBlocked: boolean;
  people: number;
};

function partiesOf(told: readonly Parameter[]): Party[] {
  return parametersNamed(told, 'party').map(({ part }) => {
    const unit = parameterOf(part, 'organization')?.valueReference;
    const role = parameterOf(part, 'role')?.valueCode ?? '';
    const person = parameterOf(part, 'person')?.valueReference;
    return {
      key: [unit?.reference, role, person?.reference].join(' '),
      place: unit?.reference ?? '',
      who: person?.reference,
      unit: unit?.display ?? unit?.reference ?? '',
      role,
      person: person && (person.display ?? ''),
      ground: (parameterOf(part, 'ground')?.valueCoding?.code ?? 'no-basis') as ReasonKey,
      until: parameterOf(part, 'until')?.valueInstant,
      isBlocked: parameterOf(part, 'blocked')?.valueBoolean ?? false,
      people: parameterOf(part, 'people')?.valueUnsignedInt ?? 1,
    };
  });
}

/** A computer system that could read the record by itself. */
export type SystemReader = {
  name: string;
  organization: string | undefined;
  /** v3-ActReason. */
  purpose: string | undefined;
  register: string | undefined;
  ground: ReasonKey;
};

const systemsOf = (told: readonly Parameter[]): SystemReader[] =>
  parametersNamed(told, 'system').map(({ part }) => ({
    name: parameterOf(part, 'name')?.valueString ?? '',
    organization: parameterOf(part, 'organization')?.valueReference?.display,
    purpose: parameterOf(part, 'purpose')?.valueCode,
    register: parameterOf(part, 'register')?.valueCode,
    ground: (parameterOf(part, 'ground')?.valueCoding?.code ?? 'system') as ReasonKey,
  }));

const whoCanSee = (id: string) => ({
  queryKey: ['record', id, ['Patient'], 'who-can-see'],
  queryFn: ({ signal }: { signal: AbortSignal }) => askOperation(`Patient/${id}/$who-can-see`, signal),
});

/** Who could open this record now, and by what. */
export const useParties = (id: string) => useQuery({ ...whoCanSee(id), select: partiesOf });

/** The systems that could read it by themselves; the citizen alone is told. */
export const useSystemReaders = (id: string) => useQuery({ ...whoCanSee(id), select: systemsOf });
