import { FhirFailure, keepAnswers, send } from '../fhir/client.ts';
import { type OpenSession, openUnreached, refreshSession, type Session, session } from '../session/session.ts';
import { seal, unseal } from '../session/shelf.ts';
import { readingChoice } from './choice.ts';
import {
  allAnswers,
  destroy,
  dropAnswer,
  dropAnswers,
  type Lock,
  readAnswer,
  readLock,
  writeAnswer,
  writeLock,
} from './device.ts';
import { type Keys, keyOfCode, keysOf, nameOf, openBytes, openText, random, sealBytes, sealText } from './keys.ts';
import { isKeepable, questionOf, typesAsked } from './question.ts';

/** Wrong codes before all is deleted. */
export const mostTries = 5;
const mostAnswers = 60;
const mostLetters = 1_500_000;
/** The server's clock and this device's are not one. */
const slackMs = 60_000;

/** Whose it is, for a page without network. */
type Who = Pick<OpenSession, 'providers' | 'provider' | 'user'> & { idleMs: number };

export type Reading = {
  /** Without contact with the server. */
  isAway: boolean;
  /** Of each page that was shown so: when the oldest of it was read, epoch ms. */
  asOf: ReadonlyMap<string, number>;
  /** When the server was heard last, epoch ms. */
  heardAt: number;
};

let current: Reading = { isAway: false, asOf: new Map(), heardAt: Date.now() };
const listeners = new Set<() => void>();
function become(change: Partial<Reading>): void {
  current = { ...current, ...change };
  for (const listener of listeners) listener();
}

/** How it stands with the network, where somebody reads without. A store for `useSyncExternalStore`. */
export const reading = {
  current: (): Reading => current,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

let keys: Keys | undefined;
/** What is kept, by the name it has on the device. */
let kept = new Map<string, { question: string; url: string; at: number }>();
/** Asked for again before it is shown without network another time, by its name. */
const stale = new Set<string>();
let ends: ReturnType<typeof setTimeout> | undefined;

/** One change of the device at a time; what was begun before an end is not written after it. */
let doing: Promise<unknown> = Promise.resolve();
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const turn = doing.then(act, act);
  doing = turn.catch(() => undefined);
  return turn;
}

/** Follows who is logged on, once begun: on a device where the choice has been made. */
export function startReading(): Promise<void> {
  started ??= start();
  return started;
}
let started: Promise<void> | undefined;

async function start(): Promise<void> {
  session.subscribe(() => void inTurn(() => follow(session.current())));
  window.addEventListener('offline', () => become({ isAway: true }));
  window.addEventListener('online', () => {
    if (current.isAway) void refreshSession().then(heard, () => undefined);
  });
  if (!navigator.onLine) become({ isAway: true });
  await inTurn(() => follow(session.current()));
}

async function follow(now: Session): Promise<void> {
  const lock = await readLock();
  if (lock === undefined) return forgetAll();
  const isOver = lock.until - slackMs < Date.now();
  if (now.state === 'none') {
    stop();
    // By the time limit, what was read goes; whoever logs out, or is logged out, leaves nothing.
    if (isOver) await dropAnswers();
    else await forgetAll();
  } else if (now.state === 'open' && !now.isUnreached) await follows(lock, now);
  else if (isOver) {
    stop();
    await dropAnswers();
  } else if (now.state === 'locked') stop();
}

/** Goes on with what its owner chose before; anybody else who logs on finds nothing, and leaves nothing. */
async function follows(lock: Lock, open: OpenSession): Promise<void> {
  const main = open.user.kind === 'citizen' ? await unseal<number[]>(open.deviceKey, lock.byServer) : undefined;
  if (main === undefined) return forgetAll();
  const isAnother = lock.session !== open.times.endsAt;
  if (keys !== undefined && !isAnother) return;
  if (isAnother) await dropAnswers();
  keys = await keysOf(Uint8Array.from(main));
  await writeLock({ ...lock, ...timesOf(open), who: await sealText(keys.seal, JSON.stringify(whoOf(open))), tries: 0 });
  await load();
  for (const name of kept.keys()) stale.add(name);
  begin(timesOf(open).until);
}

/** From now on, what is read here can be read again without network, by whoever has the code. */
export async function chooseReading(code: string): Promise<void> {
  const open = session.current();
  if (open.state !== 'open' || open.isUnreached) return;
  const main = random(32);
  const salt = random(16);
  const made = await keysOf(main);
  await inTurn(async () => {
    await destroyQuietly();
    await writeLock({
      salt,
      byCode: await sealBytes(await keyOfCode(code, salt), main),
      byServer: await seal(open.deviceKey, [...main]),
      who: await sealText(made.seal, JSON.stringify(whoOf(open))),
      ...timesOf(open),
      tries: 0,
    });
    keys = made;
    kept = new Map();
    begin(timesOf(open).until);
  });
  readingChoice.set(true);
  await startReading();
}

/** Until when what was read may be shown; undefined where there is nothing to show. */
export async function readableUntil(): Promise<number | undefined> {
  const lock = await inTurn(readLock);
  return lock !== undefined && lock.until > Date.now() ? lock.until : undefined;
}

