import { Client, type ClientOptions, Unavailable } from './client.ts';
import { MissingTargets } from './conditional-references.ts';
import { Journal } from './journal.ts';
import { Progress } from './progress.ts';
import { unitsOf } from './read.ts';
import { Refusals, refusalOf } from './refusals.ts';
import { findSources, RECORDS, type Source } from './sources.ts';
import { halvesOf, type Unit, type Unreadable } from './transactions.ts';

export type LoadOptions = Omit<ClientOptions, 'onWait'> & {
  /** Files and folders. */
  paths: readonly string[];
  /** Requests at a time. */
  concurrency: number;
  /** Go on from where an earlier load to the same server was cut off. */
  resume: boolean;
  /** Folder of the journal and of the report. */
  state: string;
  out?: { write: (text: string) => unknown; isTTY?: boolean; columns?: number };
};

export type Loaded = {
  files: number;
  /** Resources stored in this run, and those an earlier run had stored. */
  resources: number;
  skipped: number;
  refused: number;
  /** File with what was refused and why, a line each; there only when something was. */
  report: string;
  summary: string[];
  seconds: number;
  /** Why it ended before all was read. */
  interrupted?: string;
};

/**
 * Loads files into a FHIR server: what all refer to first and in order, then records, several at a time. A transaction is
 * sent until it is stored or refused for good; what is refused is told, and the rest goes on.
 * @throws when there is nothing to load, or a file that does not exist
 */
export async function load(options: LoadOptions): Promise<Loaded> {
  const sources = await findSources(options.paths);
  if (sources.length === 0) throw new Error('There is no .json or .ndjson file to load');
  const run = new Run(options, sources);
  let interrupted: string | undefined;
  try {
    await run.connect();
    const shared = sources.filter(({ rank }) => rank < RECORDS);
    const records = sources.filter(({ rank }) => rank >= RECORDS);
    await run.send(shared, 1);
    await run.send(records, Math.max(1, options.concurrency));
  } catch (error) {
    if (!(error instanceof Unavailable) && options.signal?.aborted !== true) throw error;
    interrupted = options.signal?.aborted === true ? 'Stopped' : (error as Error).message;
  } finally {
    run.end();
  }
  return { files: sources.length, ...run.result(), ...(interrupted === undefined ? {} : { interrupted }) };
}

class Run {
  readonly #options: LoadOptions;
  readonly #client: Client;
  readonly #journal: Journal;
  readonly #progress: Progress;
  readonly #refusals: Refusals;
  readonly #targets = new MissingTargets();
  /** Set by the first worker that cannot go on, for the others. */
  readonly #stop = new AbortController();

  constructor(options: LoadOptions, sources: readonly Source[]) {
    this.#options = options;
    this.#journal = new Journal(options.state, options.url, options.resume);
    this.#refusals = new Refusals(`${options.state}/refused.ndjson`);
    const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#progress = new Progress(total, options.out);
    const signals = [this.#stop.signal, ...(options.signal === undefined ? [] : [options.signal])];
    this.#client = new Client({
      ...options,
      signal: AbortSignal.any(signals),
      onWait: (why) => this.#progress.note(`waiting: ${why}`),
    });
  }

  connect(): Promise<void> {
    return this.#client.connect();
  }

  /** Sends what the files hold. Each worker takes the next unit when its last is stored, so reading never runs ahead. */
  async send(sources: readonly Source[], concurrency: number): Promise<void> {
    const units = unitsOfAll(sources);
    const work = async (): Promise<void> => {
      for (;;) {
        const { value, done } = await units.next();
        if (done === true || this.#stop.signal.aborted || this.#options.signal?.aborted === true) return;
        try {
          await this.#take(value);
        } catch (error) {
          this.#stop.abort(error);
          throw error;
        }
      }
    };
    const workers = await Promise.allSettled(Array.from({ length: concurrency }, work));
    await units.return(undefined);
    const failed = workers.filter((worker) => worker.status === 'rejected').map(({ reason }) => reason as Error);
    // The others failed because the first did.
    if (failed.length > 0) throw failed.find((error) => error.name !== 'AbortError') ?? failed[0]!;
    if (this.#options.signal?.aborted === true) throw new Unavailable('Stopped');
  }

  async #take(unit: Unit | Unreadable): Promise<void> {
    if ('why' in unit) {
      this.#refusals.add({
        file: unit.file,
        line: unit.line,
        issues: [{ severity: 'error', code: 'structure', diagnostics: unit.why }],
        resources: 1,
      });
      this.#progress.refused++;
      this.#progress.add(unit.share);
    } else if (this.#journal.has(unit.loadId)) {
      this.#progress.skipped += unit.entries;
      this.#progress.add(unit.share);
    } else await this.#store(unit);
  }

  async #store(unit: Unit): Promise<void> {
    const missing = this.#targets.transactionFor(unit);
    if (missing !== undefined) {
      const { done } = await this.#client.transact(missing.body);
      if (done) this.#targets.settle(missing.keys);
    }
    const answer = await this.#client.transact(unit.body, unit.loadId);
    this.#progress.note('');
    if (answer.done) {
      await this.#journal.add(unit.loadId);
      this.#progress.resources += unit.entries;
      this.#progress.add(unit.share);
      return;
    }
    const halves = halvesOf(unit);
    if (halves.length > 0) {
      for (const half of halves) await this.#store(half);
      return;
    }
    this.#refusals.add(refusalOf(unit, answer.status, answer.body));
    this.#progress.refused += unit.entries;
    this.#progress.add(unit.share);
  }

  end(): void {
    this.#progress.end();
    this.#journal.close();
  }

  result(): Omit<Loaded, 'files'> {
    const { resources, skipped, refused, seconds } = this.#progress;
    return { resources, skipped, refused, seconds, report: this.#refusals.path, summary: this.#refusals.summary() };
  }
}

async function* unitsOfAll(sources: readonly Source[]): AsyncGenerator<Unit | Unreadable> {
  for (const source of sources) yield* unitsOf(source);
}
