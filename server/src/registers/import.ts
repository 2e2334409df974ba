import { gpLists } from './kinds/gp-lists.ts';
import type { RegisterKind, Setting } from './kinds/kind.ts';
import { organisations } from './kinds/organisations.ts';
import { personnel } from './kinds/personnel.ts';
import { persons } from './kinds/persons.ts';
import { RowRefused } from './rows/fields.ts';
import type { FileRow } from './rows/read.ts';
import type { Entry, RegisterStore } from './store.ts';

/** The registers that can be imported, by the name they are asked for. */
export const registerKinds = {
  persons,
  personnel,
  organisations,
  'gp-lists': gpLists,
} as const;

export type KindName = keyof typeof registerKinds;

export type Imported = { rows: number; changed: number; unchanged: number; refused: number };

export type ImportOptions = {
  store: RegisterStore;
  setting: Setting;
  /** Told after each batch is stored: everything up to this line is done. */
  onStored?(line: number, imported: Imported): void | Promise<void>;
  /** Told of each row that was not taken. The reasons name columns, not what stood in them. */
  onRefused?(line: number, reasons: readonly string[]): void | Promise<void>;
  /** Told of each row that was taken: whether it said anything new, and what it made. */
  onTaken?(line: number, entries: readonly Entry[]): void;
  /** Rows in a transaction. */
  batch?: number;
  /** Nothing is stored: only what would be is told. */
  dryRun?: boolean;
};

/**
 * Brings the store to say what the rows say. Rows that say nothing new change nothing, so that an import can be run again;
 * one bad row is refused by itself, with its line and the reasons.
 */
export async function importRows(
  name: KindName,
  rows: AsyncIterable<FileRow>,
  options: ImportOptions,
): Promise<Imported> {
  return importOf(registerKinds[name] as unknown as RegisterKind<unknown, unknown>, rows, options);
}

/** The same for a register that is made for the occasion. */
export function importOf<Row, Known>(
  kind: RegisterKind<Row, Known>,
  rows: AsyncIterable<FileRow>,
  options: ImportOptions,
): Promise<Imported> {
  return new Import(kind as unknown as RegisterKind<unknown, unknown>, options).run(rows);
}

type Read = { line: number; row: unknown };

class Import {
  readonly #kind: RegisterKind<unknown, unknown>;
  readonly #options: ImportOptions;
  readonly #imported: Imported = { rows: 0, changed: 0, unchanged: 0, refused: 0 };

  constructor(kind: RegisterKind<unknown, unknown>, options: ImportOptions) {
    this.#kind = kind;
    this.#options = options;
  }

  async run(rows: AsyncIterable<FileRow>): Promise<Imported> {
    const { batch = 100, setting } = this.#options;
    let waiting: Read[] = [];
    let names = new Set<string>();
    let last = 0;
    const store = async (): Promise<void> => {
      if (waiting.length > 0) await this.#store(waiting);
      waiting = [];
      names = new Set();
      await this.#options.onStored?.(last, { ...this.#imported });
    };
    for await (const one of rows) {
      this.#imported.rows += 1;
      let row: unknown;
      try {
        if ('broken' in one) throw new RowRefused([one.broken]);
        row = this.#kind.parse(one.value, setting);
      } catch (error) {
        await this.#refuse(one.line, error);
        last = one.line;
        continue;
      }
      const keys = this.#kind.keys(row);
      const touched = [...keys, ...(this.#kind.needs?.(row) ?? [])];
      if (waiting.length >= batch || touched.some((name) => names.has(name))) await store();
      waiting.push({ line: one.line, row });
      for (const key of keys) names.add(key);
      last = one.line;
    }
    await store();
    return this.#imported;
  }

  /** All in one transaction; if that is refused, each by itself, to find the one that is to blame. */
  async #store(rows: readonly Read[]): Promise<void> {
    const { store, setting, dryRun } = this.#options;
    const known = await this.#kind.load(
      store,
      rows.map(({ row }) => row),
    );
    const planned: { line: number; row: unknown; entries: ReturnType<RegisterKind<unknown, unknown>['plan']> }[] = [];
    for (const { line, row } of rows) {
      try {
        planned.push({ line, row, entries: this.#kind.plan(row, known, setting) });
      } catch (error) {
        await this.#refuse(line, error);
      }
    }
    const entries = planned.flatMap((one) => one.entries);
    if (entries.length === 0 || dryRun === true || (await store.transact(entries)).done) {
      for (const one of planned) this.#take(one.line, one.entries);
      return;
    }
    for (const { line, row } of planned) await this.#storeAlone(line, row);
  }

  async #storeAlone(line: number, row: unknown): Promise<void> {
    const { store, setting } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const entries = this.#kind.plan(row, await this.#kind.load(store, [row]), setting);
        const done = entries.length === 0 ? { done: true as const } : await store.transact(entries);
        if (done.done) {
          this.#take(line, entries);
          return;
        }
        // another changed it between our reading and our writing
        if ((done.status === 409 || done.status === 412) && attempt < 4) continue;
        throw new RowRefused(
          done.issues.map(({ expression, diagnostics, key, code }) =>
            [expression, diagnostics ?? key ?? code].filter((part) => part !== undefined).join(': '),
          ),
        );
      } catch (error) {
        await this.#refuse(line, error);
        return;
      }
    }
  }

  #take(line: number, entries: readonly Entry[]): void {
    this.#imported[entries.length > 0 ? 'changed' : 'unchanged'] += 1;
    this.#options.onTaken?.(line, entries);
  }

  async #refuse(line: number, error: unknown): Promise<void> {
    if (!(error instanceof RowRefused)) throw error;
    this.#imported.refused += 1;
    await this.#options.onRefused?.(line, error.reasons);
  }
}
