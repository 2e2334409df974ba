import { Worker } from 'node:worker_threads';
import pg from 'pg';
import type { Scanned } from './block.ts';
import { ORDERED, scanTask, type Task } from './scan.ts';

/** Does tasks, several at once, and gives back what each found. */
export type Scanners = { count: number; scan(task: Task): Promise<Scanned[]>; close(): Promise<void> };

/** Connections that are read from at once: one by this thread, which has all that it needs for it, the others by threads of theirs. */
export function threads(url: string, count: number): Scanners {
  const own = here(url);
  const workers = Array.from({ length: count - 1 }, () => worker(url));
  const all = [own, ...workers];
  // a thread has the next task when it ends one: this one may be at work, and late to hear of it
  const free = [own, ...workers, ...workers];
  const waiting: ((scanner: Scanner) => void)[] = [];
  const take = () => {
    const scanner = free.pop();
    return scanner === undefined ? new Promise<Scanner>((resolve) => waiting.push(resolve)) : Promise.resolve(scanner);
  };
  const give = (scanner: Scanner) => {
    const next = waiting.shift();
    if (next === undefined) free.push(scanner);
    else next(scanner);
  };
  return {
    count,
    async scan(task) {
      const scanner = await take();
      const answer = await scanner.scan(task);
      give(scanner);
      return answer;
    },
    close: async () => void (await Promise.all(all.map((scanner) => scanner.close()))),
  };
}

type Scanner = Omit<Scanners, 'count'>;

function here(url: string): Scanner {
  const client = new pg.Client(url);
  const connected = client.connect().then(() => client.query(ORDERED));
  connected.catch(() => undefined); // said when it is waited for
  return {
    scan: async (task) => {
      await connected;
      return scanTask(client, task);
    },
    close: () => client.end(),
  };
}

function worker(url: string): Scanner {
  const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData: url });
  const asked: PromiseWithResolvers<Scanned[]>[] = [];
  thread.on('message', ({ scanned, error }: { scanned?: Scanned[]; error?: string }) => {
    const first = asked.shift()!;
    if (scanned === undefined) first.reject(new Error(error));
    else first.resolve(scanned);
  });
  thread.on('error', (error) => {
    for (const one of asked.splice(0)) one.reject(error);
  });
  return {
    scan(task) {
      const answer = Promise.withResolvers<Scanned[]>();
      asked.push(answer);
      thread.postMessage(task);
      return answer.promise;
    },
    close: async () => void (await thread.terminate()),
  };
}

/** The caller's own connection: for a short log, and for one that a transaction of the caller's has changed. */
export function onConnection(client: pg.Client): Scanners {
  return { count: 1, scan: (task) => scanTask(client, task), close: async () => {} };
}
