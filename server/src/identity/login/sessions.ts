import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../record/index.ts';
import { digestOf, newSecret, seal, unseal } from './seal.ts';
import type { Employment, LoginSession, ProviderId, Who } from './session.ts';

export type SessionLimits = {
  /** Without a sign of life from its user for so long, a session is locked. */
  idleMs: number;
  /** After so long it is over, whatever its user does. */
  absoluteMs: number;
};

/** A session, and what only this server and its owner's browser may know of it. */
export type Held = LoginSession & { human: Buffer; shelfKey: string };

export type NewSession = {
  provider: ProviderId;
  /** Digest of the provider's name for its own session. */
  providerSid: Buffer | undefined;
  human: Buffer;
  who: Who;
  /** PractitionerRole id. */
  employment: string | undefined;
  /** What the provider gave: sealed for the browser's secret. */
  tokens: unknown;
  /** The browser and system, in two words. */
  device: string;
};

export type ListedSession = { id: string; device: string; startedAt: number; activeAt: number; isLocked: boolean };

type Row = {
  id: string;
  provider: ProviderId;
  human: Buffer;
  who: Who;
  employment: string | null;
  shelf_key: string;
  started_at: Date;
  active_at: Date;
  locked_at: Date | null;
  ends_at: Date;
};

/** Another server may have ended a session meanwhile: so long we believe what we read. */
const believedMs = 5_000;
const mostRemembered = 20_000;

const columns = 'id, provider, human, who, employment, shelf_key, started_at, active_at, locked_at, ends_at';

/** The sessions of the web, in PostgreSQL: any of our servers knows them all, and ending one is deleting a row. */
export class Sessions {
  readonly #database: Queryable;
  readonly #limits: SessionLimits;
  readonly #now: () => number;
  readonly #known = new Map<string, { row: Row; readAt: number }>();

  constructor(database: Queryable, limits: SessionLimits, now: () => number = () => Date.now()) {
    this.#database = database;
    this.#limits = limits;
    this.#now = now;
  }

  /** @returns the new session and its secret, which nobody else ever learns. */
  async begin(made: NewSession): Promise<{ secret: string; session: Held }> {
    const secret = newSecret();
    const now = this.#now();
    const { rows } = await this.#database.query<Row>(
      `INSERT INTO login_session (id, secret, provider, provider_sid, human, who, employment, sealed, shelf_key, device,
         started_at, active_at, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12) RETURNING ${columns}`,
      [
        randomUUID(),
        digestOf(secret),
        made.provider,
        made.providerSid ?? null,
        made.human,
        JSON.stringify(made.who),
        made.employment ?? null,
        await seal(secret, made.tokens),
        newSecret(),
        made.device,
        new Date(now),
        new Date(now + this.#limits.absoluteMs),
      ],
    );
    return { secret, session: this.#remember(secret, rows[0] as Row) };
  }

  /** Who holds this secret; at once when it was asked shortly before. @returns undefined when the session is over. */
  find(secret: string): Held | undefined | Promise<Held | undefined> {
    const key = digestOf(secret).toString('base64');
    const seen = this.#known.get(key);
    if (seen !== undefined && this.#now() - seen.readAt < believedMs) return this.#heldOf(seen.row);
    return this.#read(secret, key);
  }

  async #read(secret: string, key: string): Promise<Held | undefined> {
    const { rows } = await this.#database.query<Row>(
      `SELECT ${columns} FROM login_session WHERE secret = $1`,
      [digestOf(secret)],
      'login-session',
    );
    if (rows[0] !== undefined) return this.#remember(secret, rows[0]);
    this.#known.delete(key);
    return undefined;
  }

