import type pg from 'pg';
import type { Finding, Scanned } from './block.ts';
import { isSigned, type Keys, type SignedHead, type StoredHead, storedHeads, storedKeys } from './heads.ts';
import type { Scanners } from './pool.ts';
import { Parts } from './rows.ts';
import { type Key, scanTail, type Task } from './scan.ts';

export type VerifyOptions = {
  client: pg.Client;
  scanners: Scanners;
  /** Heads that were copied out of the database's reach. */
  heads?: readonly SignedHead[];
  /** Keys that are known from elsewhere; else those of the database are believed. */
  keys?: Keys;
  onProgress?: (entries: number, of: number) => void;
};

/** What is wrong with the log, in the order of its places. */
export type Wrong =
  | Finding
  | { what: 'unlike-head'; from: number; to: number; at: string; isOutside: boolean }
  | { what: 'cut-off'; size: number; head: SignedHead; isOutside: boolean }
  | { what: 'head-unsigned'; head: SignedHead; isOutside: boolean }
  | { what: 'head-gone'; from: number; to: number }
  | { what: 'context'; id: string; isGone: boolean }
  | { what: 'changed-unsealed'; entry: string };

export type Verdict = {
  wrong: Wrong[];
  entries: number;
  heads: number;
  /** Entries behind the newest head, which nobody has signed for. */
  unsealed: number;
  newest: SignedHead | undefined;
  seconds: number;
};

const BEFORE_ALL: Key = { tx: -1, writer: -1, seq: -1 };
/** Entries of a task: enough that asking for them costs little. */
const TASK = 20_000;
/** A head's signature is checked when so many entries have come since the last: its root is checked always. */
const SIGNATURE_EVERY = 256;

/**
 * Reads the whole log out again and compares it with every head: each entry's content with its hash, and all hashes with the
 * roots that were signed. What is behind the newest head stands as it was written only as far as its own hash tells.
 */
export async function verifyLog(options: VerifyOptions): Promise<Verdict> {
  const began = performance.now();
  const { client, scanners } = options;
  const wrong: Wrong[] = [];
  const keys = options.keys ?? (await storedKeys(client));
  const outside = [...(options.heads ?? [])].sort((a, b) => a.size - b.size);
  for (const head of outside) if (!isSigned(head, keys)) wrong.push({ what: 'head-unsigned', head, isOutside: true });
  const { rows: total } = await client.query<{ size: string }>(
    'SELECT coalesce(max(size), 0) AS size FROM access_log_head',
  );
  const of = Number(total[0]!.size);

  const state = {
    tree: new Parts(),
    isBroken: false,
    size: 0,
    lastSigned: 0,
    heads: 0,
    newest: undefined as StoredHead | undefined,
  };
  const judge = (head: StoredHead, scanned: Scanned) => {
    wrong.push(...scanned.findings);
    const unprinted = scanned.to - scanned.from - head.prints.length / 4;
    if (unprinted > 0) wrong.push({ what: 'head-gone', from: scanned.from, to: scanned.from + unprinted });
    judgeRoots(head, scanned, outside, state, wrong);
    state.heads += 1;
    const isDue = head.size - state.lastSigned >= SIGNATURE_EVERY || head.size === of;
    if (isDue) {
      if (!isSigned(head, keys)) wrong.push({ what: 'head-unsigned', head: plain(head), isOutside: false });
      state.lastSigned = head.size;
    }
    state.newest = head;
    state.size = head.size;
    options.onProgress?.(head.size, of);
  };

  // tasks are judged in their order, as many are under way as there are scanners, and one more waits for each
  const underWay: { heads: StoredHead[]; scanned: Promise<Scanned[]> }[] = [];
  const settle = async () => {
    const { heads, scanned } = underWay.shift()!;
    const blocks = await scanned;
    for (const [i, head] of heads.entries()) judge(head, blocks[i]!);
  };
  let after = BEFORE_ALL;
  let size = 0;
  for await (const heads of tasks(storedHeads(client))) {
    const task = taskOf(heads, after, size, outside);
    const scanned = scanners.scan(task);
    scanned.catch(() => undefined); // said when it is waited for
    underWay.push({ heads, scanned });
    after = heads.at(-1)!.last;
    size = heads.at(-1)!.size;
    if (underWay.length >= 2 * scanners.count) await settle();
  }
  while (underWay.length > 0) await settle();

  const largest = outside.at(-1);
  if (largest !== undefined && largest.size > of)
    wrong.push({ what: 'cut-off', size: of, head: largest, isOutside: true });
  const tail = await scanTail(client, after);
  for (const entry of tail.changed) wrong.push({ what: 'changed-unsealed', entry });
  wrong.push(...(await wrongContexts(client)));
  return {
    wrong: placed(wrong),
    entries: of + tail.entries,
    heads: state.heads,
    unsealed: tail.entries,
    newest: state.newest === undefined ? undefined : plain(state.newest),
    seconds: (performance.now() - began) / 1000,
  };
}

