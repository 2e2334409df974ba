import type { JWTPayload } from 'jose';
import type { Actor } from '../access/actor.ts';

/** Who the claims of a token speak of. */
export function actorOf(payload: JWTPayload): Actor {
  const text = (name: string): string | undefined => {
    const value = payload[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const clientId = text('client_id') as string;
  const [, type, id] = /(?:^|\/)(Practitioner|Patient)\/([^/]+)$/.exec(text('fhirUser') ?? '') ?? [];
  const kind = payload.sub === clientId ? 'system' : type === 'Patient' ? 'citizen' : 'staff';
  const ownPatient = kind === 'citizen' ? id : text('own_patient');
  const actor: Actor = {
    kind,
    id: kind === 'system' ? `client:${clientId}` : `${type ?? 'Practitioner'}/${id ?? payload.sub}`,
    display: text('name') ?? clientId,
    clientId,
    scopes: (text('scope') ?? '').split(' ').filter(Boolean),
    loa: typeof payload.loa === 'number' ? payload.loa : highest,
  };
  const organizationId = text('organization_id');
  if (organizationId !== undefined)
    actor.organization = { id: organizationId, display: text('organization') ?? organizationId };
  if (kind === 'staff' && id !== undefined) actor.practitioner = id;
  if (ownPatient !== undefined) actor.ownPatient = ownPatient;
  for (const [member, claim] of claims) {
    const value = text(claim);
    if (value !== undefined) actor[member] = value;
  }
  return Object.freeze(actor);
}

/** Level of assurance where the token tells none: the demo's log-on, and clients that prove themselves. */
const highest = 4;

const claims = [
  ['practitionerRole', 'practitioner_role'],
  ['legalEntity', 'legal_entity'],
  ['role', 'role'],
  ['title', 'title'],
  ['purpose', 'purpose'],
  ['register', 'register'],
  ['patient', 'patient'],
  ['session', 'sid'],
] as const;
