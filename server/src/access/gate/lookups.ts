import { type Current, findCurrent, type Queryable } from '../../record/index.ts';

type Key = { type: string; id: string };
type Waiting = { key: Key; resolve: (found: Current) => void; reject: (error: unknown) => void };

const MOST_PER_STATEMENT = 200;

/**
 * Finds single resources. What many requests look for in one turn of the event loop goes to the database in one statement,
 * at the price of nothing for one that is alone.
 */
export class Lookups {
  readonly #client: Queryable;
  #waiting: Waiting[] = [];

  constructor(client: Queryable) {
    this.#client = client;
  }

  find(type: string, id: string): Promise<Current> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key: { type, id }, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#send());
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let i = 0; i < waiting.length; i += MOST_PER_STATEMENT)
      void this.#sendSome(waiting.slice(i, i + MOST_PER_STATEMENT));
  }

  async #sendSome(some: readonly Waiting[]): Promise<void> {
    try {
      const found = await findCurrent(
        this.#client,
        some.map(({ key }) => key),
        false,
      );
      some.forEach(({ resolve }, i) => {
        resolve(found[i]!);
      });
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  }
}