const plain = ({ size, at, root, key, signature }: SignedHead): SignedHead => ({ size, at, root, key, signature });

/** Heads in groups that cover enough entries. */
async function* tasks(pages: AsyncIterable<StoredHead[]>): AsyncIterable<StoredHead[]> {
  let group: StoredHead[] = [];
  let prints = 0;
  for await (const heads of pages) {
    for (const head of heads) {
      group.push(head);
      prints += head.prints.length / 4;
      if (prints >= TASK) {
        yield group;
        group = [];
        prints = 0;
      }
    }
  }
  if (group.length > 0) yield group;
}

function taskOf(heads: readonly StoredHead[], after: Key, size: number, outside: readonly SignedHead[]): Task {
  let from = size;
  const blocks = heads.map((head) => {
    const cuts = outside.map((one) => one.size).filter((cut) => cut > from && cut < head.size);
    const block = { from, to: head.size, prints: head.prints, cuts, last: head.last };
    from = head.size;
    return block;
  });
  return { blocks, after };
}

type State = { tree: Parts; isBroken: boolean; size: number };

/** Joins a block to the tree and compares roots. Behind a block that does not fit, roots can tell nothing more. */
function judgeRoots(
  head: StoredHead,
  scanned: Scanned,
  outside: readonly SignedHead[],
  state: State,
  wrong: Wrong[],
): void {
  if (state.isBroken) return;
  const isFull = scanned.counted === scanned.to - scanned.from;
  for (const { to, parts } of isFull ? scanned.pieces : []) {
    for (const { level, index, hash } of parts) state.tree.add(level, index, hash);
    const root = Buffer.from(state.tree.root(), 'latin1').toString('hex');
    const signed = [...outside.filter(({ size }) => size === to), ...(to === head.size ? [head] : [])];
    for (const [i, one] of signed.entries()) {
      if (one.root === root) continue;
      const isOutside = i < signed.length - 1 || to !== head.size;
      wrong.push({ what: 'unlike-head', from: scanned.from, to, at: one.at, isOutside });
      state.isBroken = true;
    }
  }
  if (!isFull) {
    wrong.push({ what: 'unlike-head', from: scanned.from, to: scanned.to, at: head.at, isOutside: false });
    state.isBroken = true;
  }
}

/** Contexts that entries name and that are gone, or say something else than their names. */
async function wrongContexts(client: pg.Client): Promise<Wrong[]> {
  const { rows } = await client.query<{ id: string; gone: boolean }>(
    `WITH RECURSIVE named AS (
       (SELECT context AS id FROM access_log ORDER BY context LIMIT 1)
       UNION ALL SELECT (SELECT l.context FROM access_log l WHERE l.context > named.id ORDER BY l.context LIMIT 1)
       FROM named WHERE named.id IS NOT NULL)
     SELECT n.id, c.id IS NULL AS gone FROM named n LEFT JOIN access_log_context c ON c.id = n.id
     WHERE n.id IS NOT NULL AND (c.id IS NULL
       OR (c.content IS NOT NULL AND encode(substring(sha256(convert_to(c.content, 'UTF8')) FOR 16), 'hex')::uuid <> c.id))`,
  );
  return rows.map(({ id, gone }) => ({ what: 'context', id, isGone: gone }));
}

/** An entry that is gone here and new there was moved. In the order of places; what has none comes last. */
function placed(wrong: readonly Wrong[]): Wrong[] {
  const gone = new Map<number, Wrong>();
  for (const one of wrong) if (one.what === 'deleted') gone.set(one.print, one);
  const told: Wrong[] = [];
  const isMoved = new Set<Wrong>();
  for (const one of wrong) {
    const from = one.what === 'inserted' ? gone.get(one.print) : undefined;
    if (from !== undefined) isMoved.add(from);
    told.push(
      from !== undefined && one.what === 'inserted' ? { what: 'moved', place: one.place, entry: one.entry } : one,
    );
  }
  const place = (one: Wrong) => ('place' in one ? one.place : 'from' in one ? one.from : Number.POSITIVE_INFINITY);
  return told.filter((one) => !isMoved.has(one)).sort((a, b) => place(a) - place(b));
}
