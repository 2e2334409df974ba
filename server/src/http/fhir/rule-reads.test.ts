import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Queryable } from '../../record/index.ts';
import { findMatches } from '../../record/search/index.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { RuleReads } from './rule-reads.ts';

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
  const entry = Array.from({ length: 60 }, (_, i) => ({
    resource: { resourceType: 'Patient', id: `p${i}`, identifier: [{ value: `n${i % 30}` }] },
    request: { method: 'PUT', url: `Patient/p${i}` },
  }));
  await server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
});
afterAll(() => server.close());

/** The store, and how many statements it was sent. */
function counting(): { client: Queryable; sent: () => number } {
  let sent = 0;
  const { writer } = server.database;
  const query = ((...given: Parameters<typeof writer.query>) => {
    sent += 1;
    return writer.query(...given);
  }) as typeof writer.query;
  return { client: { query } as Queryable, sent: () => sent };
}
const match = (client: Queryable, criteria: readonly { type: string; query: string }[], most = 2) =>
  findMatches(client, criteria, { most });

test('what many rules read at the same time is one statement, and what they find two', async () => {
  const { client, sent } = counting();
  const reads = new RuleReads(client, []);
  const all = await Promise.all(Array.from({ length: 60 }, (_, i) => reads.read(`Patient/p${i}`)));
  expect(all.map((one) => one?.id)).toEqual(Array.from({ length: 60 }, (_, i) => `p${i}`));
  expect(sent()).toBe(1);
  const found = await Promise.all(
    Array.from({ length: 31 }, (_, i) => reads.find(match, 'Patient', `identifier=n${i}`)),
  );
  expect(found.map((some) => some.map(({ id }) => id).sort())).toEqual(
    Array.from({ length: 31 }, (_, i) => (i < 30 ? [`p${i}`, `p${i + 30}`].sort() : [])),
  );
  expect(sent()).toBe(3);
});

test('what was read stands; what the write itself makes is not asked for; what is no reference is nothing', async () => {
  const { client, sent } = counting();
  const made = { resourceType: 'Patient', id: 'new' };
  const reads = new RuleReads(client, [
    { op: 'C', type: 'Patient', id: 'new', record: 1n, resource: made, before: undefined },
  ]);
  expect(await reads.read('Patient/new')).toBe(made);
  expect(await reads.read('no reference')).toBeUndefined();
  expect(await reads.read('Patient/nobody')).toBeUndefined();
  const before = sent();
  expect(await reads.read('Patient/nobody')).toBeUndefined();
  expect(sent()).toBe(before);
});

test('criteria that cannot be searched by fail for whoever asked, and for nobody else', async () => {
  const { client } = counting();
  const reads = new RuleReads(client, []);
  const [wrong, right] = await Promise.allSettled([
    reads.find(match, 'Patient', 'no-such-parameter=x'),
    reads.find(match, 'Patient', 'identifier=n1'),
  ]);
  expect(wrong).toMatchObject({ status: 'rejected', reason: { kind: 'invalid' } });
  expect(right).toMatchObject({ status: 'fulfilled' });
});
