import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Once } from './once.ts';

/** What a proof must speak of. */
export type Proven = {
  /** The DPoP header as it came. */
  proof: string;
  method: string;
  /** The address asked for, as the client knows it; its query does not count. */
  url: string;
  token: string;
  /** Thumbprint of the key that the token is bound to (`cnf.jkt`). */
  jkt: string;
};

/** `nonce`: the proof is good but for its time; it is to be made anew with the nonce that goes with the refusal. */
export type ProofRefusal = 'proof-invalid' | 'proof-replayed' | 'nonce';

export const proofAlgorithms = ['ES256', 'ES384', 'PS256', 'EdDSA'];

const oldestSeconds = 60;
const aheadSeconds = 15;
const nonceSeconds = 300;
const nonceAnewSeconds = 60;

/**
 * Checks that whoever sends a token holds its key. A proof is good once, for a minute around its time; whose clock goes
 * wrong is given a nonce, which then tells the time.
 * @source RFC 9449, sections 4.3, 7 and 9
 */
export class Proofs {
  readonly #once: Once;
  readonly #nonceKey: KeyObject;
  readonly #now: () => number;
  #nonce: { text: string; madeAt: number } | undefined;

  /** @param nonceSecret 32 bytes that all servers of the installation share. */
  constructor(once: Once, nonceSecret: Uint8Array, now: () => number = Date.now) {
    this.#once = once;
    this.#nonceKey = createSecretKey(nonceSecret);
    this.#now = now;
  }

  async check({ proof, method, url, token, jkt }: Proven): Promise<ProofRefusal | undefined> {
    const now = Math.floor(this.#now() / 1000);
    let payload: JWTPayload;
    try {
      const rules = { algorithms: proofAlgorithms, typ: 'dpop+jwt', currentDate: new Date(this.#now()) };
      const verified = await jwtVerify(proof, EmbeddedJWK, rules);
      payload = verified.payload;
      if ((await calculateJwkThumbprint(verified.protectedHeader.jwk as JWK)) !== jkt) return 'proof-invalid';
    } catch {
      return 'proof-invalid';
    }
    const { htm, htu, ath, jti, iat, nonce } = payload;
    const isAbout =
      htm === method &&
      typeof htu === 'string' &&
      withoutQuery(htu) === withoutQuery(url) &&
      ath === createHash('sha256').update(token).digest('base64url') &&
      typeof jti === 'string' &&
      jti !== '' &&
      typeof iat === 'number';
    if (!isAbout) return 'proof-invalid';
    if (nonce !== undefined) {
      if (typeof nonce !== 'string' || !(await this.#isOurs(nonce))) return 'nonce';
    } else if (iat < now - oldestSeconds || iat > now + aheadSeconds) return 'nonce';
    const isFirst = await this.#once.take('proof', `${jkt}\u001f${jti}`, nonceSeconds + aheadSeconds);
    return isFirst ? undefined : 'proof-replayed';
  }

  /** The same for all who ask in the same minute. */
  async nonce(): Promise<string> {
    const now = Math.floor(this.#now() / 1000);
    if (this.#nonce === undefined || this.#nonce.madeAt + nonceAnewSeconds <= now) {
      const signing = new SignJWT({ exp: now + nonceSeconds }).setProtectedHeader({ alg: 'HS256', typ: 'nonce' });
      this.#nonce = { text: await signing.sign(this.#nonceKey), madeAt: now };
    }
    return this.#nonce.text;
  }

  async #isOurs(nonce: string): Promise<boolean> {
    try {
      const rules = {
        algorithms: ['HS256'],
        typ: 'nonce',
        requiredClaims: ['exp'],
        currentDate: new Date(this.#now()),
      };
      await jwtVerify(nonce, this.#nonceKey, rules);
      return true;
    } catch {
      return false;
    }
  }
}

function withoutQuery(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null) return undefined;
  url.search = '';
  url.hash = '';
  return url.href;
}
