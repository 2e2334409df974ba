import { Memory } from '../../access/gate/memory.ts';
import { type AdviceSource, type Knowledge, knowledgeOf, knowledgeTypes, warmUp } from '../../care/advice/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { typeNumber } from '../../fhir/types.ts';
import { type Database, int2Array } from '../../record/index.ts';
import { sweepCards } from './use.ts';

const BELIEVED_MS = 2_000;
const SWEPT_MS = 3_600_000;
const WARMING_PAUSE_MS = 20;
/** So many cards are remembered as given out. */
const MOST_GIVEN = 20_000;
/** So many different failures are remembered. */
const MOST_FAILURES = 200;

/** The rules and interactions that stand in the store, read again when one has changed: by whichever server process. */
export class StoreKnowledge implements AdviceSource {
  readonly #database: Database;
  #known: { knowledge: Knowledge; stamp: string } | undefined;
  #looked = Number.NEGATIVE_INFINITY;
  #swept = 0;
  #looking: Promise<Knowledge> | undefined;
  /** Which card was last given out for what, by who was shown it. */
  readonly given = new Memory<string, { card: string; at: number }>(MOST_GIVEN);
  readonly #failures = new Map<string, string>();

  constructor(database: Database) {
    this.#database = database;
  }

  knowledge(): Promise<Knowledge> {
    if (this.#known !== undefined && Date.now() - this.#looked < BELIEVED_MS) {
      return Promise.resolve(this.#known.knowledge);
    }
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** The next who asks gets what stands then. */
  forget(): void {
    this.#looked = Number.NEGATIVE_INFINITY;
  }

  /** Makes ready what the first who asks would wait for; others are answered between its steps. @param signal ends it */
  async warmUp(signal: AbortSignal): Promise<void> {
    const pause = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(!signal.aborted), WARMING_PAUSE_MS));
    await warmUp(await this.knowledge(), pause);
  }

  failed(rule: string, what: string): void {
    if (this.#failures.size < MOST_FAILURES || this.#failures.has(rule)) this.#failures.set(rule, what);
  }

  /** What went wrong with a rule since this server started, the last time it did. */
  failureOf(rule: string): string | undefined {
    return this.#failures.get(rule);
  }

  async #look(): Promise<Knowledge> {
    const { rows } = await this.#database.reader.query<{ stamp: string }>(
      `SELECT concat_ws(' ', (SELECT string_agg(coalesce(newest.seq, 0)::text, ',') FROM unnest($1::int2[]) AS t (type),
         LATERAL (SELECT max(seq) AS seq FROM outbox WHERE type = t.type) newest),
         (SELECT count(*) FROM advice_state)) AS stamp`,
      [int2Array(knowledgeTypes.map(typeNumber))],
      'advice-stamp',
    );
    const { stamp } = rows[0]!;
    if (this.#known?.stamp !== stamp) {
      this.#known = { stamp, knowledge: await this.#read() };
      this.#failures.clear();
    }
    this.#looked = Date.now();
    if (this.#looked - this.#swept > SWEPT_MS) {
      this.#swept = this.#looked;
      await sweepCards(this.#database.writer);
    }
    return this.#known.knowledge;
  }

  async #read(): Promise<Knowledge> {
    const { reader } = this.#database;
    const [found, states] = await Promise.all([
      reader.query<{ content: string }>('SELECT content FROM resource WHERE type = ANY ($1::int2[]) ORDER BY seq', [
        int2Array(knowledgeTypes.map(typeNumber)),
      ]),
      reader.query<{ rule: string }>(`${NEWEST_STATES} WHERE NOT is_active`),
    ]);
    const retired = new Set(states.rows.map(({ rule }) => rule));
    const resources = found.rows.map(({ content }) => JSON.parse(content) as Resource);
    return knowledgeOf(resources, (rule) => retired.has(rule));
  }
}

const NEWEST_STATES = `SELECT rule FROM (SELECT DISTINCT ON (rule) rule, is_active FROM advice_state
  ORDER BY rule, version DESC) AS newest`;
