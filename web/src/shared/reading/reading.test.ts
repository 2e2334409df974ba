import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const hourMs = 3_600_000;
const began = Date.parse('2026-11-30T08:00:00Z');
const endsAt = began + 12 * hourMs;
const deviceKey = Buffer.alloc(32, 7).toString('base64url');

/** What a browser keeps of one origin, and outlives its pages. */
type Device = {
  databases: Map<string, Map<string, Map<string, unknown>>>;
  local: Map<string, string>;
  caches: Set<string>;
  workers: number;
};
let device: Device;
let hasNetwork: boolean;
let session: object;
let reloads: number;

beforeEach(() => {
  vi.useFakeTimers({ now: began, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  device = { databases: new Map(), local: new Map(), caches: new Set(['enjournal-1']), workers: 1 };
  hasNetwork = true;
  session = { state: 'none', providers: ['idporten'] };
  reloads = 0;
  vi.stubGlobal('indexedDB', databasesOf(device));
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => device.local.get(key) ?? null,
    setItem: (key: string, value: string) => device.local.set(key, value),
    removeItem: (key: string) => device.local.delete(key),
  });
  vi.stubGlobal('caches', {
    keys: async () => [...device.caches],
    delete: async (key: string) => device.caches.delete(key),
  });
  vi.stubGlobal('location', { origin: 'http://here', pathname: '/journal', reload: () => (reloads += 1) });
  vi.stubGlobal('document', { documentElement: { lang: 'nb' } });
  vi.stubGlobal('window', { addEventListener: () => undefined });
  vi.stubGlobal('navigator', {
    get onLine() {
      return hasNetwork;
    },
    serviceWorker: {
      getRegistrations: async () =>
        Array.from({ length: device.workers }, () => ({ unregister: async () => (device.workers -= 1) })),
    },
  });
  vi.stubGlobal('fetch', async (asked: string | URL) => {
    if (!hasNetwork) throw new TypeError('no network');
    const told = String(asked).startsWith('/login/') ? session : { resourceType: 'Bundle', total: 1 };
    return new Response(JSON.stringify(told), { headers: { 'content-type': 'application/fhir+json' } });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page that is loaded: its modules begin anew, and what lies on the device is what it finds. */
async function page() {
  vi.resetModules();
  const client = await import('../fhir/client.ts');
  const { refreshSession, session: store } = await import('../session/session.ts');
  return { ...client, ...(await import('./reading.ts')), refreshSession, session: store };
}

const open = () => ({
  state: 'open',
  kind: 'citizen',
  reference: 'Patient/kari',
  name: 'Kari',
  provider: 'idporten',
  providers: ['idporten'],
  times: { now: Date.now(), locksAt: Date.now() + hourMs / 2, warnMs: 120_000, endsAt },
  shelfKey: deviceKey,
  deviceKey,
});

const stored = (store: 'lock' | 'answers') => device.databases.get('enjournal-reading')?.get(store)?.size ?? 0;

/** Somebody who has chosen to read without network, and has opened their goals. */
async function chosen() {
  session = open();
  const here = await page();
  await here.refreshSession();
  await here.chooseReading('kaffekopp');
  await here.send('Goal?patient=kari');
  await vi.waitFor(() => expect(stored('answers')).toBe(1));
  return here;
}

test('what was read is opened without network by its code, and read again', async () => {
  await chosen();
  hasNetwork = false;
  const away = await page();
  await away.startReading();
  await expect(away.send('Goal?patient=kari'), 'before the code').rejects.toThrow('offline');
  expect(await away.openWithCode('kaffekopp')).toBe('open');
  expect(await (await away.send('Goal?patient=kari')).json()).toMatchObject({ total: 1 });
  expect(away.session.current()).toMatchObject({ state: 'open', isUnreached: true });
});

test('the fifth wrong code deletes all that is kept, the code itself and the product’s own files', async () => {
  await chosen();
  hasNetwork = false;
  const away = await page();
  for (let nth = 1; nth < away.mostTries; nth += 1) {
    expect(await away.openWithCode(`gjett ${nth}`), `try ${nth}`).toBe('wrong');
    expect(stored('answers')).toBe(1);
  }
  expect(away.mostTries).toBe(5);
  expect(await away.openWithCode('gjett 5')).toBe('gone');
  expect([device.databases.size, device.caches.size, device.workers]).toEqual([0, 0, 0]);
  expect(device.local.has('enjournal.reading'), 'the choice').toBe(false);
  expect(await away.openWithCode('kaffekopp'), 'the right one').toBe('gone');
});

test('wrong codes are counted over pages that are closed in between, and the right one begins the count anew', async () => {
  await chosen();
  hasNetwork = false;
  for (const nth of [1, 2, 3, 4]) expect(await (await page()).openWithCode(`gjett ${nth}`)).toBe('wrong');
  expect(await (await page()).openWithCode('kaffekopp')).toBe('open');
  expect(await (await page()).openWithCode('gjett 5'), 'the first again').toBe('wrong');
  expect(stored('answers')).toBe(1);
});

test('when the session’s twelve hours are over, a page that stands open shows nothing more and deletes what was read', async () => {
  await chosen();
  hasNetwork = false;
  const away = await page();
  expect(await away.openWithCode('kaffekopp')).toBe('open');
  vi.advanceTimersByTime(endsAt - 1 - Date.now());
  expect(await (await away.send('Goal?patient=kari')).json()).toMatchObject({ total: 1 });
  vi.advanceTimersByTime(1);
  await vi.waitFor(() => expect(stored('answers')).toBe(0));
  expect(reloads, 'what stands on the page goes with it').toBe(1);
  await expect(away.send('Goal?patient=kari')).rejects.toThrow('offline');
});

test('a page that is opened after the twelve hours deletes what was read before anything is shown, and no code opens it', async () => {
  await chosen();
  hasNetwork = false;
  vi.setSystemTime(endsAt + 1);
  const away = await page();
  expect(await away.readableUntil()).toBeUndefined();
  expect(await away.openWithCode('kaffekopp')).toBe('gone');
  await away.startReading();
  expect(stored('answers')).toBe(0);
  // the choice stands, for the next time that its owner logs on
  expect([stored('lock'), device.local.has('enjournal.reading')]).toEqual([1, true]);
});

test('who logs out within the twelve hours leaves nothing, and neither does another who logs on', async () => {
  const here = await chosen();
  session = { state: 'none', providers: ['idporten'] };
  await here.refreshSession();
  await vi.waitFor(() => expect(device.databases.size).toBe(0));
  await chosen();
  session = { ...open(), reference: 'Patient/odd', deviceKey: Buffer.alloc(32, 8).toString('base64url') };
  const others = await page();
  await others.refreshSession();
  await others.startReading();
  expect([device.databases.size, device.local.has('enjournal.reading')]).toEqual([0, false]);
});

/** As much of IndexedDB as is used here: each request is done before the next begins. */
function databasesOf({ databases }: Device) {
  const request = <T>(act: () => T, then: Record<string, () => void> = {}) => {
    const made = { result: undefined as T | undefined, ...then } as Record<string, unknown>;
    queueMicrotask(() => {
      made.result = act();
      for (const event of ['onupgradeneeded', 'onsuccess']) (made[event] as (() => void) | undefined)?.();
    });
    return made;
  };
  const transactionOn = (stores: Map<string, Map<string, unknown>>) => () => {
    const transaction: { oncomplete?: () => void; objectStore: (name: string) => object } = {
      objectStore: (name) => {
        const store = stores.get(name) ?? new Map<string, unknown>();
        const asked = (act: () => unknown) => {
          const made = request(act);
          queueMicrotask(() => queueMicrotask(() => transaction.oncomplete?.()));
          return made;
        };
        return {
          get: (key: string) => asked(() => structuredClone(store.get(key))),
          put: (value: unknown, key: string) => asked(() => store.set(key, structuredClone(value))),
          delete: (key: string) => asked(() => store.delete(key)),
          clear: () => asked(() => store.clear()),
          getAllKeys: () => asked(() => [...store.keys()]),
        };
      },
    };
    return transaction;
  };
  return {
    open: (name: string) =>
      request(() => {
        const stores = databases.get(name) ?? new Map<string, Map<string, unknown>>();
        databases.set(name, stores);
        const createObjectStore = (one: string) => stores.has(one) || stores.set(one, new Map());
        return { createObjectStore, transaction: transactionOn(stores), close: () => undefined };
      }),
    deleteDatabase: (name: string) => request(() => databases.delete(name)),
  };
}
