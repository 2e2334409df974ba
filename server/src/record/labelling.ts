import { parseJson } from '../fhir/json/index.ts';
import type { Resource } from '../fhir/resource.ts';
import type { IndexEntries } from '../fhir/search/index-entries.ts';
import { typeOfNumber } from '../fhir/types.ts';
import type { Database, Queryable } from './database.ts';
import { Homes } from './home.ts';
import { relocate } from './move.ts';
import type { Labels } from './operation.ts';
import { rewriteIndex, type StoredVersion } from './write.ts';

export type Labelling = {
  /** Version of the rules by which rows are told; all are told anew when it is higher than what the store was told by. */
  rules: number;
  labels: Labels;
  extract: (resource: Resource, record: bigint) => IndexEntries;
  onFault: (error: unknown) => void;
};

/** How often another server process that is at it is asked whether it has finished. */
const WAIT_MS = 2_000;
const BATCH = 200;

/**
 * Gives labels, facts and index rows to what was stored before there were any, or by older rules, in short transactions
 * while everyone else reads and writes; and moves to its patient's record what was kept beside it. Goes on where it stopped
 * after a restart. Until a row is told it has no label, and only those who need none see it.
 */
export class LabelWorker {
  readonly #database: Database;
  readonly #labelling: Labelling;
  readonly #work: Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(database: Database, labelling: Labelling) {
    this.#database = database;
    this.#labelling = labelling;
    this.#work = this.#run().catch(labelling.onFault);
  }

  /** Ends when the transaction under way has. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#wake?.();
    await this.#work;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const step = await this.#database.transaction((client) => next(client, this.#labelling));
      if (step === 'done') return;
      if (step === 'elsewhere') await this.#wait();
    }
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#timer = setTimeout(resolve, WAIT_MS);
    });
  }
}

type Place = { rules: number; target: number; done_type: number; done_seq: bigint };

/** One batch of one type. */
async function next(client: Queryable, labelling: Labelling): Promise<'done' | 'elsewhere' | 'more'> {
  const { rows: locks } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock(7205, 0) AS mine');
  if (!locks[0]!.mine) return 'elsewhere';
  const { rules } = labelling;
  const { rows: places } = await client.query<Place>('SELECT rules, target, done_type, done_seq FROM labelling');
  const place = places[0]!;
  if (place.rules >= rules) return 'done';
  const begun = place.target === rules ? place : { done_type: 0, done_seq: 0n };
  const batch = await nextRows(client, begun.done_type, begun.done_seq);
  const last = batch.at(-1);
  if (last === undefined) {
    await client.query('UPDATE labelling SET rules = $1, target = $1, done_type = 0, done_seq = 0', [rules]);
    return 'done';
  }
  await tell(client, batch, labelling);
  await client.query('UPDATE labelling SET target = $1, done_type = $2, done_seq = $3', [rules, last.type, last.seq]);
  return 'more';
}

type Row = { record: bigint; type: number; id: string; version: number; seq: bigint; content: string };

/** The rows that come after a place, of one type; none when there are no more of any. */
async function nextRows(client: Queryable, type: number, seq: bigint): Promise<Row[]> {
  const read = async (of: number, after: bigint) => {
    const { rows } = await client.query<Row>(
      `SELECT record, type, id, version, seq, content FROM resource WHERE type = $1 AND seq > $2
       ORDER BY seq LIMIT ${BATCH} FOR UPDATE`,
      [of, after],
      'label-batch',
    );
    return rows;
  };
  const more = type === 0 ? [] : await read(type, seq);
  if (more.length > 0) return more;
  const { rows } = await client.query<{ type: number | null }>(
    'SELECT min(type) AS type FROM resource WHERE type > $1',
    [type],
    'label-next-type',
  );
  const following = rows[0]?.type ?? undefined;
  return following === undefined ? [] : read(following, 0n);
}

async function tell(client: Queryable, rows: readonly Row[], { labels, extract }: Labelling): Promise<void> {
  const parsed = rows.map((row) => ({ row, resource: parseJson(row.content).value as Resource }));
  const homes = new Homes();
  await homes.find(client, homes.unknown(parsed.map(({ resource }) => resource)));
  const moves: { from: bigint; to: bigint; type: number; id: string }[] = [];
  const told = parsed.map(({ row, resource }): StoredVersion => {
    const { type, id, version, content } = row;
    const own = typeOfNumber(type) === 'Patient' ? undefined : homes.recordOf(resource);
    const record = own ?? row.record;
    if (record !== row.record) moves.push({ from: row.record, to: record, type, id });
    return {
      ...{ op: 'U', record, type, id, version, content, located: false, isNews: false },
      entries: extract(resource, record),
      access: labels.label(resource, record),
      facts: labels.factsOf(resource, record),
    };
  });
  if (moves.length > 0) await relocate(client, moves);
  await rewriteIndex(client, told);
}
