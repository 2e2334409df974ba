import type { Json } from '../resource.ts';
import { notApplicable } from './failure.ts';

const maxDepth = 64;
const maxValues = 1_000_000;
const maxText = 10_000_000;

/**
 * Holds patches back from growing a document without end, since copies of copies double it each time, and from keeping
 * the thread: one budget is for all patches of a request, and gives each of them room, and all of them together time.
 */
export class Budget {
  #values = maxValues;
  #text = maxText;
  readonly #maxMs: number;
  #spentUs = 0;
  #sinceUs = 0;

  /** @param maxMs of the thread's own time, so that a busy machine refuses no more than an idle one. */
  constructor(maxMs = 2_000) {
    this.#maxMs = maxMs;
  }

  /** Runs one patch; operations are to be begun by `checkTime`. */
  during<T>(patch: () => T): T {
    this.#values = maxValues;
    this.#text = maxText;
    this.#sinceUs = threadUs();
    try {
      return patch();
    } finally {
      this.#spentUs += threadUs() - this.#sinceUs;
    }
  }

  checkTime(): void {
    if (this.#spentUs + threadUs() - this.#sinceUs <= this.#maxMs * 1000) return;
    throw notApplicable('The patch takes too much work');
  }

  /** Pays for a value put `depth` levels down. */
  spend(value: Json, depth: number): void {
    this.#values -= 1;
    if (typeof value === 'string') this.#text -= value.length;
    if (this.#values < 0 || this.#text < 0) throw notApplicable('The patch makes the document too large');
    if (typeof value !== 'object' || value === null) return;
    if (depth >= maxDepth) throw notApplicable('The patch makes the document too deep');
    for (const item of Object.values(value)) this.spend(item, depth + 1);
  }
}

function threadUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
