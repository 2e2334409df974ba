/** Proof Key for Code Exchange: the secret stays in this tab, only its hash is sent with the login request. @source RFC 7636 */
export type Proof = { verifier: string; challenge: string };

export function randomText(bytes = 32): string {
  return base64url(crypto.getRandomValues(new Uint8Array(bytes)));
}

export async function newProof(verifier = randomText()): Promise<Proof> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

/** The claims of a JSON Web Token, unverified: for showing who is logged in, never for deciding anything. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  try {
    const body = token?.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/');
    if (body === undefined) return {};
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
