import { hash, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';

/** A secret for a browser to hold: 256 bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What stands in the database for a secret. */
export const digestOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** Not what stands in the database, though made of the same secret. */
const keyOf = (secret: string): Buffer => hash('sha256', `seal ${secret}`, 'buffer');

/** Encrypts a value for the holder of a secret: who reads the database cannot read it. @source RFC 7516 */
export async function seal(secret: string, value: unknown): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(keyOf(secret));
}

/** @throws when it was sealed for another secret, or changed. */
export async function unseal<T>(secret: string, sealed: string): Promise<T> {
  const { plaintext } = await compactDecrypt(sealed, keyOf(secret), {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return JSON.parse(new TextDecoder().decode(plaintext)) as T;
}