  /** Its user did something just now. A session that is locked already stays so. */
  async touch(secret: string): Promise<Held | undefined> {
    const now = this.#now();
    await this.#database.query(
      'UPDATE login_session SET active_at = $2 WHERE secret = $1 AND locked_at IS NULL AND active_at > $3',
      [digestOf(secret), new Date(now), new Date(now - this.#limits.idleMs)],
    );
    return this.#anew(secret);
  }

  async lock(secret: string): Promise<Held | undefined> {
    await this.#database.query(
      'UPDATE login_session SET locked_at = $2 WHERE secret = $1 AND locked_at IS NULL AND (employment IS NOT NULL OR who @> $3)',
      [digestOf(secret), new Date(this.#now()), '{"kind":"citizen"}'],
    );
    return this.#anew(secret);
  }

  /** After its owner has logged on again: opened under a new secret, with what the provider gave now. */
  async unlock(id: string, tokens: unknown, providerSid: Buffer | undefined): Promise<string | undefined> {
    const secret = newSecret();
    const now = new Date(this.#now());
    const { rows } = await this.#database.query(
      `UPDATE login_session SET secret = $2, locked_at = NULL, active_at = $3, sealed = $4, provider_sid = $5
       WHERE id = $1 AND ends_at > $3 RETURNING id`,
      [id, digestOf(secret), now, await seal(secret, tokens), providerSid ?? null],
    );
    this.#forget(id);
    return rows.length === 0 ? undefined : secret;
  }

  /** Another employment, and with it another secret: what was given to the old one ends. */
  async choose(secret: string, employment: string, tokens: unknown): Promise<string | undefined> {
    const next = newSecret();
    const now = new Date(this.#now());
    const { rows } = await this.#database.query<{ id: string }>(
      `UPDATE login_session SET secret = $2, employment = $3, sealed = $4, active_at = $5
       WHERE secret = $1 AND locked_at IS NULL AND ends_at > $5 RETURNING id`,
      [digestOf(secret), digestOf(next), employment, await seal(next, tokens), now],
    );
    if (rows[0] === undefined) return undefined;
    this.#forget(rows[0].id);
    return next;
  }

  /** What the provider gave at log-on, for the holder of the secret. */
  async tokensOf<T>(secret: string): Promise<T | undefined> {
    const { rows } = await this.#database.query<{ sealed: string }>(
      'SELECT sealed FROM login_session WHERE secret = $1',
      [digestOf(secret)],
    );
    return rows[0] === undefined ? undefined : unseal<T>(secret, rows[0].sealed);
  }

  end(id: string): Promise<number> {
    return this.#endWhere('id = $1', id);
  }

  /** One of somebody's own. */
  endOf(human: Buffer, id: string): Promise<number> {
    return this.#endWhere('human = $1 AND id = $2', human, id);
  }

  endAllOf(human: Buffer): Promise<number> {
    return this.#endWhere('human = $1', human);
  }

  /** The provider says that its session is over. */
  endByProvider(provider: ProviderId, providerSid: Buffer): Promise<number> {
    return this.#endWhere('provider = $1 AND provider_sid = $2', provider, providerSid);
  }

  async listOf(human: Buffer): Promise<ListedSession[]> {
    const { rows } = await this.#database.query<Row & { device: string | null }>(
      `SELECT ${columns}, device FROM login_session WHERE human = $1 AND ends_at > $2 ORDER BY active_at DESC`,
      [human, new Date(this.#now())],
    );
    return rows.map((row) => ({
      id: row.id,
      device: row.device ?? '',
      startedAt: row.started_at.getTime(),
      activeAt: row.active_at.getTime(),
      isLocked: this.#heldOf(row)?.state === 'locked',
    }));
  }

  /** Of these sessions those that are open now, with the employment chosen in each. */
  async open(ids: readonly string[]): Promise<Map<string, string | undefined>> {
    const now = this.#now();
    const { rows } = await this.#database.query<{ id: string; employment: string | null }>(
      `SELECT id, employment FROM login_session
       WHERE id = ANY($1) AND locked_at IS NULL AND active_at > $2 AND ends_at > $3`,
      [ids, new Date(now - this.#limits.idleMs), new Date(now)],
    );
    return new Map(rows.map(({ id, employment }) => [id, employment ?? undefined]));
  }

  /** Forgets sessions that are over. */
  async sweep(): Promise<void> {
    await this.#database.query('DELETE FROM login_session WHERE ends_at < $1', [new Date(this.#now())]);
  }

  /** What apps were given for the time of a session ends with it: their access tokens are withdrawn. */
  async #endWhere(where: string, ...values: unknown[]): Promise<number> {
    const { rows } = await this.#database.query<{ id: string }>(
      `WITH gone AS (DELETE FROM login_session WHERE ${where} RETURNING id),
         told AS (INSERT INTO identity_revoked (what, expires_at)
           SELECT 'session:' || id, now() + interval '1 hour' FROM gone ON CONFLICT DO NOTHING)
       SELECT id FROM gone`,
      values,
    );
    for (const { id } of rows) this.#forget(id);
    return rows.length;
  }

  async #anew(secret: string): Promise<Held | undefined> {
    return this.#read(secret, digestOf(secret).toString('base64'));
  }

  #remember(secret: string, row: Row): Held {
    if (this.#known.size >= mostRemembered) this.#known.delete(this.#known.keys().next().value as string);
    this.#known.set(digestOf(secret).toString('base64'), { row, readAt: this.#now() });
    return this.#heldOf(row) as Held;
  }

  #forget(id: string): void {
    for (const [key, { row }] of this.#known) if (row.id === id) this.#known.delete(key);
  }

  #heldOf(row: Row): Held | undefined {
    const now = this.#now();
    if (row.ends_at.getTime() <= now) return undefined;
    const employment = employmentIn(row.who, row.employment);
    const lockedAt = row.locked_at?.getTime() ?? row.active_at.getTime() + this.#limits.idleMs;
    const isLocked = lockedAt <= now;
    const held: Held = {
      id: row.id,
      state: isLocked ? 'locked' : row.who.kind === 'staff' && employment === undefined ? 'choosing' : 'open',
      provider: row.provider,
      who: row.who,
      startedAt: row.started_at.getTime(),
      activeAt: row.active_at.getTime(),
      endsAt: row.ends_at.getTime(),
      human: row.human,
      shelfKey: row.shelf_key,
    };
    if (employment !== undefined) held.employment = employment;
    if (isLocked) held.lockedAt = lockedAt;
    return held;
  }
}

function employmentIn(who: Who, id: string | null): Employment | undefined {
  return who.kind === 'staff' ? who.employments.find((one) => one.id === id) : undefined;
}
