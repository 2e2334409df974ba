import { hash } from 'node:crypto';
import type { Queryable } from '../../record/index.ts';

/** Slows down whoever guesses: after some failures each further one makes the client wait twice as long as the one before. */
export type Guard = {
  /** Seconds that this client has still to wait; 0: it may try. */
  waitOf(client: string): Promise<number>;
  /** One more failure. @returns how many there have been, and the wait that this one has earned. */
  failed(client: string): Promise<{ failures: number; waitSeconds: number }>;
  /** It succeeded: what it did before is forgiven. */
  succeeded(client: string): Promise<void>;
  /** Forgets those of whom nothing is held against any more. */
  sweep(): Promise<void>;
};

const longestSeconds = 300;
/** After so long without a failure nothing is held against a client. */
const forgetMs = 30 * 60_000;

/**
 * Keeps count in the database, for all servers that work on it: who is slowed by one is slowed by the others. By a hash of
 * network address and what was tried: the address itself is not kept.
 * @param options.free failures that cost nothing: everybody mistypes, and a whole clinic may have one address
 */
export function guardAgainstGuessing(database: Queryable, options: { free?: number; now?: () => number } = {}): Guard {
  const { free = 5, now = () => Date.now() } = options;
  const keyOf = (client: string): string => hash('sha256', client, 'base64url');
  const at = (ms: number): string => new Date(ms).toISOString();
  return {
    async waitOf(client) {
      const values = [keyOf(client), at(now() - forgetMs)];
      const { rows } = await database.query<{ until: number }>(WAITS, values, 'guess-waits');
      return Math.max(0, Math.ceil(((rows[0]?.until ?? 0) - now()) / 1000));
    },
    async failed(client) {
      const values = [keyOf(client), at(now()), at(now() - forgetMs), free, longestSeconds];
      const { rows } = await database.query<{ failures: number; wait: number }>(FAILED, values, 'guess-failed');
      return { failures: rows[0]!.failures, waitSeconds: rows[0]!.wait };
    },
    async succeeded(client) {
      await database.query('DELETE FROM identity_guess WHERE client = $1', [keyOf(client)], 'guess-succeeded');
    },
    async sweep() {
      await database.query('DELETE FROM identity_guess WHERE last < $1', [at(now() - forgetMs)]);
    },
  };
}

const WAITS = `SELECT (extract(epoch FROM until) * 1000)::float8 AS until FROM identity_guess
WHERE client = $1 AND last >= $2::timestamptz`;

const waitAfter = (failures: string): string =>
  `CASE WHEN ${failures} <= $4::int THEN 0 ELSE least($5::int, 2 ^ least(${failures} - $4::int - 1, 30))::int END`;
const next = 'CASE WHEN g.last < $3::timestamptz THEN 1 ELSE g.failures + 1 END';

/** Counted by the row itself, so that none of many failures at once is lost. */
const FAILED = `INSERT INTO identity_guess AS g (client, failures, last, until)
VALUES ($1, 1, $2::timestamptz, $2::timestamptz + ${waitAfter('1')} * interval '1 second')
ON CONFLICT (client) DO UPDATE SET failures = ${next}, last = $2::timestamptz,
  until = $2::timestamptz + ${waitAfter(`(${next})`)} * interval '1 second'
RETURNING failures, ${waitAfter('failures')} AS wait`;
