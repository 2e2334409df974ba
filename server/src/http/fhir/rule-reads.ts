import { Problem, problem } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import { findCurrent, type Governing, type Queryable, takeTurns, type WriteContext } from '../../record/index.ts';

type Match = WriteContext['match'];
type Waiting<T> = PromiseWithResolvers<T>;
type Sought = { match: Match; type: string; query: string; most: number; waiting: Waiting<Resource[]> };

/** The kind of the turns that rules take. */
const TURNS = 7206;

/**
 * What rules ask of the store within a write. What is asked at the same time is asked in one statement: so many rules of so
 * many entries cost as many statements as the longest of them has steps.
 */
export class RuleReads {
  readonly #client: Queryable;
  readonly #known: Map<string, Promise<Resource | undefined>>;
  #reads = new Map<string, Waiting<Resource | undefined>>();
  #finds: Sought[] = [];
  #turns: { name: string; waiting: Waiting<void> }[] = [];
  #isDue = false;

  constructor(client: Queryable, changes: readonly Governing[]) {
    this.#client = client;
    this.#known = new Map(
      changes.map(({ type, id, resource }) => [`${type}/${id}`, Promise.resolve(resource)] as const),
    );
  }

  /** What is there after the change: what the same transaction makes of it, or what stands in the store, locked. */
  read(reference: string): Promise<Resource | undefined> {
    const known = this.#known.get(reference);
    if (known !== undefined) return known;
    const waiting = Promise.withResolvers<Resource | undefined>();
    this.#known.set(reference, waiting.promise);
    this.#reads.set(reference, waiting);
    this.#schedule();
    return waiting.promise;
  }

  find(match: Match, type: string, query: string, most = 2): Promise<Resource[]> {
    const waiting = Promise.withResolvers<Resource[]>();
    this.#finds.push({ match, type, query, most, waiting });
    this.#schedule();
    return waiting.promise;
  }

  /** Until the change is made, nobody else has a turn of this name. */
  turn(name: string): Promise<void> {
    const waiting = Promise.withResolvers<void>();
    this.#turns.push({ name, waiting });
    this.#schedule();
    return waiting.promise;
  }

  /** Once all rules have come as far as they can without an answer. */
  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => void this.#answer());
  }

  async #answer(): Promise<void> {
    const [turns, reads, finds] = [this.#turns, this.#reads, this.#finds];
    [this.#turns, this.#reads, this.#finds, this.#isDue] = [[], new Map(), [], false];
    await this.#answerTurns(turns);
    await this.#answerReads(reads);
    for (const of of Map.groupBy(finds, ({ match }) => match).values()) {
      for (const group of Map.groupBy(of, ({ most }) => most).values()) await this.#answerFinds(group);
    }
  }

  async #answerTurns(turns: readonly { name: string; waiting: Waiting<void> }[]): Promise<void> {
    if (turns.length === 0) return;
    try {
      await takeTurns(
        this.#client,
        TURNS,
        turns.map(({ name }) => name),
      );
      for (const { waiting } of turns) waiting.resolve();
    } catch (error) {
      for (const { waiting } of turns) waiting.reject(error);
    }
  }

  async #answerReads(reads: ReadonlyMap<string, Waiting<Resource | undefined>>): Promise<void> {
    try {
      const keys = [...reads.keys()].map(keyOf);
      const sound = keys.filter((key) => key !== undefined);
      const found = await findCurrent(this.#client, sound, true);
      const byKey = new Map(sound.map((key, i) => [key, found[i]!]));
      for (const [i, waiting] of [...reads.values()].entries()) {
        const key = keys[i];
        const current = key === undefined ? undefined : byKey.get(key);
        waiting.resolve(current?.state === 'current' ? (JSON.parse(current.content) as Resource) : undefined);
      }
    } catch (error) {
      for (const waiting of reads.values()) waiting.reject(error);
    }
  }

  async #answerFinds(group: readonly Sought[]): Promise<void> {
    const { match, most } = group[0]!;
    try {
      const matched = await match(
        this.#client,
        group.map(({ type, query }) => ({ type, query })),
        most,
      );
      const keys = matched.flatMap((one) => (one instanceof Problem ? [] : one));
      const current = await findCurrent(this.#client, keys, false);
      let at = 0;
      for (const [i, { waiting }] of group.entries()) {
        const one = matched[i];
        if (one === undefined || one instanceof Problem) {
          waiting.reject(one ?? problem('fault', 'criteria-unmatched'));
          continue;
        }
        const of = current.slice(at, at + one.length);
        at += one.length;
        waiting.resolve(of.flatMap((row) => (row.state === 'current' ? [JSON.parse(row.content) as Resource] : [])));
      }
    } catch (error) {
      for (const { waiting } of group) waiting.reject(error);
    }
  }
}

function keyOf(reference: string): { type: string; id: string } | undefined {
  const [, type, id] = /^([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(reference) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id };
}
