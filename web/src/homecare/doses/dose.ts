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
  /** Its order ended then with nothing after it, and nobody had recorded the dose: it is not given any more. ISO 8601 */
  ended?: string;
  /** So many were missed in a row that a doctor must order anew first. */
  missed?: number;
  /** What was done of it here, and the server does not have yet. */
  waiting?: Sending;
  /** Epoch ms by this device, when it was asked for: what was stored later, the answer does not know. */
  askedAt: number;
};

/** Nobody has said anything of it yet: neither the server knows, nor is it on its way there. */
export const isOpen = ({ status, waiting }: Dose): boolean =>
  waiting === undefined && (status === 'planned' || status === 'due' || status === 'late');

/** It may be given now, as far as the order goes. */
export const isToBeGiven = (dose: Dose): boolean => isOpen(dose) && dose.ended === undefined;

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

/** The doses of an answer of `$due-doses`. @param askedAt epoch ms by this device */
export const dosesIn = (answer: unknown, askedAt: number): Dose[] =>
  ((answer as { parameter?: { name: string; part: Part[] }[] }).parameter ?? [])
    .filter(({ name }) => name === 'dose')
    .map(({ part }) => doseOf(part, askedAt));

function doseOf(part: readonly Part[], askedAt: number): Dose {
  const of = (name: string): Part | undefined => part.find((one) => one.name === name);
  return {
    askedAt,
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
    ...(of('ended') === undefined ? {} : { ended: of('ended')?.valueInstant as string }),
    ...(of('missed') === undefined ? {} : { missed: of('missed')?.valueInteger as number }),
  };
}

/**
 * With what was done here put in where it belongs, both what waits to be sent and what was sent after the doses were asked for: in
 * the moment before they are read anew, nothing is offered to be given again.
 */
export function withDone(
  doses: readonly Dose[],
  { waiting, sent }: { waiting: readonly Sending[]; sent: readonly Sending[] },
): Dose[] {
  const byPlanned = (all: readonly Sending[]) =>
    new Map(all.flatMap((one) => (one.about?.planned === undefined ? [] : [[one.about.planned, one]])));
  const [waits, stored] = [byPlanned(waiting), byPlanned(sent)];
  return doses.map((dose) => {
    const found = waits.get(dose.planned.value);
    if (found !== undefined) return { ...dose, waiting: found };
    const last = stored.get(dose.planned.value);
    return last === undefined || !isOpen(dose) || Number(last.storedAt) < dose.askedAt ? dose : recordedBy(dose, last);
  });
}

/** A dose as the server has it since what was done of it was sent; what was undone is open again. */
function recordedBy(dose: Dose, { about, at, became }: Sending): Dose {
  const status = (['given', 'partly', 'not-given'] as const).find((one) => one === about?.status);
  if (status === undefined) return dose;
  return { ...dose, status, administration: became.at(-1), recorded: new Date(at).toISOString() };
}
