import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../test/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const many = <T>(make: (i: number) => Promise<T>) => Promise.all(Array.from({ length: 12 }, (_, i) => make(i)));

const identified = (value: string) => ({ resourceType: 'Patient', identifier: [{ system: 'http://a.no', value }] });

test('updates and deletes of one resource at once leave each version once', async () => {
  const body = { resourceType: 'Patient', id: 'raced' };
  await server.put('Patient/raced', body);
  const answers = await many((i) =>
    i % 3 === 0 ? server.send('DELETE', 'Patient/raced') : server.put('Patient/raced', body),
  );
  for (const { status } of answers) expect([200, 201, 204]).toContain(status);
  const history = await server.get('Patient/raced/_history?_count=100');
  const versions = history.body.entry.map(({ response }) => response.etag);
  expect(new Set(versions).size).toBe(versions.length);
});

test('of parallel conditional creates one resource results, however their criteria are written', async () => {
  const written = [
    'identifier=http://a.no|1&active:missing=true',
    'active:missing=true&identifier=http%3A%2F%2Fa.no%7C1',
  ];
  const answers = await many((i) => server.post('Patient', identified('1'), { 'if-none-exist': written[i % 2]! }));
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(11).fill(200), 201]);
});

test('a transaction of very many criteria needs no more locks than one, and still makes nothing twice', async () => {
  const entries = Array.from({ length: 600 }, (_, i) => ({
    resource: identified(`many-${i}`),
    request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=http://a.no|many-${i}` },
  }));
  const locks = `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'`;
  let most = 0;
  const watch = setInterval(async () => {
    const { rows } = await server.database.reader.query<{ n: number }>(locks);
    most = Math.max(most, rows[0]!.n);
  }, 5);
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry: entries };
  const alone = (i: number) =>
    server.post('Patient', identified(`many-${i}`), { 'if-none-exist': `identifier=http://a.no|many-${i}` });
  const answers = await Promise.all([server.post('', bundle), server.post('', bundle), ...[1, 300, 599].map(alone)]);
  clearInterval(watch);
  for (const { status } of answers) expect([200, 201]).toContain(status);
  expect(most).toBeLessThan(50);
  const found = await server.get('Patient?identifier=http://a.no|many-1,http://a.no|many-300,http://a.no|many-599');
  expect(found.body.total).toBe(3);
});

test('two entries of one transaction with the same If-None-Exist make one resource', async () => {
  const request = { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=http://a.no|2' };
  const entry = [1, 2].map((n) => ({
    fullUrl: `urn:uuid:0000000${n}-0000-0000-0000-000000000000`,
    resource: identified('2'),
    request,
  }));
  const answer = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
  expect(answer.body.entry.map(({ response }) => response.status)).toEqual(['201', '200']);
  expect(answer.body.entry[0]!.fullUrl).toBe(answer.body.entry[1]!.fullUrl);
  expect((await server.get('Patient?identifier=http://a.no|2')).body.total).toBe(1);
});

test('a fullUrl that two new resources claim is refused', async () => {
  const one = {
    fullUrl: 'urn:uuid:00000003-0000-0000-0000-000000000000',
    resource: { resourceType: 'Patient' },
    request: { method: 'POST', url: 'Patient' },
  };
  const answer = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry: [one, one] });
  expect(answer.status).toBe(400);
  expect(answer.body.issue[0]).toMatchObject({ code: 'duplicate', expression: ['Bundle.entry[1]'] });
});

test('an operation whose body has no type is refused in words', async () => {
  expect((await server.post('Patient/x/$everything', {})).status).toBe(400);
});
