import { send } from '../../shared/fhir/client.ts';
import type { CodeableConcept, Quantity, Reference } from '../../shared/fhir/types.ts';
import type { Span } from './time-window.ts';

export type DoseStatus = 'planned' | 'due' | 'late' | 'on-hold' | 'given' | 'partly' | 'under-way' | 'not-given';

/** A dose that an order asks for, and what became of it. */
export type DueDose = {
  planned: { system: string; value: string };
  /** `MedicationRequest/<id>` */
  order: string;
  at: number;
  status: DoseStatus;
  medication: string;
  concept: CodeableConcept | undefined;
  dose: Quantity | undefined;
  /** `MedicationAdministration/<id>` */
  administration: string | undefined;
};

type Part = {
  name: string;
  valueCode?: DoseStatus;
  valueInstant?: string;
  valueString?: string;
  valueReference?: Reference;
  valueIdentifier?: DueDose['planned'];
  valueQuantity?: Quantity;
  valueCodeableConcept?: CodeableConcept;
};

/** Every dose that the orders ask for in a time of at most 31 days, as the orders stand now. */
export async function readDueDoses(id: string, { from, to }: Span, signal?: AbortSignal): Promise<DueDose[]> {
  const time = (at: number) => encodeURIComponent(new Date(at).toISOString());
  const path = `MedicationRequest/$due-doses?patient=Patient/${id}&from=${time(from)}&to=${time(to)}`;
  const answer = (await (await send(path, { signal })).json()) as { parameter?: { part: Part[] }[] };
  return (answer.parameter ?? []).map(({ part }) => doseOf(part));
}

function doseOf(part: readonly Part[]): DueDose {
  const of = (name: string): Part | undefined => part.find((one) => one.name === name);
  return {
    planned: of('planned')?.valueIdentifier as DueDose['planned'],
    order: of('order')?.valueReference?.reference ?? '',
    at: Date.parse(of('at')?.valueInstant ?? ''),
    status: of('status')?.valueCode ?? 'planned',
    medication: of('medication')?.valueString ?? '',
    concept: of('concept')?.valueCodeableConcept,
    dose: of('dose')?.valueQuantity,
    administration: of('administration')?.valueReference?.reference,
  };
}

export const isOpen = ({ status }: DueDose): boolean => status === 'planned' || status === 'due' || status === 'late';

/** The dose as given now, under the name that the order has for it: sent twice it is recorded once. */
export async function giveNow(id: string, dose: DueDose, performer: Reference): Promise<void> {
  const { planned, order, concept, medication, dose: amount } = dose;
  const resource = {
    resourceType: 'MedicationAdministration',
    identifier: [planned],
    status: 'completed',
    medicationCodeableConcept: concept ?? { text: medication },
    subject: { reference: `Patient/${id}` },
    effectiveDateTime: new Date().toISOString(),
    request: { reference: order },
    performer: [{ actor: performer }],
    ...(amount === undefined ? {} : { dosage: { dose: amount } }),
  };
  await send('MedicationAdministration', {
    method: 'POST',
    headers: {
      'content-type': 'application/fhir+json',
      'if-none-exist': `identifier=${encodeURIComponent(`${planned.system}|${planned.value}`)}&status:not=entered-in-error`,
    },
    body: JSON.stringify(resource),
  });
}
