import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import type { Scanned } from './block.ts';
import { scanTask, type Task } from './scan.ts';

/** Does tasks, several at once, and gives back what each found. */
export type Scanners = { count: number; scan(task: Task): Promise<Scanned[]>; close(): Promise<void> };

/** Threads with a connection each. */
export function threads(url: string, count: number): Scanners {
  const free = Array.from(
    { length: count },
    () => new Worker(new URL('./worker.ts', import.meta.url), { workerData: url }),
  );
  const all = [...free];
  const waiting: ((worker: Worker) => void)[] = [];
  const take = () => {
    const worker = free.pop();
    return worker === undefined ? new Promise<Worker>((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  };
  const give = (worker: Worker) => {
    const next = waiting.shift();
    if (next === undefined) free.push(worker);
    else next(worker);
  };
  return {
    count,
    async scan(task) {
      const worker = await take();
      const answer = await new Promise<Scanned[]>((resolve, reject) => {
        const done = (message: { scanned?: Scanned[]; error?: string }) => {
          worker.off('error', reject);
          if (message.scanned === undefined) reject(new Error(message.error));
          else resolve(message.scanned);
        };
        worker.once('message', done);
        worker.once('error', reject);
        worker.postMessage(task);
      });
      give(worker);
      return answer;
    },
    close: async () => void (await Promise.all(all.map((worker) => worker.terminate()))),
  };
}

/** The caller's own connection: for a short log, and for one that a transaction of the caller's has changed. */
export function onConnection(client: pg.Client): Scanners {
  return { count: 1, scan: (task) => scanTask(client, task), close: async () => {} };
}
