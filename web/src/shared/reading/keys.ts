/** Encrypted with AES-GCM under a key of 256 bits; each with a random start of its own. */
export type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };

/** What seals the answers, and what makes names of them that tell nothing. Neither can be read out of the browser by a script. */
export type Keys = { seal: CryptoKey; name: CryptoKey };

/** PBKDF2 with SHA-256. @source OWASP, Password Storage Cheat Sheet (2023): 600 000 */
const rounds = 600_000;
const utf8 = new TextEncoder();

export const random = (bytes: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(bytes));

/** @param main 32 random bytes */
export async function keysOf(main: Uint8Array<ArrayBuffer>): Promise<Keys> {
  const base = await crypto.subtle.importKey('raw', main, 'HKDF', false, ['deriveKey']);
  const derive = (info: string, kind: AesKeyGenParams | HmacImportParams, uses: KeyUsage[]) =>
    crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode(info) },
      base,
      kind,
      false,
      uses,
    );
  return {
    seal: await derive('seal', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    name: await derive('name', { name: 'HMAC', hash: 'SHA-256', length: 256 } as HmacImportParams, ['sign']),
  };
}

/** A key made of what a person remembers; slow, so that guessing is. */
export async function keyOfCode(code: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8.encode(code.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

export async function sealBytes(key: CryptoKey, plain: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) };
}

/** @throws when the key is another */
export const openBytes = async (key: CryptoKey, { iv, data }: Sealed): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data));

export const sealText = (key: CryptoKey, text: string): Promise<Sealed> =>
  sealBytes(key, utf8.encode(text) as Uint8Array<ArrayBuffer>);
export const openText = async (key: CryptoKey, sealed: Sealed): Promise<string> =>
  new TextDecoder().decode(await openBytes(key, sealed));

export async function nameOf(key: CryptoKey, text: string): Promise<string> {
  const made = new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8.encode(text)));
  return [...made].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
