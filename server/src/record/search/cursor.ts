import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto';
import { problem } from '../../fhir/issue.ts';
import type { Position } from './keys.ts';

/** What a link to another page carries: the search it goes on with, and where the page before it ended. */
export type Cursor = {
  /** Where the search was made: `Observation`, or `Patient/1/*`. */
  path: string;
  query: readonly (readonly [string, string])[];
  position: Position;
};

/**
 * Writes a cursor so that nobody can read it or make one: what was searched for may name a person, and links end up in
 * logs and histories.
 * @param secret the same on every server that answers for this store
 */
export function sealCursor({ path, query, position }: Cursor, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce);
  const text = JSON.stringify([path, query, position]);
  // so that its length does not tell how large a number in it is
  const padded = text.padEnd(Math.ceil(text.length / PAD) * PAD);
  return Buffer.concat([nonce, cipher.update(padded, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** @throws Problem invalid, for one that was changed, or belongs to another search. */
export function openCursor(sealed: string, path: string, secret: string): Cursor {
  const bytes = Buffer.from(sealed, 'base64url');
  let text: string;
  try {
    if (bytes.length < 29) throw new Error('too short');
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    text = decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw refusal(cause);
  }
  const [of, query, position] = JSON.parse(text) as [string, [string, string][], Position];
  if (of !== path) throw refusal();
  return { path, query, position };
}

const PAD = 64;

const refusal = (cause?: unknown) =>
  problem('invalid', 'page-link', {
    diagnostics: 'This is no link that this server gave to a page of this search',
    cause,
  });

const keys = new Map<string, KeyObject>();

function keyOf(secret: string): KeyObject {
  let key = keys.get(secret);
  if (key === undefined) {
    // a cipher that is given bytes makes such an object each time, at twice the price of the sealing
    key = createSecretKey(hash('sha256', `page link ${secret}`, 'buffer'));
    keys.set(secret, key);
  }
  return key;
}