/** Opens without network what was read. `wrong`: there are tries left; `gone`: there is nothing any more. */
export function openWithCode(code: string): Promise<'open' | 'wrong' | 'gone'> {
  return inTurn(async () => {
    const lock = await readLock();
    if (lock === undefined || lock.until < Date.now()) return 'gone';
    const tries = lock.tries + 1;
    // Before the try: whoever stops the page meanwhile has used it all the same.
    await writeLock({ ...lock, tries });
    const main = await openBytes(await keyOfCode(code, lock.salt), lock.byCode).catch(() => undefined);
    if (main === undefined) {
      if (tries < mostTries) return 'wrong';
      await forgetAll();
      return 'gone';
    }
    await writeLock({ ...lock, tries: 0 });
    keys = await keysOf(main);
    await load();
    begin(lock.until);
    become({ isAway: true });
    const { idleMs, ...who } = JSON.parse(await openText(keys.seal, lock.who)) as Who;
    const now = Date.now();
    openUnreached(who, { now, locksAt: now + idleMs, warnMs: Math.min(120_000, idleMs / 4), endsAt: lock.until });
    return 'open';
  });
}

/** Takes the choice back; nothing of it is left. */
export const endReading = (): Promise<void> => inTurn(forgetAll);

/** Something of these types has changed: the answers that may hold it are gone, and asked for again. `undefined`: any may have. */
export async function noteChange(types: ReadonlySet<string> | undefined): Promise<void> {
  const touched = [...kept].filter(([, { question }]) => {
    const type = typesAsked(question);
    return types === undefined || type === '*' || types.has(type);
  });
  for (const [name] of touched) stale.add(name);
  // What is known to be otherwise is not shown; what only may be is kept until it is read anew.
  if (types !== undefined) await inTurn(() => Promise.all(touched.map(([name]) => dropAnswer(name))));
}

/** Reads anew, one after the other, what may have changed since it was kept. Without network it waits for the next call. */
export async function readAnew(): Promise<void> {
  for (const name of [...stale]) {
    const one = kept.get(name);
    if (one === undefined || keys === undefined || current.isAway) continue;
    try {
      await send(one.url);
    } catch (cause) {
      if (cause instanceof FhirFailure && ['offline', 'busy'].includes(cause.kind)) return;
      kept.delete(name);
      await inTurn(() => dropAnswer(name));
    }
    stale.delete(name);
  }
}

const whoOf = ({ providers, provider, user, times }: OpenSession): Who => ({
  providers,
  provider,
  user,
  idleMs: times.locksAt - times.now,
});

const timesOf = ({ times, toldAt }: OpenSession): Pick<Lock, 'session' | 'until'> => ({
  session: times.endsAt,
  until: toldAt + times.endsAt - times.now,
});

function begin(until: number): void {
  clearTimeout(ends);
  ends = setTimeout(() => {
    stop();
    void inTurn(dropAnswers);
    if (current.isAway) location.reload();
  }, until - Date.now());
  keepAnswers({
    note: (url, answer) => {
      heard();
      if (!isKeepable(url) || !answer.ok || !/json/.test(answer.headers.get('content-type') ?? '')) return;
      const copy = answer.clone();
      void inTurn(async () => keep(url, await copy.text())).catch(() => undefined);
    },
    find: async (url) => {
      become({ isAway: true });
      const found = await inTurn(() => find(url)).catch(() => undefined);
      if (found === undefined) return undefined;
      const { pathname } = location;
      const asOf = new Map(current.asOf);
      asOf.set(pathname, Math.min(found.at, asOf.get(pathname) ?? found.at));
      become({ asOf });
      return new Response(found.body, { headers: { 'content-type': 'application/fhir+json' } });
    },
  });
}

/** Out of memory; on the device it stays sealed. */
function stop(): void {
  keepAnswers(undefined);
  clearTimeout(ends);
  keys = undefined;
  kept = new Map();
  stale.clear();
}

function heard(): void {
  const open = session.current();
  if (open.state === 'open' && open.isUnreached && current.isAway) void refreshSession().catch(() => undefined);
  become({ isAway: false, asOf: new Map(), heardAt: Date.now() });
}

async function forgetAll(): Promise<void> {
  stop();
  await destroyQuietly();
  readingChoice.set(false);
}
const destroyQuietly = () => destroy().catch(() => undefined);

async function load(): Promise<void> {
  const { seal: key } = keys as Keys;
  kept = new Map();
  for (const [name, { at, question }] of await allAnswers()) {
    const url = await openText(key, question).catch(() => undefined);
    if (url !== undefined) kept.set(name, { at, url, question: questionOf(new URL(url, location.origin), at) });
  }
}

async function keep(url: URL, body: string): Promise<void> {
  if (keys === undefined || body.length > mostLetters) return;
  const at = Date.now();
  const question = questionOf(url, at);
  const name = await nameOf(keys.name, question);
  const path = url.pathname + url.search;
  await writeAnswer(name, {
    at,
    question: await sealText(keys.seal, path),
    body: await sealText(keys.seal, body),
  });
  kept.delete(name);
  kept.set(name, { question, url: path, at });
  stale.delete(name);
  const [oldest] = kept.keys();
  if (kept.size <= mostAnswers || oldest === undefined) return;
  kept.delete(oldest);
  await dropAnswer(oldest);
}

async function find(url: URL): Promise<{ at: number; body: string } | undefined> {
  if (keys === undefined) return undefined;
  const found = await readAnswer(await nameOf(keys.name, questionOf(url, Date.now())));
  return found && { at: found.at, body: await openText(keys.seal, found.body) };
}
