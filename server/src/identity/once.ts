import { hash } from 'node:crypto';
import type { Queryable } from '../record/index.ts';

type Waiting = { id: string; seconds: number; resolve: (isFirst: boolean) => void; reject: (error: unknown) => void };

const mostAtOnce = 500;

/**
 * What may be used once, by whichever of our servers it is used first. Those of many requests go to the database in one
 * statement, sent when the one before is back.
 */
export class Once {
  readonly #database: Queryable;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(database: Queryable) {
    this.#database = database;
  }

  /**
   * Takes a value, which nobody can take again for so long.
   * @returns whether it was free.
   */
  take(kind: string, value: string, seconds: number): Promise<boolean> {
    const id = hash('sha256', `${kind}\u001f${value}`, 'base64url');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id, seconds: Math.max(1, Math.ceil(seconds)), resolve, reject });
      if (this.#isRunning) return;
      this.#isRunning = true;
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, mostAtOnce);
      try {
        await this.#write(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isRunning = false;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const first = new Map<string, Waiting>();
    for (const one of batch) {
      if (first.has(one.id)) one.resolve(false);
      else first.set(one.id, one);
    }
    const taking = [...first.values()];
    const { rows } = await this.#database.query<{ id: string }>(
      TAKE,
      [taking.map(({ id }) => id), taking.map(({ seconds }) => seconds)],
      'once-take',
    );
    const taken = new Set(rows.map(({ id }) => id));
    for (const { id, resolve } of taking) resolve(taken.has(id));
  }

  /** Forgets what would be refused for its age. */
  async sweep(): Promise<void> {
    await this.#database.query('DELETE FROM identity_once WHERE expires_at < now()');
  }
}

/** Not waited for on disk: what a crash of the machine could lose is half a second of proofs that live for a minute. */
const TAKE = `WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO identity_once (id, expires_at)
SELECT t.id, now() + t.seconds * interval '1 second' FROM quick, unnest($1::text[], $2::int4[]) AS t (id, seconds)
ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at WHERE identity_once.expires_at < now()
RETURNING id`;
