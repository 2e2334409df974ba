import {
  byteaArray,
  type Database,
  int2Array,
  int8Array,
  type Queryable,
  textArray,
  timestampArray,
} from '../../record/index.ts';
import { HEAD_COLUMNS, type Head, headOf, openSigner, type Signer } from './heads.ts';
import { type Subtree, Subtrees } from './merkle.ts';
import { BEFORE_ALL, type EntryKey, KEPT_LEVELS, subtreesOf } from './tree.ts';

/** Entries that one head covers at most. */
const MOST = 1_000;
/** Blocks that are sealed in one transaction. */
const BLOCKS = 20;

export type SealerOptions = {
  database: Database;
  /** What the store adds to its transactions' numbers; see AccessLog. */
  era: bigint;
  everyMs: number;
  /** PEM of the key that signs, when the database does not keep it. */
  key?: string;
  /** Told of each new head. */
  onHead?: (head: Head) => Promise<void>;
  onFault: (error: unknown) => void;
};

/** How often is looked whether another key signs. */
const DAY_MS = 86_400_000;

type Newest = { size: number; root: string; last: EntryKey };

/**
 * Gives the entries of all server processes their places in the tree, and signs its heads. An entry's place is final when no
 * transaction that may stand before it is open any more, as with changes.ts; one process at a time seals, by a lock.
 * A log that has become shorter than this process has seen it is not sealed over: that is told, and nothing more is signed.
 */
export class Sealer {
  readonly #options: SealerOptions;
  #signer: { signer: Signer; openedAt: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<unknown> = Promise.resolve();
  #tree: { newest: Newest; subtrees: Subtrees; whole: Subtree[] } | undefined;
  #seen: { size: number; root: string } | undefined;

  constructor(options: SealerOptions) {
    this.#options = options;
  }

  /** @param seen a head that was published earlier: the log must have it still. */
  start(seen?: { size: number; root: string }): void {
    this.#seen = seen;
    this.#timer = setInterval(() => void this.seal().catch(this.#options.onFault), this.#options.everyMs);
    this.#timer.unref();
  }

  /** Seals what can be, in turn with other calls. @returns how many entries were */
  seal(): Promise<number> {
    const next = this.#underWay.then(() => this.#sealAll());
    this.#underWay = next.catch(() => undefined);
    return next;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#underWay;
  }

  async #sealAll(): Promise<number> {
    const { database, key, onHead } = this.#options;
    let sealed = 0;
    for (let isMore = true; isMore; ) {
      if (this.#signer === undefined || Date.now() - this.#signer.openedAt > DAY_MS) {
        this.#signer = { signer: await openSigner(database.writer, key), openedAt: Date.now() };
      }
      const made = await database.transaction((client) => this.#sealSome(client));
      this.#seen = made.heads.at(-1) ?? this.#seen;
      for (const head of made.heads) await onHead?.(head);
      sealed += made.entries;
      isMore = made.entries === MOST * BLOCKS;
    }
    return sealed;
  }

  async #sealSome(client: Queryable): Promise<{ heads: Head[]; entries: number }> {
    const { rows: lock } = await client.query<{ mine: boolean }>(
      'SELECT pg_try_advisory_xact_lock(7201, 15) AS mine',
      [],
      'log-lock',
    );
    if (!lock[0]!.mine) return { heads: [], entries: 0 };
    const newest = await newestOf(client);
    await this.#refuseShorter(client, newest);
    const rows = await unsealed(client, this.#options.era, newest?.last ?? BEFORE_ALL);
    if (rows.length === 0) return { heads: [], entries: 0 };
    const tree = await this.#treeAt(client, newest);
    this.#tree = undefined; // until this transaction stands
    const blocks: Block[] = [];
    for (let from = 0; from < rows.length; from += MOST) blocks.push(this.#block(tree, rows.slice(from, from + MOST)));
    await store(client, blocks, tree.whole.splice(0));
    const last = blocks.at(-1)!;
    this.#tree = { ...tree, newest: { size: last.head.size, root: last.head.root, last: last.last } };
    return { heads: blocks.map(({ head }) => head), entries: rows.length };
  }

  #block({ subtrees }: { subtrees: Subtrees }, rows: readonly Unsealed[]): Block {
    const from = sizeOf(subtrees);
    const prints = Buffer.allocUnsafe(rows.length * 4);
    rows.forEach(({ leaf }, i) => {
      subtrees.add({ level: 0, index: from + i, hash: leaf });
      leaf.copy(prints, i * 4, 0, 4);
    });
    const what = { size: from + rows.length, at: new Date().toISOString(), root: subtrees.root().toString('hex') };
    const { signer } = this.#signer!;
    const head = { ...what, key: signer.id, signature: signer.sign(what).toString('hex') };
    const { tx, writer, seq } = rows.at(-1)!;
    return { head, last: { tx, writer, seq }, prints };
  }

