import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guessRecord } from '../../record/index.ts';
import { type TestServer, withServer } from '../../test/server.ts';

let server: TestServer;
let blocker: pg.Client;
let patient: string;

const OBSERVATIONS = 1_500;
const long = 'a'.repeat(6_000);

beforeAll(async () => {
  server = await withServer({ readTimeoutMs: 1_000 });
  blocker = new pg.Client(server.database.url);
  await blocker.connect();
  patient = (await server.post('Patient', { resourceType: 'Patient' })).body.id;
  const entry = Array.from({ length: OBSERVATIONS }, () => ({
    resource: {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: `Patient/${patient}` },
      note: [{ text: long }],
    },
    request: { method: 'POST', url: 'Observation' },
  }));
  expect((await server.post('', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(200);
}, 60_000);
afterAll(async () => {
  await blocker.end();
  await server.close();
});

const idsIn = (text: string) =>
  new Set([...text.matchAll(/"fullUrl":"[^"]*\/([A-Z][A-Za-z]+\/[^"]+)"/g)].map(([, id]) => id!));

async function shownOf(interaction: string): Promise<Set<string>> {
  const { rows } = await blocker.query<{ shown: string }>(
    'SELECT shown FROM access_log WHERE interaction = $1 AND record = $2 AND shown IS NOT NULL',
    [interaction, String(guessRecord('Patient', patient))],
  );
  return new Set(rows.flatMap(({ shown }) => shown.split(',')));
}

test('the log names everything that a stream has sent', async () => {
  const { text } = await server.get(`Patient/${patient}/$everything`);
  const sent = idsIn(text);
  expect(sent.size).toBeGreaterThan(OBSERVATIONS);
  const shown = await shownOf('$everything');
  expect([...sent].filter((id) => !shown.has(id))).toEqual([]);
});

test('a stream whose log can no longer be written ends before it sends what is not in the log', async () => {
  const answer = await fetch(`${server.base}/Patient/${patient}/$everything`, {
    headers: { authorization: 'Bearer test' },
  });
  const reader = answer.body!.getReader();
  const first = await reader.read();
  await blocker.query('BEGIN; LOCK TABLE access_log IN ACCESS EXCLUSIVE MODE');
  let text = Buffer.from(first.value!).toString();
  let isBroken = false;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      text += Buffer.from(part.value).toString();
  } catch {
    isBroken = true;
  }
  await blocker.query('ROLLBACK');
  expect(isBroken).toBe(true);
  expect(idsIn(text).size).toBeLessThan(OBSERVATIONS);
  const shown = await shownOf('$everything');
  expect([...idsIn(text)].filter((id) => !shown.has(id))).toEqual([]);
  server.faults.length = 0;
});
