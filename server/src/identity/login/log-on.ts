import { createHmac } from 'node:crypto';
import type { Queryable } from '../../record/index.ts';
import { Contradiction, type Directory } from './directory.ts';
import { type LogOnFailure, LogOnRefused } from './profiles.ts';
import type { Attempt, LoggedOn, RelyingParty } from './relying-party.ts';
import { digestOf, newSecret, seal, unseal } from './seal.ts';
import type { ProviderId, Who } from './session.ts';
import type { Held, Sessions } from './sessions.ts';

/** What a log-on is for, kept on the server while its user is at the provider. */
type Kept = {
  attempt: Attempt;
  returnTo: string;
  /** The locked session that is to be opened. */
  unlocks?: string;
};

export type Outcome =
  | { kind: 'in'; secret: string; session: Held; returnTo: string; isUnlocked: boolean }
  | { kind: 'refused'; failure: LogOnFailure; provider: ProviderId; returnTo: string; cause: unknown };

export type LogOnOptions = {
  database: Queryable;
  sessions: Sessions;
  directory: Directory;
  /** Secret of this store: keys the hash by which a human being's sessions are found. */
  secret: string;
};

const attemptSeconds = 600;

/** A log-on from the way out to the provider to the session at its end. */
export class LogOn {
  readonly #options: LogOnOptions;

  constructor(options: LogOnOptions) {
    this.#options = options;
  }

  /** @returns where to send the user, and the state and secret that their browser must bring back. */
  async begin(
    party: RelyingParty,
    asked: { redirectUri: string; language: string; returnTo: string; unlocks?: Held },
  ): Promise<{ url: URL; state: string; secret: string; seconds: number }> {
    const { unlocks, returnTo } = asked;
    const { url, attempt } = await party.start({
      redirectUri: asked.redirectUri,
      language: asked.language,
      isAnew: unlocks !== undefined,
      ...(unlocks?.employment === undefined ? {} : { employment: unlocks.employment }),
    });
    const secret = newSecret();
    const kept: Kept = { attempt, returnTo, ...(unlocks === undefined ? {} : { unlocks: unlocks.id }) };
    await this.#options.database.query(
      `INSERT INTO login_attempt (secret, provider, sealed, expires_at)
       VALUES ($1, $2, $3, now() + $4 * interval '1 second')`,
      [digestOf(secret), party.id, await seal(secret, kept), attemptSeconds],
    );
    return { url, state: attempt.state, secret, seconds: attemptSeconds };
  }

  /**
   * The user is back. An attempt is good for one return, to the provider it was begun with.
   * @param locked the session that this browser holds, if it does
   */
  async finish(
    party: RelyingParty,
    back: { cameTo: URL; secret: string | undefined; locked: Held | undefined; device: string },
  ): Promise<Outcome> {
    const kept = back.secret === undefined ? undefined : await this.#take(party.id, back.secret);
    if (kept === undefined) {
      return { kind: 'refused', failure: 'stale', provider: party.id, returnTo: '/', cause: undefined };
    }
    try {
      const found = await party.finish(back.cameTo, kept.attempt);
      const outcome =
        kept.unlocks === undefined
          ? await this.#enter(party.id, found, back.device)
          : await this.#open(kept.unlocks, party.id, found, back);
      return { kind: 'in', returnTo: kept.returnTo, ...outcome };
    } catch (error) {
      if (!(error instanceof LogOnRefused)) throw error;
      const { failure, cause } = error;
      return { kind: 'refused', failure, provider: party.id, returnTo: kept.returnTo, cause };
    }
  }

  async sweep(): Promise<void> {
    await this.#options.database.query('DELETE FROM login_attempt WHERE expires_at < now()');
  }

  async #take(provider: ProviderId, secret: string): Promise<Kept | undefined> {
    const { rows } = await this.#options.database.query<{ sealed: string; isGood: boolean }>(
      'DELETE FROM login_attempt WHERE secret = $1 RETURNING sealed, expires_at > now() AND provider = $2 AS "isGood"',
      [digestOf(secret), provider],
    );
    const row = rows[0];
    return row?.isGood === true ? unseal<Kept>(secret, row.sealed) : undefined;
  }

  async #enter(provider: ProviderId, found: LoggedOn, device: string) {
    const who = provider === 'helseid' ? await this.#staff(found) : await this.#citizen(found);
    const only = who.kind === 'staff' && who.employments.length === 1 ? who.employments[0]?.id : undefined;
    const begun = await this.#options.sessions.begin({
      provider,
      providerSid: sidOf(found),
      human: this.#humanOf(found.pid),
      who,
      employment: only,
      tokens: found.tokens,
      device,
    });
    return { ...begun, isUnlocked: false };
  }

  async #open(id: string, provider: ProviderId, found: LoggedOn, back: { locked: Held | undefined; device: string }) {
    const { sessions } = this.#options;
    // Ended meanwhile: then this is a log-on like any other.
    if (back.locked === undefined) return this.#enter(provider, found, back.device);
    if (back.locked.id !== id || !back.locked.human.equals(this.#humanOf(found.pid))) {
      throw new LogOnRefused('other-person');
    }
    const secret = await sessions.unlock(id, found.tokens, sidOf(found));
    const session = secret === undefined ? undefined : await sessions.find(secret);
    if (secret === undefined || session === undefined) return this.#enter(provider, found, back.device);
    return { secret, session, isUnlocked: true };
  }

  async #staff({ pid, hpr, loa }: LoggedOn): Promise<Who> {
    const { directory } = this.#options;
    const practitioner = await this.#found(() => directory.practitioner(hpr === undefined ? { pid } : { pid, hpr }));
    if (practitioner === undefined) throw new LogOnRefused('no-employment');
    const [employments, own] = await Promise.all([directory.employments(practitioner.id), directory.patient(pid)]);
    if (employments.length === 0) throw new LogOnRefused('no-employment');
    const { id, name } = practitioner;
    return {
      kind: 'staff',
      practitioner: id,
      name,
      loa,
      ...(own === undefined ? {} : { ownPatient: own.id }),
      employments,
    };
  }

  async #citizen({ pid, loa }: LoggedOn): Promise<Who> {
    const patient = await this.#options.directory.patient(pid);
    if (patient === undefined) throw new LogOnRefused('no-record');
    return { kind: 'citizen', patient: patient.id, name: patient.name, loa };
  }

  async #found<T>(look: () => Promise<T>): Promise<T> {
    try {
      return await look();
    } catch (error) {
      throw error instanceof Contradiction ? new LogOnRefused('contradiction', error) : error;
    }
  }

  #humanOf(pid: string): Buffer {
    return createHmac('sha256', this.#options.secret).update(pid).digest();
  }
}

const sidOf = ({ sid }: LoggedOn): Buffer | undefined => (sid === undefined ? undefined : digestOf(sid));
