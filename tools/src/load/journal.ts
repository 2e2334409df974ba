import { createHash } from 'node:crypto';
import { closeSync, fdatasync, mkdirSync, openSync, readFileSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const append = promisify(write) as unknown as (fd: number, text: string) => Promise<unknown>;
const sync = promisify(fdatasync);

/**
 * Which units are in the store: one short line each, on disk before the next begins to count. What was in flight when a
 * load was cut off is not here; the server knows it by its load id.
 */
export class Journal {
  readonly path: string;
  readonly #done: Set<string>;
  readonly #file: number;
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;

  /** @param resume go on from what stands there; else begin anew */
  constructor(folder: string, url: string, resume: boolean) {
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, `journal-${createHash('sha256').update(url).digest('hex').slice(0, 12)}.txt`);
    this.#done = new Set(resume ? readLines(this.path) : []);
    this.#file = openSync(this.path, resume ? 'a' : 'w');
  }

  /** How many units an earlier run has noted. */
  get size(): number {
    return this.#done.size;
  }

  has(loadId: string): boolean {
    return this.#done.has(short(loadId));
  }

  /** Resolves when it is on disk. Many at once are written together. */
  async add(loadId: string): Promise<void> {
    this.#waiting.push(short(loadId));
    while (this.#waiting.length > 0) {
      this.#writing ??= this.#flush();
      await this.#writing;
    }
    await this.#writing;
  }

  async #flush(): Promise<void> {
    try {
      const lines = this.#waiting;
      this.#waiting = [];
      await append(this.#file, `${lines.join('\n')}\n`);
      await sync(this.#file);
    } finally {
      this.#writing = undefined;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** 120 bits are enough to tell units apart, and a third of the memory. */
const short = (loadId: string): string => Buffer.from(loadId.slice(0, 30), 'hex').toString('base64url');

/** The whole lines: the last may have been cut off while it was written. */
function readLines(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line.length === 20);
}
