import type { Queryable } from '../record/index.ts';

/** What a withdrawal can name of a token. */
export type Withdrawable = {
  jti?: string | undefined;
  grant?: string | undefined;
  session?: string | undefined;
  client: string;
  /** Epoch seconds. */
  issuedAt: number;
};

/** The longest that an access token lives. */
export const accessTokenSeconds = 3600;

type Kind = 'jti' | 'grant' | 'session' | 'client';

const pollEveryMs = 3_000;
/** A row may be seen some time after it was written. */
const overlapSeconds = 120;

/**
 * Access tokens that are withdrawn before their time. Every server holds the list, which is short, and reads what is new
 * of it every few seconds; what it withdraws itself it knows at once.
 */
export class Revoked {
  readonly #database: Queryable;
  readonly #known = new Map<string, { at: number; expiresMs: number }>();
  readonly #timer: NodeJS.Timeout;

  private constructor(database: Queryable, onError: (error: unknown) => void) {
    this.#database = database;
    this.#timer = setInterval(() => {
      this.#read(overlapSeconds).catch(onError);
    }, pollEveryMs).unref();
  }

  static async open(database: Queryable, onError: (error: unknown) => void): Promise<Revoked> {
    const revoked = new Revoked(database, onError);
    await revoked.#read();
    return revoked;
  }

  /** Of a client, all that was given to it until now: what it is given later is good. */
  has({ jti, grant, session, client, issuedAt }: Withdrawable): boolean {
    if (this.#known.size === 0) return false;
    const names = [`jti:${jti}`, `grant:${grant}`, `session:${session}`];
    if (names.some((name) => this.#isNamed(name))) return true;
    const ofClient = this.#known.get(`client:${client}`);
    return ofClient !== undefined && issuedAt * 1000 <= ofClient.at;
  }

  #isNamed(name: string): boolean {
    const known = this.#known.get(name);
    return known !== undefined && known.expiresMs > Date.now();
  }

  /** @param seconds after which no token of these is left. */
  async add(kind: Kind, names: readonly string[], seconds: number): Promise<void> {
    const what = await withdraw(this.#database, kind, names, seconds);
    const at = Date.now();
    for (const one of what) this.#known.set(one, { at, expiresMs: at + seconds * 1000 });
  }

  async #read(lastSeconds?: number): Promise<void> {
    const { rows } = await this.#database.query<{ what: string; at: Date; expires_at: Date }>(
      `SELECT what, at, expires_at FROM identity_revoked
       WHERE expires_at > now() AND ($1::float8 IS NULL OR at > now() - $1 * interval '1 second')`,
      [lastSeconds ?? null],
    );
    for (const { what, at, expires_at } of rows) {
      this.#known.set(what, { at: at.getTime(), expiresMs: expires_at.getTime() });
    }
    const now = Date.now();
    for (const [what, { expiresMs }] of this.#known) if (expiresMs <= now) this.#known.delete(what);
  }

  async sweep(): Promise<void> {
    await this.#database.query('DELETE FROM identity_revoked WHERE expires_at < now()');
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** The same where no list is held: every server reads it within seconds. */
export async function withdraw(
  database: Queryable,
  kind: Kind,
  names: readonly string[],
  seconds: number = accessTokenSeconds,
): Promise<string[]> {
  const what = names.map((name) => `${kind}:${name}`);
  if (what.length === 0) return what;
  await database.query(
    `INSERT INTO identity_revoked (what, expires_at) SELECT unnest($1::text[]), now() + $2 * interval '1 second'
     ON CONFLICT (what) DO UPDATE SET at = now(), expires_at = excluded.expires_at`,
    [what, Math.ceil(seconds)],
  );
  return what;
}
