import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../test/server.ts';

let server: TestServer;
let patient: string;

beforeAll(async () => {
  server = await withServer();
  patient = (await server.post('Patient', { resourceType: 'Patient' })).body.id;
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

function open(of: TestServer, id: string, signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: 'Bearer test' };
  return fetch(`${of.base}/Patient/${id}/$changes`, signal === undefined ? { headers } : { headers, signal });
}

/** Reads the stream until `wanted` stands in what came. */
async function until(stream: Response, wanted: string): Promise<string> {
  let text = '';
  const reader = stream.body!.getReader();
  while (!text.includes(wanted)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString();
  }
  void reader.cancel();
  return text;
}

test('a change that was under way when the stream was opened is told', async () => {
  const early = new pg.Client(server.database.url);
  await early.connect();
  // It takes its number in the outbox first, and is committed last.
  await early.query('BEGIN');
  await early.query(
    `INSERT INTO outbox (record, type, id, version, op, at)
     SELECT record, type, id, 7, 'U', at FROM resource WHERE id = $1`,
    [patient],
  );
  await server.post('Patient', { resourceType: 'Patient' });
  const stream = await open(server, patient);
  await early.query('COMMIT');
  expect(await until(stream, '"versionId":"7"')).toContain('"versionId":"7"');
  await early.end();
});

test('nothing is kept of clients that go, also of those that go while the stream is being opened', async () => {
  const asked = Array.from({ length: 20 }, async (_, i) => {
    const controller = new AbortController();
    const stream = open(server, patient, controller.signal);
    setTimeout(() => controller.abort(), i * 2);
    await stream.then((answer) => answer.text()).catch(() => undefined);
  });
  await Promise.all(asked);
  await expect.poll(() => server.service.streams.size).toBe(0);
});

test('a shutdown ends open streams in good order and does not wait for them', async () => {
  const ending = await withServer();
  const { id } = (await ending.post('Patient', { resourceType: 'Patient' })).body;
  const streams = await Promise.all([open(ending, id), open(ending, id)]);
  const texts = Promise.all(streams.map((stream) => stream.text()));
  const start = Date.now();
  await ending.close();
  expect(await texts).toEqual([': open\n\n', ': open\n\n']);
  expect(Date.now() - start).toBeLessThan(900); // its patience is a second
});
