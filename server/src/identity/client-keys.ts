import { errors } from 'oidc-provider';

/**
 * How a client may sign that it is itself: what SMART demands (ES384, RS384) and what HelseID's clients use besides.
 * @source SMART App Launch 2.2, section 5 (client-confidential-asymmetric)
 */
export const assertionAlgorithms = ['ES384', 'RS384', 'ES256', 'PS256'] as const;

export const clockToleranceSeconds = 15;

/** An assertion is for now: SMART lets it live five minutes at most. */
const longestSeconds = 300;

type Claims = Record<string, unknown>;
type Header = { jku?: string };

/** What the library leaves to us. @source SMART App Launch 2.2, section 5.1.1; RFC 7523, section 3 */
export async function refuseLooseAssertion(
  _ctx: unknown,
  claims: Claims,
  header: Header,
  client: { clientId: string; jwksUri?: string | undefined },
): Promise<void> {
  const now = Date.now() / 1000;
  const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
  const { sub, exp, iat } = claims;
  if (sub !== client.clientId) throw new errors.InvalidClientAuth('sub must be the client_id');
  if (!isTime(exp) || exp > now + longestSeconds + clockToleranceSeconds)
    throw new errors.InvalidClientAuth(`exp must be no more than ${longestSeconds} seconds ahead`);
  if (iat !== undefined && (!isTime(iat) || iat > now + clockToleranceSeconds))
    throw new errors.InvalidClientAuth('iat is in the future');
  if (header.jku !== undefined && header.jku !== client.jwksUri)
    throw new errors.InvalidClientAuth('jku must be the registered jwks_uri');
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Fetches a client's keys, and nothing else: encrypted and without detours. The library's own dispatcher refuses addresses
 * within our network; in the demo this machine is allowed.
 */
export function fetchKeys(isDemo: boolean): typeof fetch {
  return async (input, options) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const safe: RequestInit = { ...options, redirect: 'error' };
    if (isDemo && loopback.test(url.hostname)) {
      delete (safe as { dispatcher?: unknown }).dispatcher;
      return fetch(url, safe);
    }
    if (url.protocol !== 'https:') throw new Error('keys are fetched by https only');
    return fetch(url, safe);
  };
}
