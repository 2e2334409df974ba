import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../record/index.ts';
import { type TestDatabase, withDatabase } from '../../test/database.ts';
import { emptySchema } from '../../test/schema.ts';
import { isSigned, logKeys, openSigner, publicKeyOf, type Signer } from './heads.ts';

let store: TestDatabase;
let database: Database;
let admin: pg.Client;

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url, connections: 2 });
  admin = new pg.Client(store.url);
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.close();
  await store.close();
});

const what = { size: 3, at: '2026-11-24T10:00:00.000Z', root: 'ab'.repeat(32) };
const headOf = (signer: Signer) => ({ ...what, key: signer.id, signature: signer.sign(what).toString('hex') });
const keys = async () => new Map((await logKeys(database.reader)).map((key) => [key.id, publicKeyOf(key.public)]));

test('servers of one store sign with one key, and with a new one after a year; old heads stay verifiable', async () => {
  const [first, again] = [await openSigner(database.writer), await openSigner(database.writer)];
  expect(again.id).toBe(first.id);
  const old = headOf(first);
  await admin.query(`UPDATE access_log_key SET from_at = now() - interval '13 months'`);
  const next = await openSigner(database.writer);
  expect(next.id).not.toBe(first.id);
  for (const head of [old, headOf(next)]) {
    const key = (await keys()).get(head.key)!;
    expect(isSigned(head, key)).toBe(true);
    expect(isSigned({ ...head, size: 4 }, key)).toBe(false);
    expect(isSigned({ ...head, root: 'cd'.repeat(32) }, key)).toBe(false);
  }
});

test('of a key in a file the database has the public half alone', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signer = await openSigner(database.writer, privateKey.export({ format: 'pem', type: 'pkcs8' }) as string);
  const { rows } = await admin.query('SELECT private FROM access_log_key WHERE id = $1', [signer.id]);
  expect(rows).toEqual([{ private: null }]);
  expect(isSigned(headOf(signer), (await keys()).get(signer.id)!)).toBe(true);
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' });
  await expect(openSigner(database.writer, other as string)).rejects.toThrow('not an Ed25519 key');
});
