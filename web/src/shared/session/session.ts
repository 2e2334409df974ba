import { claimsOf, newProof, randomText } from './pkce.ts';

/** Who is logged in, for the screens. Rights are decided by the server, never from this. */
export type User = {
  /** `Practitioner/<id>` or `PractitionerRole/<id>` where the server says it. */
  reference: string | undefined;
  /** Stable key of this user for settings kept in this browser. */
  key: string;
  name: string | undefined;
  role: string | undefined;
  organization: string | undefined;
};

type Tokens = { access: string; refresh?: string | undefined; expiresAt: number; id?: string | undefined };
type Endpoints = {
  authorization_endpoint: string;
  token_endpoint: string;
  revocation_endpoint?: string;
  scopes_supported?: string[];
};
type TokenAnswer = { access_token: string; refresh_token?: string; expires_in?: number; id_token?: string };

const clientId = 'enjournal-web';
const wantedScopes = ['openid', 'profile', 'fhirUser', 'offline_access', 'user/*.cruds'];
const tokensKey = 'enjournal.session';
const attemptKey = 'enjournal.login';

let tokens: Tokens | undefined = readTokens();
let refreshing: Promise<void> | undefined;
const listeners = new Set<() => void>();
let user: User | undefined = tokens && userOf(tokens);

/** The logged-in user, or undefined. A store for `useSyncExternalStore`. */
export const session = {
  user: (): User | undefined => user,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Leaves for the server's login page. Comes back to `/` with a code, see {@link finishLogin}. */
export async function startLogin(returnTo = '/'): Promise<void> {
  const endpoints = await discover();
  const { verifier, challenge } = await newProof();
  const state = randomText(16);
  sessionStorage.setItem(attemptKey, JSON.stringify({ verifier, state, returnTo }));
  const offered = endpoints.scopes_supported;
  const scope = wantedScopes.filter((one) => !offered || offered.includes(one) || one.includes('/')).join(' ');
  const url = new URL(endpoints.authorization_endpoint, location.origin);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: `${location.origin}/`,
    scope,
    state,
    aud: `${location.origin}/fhir`,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    prompt: 'login',
    ui_locales: document.documentElement.lang,
  }).toString();
  location.assign(url);
}

export type LoginOutcome = { kind: 'none' } | { kind: 'in'; returnTo: string } | { kind: 'failed'; reason: string };

/** Trades the code in the page's address, if there is one, for tokens. Call once, before the first render. */
export async function finishLogin(search: string): Promise<LoginOutcome> {
  const params = new URLSearchParams(search);
  const code = params.get('code');
  const error = params.get('error');
  if (!code && !error) return { kind: 'none' };
  const attempt = JSON.parse(sessionStorage.getItem(attemptKey) ?? 'null') as {
    verifier: string;
    state: string;
    returnTo: string;
  } | null;
  sessionStorage.removeItem(attemptKey);
  if (error || !code) return { kind: 'failed', reason: error ?? 'no-code' };
  if (!attempt || attempt.state !== params.get('state')) return { kind: 'failed', reason: 'state' };
  try {
    const form = { grant_type: 'authorization_code', code, redirect_uri: `${location.origin}/` };
    keep(await askForTokens({ ...form, code_verifier: attempt.verifier }));
    return { kind: 'in', returnTo: attempt.returnTo };
  } catch (cause) {
    return { kind: 'failed', reason: cause instanceof Error ? cause.message : 'token' };
  }
}

/** A bearer token that is good for at least some seconds more, renewed when it is not; undefined when logged out. */
export async function accessToken(): Promise<string | undefined> {
  if (tokens && tokens.expiresAt - Date.now() < 15_000) await renew();
  return tokens?.access;
}

/** The server said that the token is not good: renew it once. @returns whether there is a new one. */
export async function renew(): Promise<boolean> {
  const refresh = tokens?.refresh;
  if (!refresh) {
    endSession();
    return false;
  }
  refreshing ??= askForTokens({ grant_type: 'refresh_token', refresh_token: refresh })
    .then(keep, (cause: unknown) => {
      // A network that is down must not throw the user out; a refusal must.
      if (cause instanceof Refusal) endSession();
    })
    .finally(() => {
      refreshing = undefined;
    });
  await refreshing;
  return tokens !== undefined && tokens.expiresAt > Date.now();
}

/** Logs out: the server is told that the tokens are no longer good, and this tab forgets them. */
export async function logOut(): Promise<void> {
  const token = tokens?.refresh ?? tokens?.access;
  endSession();
  const { revocation_endpoint } = await discover();
  if (!revocation_endpoint || !token) return;
  const body = new URLSearchParams({ client_id: clientId, token });
  await fetch(new URL(revocation_endpoint, location.origin), { method: 'POST', body, keepalive: true });
}

/** Forgets the tokens of this tab and everything that was read with them. */
export function endSession(): void {
  tokens = undefined;
  user = undefined;
  sessionStorage.removeItem(tokensKey);
  for (const listener of listeners) listener();
}

/** Details that only the record knows (name, role, organisation) once they are read. */
export function describeUser(more: Partial<User>): void {
  if (!user) return;
  user = { ...user, ...more };
  for (const listener of listeners) listener();
}

class Refusal extends Error {}

async function askForTokens(form: Record<string, string>): Promise<TokenAnswer> {
  const { token_endpoint } = await discover();
  const answer = await fetch(new URL(token_endpoint, location.origin), {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ client_id: clientId, ...form }),
  });
  if (answer.status >= 400 && answer.status < 500) throw new Refusal(`token ${answer.status}`);
  if (!answer.ok) throw new Error(`token ${answer.status}`);
  return (await answer.json()) as TokenAnswer;
}

let discovered: Promise<Endpoints> | undefined;
function discover(): Promise<Endpoints> {
  discovered ??= fetch('/fhir/.well-known/smart-configuration', { headers: { accept: 'application/json' } }).then(
    async (answer) => {
      if (!answer.ok) throw new Error(`smart-configuration ${answer.status}`);
      return (await answer.json()) as Endpoints;
    },
  );
  discovered.catch(() => {
    discovered = undefined;
  });
  return discovered;
}

function keep(answer: TokenAnswer): void {
  tokens = {
    access: answer.access_token,
    refresh: answer.refresh_token ?? tokens?.refresh,
    expiresAt: Date.now() + (answer.expires_in ?? 300) * 1000,
    id: answer.id_token ?? tokens?.id,
  };
  // sessionStorage lives with the tab: a reload stays logged in, a closed tab is logged out.
  sessionStorage.setItem(tokensKey, JSON.stringify(tokens));
  user = {
    ...userOf(tokens),
    ...(user?.name ? { name: user.name, role: user.role, organization: user.organization } : {}),
  };
  for (const listener of listeners) listener();
}

function readTokens(): Tokens | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(tokensKey) ?? 'null') as Tokens | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function userOf(from: Tokens): User {
  const claims = { ...claimsOf(from.access), ...claimsOf(from.id) };
  const text = (name: string) => (typeof claims[name] === 'string' ? (claims[name] as string) : undefined);
  const fhirUser = text('fhirUser');
  return {
    reference: fhirUser?.match(/(Practitioner|PractitionerRole|Patient|RelatedPerson)\/[^/]+$/)?.[0],
    key: text('sub') ?? fhirUser ?? 'unknown',
    name: text('name'),
    role: text('role'),
    organization: text('organization'),
  };
}
