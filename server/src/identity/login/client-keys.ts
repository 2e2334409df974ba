import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import type { Queryable } from '../../record/index.ts';

/** The keys by which we show a provider who we are. */
export type ClientKeys = {
  /** The one that signs now. */
  current(): Promise<JWK>;
  /** Public halves, those of earlier keys for a time: what was signed with them may still be under way. */
  published(): Promise<JSONWebKeySet>;
};

/** Keys from a file: the first signs, all are published. Whoever runs the server puts a new one first, and drops the old. */
export function keysFrom(keys: readonly JWK[]): ClientKeys {
  return {
    current: async () => keys[0] as JWK,
    published: async () => ({ keys: keys.map(publicHalf) }),
  };
}

const day = 86_400_000;
const rotateAfterMs = 90 * day;
/** A new key is published for so long before it signs: a provider may have fetched our keys just before. */
const aheadMs = day;
/** What an old key has signed may still be under way. */
const keepMs = 7 * day;

type Kept = { key: JWK; madeAt: number };

/** Keys that this installation makes itself and changes every 90 days: the next is published before it signs, the last after. */
export function ownKeys(database: Queryable, now: () => number = () => Date.now()): ClientKeys {
  async function load(): Promise<Kept[]> {
    const before = await read();
    const newest = before[0];
    if (newest !== undefined && now() - newest.madeAt < rotateAfterMs) return before;
    const stillGood = before.filter(({ madeAt }) => now() - madeAt < rotateAfterMs + aheadMs + keepMs);
    await write(before, [{ key: await makeKey(), madeAt: now() }, ...stillGood]);
    return read();
  }

  /** The newest first. */
  async function read(): Promise<Kept[]> {
    const { rows } = await database.query<{ value: string }>("SELECT value FROM identity_key WHERE name = 'client'");
    return rows[0] === undefined ? [] : (JSON.parse(rows[0].value) as Kept[]);
  }

  /** Of servers that change keys at once one wins, and all use its key. */
  async function write(before: Kept[], after: Kept[]): Promise<void> {
    await database.query(
      `INSERT INTO identity_key (name, value) VALUES ('client', $1)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE identity_key.value = $2`,
      [JSON.stringify(after), JSON.stringify(before)],
    );
  }

  return {
    async current() {
      const kept = await load();
      return (kept.find(({ madeAt }) => now() - madeAt >= aheadMs) ?? kept.at(-1)!).key;
    },
    async published() {
      const kept = await load();
      const [next] = kept;
      const isOver = ({ madeAt }: Kept) =>
        next !== undefined && madeAt < next.madeAt && now() - next.madeAt > aheadMs + keepMs;
      return { keys: kept.filter((one) => !isOver(one)).map(({ key }) => publicHalf(key)) };
    },
  };
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') };
}

function publicHalf(key: JWK): JWK {
  const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
  return Object.fromEntries(Object.entries(key).filter(([name]) => !secrets.includes(name))) as JWK;
}
