import { tellOtherTabs, whenOtherTabsTell } from './channel.ts';

/** Where somebody works, as what: what is chosen after log-on and can be changed later. */
export type Employment = {
  /** PractitionerRole id. */
  id: string;
  role?: string;
  title: string;
  unit: { id: string; display: string };
  legalEntity: { id: string; display: string };
};

export type ProviderId = 'helseid' | 'idporten';

/** Who is logged in, for the screens. Rights are decided by the server, never from this. */
export type User = {
  kind: 'staff' | 'citizen';
  /** `Practitioner/<id>` or `Patient/<id>`. */
  reference: string;
  /** Stable key of this user for settings kept in this browser. */
  key: string;
  name: string;
  role: string | undefined;
  organization: string | undefined;
};

/** In the server's time, milliseconds. */
export type SessionTimes = { now: number; locksAt: number; warnMs: number; endsAt: number };

export type Session =
  | { state: 'unknown' }
  | { state: 'none'; providers: readonly ProviderId[] }
  | { state: 'locked'; providers: readonly ProviderId[]; provider: ProviderId; name: string }
  | { state: 'choosing'; providers: readonly ProviderId[]; name: string; employments: readonly Employment[] }
  | {
      state: 'open';
      providers: readonly ProviderId[];
      provider: ProviderId;
      user: User;
      employments: readonly Employment[];
      employment: Employment | undefined;
      times: SessionTimes;
      /** When `times` were told, by this machine's clock. */
      toldAt: number;
      /** Encrypts what is put away while the session is locked. */
      shelfKey: string;
      /** Encrypts what is kept on the device until it is sent; the same in all sessions of this user. */
      deviceKey: string;
      /** It was opened on the device alone, without network: what was read can be read again, and nothing else. */
      isUnreached?: true;
    };

export type OpenSession = Extract<Session, { state: 'open' }>;
type Told = Record<string, unknown> & { state: Exclude<Session['state'], 'unknown'> };

let current: Session = { state: 'unknown' };
const listeners = new Set<() => void>();

