import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseJson } from '../fhir/json/index.ts';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import { emptySchema } from '../test/schema.ts';
import type { ChangeNotice } from './changes.ts';
import { ChangeFeed, change, Database, findCurrent, type Operation } from './index.ts';
import { anyone } from './test/context.ts';

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
  await expect.poll(() => told.map(({ op }) => op), { timeout: 10_000 }).toEqual(['U', 'U', 'D']);
  expect(told.at(-1)).toMatchObject({ id: 'f', version: 4, access: 4 });
  stop();
});
