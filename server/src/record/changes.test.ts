import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseJson } from '../fhir/json/index.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { emptySchema } from '../test/schema.ts';
import type { ChangeNotice } from './changes.ts';
import { ChangeFeed, change, Database, findCurrent, type Operation } from './index.ts';
import { anyone } from './test/context.ts';

/** Transactions of tests beside this one hold changes up: they are of the same cluster. */
const PATIENCE = { timeout: 40_000 };
vi.setConfig({ testTimeout: 90_000 });

let store: TestDatabase;
let database: Database;
let changes: ChangeFeed;

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url });
  changes = new ChangeFeed(database);
});

afterAll(async () => {
  changes.close();
  await database.close();
  await store.close();
});

test('what changes in a record is told with what kind of information it is, or was when it ended', async () => {
  const does = (operation: Operation, label: number) => change(database, [operation], anyone({ label: () => label }));
  const put = (label: number): Promise<unknown> => {
    const body = parseJson('{"resourceType":"Flag","id":"f","subject":{"reference":"Patient/p"}}');
    return does({ kind: 'update', type: 'Flag', target: { id: 'f' }, body }, label);
  };
  await put(1);
  const [place] = await findCurrent(database.reader, [{ type: 'Flag', id: 'f' }], false);
  const told: ChangeNotice[] = [];
  const stop = await changes.listen((place as { record: bigint }).record, (notice) => told.push(notice));
  await put(2);
  await put(4);
  await does({ kind: 'delete', type: 'Flag', target: { id: 'f' } }, 0);
  await expect.poll(() => told.map(({ op }) => op).filter((op) => op !== 'C'), PATIENCE).toEqual(['U', 'U', 'D']);
  expect(told.at(-1)).toMatchObject({ id: 'f', version: 4, access: 4 });
  stop();
});

test('a change is told that took its number before others and is there only after them', async () => {
  for (const id of ['first', 'second']) {
    const body = parseJson(`{"resourceType":"Flag","id":"${id}","subject":{"reference":"Patient/p"}}`);
    await change(database, [{ kind: 'update', type: 'Flag', target: { id }, body }], anyone());
  }
  const [place] = await findCurrent(database.reader, [{ type: 'Flag', id: 'first' }], false);
  const told: string[] = [];
  const listener = ({ id, version, op }: ChangeNotice) => op === 'C' || told.push(`${id} ${version}`);
  const stop = await changes.listen((place as { record: bigint }).record, listener);
  const [early, late] = [await open(), await open()];
  await early.query('SELECT pg_current_xact_id()'); // is a transaction, and has no number yet
  await late.query(numbered('first'));
  await early.query(numbered('second'));
  await early.query('COMMIT');
  await expect.poll(() => told, PATIENCE).toEqual(['second 2']);
  await new Promise((done) => setTimeout(done, 1_500)); // some looks long
  await late.query('COMMIT');
  await expect.poll(() => told, PATIENCE).toEqual(['second 2', 'first 2']);
  stop();
  await Promise.all([early.end(), late.end()]);
});

async function open(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: store.url });
  await client.connect();
  await client.query('BEGIN');
  return client;
}

const numbered = (id: string): string =>
  `INSERT INTO outbox (at, record, type, id, version, op)
   SELECT now(), record, type, id, 2, 'U' FROM outbox WHERE id = '${id}' LIMIT 1`;
