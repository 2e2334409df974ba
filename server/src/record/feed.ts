import { typeNumber, typeOfNumber } from '../fhir/types.ts';
import { int2Array } from './binary.ts';
import type { Database, Queryable } from './database.ts';

/** A version that came into the store, and the one before it. */
export type FeedChange = {
  seq: bigint;
  record: bigint;
  type: string;
  id: string;
  version: number;
  op: 'C' | 'U' | 'D';
  at: number;
  /** JSON of the version before, and of this one; undefined where there is none. */
  before: string | undefined;
  after: string | undefined;
};

/** What a handler could not do. */
export type FeedLetter = {
  seq: bigint;
  handler: string;
  type: string;
  id: string;
  version: number;
  at: number;
  tries: number;
  problem: string;
};

const HELD_MS = 60_000;
const SETTLED_MS = 500;
/** Numbers of the outbox that one look goes through at most; the migration begins with the same. */
const WINDOW = 50_000n;

/**
 * How far a feed has come. In the window of numbers up to `end`, all at or below `floor` are handled, and of the others
 * those up to (`tx`, `seq`). Once all transactions before `aheadTx` are over, `aheadSeq` is the floor.
 */
type Place = { tx: string; seq: bigint; floor: bigint; end: bigint; aheadTx: string; aheadSeq: bigint };

/**
 * Follows the changes of some types in the order of the outbox, from where it came to: each is given at least once, also
 * when the process dies between doing and noting. One server process follows at a time.
 *
 * The order is that of transaction and place: `seq` alone would lose what a transaction wrote that began early and ended
 * late, for its rows appear below those that were read already.
 */
export class Feed {
  readonly name: string;
  readonly #database: Database;
  readonly #types: readonly number[];
  readonly #holder: string;
  readonly #next: { text: string; name: string };
  #seen: { seq: bigint; at: number } | undefined;

  /** @param creates whether what is new is told too, where something waits for it (WriteContext.isNews) */
  constructor(database: Database, name: string, types: readonly string[], holder: string, creates = false) {
    this.name = name;
    this.#database = database;
    this.#types = types.map(typeNumber);
    this.#holder = holder;
    this.#next = creates ? { text: ALL_NEXT, name: 'feed-next-all' } : { text: NEXT, name: 'feed-next' };
  }

  /** Whether this process is the one that follows, for the next minute. */
  async hold(): Promise<boolean> {
    const { rows } = await this.#database.writer.query(
      `UPDATE feed_cursor SET holder = $2, held_until = now() + $3 * interval '1 ms'
       WHERE name = $1 AND (holder = $2 OR held_until < now()) RETURNING name`,
      [this.name, this.#holder, HELD_MS],
      'feed-hold',
    );
    return rows.length > 0;
  }

  async release(): Promise<void> {
    await this.#database.writer.query(
      "UPDATE feed_cursor SET held_until = '-infinity' WHERE name = $1 AND holder = $2",
      [this.name, this.#holder],
    );
  }

