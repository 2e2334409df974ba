import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../test/server.ts';

/** Nothing is disclosed before its entry is on disk: also when the entry cannot be written, or waits. */
let server: TestServer;
let patient: string;

beforeAll(async () => {
  server = await withServer();
  const { body } = await server.post('Patient', { resourceType: 'Patient', name: [{ family: 'Nordmann' }] });
  patient = `Patient/${body.id}`;
});

afterAll(() => server.close());

const ways = (): [what: string, path: string][] => [
  ['a read', patient],
  ['a search', `Patient?_id=${patient.slice('Patient/'.length)}`],
  ['a history', `${patient}/_history`],
  ['a whole record', `${patient}/$everything`],
];

test('while the log cannot be written, nothing is shown and nothing is written', async () => {
  const { writer } = server.database;
  await writer.query('ALTER TABLE access_log RENAME TO access_log_away');
  try {
    for (const [what, path] of ways()) {
      const { status, text } = await server.get(path);
      expect([what, status >= 500, text.includes('Nordmann')]).toEqual([what, true, false]);
    }
    const made = await server.post('Patient', { resourceType: 'Patient', name: [{ family: 'Nymann' }] });
    expect(made.status).toBeGreaterThanOrEqual(500);
  } finally {
    await writer.query('ALTER TABLE access_log_away RENAME TO access_log');
  }
  expect((await server.get('Patient?family=Nymann')).body.entry).toBeUndefined();
  expect((await server.get(patient)).status).toBe(200);
});

test('while the log waits, the answer waits', async () => {
  const other = new pg.Client(server.database.url);
  await other.connect();
  await other.query('BEGIN; LOCK TABLE access_log IN ACCESS EXCLUSIVE MODE');
  const answers = ways().map(async ([, path]) => (await server.get(path)).text);
  const first = await Promise.race([...answers, new Promise((resolve) => setTimeout(resolve, 400, 'none'))]);
  expect(first).toBe('none');
  await other.query('COMMIT');
  await other.end();
  for (const text of await Promise.all(answers)) expect(text).toContain('Nordmann');
});
