import { Problem, problem } from '../fhir/issue.ts';
import { typeNumber } from '../fhir/types.ts';
import type { LogRow, Queryable, ResourceKey } from '../record/index.ts';
import type { Actor } from './actor.ts';
import { type Context, Contexts } from './ledger/context.ts';
import { commitment, entryLine, keptLine, leafOf, newSalt } from './ledger/leaf.ts';
import { writeEntries, writeEntry } from './log-statements.ts';

/** One access, to be written before it is answered. @source pasientjournalloven § 22 a */
export type Access = {
  actor: Actor;
  /** FHIR interaction or operation: `read`, `search-type`, `$everything`, … */
  interaction: string;
  record?: bigint;
  type?: string;
  id?: string;
  /** `permit`, `mask` or `deny:<reason>`. */
  decision: string;
  /** 0 it was done, 4 it was refused, 8 it failed; by default from the decision. */
  outcome?: 0 | 4 | 8;
  /** Where it is shown: to the citizen whose record it is about, or to those who guard the system only. */
  stream?: 'patient' | 'security';
  /** HL7 purpose of use; by default the session's. */
  purpose?: string;
  /** The reason of the decision, such as `relation:vedtak`. */
  basis?: string;
  rule?: string;
  onBehalfOf?: string;
  /** What a person said of why: for emergency access, and where the purpose must be told in words. */
  emergencyReason?: string;
  obligations?: readonly string[];
  /** The query as base64; never clinical content, names or numbers of persons. */
  detail?: string;
  /** Which resources were disclosed, or of a refusal of several at once, were to be reached: `Type/id`, with commas between. */
  shown?: string;
  /** The decision holds as long as these records' facts have these epochs. */
  epochs?: readonly { record: bigint; epoch: bigint }[];
};

/** A resource that was read; `access` are the bits of its category and labels. */
export type ReadRow = { version: number; at: number; access: number; content: string };

/** The facts that a decision was made with have changed: decide anew. The entry stands as an attempt; nothing was read. */
export type Overtaken = 'overtaken';

/** Entries that one transaction has made durable. */
export type Written = { tx: bigint; rows: readonly Pick<LogRow, 'seq' | 'leaf'>[] };

type Answer = ReadRow | Overtaken | undefined;