  /**
   * Hands over the next changes, and notes how far it has come once `work` is done with them.
   * @returns whether there may be more at once.
   */
  async next(most: number, work: (changes: readonly FeedChange[]) => Promise<void>): Promise<boolean> {
    const { reader, writer } = this.#database;
    const seen = await this.#earlierSeq(reader);
    const { oldest, next } = await look(writer);
    const was = await this.#place(writer);
    const { rows } = await reader.query<Row>(
      this.#next.text,
      [int2Array(this.#types), was.floor, was.end, was.tx, was.seq, most],
      this.#next.name,
    );
    const isAll = rows.length < most;
    const changes = rows.map(changeOf).filter((change) => change !== undefined);
    if (changes.length > 0) await work(changes);
    const last = rows.at(-1);
    const is = { ...was, tx: last?.tx ?? was.tx, seq: last?.seq ?? was.seq };
    // All that is not read yet is of transactions that began after the look ahead: with numbers above what was seen then.
    if (isAll && BigInt(oldest) >= BigInt(was.aheadTx)) {
      if (was.aheadSeq > is.floor) is.floor = was.aheadSeq;
      if (is.floor > was.end) is.floor = was.end;
      if (seen !== undefined) Object.assign(is, { aheadTx: next, aheadSeq: seen });
      if (is.floor === was.end) Object.assign(is, { end: was.end + WINDOW, tx: '0', seq: 0n });
    }
    await writer.query(
      `UPDATE feed_cursor SET tx = $2::text::xid8, seq = $3, floor = $4, ahead_tx = $5::text::xid8, ahead_seq = $6,
         window_end = $7, held_until = CASE WHEN holder = $8 THEN now() + $9 * interval '1 ms' ELSE held_until END
       WHERE name = $1`,
      [this.name, is.tx, is.seq, is.floor, is.aheadTx, is.aheadSeq, is.end, this.#holder, HELD_MS],
      'feed-moved',
    );
    return !isAll || is.end !== was.end;
  }

  async #place(client: Queryable): Promise<Place> {
    const { rows } = await client.query<Place>(
      `SELECT tx::text AS tx, seq, floor, window_end AS end, ahead_tx::text AS "aheadTx", ahead_seq AS "aheadSeq"
       FROM feed_cursor WHERE name = $1`,
      [this.name],
      'feed-place',
    );
    return rows[0]!;
  }

  /**
   * What number the outbox had come to some time ago: whoever has taken one up to it has told its transaction by now, since
   * both happen in one statement.
   */
  async #earlierSeq(reader: Queryable): Promise<bigint | undefined> {
    const earlier = this.#seen;
    if (earlier !== undefined && Date.now() - earlier.at < SETTLED_MS) return undefined;
    const { rows } = await reader.query<{ seq: bigint }>(
      `SELECT coalesce(max(last_value), 0) AS seq FROM pg_sequences
       WHERE schemaname = current_schema AND sequencename = 'outbox_seq_seq'`,
      [],
      'feed-sequence',
    );
    this.#seen = { seq: rows[0]!.seq, at: Date.now() };
    return earlier?.seq;
  }

  /** A version again, with the one before it, for what could not be done then. */
  async again(letter: Pick<FeedLetter, 'seq'>): Promise<FeedChange | undefined> {
    const { rows } = await this.#database.reader.query<Row>(ONE, [letter.seq], 'feed-one');
    return rows[0] === undefined ? undefined : changeOf(rows[0]);
  }

  /** Notes that a handler could not do its part; tried again after `waitMs`, or left for a person when that is infinite. */
  async fail(change: FeedChange, handler: string, problem: string, waitMs: number): Promise<void> {
    await this.#database.writer.query(
      `INSERT INTO feed_letter (feed, seq, handler, record, type, id, version, at, tries, next_try, problem)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, ${LATER}, $10)
       ON CONFLICT (feed, seq, handler) DO UPDATE
         SET tries = feed_letter.tries + 1, next_try = excluded.next_try, problem = excluded.problem`,
      [
        this.name,
        change.seq,
        handler,
        change.record,
        typeNumber(change.type),
        change.id,
        change.version,
        new Date(change.at),
        Number.isFinite(waitMs) ? waitMs : null,
        problem,
      ],
      'feed-failed',
    );
  }

