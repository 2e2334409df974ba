const place = 'enjournal.shelf';

/**
 * Puts a value away in this tab, encrypted under a key that the server gives only to an open session: while the session is
 * locked, whoever sits at the machine cannot read it.
 */
export async function putOnShelf(shelfKey: string, value: unknown): Promise<void> {
  const sealed = await seal(shelfKey, value);
  try {
    sessionStorage.setItem(place, sealed);
  } catch {
    // More than the browser keeps for a tab: then the place is kept in the address, and the rest is read anew.
    sessionStorage.removeItem(place);
  }
}

/** Takes it off again, once. @returns undefined when there is nothing, or nothing for this key. */
export async function takeFromShelf<T>(shelfKey: string): Promise<T | undefined> {
  const sealed = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  return sealed === null ? undefined : unseal<T>(shelfKey, sealed);
}

/** A value as text that only the holder of the key can read. */
export async function seal(shelfKey: string, value: unknown): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value, withSets));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(shelfKey), plain);
  return `${base64(iv)}.${base64(new Uint8Array(sealed))}`;
}

/** @returns undefined when the text is of another key, or of none */
export async function unseal<T>(shelfKey: string, text: string): Promise<T | undefined> {
  const [iv, sealed] = text.split('.');
  if (!iv || !sealed) return undefined;
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(iv) }, await keyOf(shelfKey), bytes(sealed));
    return JSON.parse(new TextDecoder().decode(plain), asSets) as T;
  } catch {
    return undefined;
  }
}

/** JSON knows no sets. */
const withSets = (_name: string, value: unknown) => (value instanceof Set ? { $set: [...value] } : value);
const asSets = (_name: string, value: unknown) => {
  const members = (value as { $set?: unknown } | null)?.$set;
  return Array.isArray(members) ? new Set(members) : value;
};

export const clearShelf = (): void => sessionStorage.removeItem(place);

/** The server's key is 32 random bytes, base64url. */
function keyOf(shelfKey: string): Promise<CryptoKey> {
  const raw = bytes(shelfKey.replace(/-/g, '+').replace(/_/g, '/'));
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

function base64(data: Uint8Array): string {
  let text = '';
  for (let at = 0; at < data.length; at += 32_768) text += String.fromCharCode(...data.subarray(at, at + 32_768));
  return btoa(text);
}

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) as Uint8Array<ArrayBuffer>;
