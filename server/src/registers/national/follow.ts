import type { Json } from '../../fhir/resource.ts';
import type { Database } from '../../record/index.ts';
import { type Imported, importRows } from '../import.ts';
import type { Setting } from '../kinds/kind.ts';
import { systemOfNumber } from '../numbers.ts';
import type { FileRow } from '../rows/read.ts';
import type { RegisterStore } from '../store.ts';
import type { NationalRegister } from './adapter.ts';

export type NationalFollowOptions = {
  register: NationalRegister;
  database: Database;
  store: RegisterStore;
  setting: () => Setting;
  /** Told of rows that could not be taken: reasons by column, never by value. */
  onRefused?: (register: string, reasons: readonly string[]) => void;
  /** Events of the feed asked for at a time. */
  most?: number;
};

export type Followed = Imported & { rounds: number };

/**
 * Brings the store to say what a national register says now, from where it was last followed to. The place is noted once
 * its rows are stored: cut off, the same rows come again and change nothing.
 *
 * The population register tells of everyone: only persons whom the store has are taken.
 */
export async function followNational(options: NationalFollowOptions): Promise<Followed> {
  const { register, database, store, setting, most = 200 } = options;
  const total: Followed = { rounds: 0, rows: 0, changed: 0, unchanged: 0, refused: 0 };
  for (let isMore = true; isMore; ) {
    const after = await placeOf(database, register.name);
    const changes = await register.changes(after, most);
    const ours = register.kind === 'persons' ? await known(store, changes.rows) : changes.rows;
    const imported = await importRows(register.kind, numbered(ours), {
      store,
      setting: setting(),
      onRefused: (_, reasons) => options.onRefused?.(register.name, reasons),
    });
    await notePlace(database, register.name, changes.next);
    for (const name of ['rows', 'changed', 'unchanged', 'refused'] as const) total[name] += imported[name];
    total.rounds += 1;
    isMore = changes.isMore;
  }
  return total;
}

/** Asks a national register about one, now, such as when somebody comes whom the store does not know. */
export async function askNational(
  options: Pick<NationalFollowOptions, 'register' | 'store' | 'setting' | 'onRefused'>,
  number: string,
): Promise<Imported> {
  const { register, store, setting, onRefused } = options;
  return importRows(register.kind, numbered(await register.of(number)), {
    store,
    setting: setting(),
    onRefused: (_, reasons) => onRefused?.(register.name, reasons),
  });
}

async function known(store: RegisterStore, rows: readonly Json[]): Promise<Json[]> {
  const numbersOf = (row: Json): string[] => {
    const { nationalNumber, previousNumbers } = row as {
      nationalNumber?: string;
      previousNumbers?: { number?: string }[];
    };
    return [nationalNumber, ...(previousNumbers ?? []).map(({ number }) => number)].filter((one) => one !== undefined);
  };
  const all = rows.flatMap(numbersOf);
  const ours = new Set<string>();
  for (let i = 0; i < all.length; i += 100) {
    const tokens = all.slice(i, i + 100).map((number) => `${systemOfNumber(number)}|${number}`);
    for (const { identifier } of await store.search('Patient', [['identifier', tokens.join(',')]])) {
      for (const { value } of identifier as { value?: string }[]) if (value !== undefined) ours.add(value);
    }
  }
  return rows.filter((row) => numbersOf(row).some((number) => ours.has(number)));
}

async function* numbered(rows: readonly Json[]): AsyncGenerator<FileRow> {
  for (const [i, value] of rows.entries()) yield { line: i + 1, value };
}

async function placeOf(database: Database, register: string): Promise<string | undefined> {
  const { rows } = await database.writer.query<{ place: string }>(
    'SELECT place FROM register_place WHERE register = $1',
    [register],
  );
  return rows[0]?.place;
}

async function notePlace(database: Database, register: string, place: string): Promise<void> {
  await database.writer.query(
    `INSERT INTO register_place (register, place) VALUES ($1, $2)
     ON CONFLICT (register) DO UPDATE SET place = excluded.place, at = now()`,
    [register, place],
  );
}
