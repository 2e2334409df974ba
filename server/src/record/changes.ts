import type { Database } from './database.ts';

export type ChangeNotice = {
  record: bigint;
  type: number;
  id: string;
  version: number;
  at: number;
  op: 'C' | 'U' | 'D';
  /** What kind of information it is as it now stands, or was when it ended; null for a change from before this was kept. */
  access: number | null;
};
type Listener = (notice: ChangeNotice) => void;

const EVERY_MS = 400;
const MOST = 2_000;

/**
 * Tells what changes in records that somebody watches, whichever server process changed it. It reads the outbox in order
 * and stops at the oldest transaction still open, so that nothing is passed over; nothing is read while nobody listens.
 */
export class ChangeFeed {
  readonly #database: Database;
  readonly #listeners = new Map<bigint, Set<Listener>>();
  #seen: bigint | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Calls `listener` for each change in the record from now on. @returns stops it. */
  async listen(record: bigint, listener: Listener): Promise<() => void> {
    if (this.#listeners.size === 0) this.#seen = await this.#newest();
    const own = this.#listeners.get(record) ?? new Set();
    this.#listeners.set(record, own.add(listener));
    this.#timer ??= setInterval(() => void this.#poll(), EVERY_MS);
    return () => {
      own.delete(listener);
      if (own.size === 0) this.#listeners.delete(record);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** The newest of which all before it are there to be seen: a transaction still open may hold lower numbers. */
  async #newest(): Promise<bigint> {
    const { rows } = await this.#database.reader.query<{ seq: bigint }>(
      `SELECT seq FROM outbox WHERE tx < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY seq DESC LIMIT 1`,
    );
    return rows[0]?.seq ?? 0n;
  }

  async #poll(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let more = true; more; ) more = await this.#read();
    } catch {
      // the database is away: the next round tries again from the same place
    } finally {
      this.#running = false;
    }
  }

  async #read(): Promise<boolean> {
    const { rows } = await this.#database.reader.query<ChangeNotice & { seq: bigint }>(
      `SELECT o.seq, o.record, o.type, o.id, o.version, o.op, (extract(epoch FROM o.at) * 1000)::float8 AS at,
         coalesce((SELECT r.access FROM resource r WHERE r.record = o.record AND r.type = o.type AND r.id = o.id), o.access) AS access
       FROM outbox o WHERE o.seq > $1 AND o.tx < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY o.seq LIMIT $2`,
      [this.#seen ?? 0n, MOST],
      'change-feed',
    );
    for (const notice of rows) {
      this.#seen = notice.seq;
      for (const listener of this.#listeners.get(notice.record) ?? []) listener(notice);
    }
    return rows.length === MOST;
  }
}
