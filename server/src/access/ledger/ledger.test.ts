import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Database } from '../../record/index.ts';
import { type TestDatabase, withDatabase } from '../../test/database.ts';
import { emptySchema } from '../../test/schema.ts';
import type { Actor } from '../actor.ts';
import { type Access, AccessLog } from '../log.ts';
import { type Head, heads, isSigned, logKeys, publicKeyOf } from './heads.ts';
import { isConsistent, rootByInclusion } from './merkle.ts';
import { openLedger } from './open.ts';
import { Sealer } from './sealer.ts';
import { consistencyProof, inclusionProof, placeOf } from './tree.ts';
import { Witness } from './witness.ts';

let store: TestDatabase;
let database: Database;
let admin: pg.Client;
const faults: unknown[] = [];

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url });
  admin = new pg.Client(store.url);
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.close();
  await store.close();
});

const actor: Actor = { kind: 'system', id: 'client:t', display: 't', clientId: 't', scopes: [], loa: 4 };
const access = (n: number): Access => ({
  actor,
  interaction: 'read',
  decision: 'permit',
  record: BigInt(n),
  id: `${n}`,
});
const sealerOf = (more: Partial<ConstructorParameters<typeof Sealer>[0]> = {}) =>
  new Sealer({ database, era: 0n, everyMs: 1_000_000, onFault: (error) => faults.push(error), ...more });

/** Seals until all is: transactions of other tests on the same server hold it up too. */
async function sealAll(sealer: Sealer, of = database): Promise<void> {
  const isAll = async () => {
    await sealer.seal();
    const { rows } = await of.reader.query<{ left: bigint }>(
      `SELECT (SELECT count(*) FROM access_log) - coalesce((SELECT max(size) FROM access_log_head), 0) AS left`,
    );
    return Number(rows[0]!.left);
  };
  await expect.poll(isAll, { timeout: 15_000, interval: 30 }).toBe(0);
}

async function entries() {
  const { rows } = await admin.query<{ tx: string; writer: string; seq: string; leaf: Buffer }>(
    'SELECT tx, writer, seq, leaf FROM access_log ORDER BY tx, writer, seq',
  );
  return rows.map(({ leaf, ...key }) => ({
    leaf,
    key: { tx: BigInt(key.tx), writer: BigInt(key.writer), seq: BigInt(key.seq) },
  }));
}

test('50 writers at once, some of whose transactions roll back: every entry gets one place, and there is no fork', async () => {
  const sealers = [sealerOf(), sealerOf(), sealerOf()];
  const made: Head[] = [];
  const end = new AbortController();
  const sealing = sealers.map(async (sealer) => {
    while (!end.signal.aborted) await sealer.seal();
  });
  await Promise.all(
    Array.from({ length: 50 }, async (_, w) => {
      const log = await AccessLog.open(database.writer);
      await log.introduce(actor);
      for (let i = 0; i < 8; i += 1) {
        await Promise.all([log.append(access(w)), log.append(access(w))]);
        // an entry of a transaction that takes its time, and stands or not
        const row = log.row({ ...access(w), at: Date.now() });
        const writing = database.transaction(async (client) => {
          await client.query(
            `INSERT INTO access_log (tx, writer, seq, at, context, outcome, stream, interaction, decision, record, id, salt, leaf)
             VALUES (pg_current_xact_id()::text::int8, $1, $2, to_timestamp($3 / 1000.0), $4, 0, 'p', 'read', 'permit', $5, $6, $7, $8)`,
            [
              log.writer,
              row.seq,
              row.at,
              row.context.toString('hex'),
              row.record,
              row.id,
              row.salt.toString('hex'),
              row.leaf,
            ],
          );
          await client.query('SELECT pg_sleep(0.01)');
          if (i % 2 === 0) throw new Error('rolled back');
        });
        await writing.catch(() => undefined);
      }
    }),
  );
  end.abort();
  await Promise.all(sealing);
  await sealAll(sealers[0]!);
  made.push(...(await heads(database.reader, 1_000_000, 0)));
  const all = await entries();
  expect(all).toHaveLength(50 * 20);
  const newest = made.at(-1)!;
  expect(newest.size).toBe(all.length);
  const keys = new Map((await logKeys(database.reader)).map((key) => [key.id, publicKeyOf(key.public)]));
  for (const head of made) expect(isSigned(head, keys.get(head.key)!)).toBe(true);
  // each head continues the one before, and each entry is where it says
  const root = (head: Head) => ({ size: head.size, root: Buffer.from(head.root, 'hex') });
  for (const [i, head] of made.entries()) {
    if (i === 0) continue;
    const before = made[i - 1]!;
    const proof = await consistencyProof(database.reader, before.size, head.size);
    expect(isConsistent(root(before), root(head), proof)).toBe(true);
  }
  for (let i = 0; i < all.length; i += 37) {
    expect(await placeOf(database.reader, all[i]!.key)).toBe(i);
    const proof = await inclusionProof(database.reader, i, newest.size);
    expect(rootByInclusion(all[i]!.leaf, i, newest.size, proof)?.toString('hex')).toBe(newest.root);
  }
}, 60_000);

