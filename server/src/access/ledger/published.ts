import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Head, LogKey } from './heads.ts';

const EVERY_MS = 10_000;

/**
 * Heads in a folder outside the database (`heads.jsonl`, one a line, and `keys.json`): what is copied from there to others
 * proves later what the log was. A head every ten seconds is enough, for each stands for all entries before it.
 */
export class PublishedHeads {
  readonly #folder: string;
  #wroteAt = 0;
  #waiting: Head | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The newest head in the folder. */
  async newest(): Promise<Head | undefined> {
    try {
      const lines = (await readFile(this.#file, 'utf8')).split('\n');
      // a line that a crash cut off is none
      return lines.flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Head] : [])).at(-1);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async keys(keys: readonly LogKey[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, 'keys.json'), `${JSON.stringify(keys, null, 2)}\n`);
  }

  async add(head: Head, keysNow: () => Promise<readonly LogKey[]>): Promise<void> {
    this.#waiting = head;
    if (Date.now() - this.#wroteAt >= EVERY_MS) await this.flush(keysNow);
  }

  /** Writes what waits, and comes back when it is on the disk. */
  async flush(keysNow: () => Promise<readonly LogKey[]>): Promise<void> {
    const head = this.#waiting;
    if (head === undefined) return;
    await this.keys(await keysNow());
    const file = await open(this.#file, 'a');
    try {
      await file.appendFile(`${JSON.stringify(head)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    this.#waiting = undefined;
    this.#wroteAt = Date.now();
  }

  get #file(): string {
    return join(this.#folder, 'heads.jsonl');
  }
}