  /** The tree as it stands at the newest head: remembered when this process made it, else from what is kept of it. */
  async #treeAt(client: Queryable, newest: Newest | undefined) {
    const size = newest?.size ?? 0;
    if (this.#tree?.newest.size === size && this.#tree.newest.root === newest?.root) return this.#tree;
    const [standing] = await subtreesOf(client, [[0, size]]);
    const whole: Subtree[] = [];
    const subtrees = new Subtrees(standing!.list, (subtree) => {
      if (subtree.level % KEPT_LEVELS === 0) whole.push(subtree);
    });
    if (newest !== undefined && subtrees.root().toString('hex') !== newest.root) {
      throw new Error('the access log is not what its newest head says: run npm run verify-log');
    }
    return { newest: newest ?? { size: 0, root: '', last: BEFORE_ALL }, subtrees, whole };
  }

  async #refuseShorter(client: Queryable, newest: Newest | undefined): Promise<void> {
    const seen = this.#seen;
    if (seen === undefined || (newest?.size === seen.size && newest.root === seen.root)) return;
    const { rows } = await client.query<{ root: Buffer }>(
      'SELECT root FROM access_log_head WHERE size = $1',
      [seen.size],
      'log-head',
    );
    if (rows[0]?.root.toString('hex') !== seen.root) {
      throw new Error('the access log lacks a head that was published: nothing is sealed; run npm run verify-log');
    }
  }
}

type Unsealed = EntryKey & { leaf: Buffer };
type Block = { head: Head; last: EntryKey; prints: Buffer };

const sizeOf = ({ list }: Subtrees): number => {
  const last = list.at(-1);
  return last === undefined ? 0 : (last.index + 1) * 2 ** last.level;
};

async function newestOf(client: Queryable): Promise<Newest | undefined> {
  const { rows } = await client.query<Parameters<typeof headOf>[0] & EntryKey>(
    `SELECT ${HEAD_COLUMNS}, last_tx AS tx, last_writer AS writer, last_seq AS seq
     FROM access_log_head ORDER BY size DESC LIMIT 1`,
    [],
    'log-newest-head',
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { size, root } = headOf(row);
  return { size, root, last: { tx: row.tx, writer: row.writer, seq: row.seq } };
}

/** Entries whose places are final, in their order. */
async function unsealed(client: Queryable, era: bigint, { tx, writer, seq }: EntryKey): Promise<Unsealed[]> {
  const { rows } = await client.query<Unsealed>(
    `SELECT tx, writer, seq, leaf FROM access_log
     WHERE (tx, writer, seq) > ($1, $2, $3) AND tx < $4::int8 + pg_snapshot_xmin(pg_current_snapshot())::text::int8
     ORDER BY tx, writer, seq LIMIT $5`,
    [tx, writer, seq, era, MOST * BLOCKS],
    'log-unsealed',
  );
  return rows;
}

async function store(client: Queryable, blocks: readonly Block[], whole: readonly Subtree[]): Promise<void> {
  const heads = blocks.map(({ head }) => head);
  await client.query(
    `WITH nodes AS (INSERT INTO access_log_node (level, n, hash) SELECT * FROM unnest($10::int2[], $11::int8[], $12::bytea[]))
     INSERT INTO access_log_head (size, at, root, key, signature, last_tx, last_writer, last_seq, prints)
     SELECT * FROM unnest($1::int8[], $2::timestamptz[], $3::bytea[], $4::text[], $5::bytea[], $6::int8[], $7::int8[],
       $8::int8[], $9::bytea[])`,
    [
      int8Array(heads.map(({ size }) => BigInt(size))),
      timestampArray(heads.map(({ at }) => Date.parse(at))),
      byteaArray(heads.map(({ root }) => Buffer.from(root, 'hex'))),
      textArray(heads.map(({ key }) => key)),
      byteaArray(heads.map(({ signature }) => Buffer.from(signature, 'hex'))),
      int8Array(blocks.map(({ last }) => last.tx)),
      int8Array(blocks.map(({ last }) => last.writer)),
      int8Array(blocks.map(({ last }) => last.seq)),
      byteaArray(blocks.map(({ prints }) => prints)),
      int2Array(whole.map(({ level }) => level)),
      int8Array(whole.map(({ index }) => BigInt(index))),
      byteaArray(whole.map(({ hash }) => hash)),
    ],
    'log-seal',
  );
}
