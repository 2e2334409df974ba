import { performFunctionSystem } from '@enjournal/server/care/medication';
import type { CodeableConcept, Extension, Resource } from '../../shared/fhir/types.ts';
import type { Sending, Step, VisitDraft } from '../../shared/outbox/sending.ts';
import type { Dose } from './dose.ts';

/** An act has a name of its own from when it was done: sent twice it is one. */
export const actSystem = 'https://enjournal.no/fhir/NamingSystem/act';
const deviationExtension = 'https://enjournal.no/fhir/StructureDefinition/dose-deviation';

/** Why a dose was not given. @source HL7 reason-medication-not-given, where it has the reason */
export const notGiven = ['refused', 'asleep', 'away', 'vomited', 'missing', 'advised'] as const;
export type NotGiven = (typeof notGiven)[number];
const CODES: Partial<Record<NotGiven, string>> = { asleep: 'c', away: 'b', vomited: 'd' };

export type Recorded = (
  | { kind: 'given' }
  /** The citizen took it alone, and the nurse saw to it. */
  | { kind: 'self' }
  /** Taken while whoever gives saw it, as the order asks. */
  | { kind: 'observed' }
  | { kind: 'part'; value: number }
  | { kind: 'not-given'; reason: NotGiven | 'other'; text: string }
) & {
  /** When it was given, if not now: an instant. */
  at?: string;
  /** What was seen when person and medicine were checked. */
  check?: Extension;
};

/** Who gives, to whom, and at what contact. */
export type Giver = {
  /** Patient id and name. */
  id: string;
  who: string;
  person: string;
  /** PractitionerRole id. */
  role: string | undefined;
  name: string;
  now: number;
  /** `Encounter/…`. */
  encounter?: string | undefined;
  /** The visit it is given at, when the server does not know of it yet. */
  visit?: VisitDraft | undefined;
};

const witness = { coding: [{ system: performFunctionSystem, code: 'witness' }] };

/** A dose as it will be sent; the words of what was done are for the list of what waits. */
export function doseSending(giver: Giver, dose: Dose, what: Recorded, words: string): Sending {
  const { planned, order, concept, medication } = dose;
  const amount = what.kind === 'part' ? { ...dose.dose, value: what.value } : dose.dose;
  const isNotGiven = what.kind === 'not-given';
  const resource = {
    resourceType: 'MedicationAdministration',
    identifier: [planned, { system: actSystem, value: crypto.randomUUID() }],
    ...(what.check === undefined ? {} : { extension: [what.check] }),
    status: isNotGiven ? 'not-done' : 'completed',
    ...(isNotGiven ? { statusReason: [reasonOf(what)] } : {}),
    ...(what.kind === 'self' ? { note: [{ text: 'Tatt selv' }] } : {}),
    medicationCodeableConcept: concept ?? { text: medication },
    subject: { reference: `Patient/${giver.id}` },
    ...contextOf(giver),
    effectiveDateTime: what.at ?? new Date(giver.now).toISOString(),
    performer: [{ ...(what.kind === 'observed' ? { function: witness } : {}), ...performerOf(giver) }],
    request: { reference: order },
    ...(isNotGiven || amount === undefined ? {} : { dosage: { dose: amount } }),
  };
  return {
    ...sendingFor(giver, 'dose', words, [stepFor(giver, resource)], ['MedicationAdministration']),
    key: `dose ${planned.value}`,
    about: {
      planned: planned.value,
      order,
      status: isNotGiven ? 'not-given' : what.kind === 'part' ? 'partly' : 'given',
      ...(giver.visit === undefined ? {} : { visit: giver.visit }),
    },
  };
}

/** Something done for a citizen by this nurse, to be sent in these steps. Its key is the caller's to say. */
export function sendingFor(
  { id, who, person, role, now, visit }: Giver,
  kind: Sending['kind'],
  what: string,
  steps: readonly Step[],
  types: readonly string[],
): Sending {
  return {
    key: `${kind} ${crypto.randomUUID()}`,
    record: id,
    owner: person,
    role,
    at: now,
    kind,
    who,
    what,
    steps,
    became: [],
    types: visit === undefined ? types : [...types, 'Encounter', 'Appointment'],
    ...(visit === undefined ? {} : { about: { visit } }),
  };
}

