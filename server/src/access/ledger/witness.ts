import { type Database, int8Array } from '../../record/index.ts';
import type { Actor } from '../actor.ts';
import type { AccessLog, Written } from '../log.ts';

/** As many transactions are remembered; when sealing stands still for long, the oldest are let go. */
const MOST = 50_000;
/** Transactions looked up at once. */
const SOME = 2_000;

const server: Actor = {
  kind: 'system',
  id: 'client:enjournal',
  display: 'Enjournal',
  clientId: 'enjournal',
  scopes: [],
  loa: 4,
};

/**
 * Remembers what this process has written in the log until it is sealed, and then looks whether all of it is still there: the
 * second between an entry and its sealing is when the database's owner could take one out unseen. Entries that are part of a
 * write's transaction are not remembered.
 */
export class Witness {
  readonly #database: Database;
  readonly #log: AccessLog;
  readonly #onFault: (error: unknown) => void;
  #written: Written[] = [];

  constructor(database: Database, log: AccessLog, onFault: (error: unknown) => void) {
    this.#database = database;
    this.#log = log;
    this.#onFault = onFault;
    log.onDurable = (written) => {
      this.#written.push(written);
      if (this.#written.length > MOST) this.#written.splice(0, MOST / 10);
    };
  }

  /** Looks for what the newest head covers. What is gone or changed is told, and stands in the log from then on. */
  async check(): Promise<void> {
    const { rows } = await this.#database.reader.query<{ tx: bigint }>(
      'SELECT last_tx AS tx FROM access_log_head ORDER BY size DESC LIMIT 1',
      [],
      'log-witness-head',
    );
    const [newest] = rows;
    if (newest === undefined) return;
    const isSealed = ({ tx }: Written) => tx < newest.tx;
    const sealed = this.#written.filter(isSealed);
    this.#written = this.#written.filter((written) => !isSealed(written));
    let lost = 0;
    for (let i = 0; i < sealed.length; i += SOME) lost += await this.#lostOf(sealed.slice(i, i + SOME));
    if (lost === 0) return;
    this.#onFault(new Error(`${lost} entries that this server wrote in the access log were taken out or changed`));
    await this.#log.append({
      actor: server,
      interaction: 'log-check',
      decision: 'fault:entries-lost',
      outcome: 8,
      stream: 'security',
      detail: String(lost),
    });
  }

  async #lostOf(written: readonly Written[]): Promise<number> {
    const { rows } = await this.#database.reader.query<{ tx: bigint; seq: bigint; leaf: Buffer }>(
      `SELECT l.tx, l.seq, l.leaf FROM unnest($1::int8[]) AS k (tx) JOIN access_log l ON l.tx = k.tx AND l.writer = $2::int8`,
      [int8Array(written.map(({ tx }) => tx)), this.#log.writer],
      'log-witness',
    );
    const there = new Map(rows.map(({ tx, seq, leaf }) => [`${tx}.${seq}`, leaf]));
    const isThere = (tx: bigint, { seq, leaf }: Written['rows'][number]) =>
      there.get(`${tx}.${seq}`)?.equals(leaf) ?? false;
    return written.reduce((lost, { tx, rows: own }) => lost + own.filter((row) => !isThere(tx, row)).length, 0);
  }
}
