import { systems } from '../../../../access/rules/codes.ts';
import { problem } from '../../../../fhir/issue.ts';
import { endOf } from '../../../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { guessRecord } from '../../../../record/index.ts';
import { accessLine, askFor, type Line, MOST_ATTEMPTS, stands } from '../../asking.ts';
import { notFound } from '../../disclose.ts';
import type { FhirService } from '../../service.ts';
import { identitiesOfCaller, mayDecide } from '../acting/citizen-call.ts';
import type { OperationCall } from '../operation.ts';
import { type Called, deniedLine, sourceOf } from '../record-call.ts';

/** As what somebody is in the circle: the citizen or who decides for them, kin, a volunteer. */
export type Place = 'owner' | 'kin' | 'volunteer';

export type InCircle = {
  opened: Called;
  place: Place;
  /** `Consent/<id>` by which they are in it; of the owner none. */
  member: string | undefined;
};

/**
 * Who asks is in the circle around this citizen now, and as what. To anybody else there is no such citizen.
 * @throws Problem absent, once it is in the log
 */
export async function inCircle(service: FhirService, call: OperationCall, line: Line): Promise<InCircle> {
  const { request, id = '' } = call;
  const record = guessRecord('Patient', id);
  const ask = askFor(request);
  // being in the circle is no decision that the line of the log finds overtaken: so it is asked anew each time
  service.gate.forget(ask, [{ record, epoch: 0n }]);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const [opened, known] = await Promise.all([service.gate.open(ask, record, 'read'), service.gate.factsOf(record)]);
    const { patient } = known;
    if (patient !== undefined && patient.id === id) {
      const whole: Called = { ...opened, patient, known };
      if (mayDecide(whole) && !patient.isDeceased) return { opened: whole, place: 'owner', member: undefined };
      const found = await membership(service, call, whole);
      if (found !== undefined) return { opened: whole, ...found };
    }
    if (!(await stands(service, request, opened, { ...line, ...deniedLine(opened) }))) continue;
    throw notFound();
  }
  throw problem('conflict', 'changed-meanwhile');
}

async function membership(service: FhirService, call: OperationCall, { patient, known }: Called) {
  const { address, isDeceased } = patient;
  if (isDeceased || address === 'fortrolig' || address === 'strengt-fortrolig') return undefined;
  const mine = await identitiesOfCaller(service, call);
  const now = service.now();
  const rows = known.rows.filter(
    (row) => row.kind === 'circle' && mine.includes(row.person ?? '') && row.from <= now && now < row.to,
  );
  const roleIn = (data: unknown): Place => ((data as { role?: string }).role === 'kin' ? 'kin' : 'volunteer');
  const row = rows.find(({ data }) => roleIn(data) === 'kin') ?? rows[0];
  return row === undefined ? undefined : { place: roleIn(row.data), member: sourceOf(row) };
}

/** What the log says of somebody in the circle: to the citizen it is told as what they let them do. */
export function lineIn({ place }: InCircle, line: Line): Line {
  if (place === 'owner') return line;
  return { ...line, decision: 'permit', basis: 'care-circle', rule: 'C8-circle', stream: 'patient' };
}

export async function logged(service: FhirService, call: OperationCall, at: InCircle, line: Line): Promise<void> {
  await service.log.append({ ...accessLine(call.request, at.opened, lineIn(at, line)), epochs: [] });
}

export const memberSystem = 'https://enjournal.no/fhir/NamingSystem/circle-member';
export const visitCode = { coding: [{ system: systems.taskCode, code: 'circle-visit' }] };
export const messageCategory = {
  coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/notice', code: 'circle-message' }],
};

type Named = { role?: { coding?: { code?: string }[] }; reference?: { display?: string } };
type Membership = { id: string; display: string; role: Place; from: string; until: string; isActive: boolean };

/** A Consent that lets somebody be in the circle. */
export function membershipOf(consent: Resource, now: number): Membership {
  const provision = (consent.provision ?? {}) as { period?: { start?: string; end?: string }; actor?: Named[] };
  const { role, reference } = provision.actor?.[0] ?? {};
  const until = provision.period?.end ?? '';
  return {
    id: String(consent.id),
    display: reference?.display ?? '',
    role: role?.coding?.some(({ code }) => code === 'kin') === true ? 'kin' : 'volunteer',
    from: provision.period?.start ?? String(consent.dateTime),
    until,
    isActive: consent.status === 'active' && now < (endOf(until) ?? Number.NaN),
  };
}

type Input = { type?: { text?: string }; valueString?: string; valueReference?: JsonObject };
export const inputsOf = (task: JsonObject): Input[] => (task.input ?? []) as Input[];

/**
 * Who is to come: `Consent/<id>` of a member, or `Patient/<id>` of the citizen or who acts for them. The Task itself is the citizen's:
 * those of the circle are nobody at work, and own no tasks of a record.
 */
export function comerOf(task: Resource): { key: string | undefined; display: string } {
  const who = inputsOf(task).find(({ type }) => type?.text === 'who')?.valueReference ?? {};
  const {
    reference,
    identifier,
    display = '',
  } = who as {
    reference?: string;
    identifier?: { value?: string };
    display?: string;
  };
  return { key: identifier?.value ?? reference, display };
}

/** How a visit stands: nobody has taken it, somebody comes, it is done, or called off. */
export function stateOf({ status }: JsonObject): 'open' | 'taken' | 'done' | 'cancelled' {
  if (status === 'requested' || status === 'ready') return 'open';
  if (status === 'accepted' || status === 'in-progress') return 'taken';
  return status === 'completed' ? 'done' : 'cancelled';
}

/** What a Task says of who comes, and where. */
export const inputsFor = (who: JsonObject | undefined, where: string | undefined): JsonObject[] => [
  ...(who === undefined ? [] : [{ type: { text: 'who' }, valueReference: who }]),
  ...(where ? [{ type: { text: 'place' }, valueString: where }] : []),
];

/** Somebody in the circle, as a Task names who comes and a message its sender. */
export const memberReference = (key: string, display: string): JsonObject =>
  key.startsWith('Patient/')
    ? { reference: key, display }
    : { type: 'RelatedPerson', identifier: { system: memberSystem, value: key }, display };
