import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../test/server.ts';

let server: TestServer;
let blocker: pg.Client;
/** Another connection: within a transaction, what others do is seen once. */
let watcher: pg.Client;

beforeAll(async () => {
  server = await withServer({ readTimeoutMs: 700, limits: { maxResourceBytes: 10_000, maxBundleBytes: 100_000 } });
  blocker = new pg.Client(server.database.url);
  await blocker.connect();
  watcher = new pg.Client(server.database.url);
  await watcher.connect();
});

afterAll(async () => {
  await blocker.end();
  await watcher.end();
  await server.close();
  expect(server.faults).toEqual([]);
});

/** While `work` runs, no search gets beyond waiting. */
async function whileTablesAreLocked(work: () => Promise<void>): Promise<void> {
  await blocker.query('BEGIN; LOCK TABLE resource IN ACCESS EXCLUSIVE MODE');
  try {
    await work();
  } finally {
    await blocker.query('ROLLBACK');
  }
}

const searching = `SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND state = 'active' AND query LIKE '%FROM resource%' AND pid <> pg_backend_pid()`;

test('a search that runs too long is cancelled in the database and says so', async () => {
  await whileTablesAreLocked(async () => {
    const answer = await server.get('Patient?gender=male');
    expect(answer.status).toBe(408);
    expect(answer.body.issue[0]?.code).toBe('timeout');
    expect((await watcher.query(searching)).rows[0].n).toBe(0);
  });
});

test('a search whose client has gone is cancelled at once', async () => {
  await whileTablesAreLocked(async () => {
    const controller = new AbortController();
    const asked = fetch(`${server.base}/Patient?gender=female`, {
      headers: { authorization: 'Bearer test' },
      signal: controller.signal,
    });
    await expect.poll(async () => (await watcher.query(searching)).rows[0].n).toBe(1);
    controller.abort();
    await expect(asked).rejects.toThrow();
    await expect.poll(async () => (await watcher.query(searching)).rows[0].n, { timeout: 400, interval: 20 }).toBe(0);
  });
});

test('a resource and a Bundle beyond their limits are refused with 413', async () => {
  const big = (bytes: number) => ({ resourceType: 'Patient', name: [{ family: 'a'.repeat(bytes) }] });
  expect((await server.post('Patient', big(11_000))).status).toBe(413);
  expect((await server.post('Patient', big(9_000))).status).toBe(201);
  expect(
    (await server.post('', { resourceType: 'Bundle', type: 'batch', entry: [{ resource: big(110_000) }] })).status,
  ).toBe(413);
});

test('when the log is gone or locked nothing is disclosed, by whatever is asked, and nothing is changed', async () => {
  const made = await server.post('Patient', { resourceType: 'Patient', name: [{ family: 'Skjult' }] });
  const { id } = made.body;
  const asked = [
    `Patient/${id}`,
    `Patient/${id}/_history/1`,
    `Patient/${id}/_history`,
    `Patient?_id=${id}`,
    `Patient/${id}/$everything`,
    `Patient/${id}/$meta`,
    `AuditEvent?patient=${id}`,
  ];
  const ways = {
    gone: ['ALTER TABLE access_log RENAME TO access_log_away', 'ALTER TABLE access_log_away RENAME TO access_log'],
    locked: ['BEGIN; LOCK TABLE access_log IN ACCESS EXCLUSIVE MODE', 'ROLLBACK'],
  };
  for (const [way, [begin, end]] of Object.entries(ways)) {
    await blocker.query(begin!);
    const writing = server.put(`Patient/${id}`, { resourceType: 'Patient', id, active: true }); // waits longer than a read
    const answers = await Promise.all(asked.map((path) => server.get(path)));
    await blocker.query(end!);
    for (const [i, { status, text }] of answers.entries()) {
      expect([408, 500, 503], `${way} ${asked[i]}`).toContain(status);
      expect(text).not.toContain('Skjult');
      expect(text).not.toContain(id);
    }
    const isWritten = (await writing).status === 200;
    const { rows } = await blocker.query(
      `SELECT count(*)::int AS n FROM access_log WHERE id = $1 AND interaction = 'update'`,
      [id],
    );
    expect(rows[0].n > 0, way).toBe(isWritten);
  }
  server.faults.length = 0; // a table that is gone is a fault of ours
  expect((await server.get(`Patient/${id}`)).status).toBe(200);
});
