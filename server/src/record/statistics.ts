import type { Database } from './database.ts';

const FIRST = 300;
const ENOUGH = 200_000;
const TABLES = [
  'resource',
  'resource_history',
  'located',
  'x_token',
  'x_name',
  'outbox',
  'access_fact',
  'access_epoch',
];

/**
 * Lets PostgreSQL look at tables that grow from nothing, each time they have trebled. It plans our statements once; what it
 * plans for an empty table (any index will do) is badly wrong for a full one, and its own look comes only after a minute.
 */
export class Statistics {
  readonly #database: Database;
  #written = 0;
  #next = FIRST;
  #running = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Called after each write, with the number of resources written. */
  wrote(count: number): void {
    this.#written += count;
    if (this.#written < this.#next || this.#running || this.#next > ENOUGH) return;
    this.#next = this.#written * 3;
    this.#running = true;
    void this.#look().finally(() => {
      this.#running = false;
    });
  }

  /** A table that was looked at when it was larger than what has been written since is known well enough. */
  async #look(): Promise<void> {
    const { writer } = this.#database;
    try {
      const { rows } = await writer.query<{ name: string }>(
        `SELECT c.relname AS name FROM unnest($1::text[]) AS t (name) JOIN pg_class c ON c.oid = to_regclass(t.name)
         WHERE c.reltuples < $2`,
        [TABLES, this.#written],
      );
      for (const { name } of rows) await writer.query(`ANALYZE ${name}`);
    } catch {
      // those that cannot be looked at now will be at the next occasion
    }
  }
}
