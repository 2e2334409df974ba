import { Problem } from '../fhir/issue.ts';
import type { Queryable } from './database.ts';
import { type Wanted, writeChanges, writeTogether } from './write.ts';

type Waiting = { wanted: Wanted; resolve: () => void; reject: (error: unknown) => void };

/** What goes in one statement at most. */
const MOST = 100;
/** Statements under way at once: while one is made durable, another is worked on. */
const AT_ONCE = 2;

/**
 * What is created by many requests at once reaches the database in one statement, which costs it and the server a fraction of
 * what one for each would. As in the access log, nobody waits for a clock: what comes while statements are under way is sent
 * when one is back. A statement that fails is tried request by request, so that a bad one fails alone.
 */
export class Together {
  readonly #client: Queryable;
  #waiting: Waiting[] = [];
  #underWay = 0;

  constructor(client: Queryable) {
    this.#client = client;
  }

  /** @throws what it would have thrown alone, and then nothing of it is written */
  write(wanted: Wanted): Promise<void> {
    // a Bundle is many already
    if (wanted.changes.length > 1) return writeChanges(this.#client, wanted);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ wanted, resolve, reject });
      if (this.#underWay === AT_ONCE) return;
      this.#underWay += 1;
      // not before the requests of this turn of the event loop have joined
      setImmediate(() => void this.#flush());
    });
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, MOST));
    this.#underWay -= 1;
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      await writeTogether(
        this.#client,
        batch.map(({ wanted }) => wanted),
      );
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // of what the database did before it was gone nobody knows
      if (batch.length === 1 || error instanceof Problem) for (const { reject } of batch) reject(error);
      else for (const one of batch) await this.#send([one]);
    }
  }
}
