import { int8Array } from './binary.ts';
import type { Database } from './database.ts';

/** Somebody who is in a record now, in one or several places; the one where they write is told before the others. */
export type Present = {
  /** Practitioner id. */
  person: string;
  display: string;
  place: string;
  writes: boolean;
  /** In which template they write, by the url of its Questionnaire; null where that is not known. */
  template: string | null;
  /** What kind of information it will be, as beside the resource; null where none is written. */
  access: number | null;
  /** Epoch ms. */
  since: number;
};

type Listener = (present: readonly Present[]) => void;

/** How long somebody counts as being there without saying so again. */
export const PRESENT_MS = 30_000;
const EVERY_MS = 1_000;

/**
 * Who is in which record, for all server processes of a store: kept in a table that does not outlive a crash, and looked
 * at once a second for the records that somebody watches here. Whoever goes away without a word is gone after half a minute.
 */
export class Presence {
  readonly #database: Database;
  readonly #listeners = new Map<bigint, Set<Listener>>();
  /** What was told last of each record, as text. */
  readonly #told = new Map<bigint, string>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param device tells a person's open pages apart */
  async renew(
    record: bigint,
    device: string,
    { person, display, place, writes, template, access }: Omit<Present, 'since'>,
  ): Promise<void> {
    await this.#database.writer.query(
      `WITH gone AS (DELETE FROM presence WHERE until < now() - interval '10 minutes')
       INSERT INTO presence AS p (record, person, device, display, place, writes, template, access, since, until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), now() + $9 * interval '1 ms')
       ON CONFLICT (record, person, device) DO UPDATE SET display = excluded.display, place = excluded.place,
         writes = excluded.writes, template = excluded.template, access = excluded.access,
         since = CASE WHEN p.until < now() THEN now() ELSE p.since END, until = excluded.until`,
      [String(record), person, device, display, place, writes, template, access, PRESENT_MS],
      'presence-renew',
    );
  }

  async leave(record: bigint, person: string, device: string): Promise<void> {
    await this.#database.writer.query(
      'DELETE FROM presence WHERE record = $1 AND person = $2 AND device = $3',
      [String(record), person, device],
      'presence-leave',
    );
  }

  /** Who is in a record now, the first to come first. */
  async in(record: bigint): Promise<readonly Present[]> {
    return (await this.#look([record])).get(record) ?? [];
  }

  /** Calls `listener` with who is there now, and again whenever that changes. @returns stops it. */
  listen(record: bigint, listener: Listener): () => void {
    const own = this.#listeners.get(record) ?? new Set();
    this.#listeners.set(record, own.add(listener));
    // whoever comes later must hear of it too
    this.#told.delete(record);
    this.#timer ??= setInterval(() => void this.#poll(), EVERY_MS);
    void this.#poll();
    return () => {
      own.delete(listener);
      if (own.size === 0) {
        this.#listeners.delete(record);
        this.#told.delete(record);
      }
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #poll(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const records = [...this.#listeners.keys()];
      const found = await this.#look(records);
      for (const record of records) this.#tell(record, found.get(record) ?? []);
    } catch {
      // the database is away: the next look tells what is true then
    } finally {
      this.#isLooking = false;
    }
  }

  #tell(record: bigint, present: readonly Present[]): void {
    const text = JSON.stringify(present);
    if ((this.#told.get(record) ?? '[]') === text) return;
    this.#told.set(record, text);
    for (const listener of this.#listeners.get(record) ?? []) listener(present);
  }

  async #look(records: readonly bigint[]): Promise<Map<bigint, Present[]>> {
    const { rows } = await this.#database.reader.query<Present & { record: bigint }>(
      `SELECT record, person, display, place, writes, template, access, since FROM (
         SELECT DISTINCT ON (record, person) record, person, display, place, writes, template, access,
           (extract(epoch FROM since) * 1000)::float8 AS since
         FROM presence WHERE record = ANY ($1::int8[]) AND until > now()
         ORDER BY record, person, writes DESC, until DESC) p
       ORDER BY since, person`,
      [int8Array(records)],
      'presence-look',
    );
    const found = new Map<bigint, Present[]>();
    for (const { record, ...present } of rows) found.set(record, [...(found.get(record) ?? []), present]);
    return found;
  }
}
