import { hash } from 'node:crypto';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Queryable } from '../record/index.ts';

type Row = { payload: string; consumed: Date | null };

/**
 * Where oidc-provider keeps what must survive a restart and be seen by every server. The ids are secrets that somebody
 * holds (codes, refresh tokens, cookies), so only their hashes are stored.
 * @param prefix keeps the state of several providers apart
 */
export function stateIn(database: Queryable, prefix = ''): (model: string) => Adapter {
  return (model) => new State(database, `${prefix}${model}`);
}

class State implements Adapter {
  readonly #database: Queryable;
  readonly #model: string;

  constructor(database: Queryable, model: string) {
    this.#database = database;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const { jti: _, ...rest } = payload; // the id itself again
    await this.#database.query(
      `INSERT INTO identity_state (model, id, grant_id, uid, payload, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second')
       ON CONFLICT (model, id) DO UPDATE SET grant_id = excluded.grant_id, uid = excluded.uid,
         payload = excluded.payload, expires_at = excluded.expires_at`,
      [this.#model, keyOf(id), payload.grantId ?? null, payload.uid ?? null, JSON.stringify(rest), expiresIn ?? null],
    );
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.#read('id = $2', keyOf(id), { jti: id });
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#read('uid = $2', uid);
  }

  /** There is no device flow, so nothing has a user code. */
  async findByUserCode(): Promise<undefined> {}

  /** Of those who use a code or refresh token at the same time, at whichever server, one succeeds. */
  async consume(id: string): Promise<void> {
    const { rowCount } = await this.#database.query(
      'UPDATE identity_state SET consumed = now() WHERE model = $1 AND id = $2 AND consumed IS NULL',
      [this.#model, keyOf(id)],
    );
    if (rowCount === 0) throw new errors.InvalidGrant('used already');
  }

  async destroy(id: string): Promise<void> {
    await this.#database.query('DELETE FROM identity_state WHERE model = $1 AND id = $2', [this.#model, keyOf(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#database.query('DELETE FROM identity_state WHERE grant_id = $1', [grantId]);
  }

  async #read(where: string, value: unknown, more: AdapterPayload = {}): Promise<AdapterPayload | undefined> {
    const { rows } = await this.#database.query<Row>(
      `SELECT payload, consumed FROM identity_state WHERE model = $1 AND ${where} AND (expires_at IS NULL OR expires_at > now())`,
      [this.#model, value],
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    const payload: AdapterPayload = { ...(JSON.parse(row.payload) as AdapterPayload), ...more };
    if (row.consumed !== null) payload.consumed = Math.floor(row.consumed.getTime() / 1000);
    return payload;
  }
}

const keyOf = (id: string): Buffer => hash('sha256', id, 'buffer');

/** Forgets what has expired. */
export async function sweepState(database: Queryable): Promise<void> {
  await database.query('DELETE FROM identity_state WHERE expires_at < now()');
}

/** Ends a login session. By its public name, for its secret one stands nowhere. */
export async function forgetSession(database: Queryable, uid: string, prefix = ''): Promise<void> {
  await database.query('DELETE FROM identity_state WHERE model = $1 AND uid = $2', [`${prefix}Session`, uid]);
}
