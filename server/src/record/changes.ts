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
/** How far back a transaction that is open when somebody begins to listen may have its numbers. */
const REACH = 100_000n;

/**
 * What was known of the outbox at a look: the oldest transaction that was open, one that is younger than all that had begun
 * (a snapshot's own upper end is not: it tells only which have ended), and the last number.
 */
type Look = { oldest: string; next: string; seq: bigint };

/**
 * Tells what changes in records that somebody watches, whichever server process changed it. It reads the outbox in the
 * order of transaction and number, and stops at the oldest transaction still open: by number alone, what a transaction
 * wrote that began early and ended late would be passed over. Nothing is read while nobody listens.
 */
export class ChangeFeed {
  readonly #database: Database;
  readonly #listeners = new Map<bigint, Set<Listener>>();
  /** The last change that was told. */
  #at = { tx: '0', seq: 0n };
  /** Nothing at or below is still to come. */
  #floor = 0n;
  /** The look before the last one, and one whose number becomes the floor once all that was open then is over. */
  #earlier: Look | undefined;
  #ahead: Pick<Look, 'next' | 'seq'> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Calls `listener` for each change in the record from now on. @returns stops it. */
  async listen(record: bigint, listener: Listener): Promise<() => void> {
    if (this.#listeners.size === 0) await this.#begin();
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

  /** What is over now is no news; what is open will be. */
  async #begin(): Promise<void> {
    const { oldest, seq } = await this.#look();
    this.#at = { tx: (BigInt(oldest) - 1n).toString(), seq };
    this.#floor = seq > REACH ? seq - REACH : 0n;
    this.#earlier = undefined;
    this.#ahead = undefined;
  }

  async #look(): Promise<Look> {
    const { rows } = await this.#database.reader.query<Look>(
      `SELECT pg_snapshot_xmin(s)::text AS oldest, pg_current_xact_id()::text AS next, coalesce((SELECT last_value
         FROM pg_sequences WHERE schemaname = current_schema AND sequencename = 'outbox_seq_seq'), 0) AS seq
       FROM pg_current_snapshot() AS s`,
      [],
      'change-look',
    );
    return rows[0]!;
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
    const look = await this.#look();
    const { rows } = await this.#database.reader.query<ChangeNotice & { seq: bigint; tx: string }>(
      `SELECT o.seq, o.tx::text AS tx, o.record, o.type, o.id, o.version, o.op, (extract(epoch FROM o.at) * 1000)::float8 AS at,
         coalesce((SELECT r.access FROM resource r WHERE r.record = o.record AND r.type = o.type AND r.id = o.id), o.access) AS access
       FROM outbox o
       WHERE o.seq > $1 AND o.tx < pg_snapshot_xmin(pg_current_snapshot())
         AND (o.tx > $2::text::xid8 OR (o.tx = $2::text::xid8 AND o.seq > $3))
       ORDER BY o.tx, o.seq LIMIT $4`,
      [this.#floor, this.#at.tx, this.#at.seq, MOST],
      'change-feed',
    );
    for (const { tx, seq, ...notice } of rows) {
      this.#at = { tx, seq };
      for (const listener of this.#listeners.get(notice.record) ?? []) listener(notice);
    }
    if (rows.length === MOST) return true;
    this.#raise(look);
    return false;
  }

  /** All that is not told yet is of transactions that began after a look whose transactions are over: above its number. */
  #raise(look: Look): void {
    if (this.#ahead !== undefined && BigInt(look.oldest) >= BigInt(this.#ahead.next)) {
      if (this.#ahead.seq > this.#floor) this.#floor = this.#ahead.seq;
      this.#ahead = undefined;
    }
    // a number is taken a moment before its transaction shows: that of the look before this one is safe
    if (this.#ahead === undefined && this.#earlier !== undefined)
      this.#ahead = { next: look.next, seq: this.#earlier.seq };
    this.#earlier = look;
  }
}
