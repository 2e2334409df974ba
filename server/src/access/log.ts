import { problem } from '../fhir/issue.ts';
import { typeNumber } from '../fhir/types.ts';
import {
  boolArray,
  int2Array,
  int8Array,
  type LogRow,
  type Queryable,
  type ResourceKey,
  textArray,
  timestampArray,
} from '../record/index.ts';
import type { Actor } from './actor.ts';

/** One access, to be written before it is answered. */
export type Access = {
  actor: Actor;
  /** FHIR interaction or operation: `read`, `search-type`, `$everything`, … */
  interaction: string;
  record?: bigint;
  type?: string;
  id?: string;
  decision: string;
  /** The query as base64 and the ids disclosed; never clinical content, names or numbers of persons. */
  detail?: string;
};

export type ReadRow = { version: number; at: number; content: string };

type Waiting = {
  row: LogRow;
  at: number;
  read: ResourceKey | undefined;
  resolve: (row: ReadRow | undefined) => void;
  reject: (error: unknown) => void;
};

const MAX_PER_FLUSH = 500;

/**
 * The access log of this server process. Entries of many requests reach the database in one statement, together with the
 * resources that some of them read; a statement is sent when the one before is back, so a lone request waits for nothing
 * and a busy server batches by itself. A promise resolves when its entry is durable: only then may anything be disclosed.
 * If the log cannot be written, every waiting request is refused (`unavailable`) and nothing is disclosed.
 */
export class AccessLog {
  readonly writer: bigint;
  readonly #client: Queryable;
  #seq = 0n;
  #waiting: Waiting[] = [];
  #running = false;

  private constructor(client: Queryable, writer: bigint) {
    this.#client = client;
    this.writer = writer;
  }

  /** The writer's number comes from the database, so that two processes never share one. */
  static async open(client: Queryable): Promise<AccessLog> {
    const { rows } = await client.query<{ writer: bigint }>(`SELECT nextval('access_log_writer') AS writer`);
    return new AccessLog(client, rows[0]!.writer);
  }

  /** Durable when the promise resolves. */
  async append(access: Access): Promise<void> {
    await this.#enqueue(access, undefined);
  }

  /** Reads one resource and logs it in the same statement. @returns undefined when it is not there (which is logged too). */
  read(access: Access, key: ResourceKey): Promise<ReadRow | undefined> {
    return this.#enqueue(access, key);
  }

  /** The row for a write's own transaction. A transaction that fails leaves its number unused: see `unused`. */
  row(access: Access): LogRow {
    this.#seq += 1n;
    return {
      seq: this.#seq,
      actor: access.actor.id,
      client: access.actor.clientId,
      organization: access.actor.organization?.id ?? null,
      interaction: access.interaction,
      record: access.record ?? null,
      type: access.type === undefined ? null : typeNumber(access.type),
      id: access.id ?? null,
      decision: access.decision,
      detail: access.detail ?? null,
    };
  }

  /** Resolves when everything appended so far is durable. */
  async drain(): Promise<void> {
    while (this.#running || this.#waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #enqueue(access: Access, read: ResourceKey | undefined): Promise<ReadRow | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row: this.row(access), at: Date.now(), read, resolve, reject });
      // not before the requests of this turn of the event loop have joined
      if (!this.#running) {
        this.#running = true;
        setImmediate(() => void this.#flush());
      }
    });
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_PER_FLUSH);
      try {
        await this.#write(batch);
      } catch (error) {
        await this.#oneByOne(batch, error);
      }
    }
    this.#running = false;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const rows = batch.map((waiting) => waiting.row);
    const result = await this.#client.query<{ seq: bigint } & ReadRow>(
      APPEND_AND_READ,
      [
        this.writer,
        int8Array(rows.map((row) => row.seq)),
        timestampArray(batch.map((waiting) => waiting.at)),
        textArray(rows.map((row) => row.actor)),
        textArray(rows.map((row) => row.client)),
        textArray(rows.map((row) => row.organization)),
        textArray(rows.map((row) => row.interaction)),
        int8Array(batch.map(({ read, row }) => read?.record ?? row.record)),
        int2Array(batch.map(({ read, row }) => read?.type ?? row.type)),
        textArray(batch.map(({ read, row }) => read?.id ?? row.id)),
        textArray(rows.map((row) => row.decision)),
        textArray(rows.map((row) => row.detail)),
        boolArray(batch.map(({ read }) => read !== undefined)),
      ],
      'access-log',
    );
    const found = new Map(result.rows.map((row) => [row.seq, row]));
    for (const { row, resolve } of batch) resolve(found.get(row.seq));
  }

  /** One bad entry fails its whole batch: each is tried by itself, and what still fails is refused. */
  async #oneByOne(batch: readonly Waiting[], cause: unknown): Promise<void> {
    for (const waiting of batch) {
      try {
        if (batch.length === 1) throw cause;
        await this.#write([waiting]);
      } catch (error) {
        waiting.reject(problem('unavailable', 'log-unavailable', { cause: error }));
      }
    }
  }
}

const APPEND_AND_READ = `WITH e AS MATERIALIZED (
  SELECT * FROM unnest($2::int8[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int8[], $9::int2[],
    $10::text[], $11::text[], $12::text[], $13::bool[])
  AS e (seq, at, actor, client, organization, interaction, record, type, id, decision, detail, read)),
logged AS (
  INSERT INTO access_log (writer, seq, at, actor, client, organization, interaction, record, type, id, decision, detail)
  SELECT $1::int8, seq, at, actor, client, organization, interaction, record, type, id, decision, detail FROM e)
SELECT e.seq, r.version, (extract(epoch FROM r.at) * 1000)::float8 AS at, r.content
FROM e JOIN resource r ON r.record = e.record AND r.type = e.type AND r.id = e.id WHERE e.read`;
