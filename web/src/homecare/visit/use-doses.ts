import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { send } from '../../shared/fhir/client.ts';
import type { CodeableConcept, Encounter, Quantity, Reference } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useOwn } from './use-own.ts';
import { type Entry, transact } from './use-visit.ts';

const HOUR = 3_600_000;
/** What is due soon belongs to this visit; what was due long ago belonged to another. */
const BEFORE_MS = 8 * HOUR;
const AFTER_MS = 2 * HOUR;

export type DoseStatus = 'planned' | 'due' | 'late' | 'on-hold' | 'given' | 'partly' | 'under-way' | 'not-given';

export type Dose = {
  planned: { system: string; value: string };
  order: string;
  at: string;
  status: DoseStatus;
  medication: string;
  concept: CodeableConcept | undefined;
  dose: Quantity | undefined;
  administration: string | undefined;
  recorded: string | undefined;
};

export const isOpen = ({ status }: Dose): boolean => status === 'planned' || status === 'due' || status === 'late';

/** Why a dose was not given. @source HL7 reason-medication-not-given, where it has the reason */
export const notGiven = ['refused', 'asleep', 'away', 'vomited', 'missing', 'advised'] as const;
export type NotGiven = (typeof notGiven)[number];
const CODES: Partial<Record<NotGiven, string>> = { asleep: 'c', away: 'b', vomited: 'd' };

type Part = {
  name: string;
  valueCode?: DoseStatus;
  valueInstant?: string;
  valueString?: string;
  valueReference?: Reference;
  valueIdentifier?: Dose['planned'];
  valueQuantity?: Quantity;
  valueCodeableConcept?: CodeableConcept;
};

/** The doses of this visit, from the orders as they are now, and what one does with them. */
export function useDoses(id: string, start: () => Promise<Encounter>) {
  const queries = useQueryClient();
  const own = useOwn();
  const key = recordKey(id, ['MedicationRequest', 'MedicationAdministration'], 'due');
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const time = (at: number) => encodeURIComponent(new Date(at).toISOString());
      const path = `MedicationRequest/$due-doses?patient=Patient/${id}&from=${time(now - BEFORE_MS)}&to=${time(now + AFTER_MS)}`;
      const answer = (await (await send(path, { signal })).json()) as { parameter?: { part: Part[] }[] };
      return (answer.parameter ?? []).map(({ part }) => doseOf(part));
    },
    // a dose becomes due and late as time goes
    refetchInterval: 60_000,
  });
  const record = useMutation({
    mutationFn: async ({ doses, what }: { doses: readonly Dose[]; what: Recorded }) => {
      const encounter = await start();
      const performer = [{ actor: { reference: own.role ?? own.person, display: own.name } }];
      const context = { reference: `Encounter/${encounter.id}` };
      await transact(doses.map((dose) => entryOf(id, dose, what, { performer, context })));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const undo = useMutation({
    mutationFn: async ({ administration }: Dose) => {
      const patch = [
        { op: 'replace', path: '/status', value: 'entered-in-error' },
        { op: 'add', path: '/note', value: [{ text: 'Angret' }] },
      ];
      const headers = { 'content-type': 'application/json-patch+json' };
      await send(administration ?? '', { method: 'PATCH', headers, body: JSON.stringify(patch) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return { query, record, undo };
}

export type Recorded =
  | { kind: 'given' }
  /** The citizen took it alone, and the nurse saw to it. */
  | { kind: 'self' }
  | { kind: 'part'; value: number }
  | { kind: 'not-given'; reason: NotGiven; text: string };

/** Its key makes it one dose, however often it is sent. */
function entryOf(id: string, dose: Dose, what: Recorded, more: object): Entry {
  const { planned, order, concept, medication } = dose;
  const amount = what.kind === 'part' ? { ...dose.dose, value: what.value } : dose.dose;
  const resource = {
    resourceType: 'MedicationAdministration',
    identifier: [planned],
    status: what.kind === 'not-given' ? 'not-done' : 'completed',
    ...(what.kind === 'not-given' ? { statusReason: [reasonOf(what)] } : {}),
    ...(what.kind === 'self' ? { note: [{ text: 'Tatt selv' }] } : {}),
    medicationCodeableConcept: concept ?? { text: medication },
    subject: { reference: `Patient/${id}` },
    effectiveDateTime: new Date().toISOString(),
    request: { reference: order },
    ...(what.kind === 'not-given' || amount === undefined ? {} : { dosage: { dose: amount } }),
    ...more,
  };
  const ifNoneExist = `identifier=${encodeURIComponent(`${planned.system}|${planned.value}`)}&status:not=entered-in-error`;
  return { resource, request: { method: 'POST', url: 'MedicationAdministration', ifNoneExist } };
}

function reasonOf({ reason, text }: { reason: NotGiven; text: string }): CodeableConcept {
  const code = CODES[reason];
  const system = 'http://terminology.hl7.org/CodeSystem/reason-medication-not-given';
  return { text, ...(code === undefined ? {} : { coding: [{ system, code }] }) };
}

function doseOf(part: readonly Part[]): Dose {
  const of = (name: string): Part | undefined => part.find((one) => one.name === name);
  return {
    planned: of('planned')?.valueIdentifier as Dose['planned'],
    order: of('order')?.valueReference?.reference ?? '',
    at: of('at')?.valueInstant ?? '',
    status: of('status')?.valueCode ?? 'planned',
    medication: of('medication')?.valueString ?? '',
    concept: of('concept')?.valueCodeableConcept,
    dose: of('dose')?.valueQuantity,
    administration: of('administration')?.valueReference?.reference,
    recorded: of('recorded')?.valueInstant,
  };
}