export const performerOf = ({ person, role, name }: Giver) => ({
  actor: { reference: role === undefined ? person : `PractitionerRole/${role}`, display: name },
});

const contextOf = ({ encounter, visit }: Giver) => {
  const reference = encounter ?? visit?.url;
  return reference === undefined ? {} : { context: { reference } };
};

/** A new resource, with the visit it belongs to where that is new too: both or neither. It has an act's identifier, first to last. */
export function stepFor({ encounter, visit }: Giver, resource: Resource | object): Step {
  const { resourceType } = resource as Resource;
  const ifNoneExist = onceBy(resource);
  if (encounter !== undefined || visit === undefined) {
    return { method: 'POST', path: resourceType, body: resource, headers: { 'if-none-exist': ifNoneExist } };
  }
  const entry = [
    {
      fullUrl: visit.url,
      resource: visit.encounter,
      request: { method: 'POST', url: 'Encounter', ifNoneExist: onceBy(visit.encounter) },
    },
    { resource, request: { method: 'POST', url: resourceType, ifNoneExist } },
  ];
  return { method: 'POST', path: '', body: { resourceType: 'Bundle', type: 'transaction', entry } };
}

function onceBy(resource: object): string {
  const { identifier } = resource as { identifier?: Named | Named[] };
  const act = [identifier ?? []].flat().find(({ system }) => system === actSystem);
  return `identifier=${encodeURIComponent(`${actSystem}|${act?.value}`)}`;
}
type Named = { system?: string; value?: string };

/** What a step of a sending writes, without the visit around it. */
export function resourceIn({ steps }: Sending, step = 0): Record<string, unknown> {
  const body = steps[step]?.body as { resourceType?: string; entry?: { resource: object }[] };
  return (body.resourceType === 'Bundle' ? body.entry?.at(-1)?.resource : body) as Record<string, unknown>;
}

/** Told as what it was: it is not the planned dose any more, but one of its own, with a note. @source the rule of `dose-deviation` */
export function asDeviation(sending: Sending, code: string, note: string): Sending {
  // the step that was refused; of those before it the server has what it needs
  const at = sending.became.length;
  const resource = resourceIn(sending, at) as { identifier: Named[]; note?: object[]; extension?: Extension[] };
  const told = {
    ...resource,
    identifier: resource.identifier.filter(({ system }) => system === actSystem),
    extension: [...(resource.extension ?? []), { url: deviationExtension, valueCode: code }],
    note: [...(resource.note ?? []), { text: note }],
  };
  const steps = sending.steps.map((step, n) => {
    if (n !== at) return step;
    const body = step.body as { resourceType?: string; entry?: { resource: object }[] };
    const entry = body.entry ?? [];
    const isBundle = body.resourceType === 'Bundle';
    return {
      ...step,
      body: isBundle ? { ...body, entry: [...entry.slice(0, -1), { ...entry.at(-1), resource: told }] } : told,
    };
  });
  return { ...sending, steps };
}

/** What is recorded is marked as an error; it stays in the history. */
export function undoSending(giver: Giver, dose: Dose, words: string): Sending {
  const administration = dose.administration ?? '';
  const step: Step = {
    method: 'PATCH',
    path: administration,
    headers: { 'content-type': 'application/json-patch+json' },
    body: [
      { op: 'replace', path: '/status', value: 'entered-in-error' },
      { op: 'add', path: '/statusReason', value: [{ text: 'Angret' }] },
    ],
    doneWhen: { read: administration, status: 'entered-in-error' },
  };
  return {
    ...sendingFor({ ...giver, visit: undefined }, 'dose', words, [step], ['MedicationAdministration']),
    key: `undo ${administration}`,
    about: { planned: dose.planned.value, status: 'undone' },
  };
}

function reasonOf({ reason, text }: { reason: NotGiven | 'other'; text: string }): CodeableConcept {
  const code = CODES[reason as NotGiven];
  const system = 'http://terminology.hl7.org/CodeSystem/reason-medication-not-given';
  return { text, ...(code === undefined ? {} : { coding: [{ system, code }] }) };
}
