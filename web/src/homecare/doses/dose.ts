import type { CodeableConcept, Coding, Quantity, Reference } from '../../shared/fhir/types.ts';
import type { Sending } from '../../shared/outbox/sending.ts';

export type DoseStatus = 'planned' | 'due' | 'late' | 'on-hold' | 'given' | 'partly' | 'under-way' | 'not-given';

/** A dose that an order asks for, and what became of it. @source OperationDefinition MedicationRequest-due-doses */
export type Dose = {
  /** Patient id. */
  patient: string;
  planned: { system: string; value: string };
  order: string;
  at: string;
  status: DoseStatus;
  medication: string;
  concept: CodeableConcept | undefined;
  dose: Quantity | undefined;
  /** It lies in the multidose; all else is given beside it. */
  isPacked: boolean;
  administration: string | undefined;
  recorded: string | undefined;
  /** Whoever gives is to see that it is taken. */
  isObserved?: boolean;
  /** So many were missed in a row that a doctor must order anew first. */
  missed?: number;
  /** What was done of it here, and the server does not have yet. */
  waiting?: Sending;
};

/** Nobody has said anything of it yet: neither the server knows, nor is it on its way there. */
export const isOpen = ({ status, waiting }: Dose): boolean =>
  waiting === undefined && (status === 'planned' || status === 'due' || status === 'late');

/** So long after its time it is no longer late but missed: somebody must say what became of it. */
export const MISSED_MS = 6 * 3_600_000;
export const isMissed = (dose: Dose, now: number): boolean =>
  isOpen(dose) && dose.status === 'late' && now - Date.parse(dose.at) >= MISSED_MS;

type Part = {
  name: string;
  valueCode?: DoseStatus;
  valueInstant?: string;
  valueString?: string;
  valueReference?: Reference;
  valueIdentifier?: Dose['planned'];
  valueQuantity?: Quantity;
  valueCoding?: Coding;
  valueBoolean?: boolean;
  valueInteger?: number;
  valueCodeableConcept?: CodeableConcept;
};

/** The doses of an answer of `$due-doses`. */
export const dosesIn = (answer: unknown): Dose[] =>
  ((answer as { parameter?: { name: string; part: Part[] }[] }).parameter ?? [])
    .filter(({ name }) => name === 'dose')
    .map(({ part }) => doseOf(part));

function doseOf(part: readonly Part[]): Dose {
  const of = (name: string): Part | undefined => part.find((one) => one.name === name);
  return {
    patient: (of('patient')?.valueReference?.reference ?? '').replace('Patient/', ''),
    planned: of('planned')?.valueIdentifier as Dose['planned'],
    order: of('order')?.valueReference?.reference ?? '',
    at: of('at')?.valueInstant ?? '',
    status: of('status')?.valueCode ?? 'planned',
    medication: of('medication')?.valueString ?? '',
    concept: of('concept')?.valueCodeableConcept,
    dose: of('dose')?.valueQuantity,
    isPacked: of('packing')?.valueCoding?.code === '3',
    administration: of('administration')?.valueReference?.reference,
    recorded: of('recorded')?.valueInstant,
    ...(of('observed') === undefined ? {} : { isObserved: true }),
    ...(of('missed') === undefined ? {} : { missed: of('missed')?.valueInteger as number }),
  };
}

/** With what waits to be sent put in where it belongs. */
export function withWaiting(doses: readonly Dose[], waiting: readonly Sending[]): Dose[] {
  const by = new Map(waiting.flatMap((one) => (one.about?.planned === undefined ? [] : [[one.about.planned, one]])));
  return doses.map((dose) => {
    const found = by.get(dose.planned.value);
    return found === undefined ? dose : { ...dose, waiting: found };
  });
}
