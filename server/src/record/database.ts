import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { problem } from '../fhir/issue.ts';
import { Lane } from './lane.ts';
import { Statistics } from './statistics.ts';
import { Together } from './together.ts';

export type Row = Record<string, unknown>;

/** Anything a statement can be sent to: a pool, or one client inside a transaction. A named statement is prepared once. */
export type Queryable = {
  query<T = Row>(text: string, values?: unknown[], name?: string): Promise<{ rows: T[]; rowCount: number }>;
};

/** One transaction, on one connection; there is none before something is asked of it. */
export type Transaction = Queryable & { isBegun(): boolean };

export type DatabaseOptions = {
  url: string;
  /** Connections for reading, and as many for writing. */
  connections?: number;
  /** A search or other read is cancelled in the database after this. */
  readTimeoutMs?: number;
  writeTimeoutMs?: number;
};

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === 20 && format !== 'binary') return BigInt; // int8: keys and sequence numbers
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/** Another changed the same resource while a transaction was under way: it is to be tried again. */
export class Overtaken extends Error {}

/** Who waits for the log longer than this is refused. */
const logTimeoutMs = 10_000;

/** Connections of the lane for short reads. */
const lanes = 4;

/** The server's connections: one for the gate's grouped reads and log, a few for short reads, pools for reads and writes. */
export class Database {
  readonly url: string;
  readonly #readers: pg.Pool;
  readonly #writers: pg.Pool;
  readonly #gate: pg.Pool;
  readonly #lane: Lane;

