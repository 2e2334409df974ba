import { hash } from 'node:crypto';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Actor } from '../access/actor.ts';
import { accessTokenAlgorithm } from './keys.ts';
import type { Revoked, Withdrawable } from './revoked.ts';
import { actorOf } from './token-actor.ts';

/** `withdrawn`: it was good, and is ended before its time. */
export type TokenRefusal = 'expired' | 'withdrawn' | 'invalid';

/** What a good token says. */
export type Verified = {
  actor: Actor;
  /** Thumbprint of the key it is bound to; absent for a bearer token. */
  jkt?: string;
  claims: JWTPayload;
};

export type TokenVerifier = {
  /** At once when the token was seen before. */
  verify(token: string): Verified | TokenRefusal | Promise<Verified | TokenRefusal>;
};

/** As many tokens as a region's users hold at once; each takes a kilobyte. */
const cacheSize = 20_000;

/**
 * Checks access tokens of our own making without asking anybody. Checking a signature costs as much as reading a resource,
 * so tokens that were good are remembered by their hash until they expire.
 * @source RFC 9068, section 4
 */
export function tokenVerifier(
  keys: JSONWebKeySet,
  issuer: string,
  audience: string,
  revoked: Pick<Revoked, 'has'>,
): TokenVerifier {
  const keySet = createLocalJWKSet(keys);
  const known = new Map<string, { verified: Verified; expiresMs: number; names: Withdrawable }>();
  const rules = {
    issuer,
    audience,
    algorithms: [accessTokenAlgorithm],
    typ: 'at+jwt',
    requiredClaims: ['exp', 'client_id'],
  };

  async function check(token: string, key: string): Promise<Verified | TokenRefusal> {
    try {
      const { payload } = await jwtVerify(token, keySet, rules);
      const { jkt } = (payload.cnf ?? {}) as { jkt?: unknown };
      const verified: Verified = { actor: actorOf(payload), claims: payload };
      if (typeof jkt === 'string') verified.jkt = jkt;
      const names = namesOf(payload);
      if (known.size >= cacheSize) known.delete(known.keys().next().value as string);
      known.set(key, { verified, expiresMs: (payload.exp as number) * 1000, names });
      return revoked.has(names) ? 'withdrawn' : verified;
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
    }
  }

  return {
    verify(token) {
      const key = hash('sha256', token, 'base64');
      const seen = known.get(key);
      if (seen === undefined) return check(token, key);
      if (seen.expiresMs > Date.now()) return revoked.has(seen.names) ? 'withdrawn' : seen.verified;
      known.delete(key);
      return 'expired';
    },
  };
}

function namesOf({ jti, grant, sid, client_id, iat }: JWTPayload): Withdrawable {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return { jti, grant: text(grant), session: text(sid), client: String(client_id), issuedAt: iat ?? 0 };
}
