import { randomUUID } from 'node:crypto';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { keptLike } from '../kept-like.ts';
import type { CareContext } from '../process.ts';
import type { RecallReason } from './compose.ts';
import { nameOf } from './medicine.ts';
import { citizenOf } from './multidose/shape.ts';
import { type MessageKind, prescriptionStates, taskCodes } from './rules.ts';

const URIS = 'urn:ietf:rfc:3986';
/** Volven 7500. */
const REASONS = 'urn:oid:2.16.578.1.12.4.1.1.7500';

const names: Readonly<Record<MessageKind, string>> = {
  prescription: 'Resept',
  'recall-prescription': 'Tilbakekalling av resept',
  'medicines-in-use': 'Multidose: legemidler i bruk',
};

/** The message's own id, the same however often it is sent. */
export const messageIdOf = (task: Resource): string | undefined =>
  ((task.identifier ?? []) as JsonObject[])
    .filter(({ system, use }) => system === URIS && use !== 'old')
    .map(({ value }) => String(value).replace(/^urn:uuid:/, ''))[0];

export const newMessageId = (): JsonObject => ({ use: 'official', system: URIS, value: `urn:uuid:${randomUUID()}` });

export const stateOf = (code: string): JsonObject => ({ coding: [{ system: prescriptionStates, code }] });

/** Who signs: the caller in the employment chosen at log-on, and the unit that answers for it. @throws rule `prescription-prescriber` */
export function signerOf({ actor }: CareContext): { requester: JsonObject; owner: JsonObject } {
  const { practitionerRole, organization, display } = actor;
  if (practitionerRole === undefined || organization === undefined) {
    throw problem('rule', 'prescription-prescriber', { expression: 'Task.requester' });
  }
  return {
    requester: { reference: `PractitionerRole/${practitionerRole}`, display },
    owner: { reference: `Organization/${organization.id}`, display: organization.display },
  };
}

/**
 * A message that is signed, and to be sent.
 * @param about the order, or the arrangement of multidose; by `fullUrl` what is made in the same transaction
 */
export function taskOf(
  kind: MessageKind,
  about: Resource,
  what: {
    requester: JsonObject;
    owner: JsonObject;
    now: number;
    period?: JsonObject;
    prescription?: Resource;
    reason?: RecallReason;
    text?: string | undefined;
    identifier?: JsonObject[];
    tag?: JsonObject[];
    fullUrl?: string | undefined;
  },
): Resource {
  const { requester, owner, now, period, prescription, reason, text } = what;
  return {
    resourceType: 'Task',
    meta: {
      security: keptLike(about, 'medication'),
      ...(what.tag === undefined ? {} : { tag: what.tag }),
    },
    identifier: [newMessageId(), ...(what.identifier ?? [])],
    ...(prescription === undefined ? {} : { basedOn: [{ reference: `Task/${prescription.id}` }] }),
    status: 'ready',
    businessStatus: stateOf('signed'),
    intent: 'order',
    priority: 'routine',
    code: { coding: [{ system: taskCodes, code: kind, display: names[kind] }] },
    description: about.resourceType === 'SupplyRequest' ? names[kind] : `${names[kind]}: ${nameOf(about) ?? ''}`,
    focus: { reference: what.fullUrl ?? `${about.resourceType}/${about.id}` },
    for: { reference: citizenOf(about) ?? '' },
    authoredOn: new Date(now).toISOString(),
    requester,
    owner,
    ...(reason === undefined
      ? {}
      : { reasonCode: { coding: [{ system: REASONS, code: reason }], ...(text === undefined ? {} : { text }) } }),
    ...(period === undefined ? {} : { restriction: { period } }),
  } as unknown as Resource;
}
