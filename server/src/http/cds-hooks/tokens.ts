import { randomBytes, randomUUID } from 'node:crypto';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { problem } from '../../fhir/issue.ts';
import type { Queryable } from '../../record/index.ts';
import { listParties, type Registered } from './parties.ts';
import { askSafely } from './safe-request.ts';

/** What CDS Hooks recommends, and what SMART's and HelseID's clients use besides. @source CDS Hooks 2.0, security */
const algorithms = ['ES384', 'RS384', 'ES256', 'PS256'];
const LONGEST_SECONDS = 300;
const TOLERATED_SECONDS = 15;
const KEYS_BELIEVED_MS = 10 * 60_000;
const KEYS_TIMEOUT_MS = 2_000;
const KEYS_MOST_BYTES = 100_000;

const refused = (diagnostics: string) => problem('unauthenticated', 'cds-token', { diagnostics });

type Options = {
  database: Queryable;
  isDemo: boolean;
  /** Takes a value that nobody may take again for so long. */
  once: (value: string, seconds: number) => Promise<boolean>;
};

const fetched = new Map<string, { keys: JSONWebKeySet; at: number }>();

/**
 * Which registered client a token proves to be.
 * @param audience the addresses that the token may be for
 * @throws Problem unauthenticated @source CDS Hooks 2.0, Trusting CDS Clients
 */
export async function clientOf(
  authorization: string | undefined,
  audience: readonly string[],
  { database, isDemo, once }: Options,
): Promise<Registered> {
  const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) throw refused('A JWT of a registered client is needed.');
  const { iss, jku } = claimed(token);
  const parties = await listParties(database);
  const client = parties.find((one) => one.kind === 'client' && one.isActive && one.issuer === iss);
  if (client === undefined) throw refused('The issuer is no registered client.');
  if (jku !== undefined && jku !== client.jwksUri) throw refused('jku must be the registered address of the keys.');
  const keys = client.jwks ?? (await keysAt(client.jwksUri!, isDemo));
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys as unknown as JSONWebKeySet), {
      algorithms,
      audience: [...audience],
      issuer: client.issuer!,
      maxTokenAge: LONGEST_SECONDS,
      clockTolerance: TOLERATED_SECONDS,
      requiredClaims: ['exp', 'iat', 'jti'],
    });
    if (Number(payload.exp) > Date.now() / 1000 + LONGEST_SECONDS + TOLERATED_SECONDS) throw new Error('exp too late');
    if (!(await once(`${iss} ${payload.jti}`, LONGEST_SECONDS * 2))) throw new Error('jti used before');
  } catch (cause) {
    throw problem('unauthenticated', 'cds-token', { diagnostics: 'The token does not prove the client.', cause });
  }
  return client;
}

function claimed(token: string): { iss: string | undefined; jku: string | undefined } {
  try {
    const { jku } = decodeProtectedHeader(token);
    return { iss: decodeJwt(token).iss, jku: jku as string | undefined };
  } catch {
    throw refused('The token is no JWT.');
  }
}

async function keysAt(address: string, isDemo: boolean): Promise<JSONWebKeySet> {
  const known = fetched.get(address);
  if (known !== undefined && Date.now() - known.at < KEYS_BELIEVED_MS) return known.keys;
  try {
    const { status, text } = await askSafely(new URL(address), {
      timeoutMs: KEYS_TIMEOUT_MS,
      mostBytes: KEYS_MOST_BYTES,
      isDemo,
    });
    if (status !== 200) throw new Error(`answered ${status}`);
    const keys = JSON.parse(text) as JSONWebKeySet;
    if (!Array.isArray(keys.keys)) throw new Error('no keys');
    fetched.set(address, { keys, at: Date.now() });
    return keys;
  } catch (cause) {
    throw problem('unauthenticated', 'cds-token', { diagnostics: 'The keys of the client cannot be had.', cause });
  }
}

const ALGORITHM = 'ES384';

/** The key that we show ourselves with to services of others; made once, the same for all servers of the store. */
async function ownKey(database: Queryable): Promise<JWK> {
  const read = async () => {
    const { rows } = await database.query<{ value: string }>("SELECT value FROM identity_key WHERE name = 'cds-hooks'");
    return rows[0] === undefined ? undefined : (JSON.parse(rows[0].value) as JWK);
  };
  const kept = await read();
  if (kept !== undefined) return kept;
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const made = { ...(await exportJWK(privateKey)), alg: ALGORITHM, use: 'sig', kid: randomBytes(8).toString('hex') };
  await database.query("INSERT INTO identity_key (name, value) VALUES ('cds-hooks', $1) ON CONFLICT DO NOTHING", [
    JSON.stringify(made),
  ]);
  return (await read())!;
}

export async function publicKeys(database: Queryable): Promise<JSONWebKeySet> {
  const { d: _, ...key } = await ownKey(database);
  return { keys: [key] };
}

/** A token that shows one service that it is us who ask, on behalf of an organisation. */
export async function ownToken(
  database: Queryable,
  { origin, audience, tenant }: { origin: string; audience: string; tenant: string },
): Promise<string> {
  const key = await ownKey(database);
  return new SignJWT({ tenant })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: key.kid!, jku: `${origin}/cds-services/jwks.json` })
    .setIssuer(origin)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${LONGEST_SECONDS}s`)
    .sign(await importJWK(key, ALGORITHM));
}
