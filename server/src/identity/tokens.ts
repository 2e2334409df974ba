import { hash } from 'node:crypto';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Actor } from '../access/actor.ts';
import { accessTokenAlgorithm } from './keys.ts';

export type TokenRefusal = 'expired' | 'invalid';

/** Who a token was given to, or why it is no good. */
export type Verified = Actor | TokenRefusal;

export type TokenVerifier = {
  /** At once when the token was seen before. */
  verify(token: string): Verified | Promise<Verified>;
};

/** As many tokens as a region's users hold at once; each takes some hundred bytes. */
const cacheSize = 20_000;

/**
 * Checks access tokens of our own making without asking anybody. Checking a signature costs as much as reading a resource,
 * so tokens that were good are remembered by their hash until they expire.
 * @source RFC 9068, section 4
 */
export function tokenVerifier(keys: JSONWebKeySet, issuer: string, audience: string): TokenVerifier {
  const keySet = createLocalJWKSet(keys);
  const known = new Map<string, { actor: Actor; expiresMs: number }>();
  const rules = {
    issuer,
    audience,
    algorithms: [accessTokenAlgorithm],
    typ: 'at+jwt',
    requiredClaims: ['exp', 'client_id'],
  };

  async function check(token: string, key: string): Promise<Verified> {
    try {
      const { payload } = await jwtVerify(token, keySet, rules);
      const actor = actorOf(payload);
      if (known.size >= cacheSize) known.delete(known.keys().next().value as string);
      known.set(key, { actor, expiresMs: (payload.exp as number) * 1000 });
      return actor;
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
    }
  }

  return {
    verify(token) {
      const key = hash('sha256', token, 'base64');
      const seen = known.get(key);
      if (seen === undefined) return check(token, key);
      if (seen.expiresMs > Date.now()) return seen.actor;
      known.delete(key);
      return 'expired';
    },
  };
}

function actorOf(payload: JWTPayload): Actor {
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
  ['patient', 'patient'],
  ['session', 'sid'],
] as const;