  async done(letter: Pick<FeedLetter, 'seq' | 'handler'>): Promise<void> {
    await this.#database.writer.query('DELETE FROM feed_letter WHERE feed = $1 AND seq = $2 AND handler = $3', [
      this.name,
      letter.seq,
      letter.handler,
    ]);
  }

  /** Those to be tried again now. */
  async due(): Promise<FeedLetter[]> {
    return this.#letters('next_try <= now()');
  }

  /** Those that are left for a person. */
  async dead(): Promise<FeedLetter[]> {
    return this.#letters("next_try = 'infinity'");
  }

  /** Lets those that are left be tried again, or one of them. */
  async revive(letter?: Pick<FeedLetter, 'seq' | 'handler'>): Promise<number> {
    const { rowCount } = await this.#database.writer.query(
      `UPDATE feed_letter SET tries = 0, next_try = now()
       WHERE feed = $1 AND next_try = 'infinity' AND ($2::int8 IS NULL OR (seq = $2 AND handler = $3))`,
      [this.name, letter?.seq ?? null, letter?.handler ?? null],
    );
    return rowCount;
  }

  async #letters(which: string): Promise<FeedLetter[]> {
    const { rows } = await this.#database.reader.query<Omit<FeedLetter, 'type'> & { type: number }>(
      `SELECT seq, handler, type, id, version, (extract(epoch FROM at) * 1000)::float8 AS at, tries, problem
       FROM feed_letter WHERE feed = $1 AND ${which} ORDER BY seq, handler LIMIT 500`,
      [this.name],
    );
    return rows.map((row) => ({ ...row, type: typeOfNumber(row.type) ?? '' }));
  }
}

const LATER = "CASE WHEN $9::float8 IS NULL THEN 'infinity'::timestamptz ELSE now() + $9::float8 * interval '1 ms' END";

type Row = Omit<FeedChange, 'type' | 'before' | 'after' | 'op'> & {
  tx: string;
  type: number;
  op: string;
  before: string | null;
  after: string | null;
};

function changeOf(row: Row): FeedChange | undefined {
  const type = typeOfNumber(row.type);
  if (type === undefined) return undefined;
  const { seq, record, id, version, at } = row;
  const op = row.op === 'D' || row.op === 'C' ? row.op : 'U';
  return { seq, record, type, id, version, op, at, before: row.before ?? undefined, after: row.after ?? undefined };
}

/**
 * The oldest transaction that is not over, and one that is younger than all that have begun: our own. (The upper end of a
 * snapshot is not: it tells only which have ended.)
 */
async function look(client: Queryable): Promise<{ oldest: string; next: string }> {
  const { rows } = await client.query<{ oldest: string; next: string }>(
    'SELECT pg_snapshot_xmin(s)::text AS oldest, pg_current_xact_id()::text AS next FROM pg_current_snapshot() AS s',
    [],
    'feed-look',
  );
  return rows[0]!;
}

/** Versions with their content; a resource that was moved is where `located` says. What is new has nothing before it. */
const versions = (from: string) => `SELECT o.seq, o.tx::text AS tx, o.record, o.type, o.id, o.version, o.op,
    (extract(epoch FROM o.at) * 1000)::float8 AS at, b.content AS before,
    CASE WHEN o.op <> 'D' THEN coalesce(r.content, h.content) END AS after
  FROM (${from}) o
  LEFT JOIN located l ON l.type = o.type AND l.id = o.id
  LEFT JOIN resource r
    ON r.record = coalesce(l.record, o.record) AND r.type = o.type AND r.id = o.id AND r.version = o.version
  LEFT JOIN resource_history h
    ON h.record = coalesce(l.record, o.record) AND h.type = o.type AND h.id = o.id AND h.version = o.version
  LEFT JOIN resource_history b
    ON b.record = coalesce(l.record, o.record) AND b.type = o.type AND b.id = o.id AND b.version = o.version - 1
  ORDER BY o.tx, o.seq`;

const next = (which: string) =>
  versions(`SELECT x.seq, x.tx, x.at, x.record, x.type, x.id, x.version, x.op
    FROM outbox x
    WHERE x.type = ANY ($1::int2[]) AND x.seq > $2 AND x.seq <= $3${which}
      AND x.tx < pg_snapshot_xmin(pg_current_snapshot())
      AND (x.tx > $4::text::xid8 OR (x.tx = $4::text::xid8 AND x.seq > $5))
    ORDER BY x.tx, x.seq LIMIT $6`);
const NEXT = next(" AND x.op <> 'C'");
const ALL_NEXT = next(" AND (x.op <> 'C' OR x.is_news)");

const ONE = versions(
  'SELECT x.seq, x.tx, x.at, x.record, x.type, x.id, x.version, x.op FROM outbox x WHERE x.seq = $1',
);
