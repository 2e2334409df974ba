import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type TestServer, withServer } from '../test/server.ts';
import { Feed, type FeedChange } from './feed.ts';

vi.setConfig({ testTimeout: 90_000 });

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
});
afterAll(() => server.close());

const feedOf = (holder = 'a'): Feed => new Feed(server.database, 'registers', ['Patient', 'Practitioner'], holder);
const put = (id: string, family: string) =>
  server.put(`Patient/${id}`, { resourceType: 'Patient', id, name: [{ family }] });

async function all(feed: Feed, least = 0): Promise<FeedChange[]> {
  const changes: FeedChange[] = [];
  // transactions of tests beside this one hold it up, for they are of the same cluster
  for (let round = 0; round < 400; round++) {
    while (await feed.next(3, async (some) => void changes.push(...some)));
    if (changes.length >= least) return changes;
    await new Promise((done) => setTimeout(done, 50));
  }
  return changes;
}

const told = (changes: readonly FeedChange[]): string[] =>
  changes.map(({ id, version, op, before, after }) => {
    const family = (text: string | undefined) => (text === undefined ? '-' : JSON.parse(text).name[0].family);
    return `${op} ${id} v${version} ${family(before)} → ${family(after)}`;
  });

test('changes and deletions come with the version before, in order and once, whatever the size of the parts', async () => {
  for (const family of ['A', 'B', 'C', 'D', 'E']) await put('one', family);
  await server.send('DELETE', 'Patient/one');
  await server.put('Practitioner/p', { resourceType: 'Practitioner', id: 'p' });
  expect(told(await all(feedOf(), 5))).toEqual([
    'U one v2 A → B',
    'U one v3 B → C',
    'U one v4 C → D',
    'U one v5 D → E',
    'D one v6 E → -',
  ]);
  expect(await all(feedOf())).toEqual([]);
});

test('work that fails is given again: the cursor moves only when it is done', async () => {
  await put('two', 'A');
  await put('two', 'B');
  const feed = feedOf();
  const dies = async (): Promise<void> => {
    for (let round = 0; round < 200; round++) {
      await feed.next(10, async () => {
        throw new Error('died');
      });
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  await expect(dies()).rejects.toThrow('died');
  expect(told(await all(feedOf(), 1))).toEqual(['U two v2 A → B']);
});

test('what took its number before others and is there only after them is not lost', async () => {
  await put('first', 'A');
  await put('second', 'A');
  const feed = feedOf();
  await all(feed);
  const [early, late] = [await open(), await open()];
  await early.query('SELECT pg_current_xact_id()'); // is a transaction, and has no number yet
  await late.query(numbered('first'));
  await early.query(numbered('second'));
  await early.query('COMMIT');
  expect(told(await all(feed, 1)).map((one) => one.slice(0, 11))).toEqual(['U second v2']);
  for (let round = 0; round < 4; round++) {
    expect(await all(feed)).toEqual([]);
    await new Promise((done) => setTimeout(done, 600)); // long enough for the floor to want to rise
  }
  await late.query('COMMIT');
  expect(told(await all(feed, 1)).map((one) => one.slice(0, 10))).toEqual(['U first v2']);
  await Promise.all([early.end(), late.end()]);
});

async function open(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.database.url });
  await client.connect();
  await client.query('BEGIN');
  return client;
}

const numbered = (id: string): string =>
  `INSERT INTO outbox (at, record, type, id, version, op)
   SELECT now(), record, type, id, 2, 'U' FROM outbox WHERE id = '${id}' LIMIT 1`;

test('the floor rises, so that what was read is not looked through again', async () => {
  const feed = feedOf();
  const floor = async (): Promise<bigint> =>
    (await server.database.reader.query<{ floor: bigint }>("SELECT floor FROM feed_cursor WHERE name = 'registers'"))
      .rows[0]!.floor;
  const { rows } = await server.database.reader.query<{ seq: bigint }>('SELECT max(seq) AS seq FROM outbox');
  for (let round = 0; round < 20 && (await floor()) < rows[0]!.seq; round++) {
    await all(feed);
    await new Promise((done) => setTimeout(done, 600));
  }
  expect(await floor()).toBe(rows[0]!.seq);
});

test('a long outbox is gone through window by window, and nothing at their edges is lost or told twice', async () => {
  const feed = feedOf();
  await all(feed);
  await put('edge', 'A');
  // windows of a few numbers, so that changes lie on both sides of their ends
  await server.database.writer.query("UPDATE feed_cursor SET window_end = floor + 3 WHERE name = 'registers'");
  const families = Array.from({ length: 12 }, (_, i) => `F${i}`);
  for (const family of families) await put('edge', family);
  const changes: FeedChange[] = [];
  for (let round = 0; round < 20 && changes.length < 12; round++) {
    changes.push(...(await all(feed)));
    await server.database.writer.query(
      'UPDATE feed_cursor SET window_end = least(window_end, greatest(floor, seq) + 3)',
    );
    await new Promise((done) => setTimeout(done, 600));
  }
  expect(changes.map(({ version }) => version)).toEqual(Array.from({ length: 12 }, (_, i) => i + 2));
});

test('one process follows at a time; the next takes over when the first lets go', async () => {
  const [a, b] = [feedOf('a'), feedOf('b')];
  expect(await a.hold()).toBe(true);
  expect(await b.hold()).toBe(false);
  expect(await a.hold()).toBe(true);
  await a.release();
  expect(await b.hold()).toBe(true);
  await b.release();
});
