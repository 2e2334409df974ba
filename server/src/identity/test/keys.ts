import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

/** `undefined` leaves a claim out. */
type Claims = Record<string, unknown>;

/** A key of a program outside, and what it signs with it. */
export type ClientKey = {
  alg: string;
  kid: string;
  privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  publicJwk: JWK;
};

export async function clientKey(alg: string, kid: string = randomUUID()): Promise<ClientKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), alg, kid, use: 'sig' } };
}

export const now = (): number => Math.floor(Date.now() / 1000);

/** The JWT by which a client says that it is itself; `more` changes it. */
export function assertion(
  { alg, kid, privateKey }: ClientKey,
  clientId: string,
  audience: string,
  more: Claims = {},
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  const claims = { iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), iat: now(), exp: now() + 60 };
  return new SignJWT({ ...claims, ...more } as JWTPayload)
    .setProtectedHeader({ alg, kid, typ: 'JWT', ...header })
    .sign(privateKey);
}

export const assertionForm = (clientAssertion: string): Record<string, string> => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: clientAssertion,
});

/** A proof of possession for a request; `more` changes it. */
export async function proof(
  { alg, privateKey, publicJwk }: ClientKey,
  method: string,
  url: string,
  token?: string,
  more: Claims = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const { kty, crv, x, y, e, n } = publicJwk;
  const jwk = Object.fromEntries(Object.entries({ kty, crv, x, y, e, n }).filter(([, value]) => value !== undefined));
  const claims: JWTPayload = { htm: method, htu: url.split('?')[0], jti: randomUUID(), iat: now() };
  if (token !== undefined) claims.ath = createHash('sha256').update(token).digest('base64url');
  return new SignJWT({ ...claims, ...more } as JWTPayload)
    .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...header } as JWTHeaderParameters)
    .sign(privateKey);
}