test('an entry that a transaction still open may stand before is not sealed yet', async () => {
  const log = await AccessLog.open(database.gate);
  const sealer = sealerOf();
  await sealAll(sealer);
  const [before] = await heads(database.reader, 1);
  await admin.query('BEGIN');
  await admin.query('SELECT pg_current_xact_id()');
  await log.append(access(1));
  expect(await sealer.seal()).toBe(0);
  const last = (await entries()).at(-1)!;
  expect(await placeOf(database.reader, last.key)).toBeUndefined();
  await admin.query('COMMIT');
  await sealAll(sealer);
  expect(await placeOf(database.reader, last.key)).toBe(before!.size);
});

test('a log of many blocks and kept subtrees proves every place, also from a sealer that has just begun', async () => {
  const log = await AccessLog.open(database.gate);
  await Promise.all(Array.from({ length: 3_300 }, (_, i) => log.append(access(i))));
  await sealAll(sealerOf());
  await log.append(access(1));
  await sealAll(sealerOf());
  const all = await entries();
  const [newest] = await heads(database.reader, 1);
  expect(newest!.size).toBe(all.length);
  for (const index of [0, 255, 256, 1_000, 2_047, 3_000, all.length - 1]) {
    const proof = await inclusionProof(database.reader, index, newest!.size);
    expect(rootByInclusion(all[index]!.leaf, index, newest!.size, proof)?.toString('hex')).toBe(newest!.root);
  }
});

test('entries after a restore from a dump, whose transactions begin anew, stand behind the old ones', async () => {
  const own = await withDatabase(emptySchema);
  const restored = new Database({ url: own.url });
  const here = new pg.Client(own.url);
  await here.connect();
  const old = await AccessLog.open(restored.gate);
  await old.append(access(1));
  await here.query('ALTER TABLE access_log DISABLE TRIGGER ALL');
  await here.query('UPDATE access_log SET tx = 1000000000');
  const log = await AccessLog.open(restored.gate);
  await log.append(access(2));
  await sealAll(sealerOf({ database: restored, era: log.era }), restored);
  expect(log.era).toBe(1n << 48n);
  expect((await AccessLog.open(restored.gate)).era).toBe(log.era);
  const { rows } = await here.query('SELECT id FROM access_log ORDER BY tx');
  expect(rows.map(({ id }) => id)).toEqual(['1', '2']);
  expect((await heads(restored.reader, 1))[0]!.size).toBe(2);
  await here.end();
  await restored.close();
  await own.close();
});