/** The session of this browser. A store for `useSyncExternalStore`; the secret itself is in a cookie that no script can read. */
export const session = {
  current: (): Session => current,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Called with the state that is left and the one that comes, before any screen hears of it. */
type Observer = (before: Session, after: Session) => void;
const observers = new Set<Observer>();
export function beforeSessionChanges(observer: Observer): void {
  observers.add(observer);
}

/** The server could not be reached, or refused. */
export class SessionFailure extends Error {
  readonly status: number;
  readonly code: string | undefined;
  constructor(status: number, code?: string) {
    super(`session ${status}`);
    this.status = status;
    this.code = code;
  }
}

/** Marks a request as one of our own pages, which no other site can. */
export const ownHeaders = { 'x-enjournal-web': '1' } as const;

async function ask<T>(path: string, method: 'GET' | 'POST' | 'DELETE' = 'GET', body?: object): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/login/${path}`, {
      method,
      headers: { accept: 'application/json', ...ownHeaders },
      body: body === undefined ? null : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'same-origin',
    });
  } catch {
    throw new SessionFailure(0);
  }
  const text = await answer.text();
  const told: unknown = text === '' ? undefined : JSON.parse(text);
  if (answer.ok) return told as T;
  const issue = (told as { issue?: { details?: { coding?: { code?: string }[] } }[] } | undefined)?.issue?.[0];
  throw new SessionFailure(answer.status, issue?.details?.coding?.[0]?.code);
}

/** Opens, without network, what its owner has kept on this device. The server hears of it when there is network again. */
export function openUnreached(who: Pick<OpenSession, 'providers' | 'provider' | 'user'>, times: SessionTimes): void {
  const nobodys = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
  become({
    state: 'open',
    ...who,
    employments: [],
    employment: undefined,
    times,
    toldAt: Date.now(),
    shelfKey: nobodys(),
    deviceKey: nobodys(),
    isUnreached: true,
  });
}

/** Asks the server what this browser's session is. Several who ask at once wait for one answer. */
export function refreshSession(): Promise<Session> {
  asking ??= ask<Told>('session')
    .then(become)
    .finally(() => {
      asking = undefined;
    });
  return asking;
}
let asking: Promise<Session> | undefined;

/** The user did something: the session lives on. */
export async function tellActivity(): Promise<Session> {
  return become(await ask<Told>('activity', 'POST', {}));
}

/** Nobody but its owner opens the session again. */
export async function lockSession(): Promise<void> {
  if (current.state !== 'open') return;
  // First the screen, then the server: that the network is down leaves nothing on show.
  const { providers, provider, user } = current;
  become({ state: 'locked', providers, provider, name: user.name });
  tellOtherTabs('locked');
  await ask('lock', 'POST', {}).catch(() => undefined);
}

export async function chooseEmployment(id: string): Promise<Session> {
  const chosen = become(await ask<Told>('role', 'POST', { practitionerRole: id }));
  tellOtherTabs('changed');
  return chosen;
}

/** Ends the session here, or all sessions of its owner, and then the provider's own. */
export async function logOut(everywhere = false): Promise<void> {
  const { next } = await ask<{ next: string | null }>('logout', 'POST', { everywhere });
  const { providers } = current as { providers?: readonly ProviderId[] };
  become({ state: 'none', providers: providers ?? [] });
  tellOtherTabs('changed');
  if (next !== null) location.assign(next);
}

export type OwnSession = {
  id: string;
  device: string;
  startedAt: number;
  activeAt: number;
  isLocked: boolean;
  isThis: boolean;
};

export const ownSessions = async (): Promise<OwnSession[]> =>
  (await ask<{ sessions: OwnSession[] }>('sessions')).sessions;

export const endOwnSession = (id: string): Promise<void> => ask(`sessions/${encodeURIComponent(id)}`, 'DELETE');

/** Leaves for the provider; its user comes back to `returnTo`. */
export function startLogOn(to: { provider: ProviderId } | { unlock: true }, returnTo: string): void {
  const query = new URLSearchParams({ return_to: returnTo, lang: document.documentElement.lang });
  if ('unlock' in to) query.set('unlock', '1');
  else query.set('provider', to.provider);
  location.assign(`/login/start?${query}`);
}

/** Milliseconds until the session locks itself if nothing is done. */
export const locksInMs = ({ times, toldAt }: OpenSession): number => times.locksAt - times.now - (Date.now() - toldAt);

function become(told: Told | Session): Session {
  const before = current;
  const after = 'toldAt' in told || told.state !== 'open' ? (told as Session) : openOf(told as Told);
  if (before.state !== 'unknown') for (const observer of observers) observer(before, after);
  current = after;
  for (const listener of listeners) listener();
  return after;
}

function openOf(told: Told): Session {
  const employment = told.employment as Employment | undefined;
  const reference = told.reference as string;
  return {
    state: 'open',
    providers: told.providers as ProviderId[],
    provider: told.provider as ProviderId,
    user: {
      kind: told.kind as User['kind'],
      reference,
      key: reference,
      name: told.name as string,
      role: employment?.title,
      organization: employment?.unit.display,
    },
    employments: (told.employments as Employment[] | undefined) ?? [],
    employment,
    times: told.times as SessionTimes,
    toldAt: Date.now(),
    shelfKey: told.shelfKey as string,
    deviceKey: told.deviceKey as string,
  };
}

// What one tab does with the session holds for all tabs of the browser, for they share its cookie.
whenOtherTabsTell((what) => {
  if (what === 'locked' && current.state === 'open') {
    const { providers, provider, user } = current;
    become({ state: 'locked', providers, provider, name: user.name });
  } else if (what !== 'locked') void refreshSession().catch(() => undefined);
});