  constructor(options: DatabaseOptions) {
    this.url = options.url;
    const connections = options.connections ?? 8;
    this.#readers = pool(options.url, connections, options.readTimeoutMs ?? 30_000);
    this.#writers = pool(options.url, connections, options.writeTimeoutMs ?? 120_000, { enable_hashjoin: 'off' });
    this.#gate = pool(options.url, 1, Math.min(options.readTimeoutMs ?? logTimeoutMs, logTimeoutMs), {
      enable_hashjoin: 'off',
    });
    this.#lane = new Lane(connection(options.url, options.readTimeoutMs ?? 30_000, {}), Math.min(lanes, connections));
  }

  /** Told of what is written, so that plans follow the tables' growth. */
  readonly statistics = new Statistics(this);

  /** For reads: each statement on a connection of its own, under the read time limit. */
  readonly reader: Queryable = { query: (text, values, name) => send(this.#readers, text, values, name) };
  /** For reads that end in some milliseconds, such as a page of one record: they share connections. */
  readonly shortReader: Queryable = {
    query: <T>(text: string, values?: unknown[], name?: string) =>
      this.#lane.send((client) => send<T>(client, text, values, name)) ?? send<T>(this.#readers, text, values, name),
  };
  /** The one connection of the access log and the reads that travel with it: its statements come one after the other. */
  readonly gate: Queryable = { query: (text, values, name) => send(this.#gate, text, values, name) };
  /** As `reader`, but what is under way when `signal` ends is cancelled in the database: nobody waits for it any more. */
  readerUntil(signal: AbortSignal): Queryable {
    return {
      query: async (text, values, name) => {
        const client = await connect(this.#readers);
        const cancel = () => {
          const { processID } = client as unknown as { processID: number };
          void this.#readers.query('SELECT pg_cancel_backend($1)', [processID]).catch(() => undefined);
        };
        signal.addEventListener('abort', cancel, { once: true });
        try {
          return await send(client, text, values, name);
        } finally {
          signal.removeEventListener('abort', cancel);
          client.release();
        }
      },
    };
  }

  /** For single statements that write. */
  readonly writer: Queryable = { query: (text, values, name) => send(this.#writers, text, values, name) };
  /** For what nothing else has to be done with, in any transaction. */
  readonly together = new Together(this.writer);

  /**
   * Runs `work` in one transaction, which begins with its first statement, and again (at most seven times more) when it lost a
   * race against another. `work` must therefore have no effects but those on `client`.
   */
  async transaction<T>(work: (client: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(work);
      } catch (error) {
        if (!lostRace(error)) throw error;
        if (attempt >= 8) throw error instanceof Overtaken ? problem('conflict', 'changed-meanwhile') : error;
        await setTimeout(Math.random() * 10 * attempt); // so that those who met do not meet again
      }
    }
  }

  async #once<T>(work: (client: Transaction) => Promise<T>): Promise<T> {
    let begun: Promise<pg.PoolClient> | undefined;
    const begin = async () => {
      const client = await connect(this.#writers);
      try {
        await client.query('BEGIN');
      } catch (error) {
        client.release(error as Error);
        throw problemOf(error);
      }
      return client;
    };
    const transaction: Transaction = {
      isBegun: () => begun !== undefined,
      query: async (text, values, name) => {
        begun ??= begin();
        return send(await begun, text, values, name);
      },
    };
    let broken: Error | undefined;
    try {
      const result = await work(transaction);
      const end = await (await begun)?.query('COMMIT');
      // a COMMIT of a failed transaction resolves, and says ROLLBACK
      if (end !== undefined && end.command !== 'COMMIT') throw problem('fault', 'transaction-rolled-back');
      return result;
    } catch (error) {
      const client = await begun?.catch(() => undefined);
      await client?.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw problemOf(error);
    } finally {
      const client = await begun?.catch(() => undefined);
      client?.release(broken);
    }
  }

  /** How many connections are open and how many callers wait, for the metrics. */
  load(): { open: number; waiting: number } {
    return {
      open: this.#readers.totalCount + this.#writers.totalCount + this.#lane.open,
      waiting: this.#readers.waitingCount + this.#writers.waitingCount,
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#readers.end(), this.#writers.end(), this.#gate.end(), this.#lane.close()]);
  }
}

function connection(url: string, timeoutMs: number, settings: Record<string, string>): pg.ClientConfig {
  return {
    connectionString: url,
    types: types as unknown as pg.CustomTypesConfig,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    options: Object.entries({
      statement_timeout: timeoutMs,
      idle_in_transaction_session_timeout: timeoutMs + 60_000,
      timezone: 'UTC',
      jit: 'off',
      // Plans are made once, often while the tables are still empty, when reading a whole table looks cheapest: every
      // statement of ours goes by an index, so no other way is to be taken.
      plan_cache_mode: 'force_generic_plan',
      enable_seqscan: 'off',
      enable_mergejoin: 'off',
      ...settings,
    })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
}

function pool(url: string, max: number, timeoutMs: number, settings: Record<string, string> = {}): pg.Pool {
  const made = new pg.Pool({ ...connection(url, timeoutMs, settings), max, min: 0, idleTimeoutMillis: 60_000 });
  // an idle connection that the database closed: the pool drops it, and the next query says so if there is none
  made.on('error', () => undefined);
  // one that is at work has its own word; the statement under way, or the next one, is told the same
  made.on('connect', (client) => client.on('error', () => undefined));
  return made;
}

async function connect(from: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await from.connect();
  } catch (error) {
    throw problem('unavailable', 'database-unavailable', { cause: error });
  }
}

async function send<T>(
  to: pg.Pool | pg.ClientBase,
  text: string,
  values?: unknown[],
  name?: string,
): Promise<{ rows: T[]; rowCount: number }> {
  try {
    const config: pg.QueryConfig = { text };
    if (values !== undefined) config.values = values;
    if (name !== undefined) config.name = name;
    const result = await to.query(config);
    return { rows: result.rows as T[], rowCount: result.rowCount ?? 0 };
  } catch (error) {
    throw problemOf(error);
  }
}

/** PostgreSQL's error as ours where the caller can do something about it; any other rises as it is. */
export function problemOf(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string };
  if (typeof code !== 'string') {
    // the driver's own words for a connection that broke
    const isBroken = /^Connection terminated|not queryable|^Client (was closed|has encountered)/.test(message ?? '');
    return isBroken ? problem('unavailable', 'database-unavailable', { cause: error }) : error;
  }
  if (code === '57014') {
    return problem('timeout', 'time-limit', {
      code: 'timeout',
      diagnostics: 'The request ran beyond its time limit and was cancelled. Narrow the search.',
      cause: error,
    });
  }
  if (/^(08|57P0|53|ECONN|ENOENT|EPIPE)/.test(code))
    return problem('unavailable', 'database-unavailable', { cause: error });
  if (code === '54000' || code === '54001')
    return problem('invalid', 'too-complex', { code: 'too-costly', cause: error });
  return error;
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const UNIQUE_VIOLATION = '23505';

/** Whether another came first, so that the same may be tried again. */
export function lostRace(error: unknown): boolean {
  if (error instanceof Overtaken) return true;
  const code = (error as { code?: unknown } | null)?.code;
  return code === SERIALIZATION_FAILURE || code === DEADLOCK || code === UNIQUE_VIOLATION;
}