test('the log is only added to, but for the erasure of what the law says must go', async () => {
  const { rows: some } = await admin.query('SELECT tx, writer, seq FROM access_log WHERE record = 7 LIMIT 1');
  const { tx, writer, seq } = some[0];
  const one = `tx = ${tx} AND writer = ${writer} AND seq = ${seq}`;
  for (const forbidden of [
    `UPDATE access_log SET record = 8 WHERE ${one}`,
    `UPDATE access_log SET record = NULL, id = NULL, salt = NULL, erased = 'x' WHERE ${one}`,
    `DELETE FROM access_log WHERE ${one}`,
    'TRUNCATE access_log',
    'UPDATE access_log_head SET at = now()',
    'DELETE FROM access_log_node',
    `UPDATE access_log_context SET content = '{}'`,
    'DELETE FROM access_log_context',
  ]) {
    await expect(admin.query(forbidden), forbidden).rejects.toThrow('only added to');
  }
  await admin.query(
    `UPDATE access_log l SET erased = access_log_commitment(l), record = NULL, id = NULL, on_behalf_of = NULL, reason = NULL,
       detail = NULL, shown = NULL, salt = NULL WHERE ${one}`,
  );
  const { rows } = await admin.query(`SELECT leaf = access_log_leaf(l) AS stands FROM access_log l WHERE ${one}`);
  expect(rows).toEqual([{ stands: true }]);
});

test('heads are copied to a folder, and a log that lacks one of them is not sealed over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'enjournal-heads-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = await AccessLog.open(database.gate);
  await log.append(access(1));
  const options = {
    database,
    log,
    headsFolder: folder,
    everyMs: 20,
    onFault: (error: unknown) => faults.push(error),
  };
  const ledger = await openLedger(options);
  await expect
    .poll(async () => (await heads(database.reader, 1))[0]!.size, { timeout: 15_000 })
    .toBe((await entries()).length);
  await ledger.close();
  const published = readFileSync(join(folder, 'heads.jsonl'), 'utf8').trim().split('\n');
  const [newest] = await heads(database.reader, 1);
  expect(JSON.parse(published.at(-1)!)).toEqual(newest);
  expect(JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'))).toEqual(await logKeys(database.reader));
  expect(faults).toEqual([]);

  await admin.query('ALTER TABLE access_log_head DISABLE TRIGGER ALL');
  await admin.query('DELETE FROM access_log_head WHERE size = $1', [newest!.size]);
  await admin.query('ALTER TABLE access_log_head ENABLE TRIGGER ALL');
  await log.append(access(2));
  const next = await openLedger(options);
  await expect.poll(() => String(faults), { timeout: 15_000 }).toContain('lacks a head that was published');
  await next.close();
  expect((await heads(database.reader, 1))[0]!.size).toBeLessThan(newest!.size);
});

test('an entry that is taken out before it is sealed is missed by the server that wrote it, and that stands in the log', async () => {
  const own = await withDatabase(emptySchema);
  const here = new Database({ url: own.url });
  const owner = new pg.Client(own.url);
  await owner.connect();
  const log = await AccessLog.open(here.gate);
  const told: unknown[] = [];
  const witness = new Witness(here, log, (error) => told.push(error));
  await Promise.all([log.append(access(1)), log.append(access(2))]);
  await owner.query('ALTER TABLE access_log DISABLE TRIGGER ALL');
  await owner.query(`DELETE FROM access_log WHERE id = '2'`);
  await log.append(access(3));
  await sealAll(sealerOf({ database: here }), here);
  await witness.check();
  expect(String(told)).toContain('1 entries that this server wrote');
  const { rows } = await owner.query(`SELECT outcome, stream FROM access_log WHERE interaction = 'log-check'`);
  expect(rows).toEqual([{ outcome: 8, stream: 's' }]);
  // nothing is missed that is there
  await sealAll(sealerOf({ database: here }), here);
  await witness.check();
  expect(told).toHaveLength(1);
  await owner.end();
  await here.close();
  await own.close();
});
