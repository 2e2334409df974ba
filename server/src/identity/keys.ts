import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import type { Queryable } from '../record/index.ts';

/** Keys of one installation, made at its first start: private signing keys, and keys that only we use. */
export type Keys = {
  signing: JSONWebKeySet;
  cookies: string[];
  /** 32 bytes: what the nonces of proofs are made with. */
  nonce: Buffer;
};

/** ES256 for access tokens; RS256 for id tokens, which every OpenID Connect client can check. */
export const accessTokenAlgorithm = 'ES256';
export const idTokenAlgorithm = 'RS256';

/** @param of the provider whose they are, for those beside our own authorization server */
export async function loadKeys(database: Queryable, of = ''): Promise<Keys> {
  const [signing, cookies, nonce] = await Promise.all([
    keptOrMade(database, `${of}signing`, makeSigningKeys),
    keptOrMade(database, `${of}cookies`, async () => [randomBytes(32).toString('base64url')]),
    keptOrMade(database, `${of}nonce`, async () => randomBytes(32).toString('base64url')),
  ]);
  return { signing, cookies, nonce: Buffer.from(nonce, 'base64url') };
}

/** Of servers that start at once one makes the key, and all use it. */
async function keptOrMade<T>(database: Queryable, name: string, make: () => Promise<T>): Promise<T> {
  const read = async () => {
    const { rows } = await database.query<{ value: string }>('SELECT value FROM identity_key WHERE name = $1', [name]);
    return rows[0] === undefined ? undefined : (JSON.parse(rows[0].value) as T);
  };
  const kept = await read();
  if (kept !== undefined) return kept;
  const value = JSON.stringify(await make());
  await database.query('INSERT INTO identity_key (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, value]);
  return (await read()) as T;
}

async function makeSigningKeys(): Promise<JSONWebKeySet> {
  return { keys: await Promise.all([accessTokenAlgorithm, idTokenAlgorithm].map(makeKey)) };
}

async function makeKey(alg: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: randomBytes(8).toString('hex') };
}

/** The public halves. */
export function publicKeys({ signing }: Keys): JSONWebKeySet {
  const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
  return {
    keys: signing.keys.map(
      (key) => Object.fromEntries(Object.entries(key).filter(([name]) => !privateMembers.includes(name))) as JWK,
    ),
  };
}
