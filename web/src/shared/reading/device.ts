import type { Sealed } from './keys.ts';

/** What opens the rest, and until when. Nothing in it can be read without the code or the server's key. */
export type Lock = {
  salt: Uint8Array<ArrayBuffer>;
  /** The main key, under one made of the citizen's code. */
  byCode: Sealed;
  /** The same, under the key that the server gives to open sessions of its owner alone. */
  byServer: string;
  /** Whose it is, and how their session was: `Who`, under the main key. */
  who: Sealed;
  /** The session that it was read in, by its end in the server's time. */
  session: number;
  /** Its end by this device's clock, epoch ms: nothing is shown later. */
  until: number;
  /** Wrong codes in a row. */
  tries: number;
};

/** One answer of the server: when it came (epoch ms), to what, and what it was. */
export type KeptAnswer = { at: number; question: Sealed; body: Sealed };

const name = 'enjournal-reading';
let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asking = indexedDB.open(name, 1);
    asking.onupgradeneeded = () => {
      asking.result.createObjectStore('lock');
      asking.result.createObjectStore('answers');
    };
    asking.onsuccess = () => {
      // Another tab that deletes it is not kept waiting.
      asking.result.onversionchange = close;
      resolve(asking.result);
    };
    asking.onerror = () => {
      opened = undefined;
      reject(asking.error);
    };
  });
  return opened;
}

function close(): void {
  void opened?.then((database) => database.close());
  opened = undefined;
}

async function run<T>(
  store: 'lock' | 'answers',
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await open()).transaction(store, mode);
  return new Promise((resolve, reject) => {
    const asked = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const readLock = (): Promise<Lock | undefined> =>
  run<Lock | undefined>('lock', 'readonly', (store) => store.get('lock'));
export const writeLock = (lock: Lock): Promise<unknown> => run('lock', 'readwrite', (store) => store.put(lock, 'lock'));
export const readAnswer = (at: string): Promise<KeptAnswer | undefined> =>
  run<KeptAnswer | undefined>('answers', 'readonly', (store) => store.get(at));
export const writeAnswer = (at: string, answer: KeptAnswer): Promise<unknown> =>
  run('answers', 'readwrite', (store) => store.put(answer, at));
export const dropAnswer = (at: string): Promise<unknown> =>
  run<unknown>('answers', 'readwrite', (store) => store.delete(at) as IDBRequest<unknown>);
export const dropAnswers = (): Promise<unknown> =>
  run<unknown>('answers', 'readwrite', (store) => store.clear() as IDBRequest<unknown>);

/** Every answer by its name. */
export async function allAnswers(): Promise<[string, KeptAnswer][]> {
  const names = await run('answers', 'readonly', (store) => store.getAllKeys());
  const answers = await Promise.all(names.map(async (at) => [String(at), await readAnswer(String(at))] as const));
  return answers.filter((one): one is [string, KeptAnswer] => one[1] !== undefined);
}

/** Leaves nothing: neither what was read, nor what opened it, nor the product's files that were kept to show it. */
export async function destroy(): Promise<void> {
  close();
  await new Promise<void>((resolve) => {
    const asking = indexedDB.deleteDatabase(name);
    asking.onsuccess = asking.onerror = asking.onblocked = () => resolve();
  });
  for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) await one.unregister();
  for (const one of await caches.keys()) await caches.delete(one);
}