type Waiting = {
  access: Access;
  row: LogRow;
  read: ResourceKey | undefined;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

const MAX_PER_FLUSH = 500;
/** Transactions' numbers begin anew when a store is restored from a dump: its next era counts from here. */
const ERA = 1n << 48n;

/**
 * The access log of this server process. Entries of many requests reach the database in one statement, together with the
 * resources that some of them read; a statement is sent when the one before is back, so a lone request waits for nothing
 * and a busy server batches by itself. A promise resolves when its entry is durable: only then may anything be disclosed.
 * If the log cannot be written, every waiting request is refused (`unavailable`) and nothing is disclosed.
 */
export class AccessLog {
  readonly writer: bigint;
  readonly era: bigint;
  readonly #client: Queryable;
  readonly #contexts = new Contexts();
  /** Told of entries as they become durable: see Witness. */
  onDurable: ((written: Written) => void) | undefined;
  #seq = 0n;
  #waiting: Waiting[] = [];
  #running = false;

  private constructor(client: Queryable, writer: bigint, era: bigint) {
    this.#client = client;
    this.writer = writer;
    this.era = era;
  }

  /** The writer's number comes from the database, so that two processes never share one. */
  static async open(client: Queryable): Promise<AccessLog> {
    const { rows } = await client.query<{ writer: bigint; last: bigint; next: bigint }>(
      `SELECT nextval('access_log_writer') AS writer, pg_snapshot_xmax(pg_current_snapshot())::text::int8 AS next,
         coalesce((SELECT tx FROM access_log ORDER BY tx DESC LIMIT 1), 0) AS last`,
    );
    const { writer, last, next } = rows[0]!;
    const era = (last / ERA) * ERA;
    return new AccessLog(client, writer, last - era < next ? era : era + ERA);
  }

  /** Durable when the promise resolves. @returns `overtaken` when the decision no longer holds */
  async append(access: Access): Promise<Overtaken | undefined> {
    return (await this.#enqueue(access, undefined)) as Overtaken | undefined;
  }

  /** Reads one resource and logs it in the same statement. @returns undefined when it is not there (which is logged too). */
  read(access: Access & { epochs: NonNullable<Access['epochs']> }, key: ResourceKey): Promise<Answer>;
  read(access: Access & { epochs?: never }, key: ResourceKey): Promise<ReadRow | undefined>;
  read(access: Access, key: ResourceKey): Promise<Answer> {
    return this.#enqueue({ record: key.record, id: key.id, ...access }, key);
  }

  /** Makes durable who an actor is. Needed before `row`, and done at once when it is so already. */
  async introduce(actor: Actor): Promise<void> {
    const context = this.#contexts.of(actor);
    if (context.isDurable) return;
    const { id, person, content } = context;
    try {
      await this.#client.query(
        'INSERT INTO access_log_context (id, at, person, content) VALUES ($1, now(), $2, $3) ON CONFLICT DO NOTHING',
        [id.toString('hex'), person, content],
        'access-log-context',
      );
    } catch (error) {
      throw unavailable(error);
    }
    context.isDurable = true;
  }

  /** The row for a write's own transaction, of an actor who has been introduced. A transaction that fails leaves its number unused. */
  row(access: Access & { at: number }): LogRow {
    const context = this.#contexts.of(access.actor);
    if (!context.isDurable) throw new Error('the actor of a write was not introduced to the log');
    return this.#row(access, access.at, context);
  }

  /** Resolves when everything appended so far is durable. */
  async drain(): Promise<void> {
    while (this.#running || this.#waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #row(access: Access, at: number, context: Context): LogRow {
    this.#seq += 1n;
    const entry = {
      seq: this.#seq,
      at,
      context: context.id,
      interaction: access.interaction,
      decision: access.decision,
      outcome: access.outcome ?? (access.decision.startsWith('deny') ? 4 : 0),
      stream: access.stream === 'security' ? ('s' as const) : ('p' as const),
      purpose: access.purpose ?? access.actor.purpose ?? null,
      basis: access.basis ?? null,
      rule: access.rule ?? null,
      obligations: access.obligations?.length ? access.obligations.join(',') : null,
      type: access.type === undefined ? null : typeNumber(access.type),
      record: access.record ?? null,
      id: access.id ?? null,
      onBehalfOf: access.onBehalfOf ?? null,
      reason: access.emergencyReason ?? null,
      detail: access.detail ?? null,
      shown: access.shown ?? null,
    };
    const salt = newSalt();
    const leaf = leafOf(entryLine(this.writer, entry, context.uuid), commitment(salt, keptLine(entry)));
    return { ...entry, salt, leaf };
  }

  #enqueue(access: Access, read: ResourceKey | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const row = this.#row(access, Date.now(), this.#contexts.of(access.actor));
      this.#waiting.push({ access, row, read, resolve, reject });
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
        if (isAway(error)) for (const { reject } of batch) reject(unavailable(error));
        else await this.#oneByOne(batch, error);
      }
    }
    this.#running = false;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const contexts = [...new Set(batch.map(({ access }) => this.#contexts.of(access.actor)))].filter(
      ({ isDurable }) => !isDurable,
    );
    const log = { writer: this.writer, era: this.era };
    const [first] = batch;
    const isLone = batch.length === 1 && contexts.length === 0;
    const { tx, answers } = isLone
      ? await writeEntry(this.#client, log, first!)
      : await writeEntries(this.#client, log, { contexts, batch });
    for (const context of contexts) context.isDurable = true;
    this.onDurable?.({ tx: this.era + tx, rows: batch.map(({ row }) => row) });
    for (const { row, resolve } of batch) {
      const answer = answers.get(row.seq);
      resolve(answer?.isOvertaken ? 'overtaken' : answer);
    }
  }

  /** One bad entry fails its whole batch: each is tried by itself, under a new number, and what still fails is refused. */
  async #oneByOne(batch: readonly Waiting[], cause: unknown): Promise<void> {
    for (const waiting of batch) {
      try {
        if (batch.length === 1) throw cause;
        const row = this.#row(waiting.access, waiting.row.at, this.#contexts.of(waiting.access.actor));
        await this.#write([{ ...waiting, row }]);
      } catch (error) {
        waiting.reject(unavailable(error));
      }
    }
  }
}

const unavailable = (cause: unknown) => problem('unavailable', 'log-unavailable', { cause });

/** It is the database that fails, not an entry: trying them one by one would only make all wait. */
const isAway = (error: unknown): boolean =>
  error instanceof Problem && (error.kind === 'unavailable' || error.kind === 'timeout');
