import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { MunicipalityOptions } from './municipality.ts';

/** One transaction of a municipality as JSON in UTF-8, and how many resources are in it. */
export type Made = { text: Uint8Array<ArrayBuffer>; resources: number };

/** Some hundred records. */
const someBytes = 16 * 1024 * 1024;

/**
 * The transactions of a synthetic municipality, made in a thread of its own while others are stored. It begins at once, and
 * ends when all are taken, when who takes them stops, or at `close`.
 */
export class MunicipalityAhead implements AsyncIterable<Made> {
  readonly options: MunicipalityOptions;
  readonly #thread: Worker;
  readonly #messages;

  /** @param ahead bytes that wait to be taken: when there are more, it waits */
  constructor(options: MunicipalityOptions, ahead = someBytes) {
    this.options = options;
    this.#thread = new Worker(new URL('./ahead-thread.ts', import.meta.url), { workerData: { options, ahead } });
    this.#messages = on(this.#thread, 'message');
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Made> {
    try {
      for (;;) {
        const { value } = await this.#messages.next();
        const [made] = value as [Made | undefined];
        if (made === undefined) return;
        this.#thread.postMessage(made.text.byteLength);
        yield made;
      }
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}
