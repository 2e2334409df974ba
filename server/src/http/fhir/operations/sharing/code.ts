import { createHash, randomBytes } from 'node:crypto';

/** Without the letters that are taken for digits. @source Crockford's base 32 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** A new code of 80 bits, in groups that can be read aloud. */
export const newCode = (): string =>
  [...randomBytes(LENGTH)]
    .map((byte) => ALPHABET[byte & 31])
    .join('')
    .replaceAll(/(.{4})(?=.)/g, '$1-');

/** The code as it is kept: small letters, spaces and letters that look like digits are forgiven. @returns undefined for what is none */
export function digestOf(typed: string): Buffer | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (code.length !== LENGTH || [...code].some((letter) => !ALPHABET.includes(letter))) return undefined;
  return createHash('sha256').update(code).digest();
}
