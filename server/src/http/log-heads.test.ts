import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Head, isSigned, type LogKey, publicKeyOf } from '../access/ledger/heads.ts';
import { isConsistent } from '../access/ledger/merkle.ts';
import { Sealer } from '../access/ledger/sealer.ts';
import { AccessLog } from '../access/log.ts';
import { Database } from '../record/index.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { emptySchema } from '../test/schema.ts';
import { logHeadRoutes } from './log-heads.ts';

let store: TestDatabase;
let database: Database;
let app: FastifyInstance;

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url, connections: 2 });
  const log = await AccessLog.open(database.gate);
  const sealer = new Sealer({ database, era: log.era, everyMs: 1_000_000, onFault: () => undefined });
  const actor = { kind: 'system' as const, id: 'client:t', display: 't', clientId: 't', scopes: [], loa: 4 };
  for (let n = 1; n <= 5; n += 1) {
    await Promise.all([1, 2, 3].map(() => log.append({ actor, interaction: 'read', decision: 'permit' })));
    // transactions of other tests on the same server hold the sealing up
    for (let size = 0; size < n * 3; ) {
      await sealer.seal();
      const { rows } = await database.reader.query<{ size: bigint }>(
        'SELECT coalesce(max(size), 0) AS size FROM access_log_head',
      );
      size = Number(rows[0]!.size);
    }
  }
  app = fastify();
  await app.register(logHeadRoutes, { prefix: '/log', database });
}, 60_000);
afterAll(async () => {
  await app.close();
  await database.close();
  await store.close();
});

const get = async <T>(url: string) => (await app.inject({ url })).json() as T;

test('heads are public, come in order, and are signed with a key that is public too', async () => {
  const { keys } = await get<{ keys: LogKey[] }>('/log/keys');
  const { heads } = await get<{ heads: Head[] }>('/log/heads');
  expect(heads.length).toBeGreaterThanOrEqual(5);
  expect(heads.at(-1)!.size).toBe(15);
  for (const head of heads) {
    expect(isSigned(head, publicKeyOf(keys.find(({ id }) => id === head.key)!.public))).toBe(true);
  }
  const { heads: after } = await get<{ heads: Head[] }>(`/log/heads?after=${heads[0]!.size}&count=2`);
  expect(after).toEqual(heads.slice(1, 3));
  expect((await get<{ heads: Head[] }>('/log/heads?count=1')).heads).toEqual(heads.slice(-1));
});

test('that one head continues another can be proved to anyone', async () => {
  const { heads } = await get<{ heads: Head[] }>('/log/heads');
  const root = ({ size, root: hex }: Head) => ({ size, root: Buffer.from(hex, 'hex') });
  const [first, last] = [heads[1]!, heads.at(-1)!];
  const { proof } = await get<{ proof: string[] }>(`/log/consistency?first=${first.size}&second=${last.size}`);
  const hashes = proof.map((hex) => Buffer.from(hex, 'hex'));
  expect(isConsistent(root(first), root(last), hashes)).toBe(true);
  expect(isConsistent(root(heads[0]!), root(last), hashes)).toBe(false);
});

test.each(['?first=0&second=3', '?first=9&second=3', '?first=x&second=3', '?first=1', '?first=1&second=99'])(
  'a consistency that cannot be is refused: %s',
  async (query) => {
    expect((await app.inject({ url: `/log/consistency${query}` })).statusCode).toBeGreaterThanOrEqual(400);
  },
);
