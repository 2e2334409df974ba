import type { Actor } from '../../access/actor.ts';
import { categorySystem } from '../../access/categories.ts';
import type { Opened } from '../../access/gate/gate.ts';
import { parseJson } from '../../fhir/json/index.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { change, type Operation } from '../../record/index.ts';
import { askFor } from './asking.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';
import { writeContext } from './write-context.ts';

/** The gate itself, where it writes what an access obliges to. */
export const gateActor: Actor = Object.freeze({
  kind: 'system',
  id: 'client:enjournal',
  display: 'Enjournal',
  clientId: 'enjournal',
  scopes: ['system/*.cruds'],
  loa: 4,
  purpose: 'HOPERAT',
});

/** By this it is found again, so that the same access obliges once. */
export const noticeSystem = 'https://enjournal.no/fhir/NamingSystem/access-notice';
export const taskCodeSystem = 'https://enjournal.no/fhir/CodeSystem/task-code';

/** What somebody must be told or look at, as the resource that says so. */
type Notice = { key: string; resource: Resource };

/**
 * Carries out what the decision obliges to, before anything is disclosed: the citizen is told, the privacy officer is given
 * something to look at. Each is done once for what it is about: an emergency opening, a consent, or one person's looks
 * at one record on one day.
 */
export async function carryOut(
  service: FhirService,
  request: FhirRequest,
  opened: Opened | undefined,
  obligations: readonly string[],
): Promise<void> {
  if (opened?.patient === undefined || obligations.length === 0) return;
  const notices = obligations.flatMap((one) => noticeOf(service, request, opened, one) ?? []);
  const due = notices.filter(({ key }) => service.noticed.get(key) === undefined);
  if (due.length === 0) return;
  await service.log.introduce(gateActor);
  await change(service.database, due.map(operationOf), writeContext(service, asGate(request)));
  for (const { key } of due) service.noticed.set(key, true);
}

/** A request of the gate's own, for what it writes. */
export const asGate = ({ signal }: FhirRequest): FhirRequest => ({
  method: 'POST',
  path: [],
  query: [],
  headers: {},
  body: { kind: 'none' },
  actor: gateActor,
  signal,
});

/** Makes a notice unless it is there already. */
export const noticeOperation = (key: string, resource: Resource): Operation => operationOf({ key, resource }, 0);

function operationOf({ key, resource }: Notice, entry: number): Operation {
  const identified = { ...resource, identifier: [{ system: noticeSystem, value: key }] } as JsonObject;
  const criteria = new URLSearchParams({ identifier: `${noticeSystem}|${key}` }).toString();
  return {
    kind: 'create',
    entry,
    type: resource.resourceType,
    body: parseJson(JSON.stringify(identified)),
    ifNoneExist: criteria,
  };
}

function noticeOf(service: FhirService, request: FhirRequest, opened: Opened, obligation: string): Notice | undefined {
  const patient = opened.patient!.id;
  const who = request.actor.id.replace('/', '-');
  const day = dayInNorway(service.now());
  const once = `${who}-${patient}-${day}`;
  switch (obligation) {
    case 'notify-patient':
      return notifyPatient(service, request, opened, patient, once);
    case 'alert-privacy-officer':
      return { key: `alert-${once}`, resource: task(service, request, patient, 'access-alert') };
    case 'close-relation-review':
    case 'colleague-review':
      return { key: `${obligation}-${once}`, resource: task(service, request, patient, 'access-review', obligation) };
    default:
      return undefined; // the review of an emergency opening is the Task that opened it; the rest stands in the log line
  }
}

/** Of an emergency opening the citizen is told at once; of consent given on the spot, what it was used for. */
function notifyPatient(
  service: FhirService,
  request: FhirRequest,
  { facts, actor }: Opened,
  patient: string,
  once: string,
): Notice {
  const own = actor.kind === 'staff' ? actor.person : '';
  const opening = facts?.emergencies.find(({ person, endsAt }) => person === own && endsAt > service.now());
  if (opening === undefined) {
    return { key: `consent-${once}`, resource: communication(service, request, patient, 'consent-used') };
  }
  return {
    key: emergencyKey(own, opening.startedAt),
    resource: communication(service, request, patient, 'emergency-access'),
  };
}

/** One opening, by who opened and when. */
export const emergencyKey = (person: string, startedAt: number): string => `emergency-${person}-${startedAt}`;

const texts: Record<string, string> = {
  'emergency-access': 'Journalen din ble åpnet med nødtilgang. Du ser hvem og hvorfor i innsynsloggen.',
  'unlawful-access':
    'Journalen din ble åpnet av noen som ikke skulle ha gjort det. Virksomheten har fått beskjed. Du ser hvem og når i innsynsloggen.',
  'consent-used': 'Noe du har sperret, ble lest fordi du samtykket til det. Du ser av hvem i innsynsloggen.',
};

/** A message to the citizen. Only they see it: what stands in it is about the log. */
export function communication(
  service: FhirService,
  request: FhirRequest,
  patient: string,
  what: string,
  text = texts[what]!,
): Resource {
  return {
    resourceType: 'Communication',
    meta: OF_LOG,
    status: 'completed',
    category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/notice', code: what }] }],
    subject: { reference: `Patient/${patient}` },
    recipient: [{ reference: `Patient/${patient}` }],
    sent: new Date(service.now()).toISOString(),
    ...senderOf(request),
    payload: [{ contentString: text }],
  } as Resource;
}

function senderOf(request: FhirRequest): JsonObject {
  const { organization } = request.actor;
  return organization === undefined ? {} : { sender: { reference: `Organization/${organization.id}` } };
}

/** A matter for the privacy officer of the organisation that the look came from. */
function task(service: FhirService, request: FhirRequest, patient: string, code: string, reason?: string): Resource {
  const { actor } = request;
  const { purposeText } = askFor(request);
  const owner = actor.legalEntity ?? actor.organization?.id;
  return {
    resourceType: 'Task',
    meta: OF_LOG,
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: taskCodeSystem, code }] },
    ...(reason === undefined
      ? {}
      : { reasonCode: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/notice', code: reason }] } }),
    for: { reference: `Patient/${patient}` },
    authoredOn: new Date(service.now()).toISOString(),
    requester: { reference: 'Device/enjournal' },
    ...(owner === undefined ? {} : { owner: { reference: `Organization/${owner}` } }),
    ...(actor.practitioner === undefined
      ? {}
      : { input: [{ type: { text: 'who' }, valueReference: { reference: `Practitioner/${actor.practitioner}` } }] }),
    ...(purposeText === undefined ? {} : { note: [{ text: purposeText }] }),
  } as unknown as Resource;
}

/** Said outright: category `log`, which those who treat do not see. */
export const OF_LOG = { security: [{ system: categorySystem, code: 'log' }] };
