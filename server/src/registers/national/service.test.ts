import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Service, ServiceAway, type ServiceOptions, ServiceRefused } from './service.ts';
import { StandIn } from './test/stand-in.ts';

let standIn: StandIn;
beforeAll(async () => {
  standIn = await new StandIn().open();
});
afterAll(() => standIn.close());
beforeEach(() => {
  standIn.asked = [];
  standIn.troubles = [];
});

const service = (more: Partial<ServiceOptions> = {}): Service =>
  new Service({ name: 'Register', base: standIn.base, firstWaitMs: 5, timeoutMs: 2_000, ...more });
const persons = { method: 'POST', path: 'Person/_search', body: 'identifier=x|1' } as const;
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: import('node:http').ServerResponse) =>
    void response.writeHead(code, headers).end('busy');

test('a service that is busy, fails or breaks the line is asked again, as long apart as it wants', async () => {
  standIn.troubles = [
    status(503, { 'retry-after': '0' }),
    status(500),
    status(429, { 'retry-after': new Date(Date.now() - 1000).toUTCString() }),
    (response) => void response.destroy(),
  ];
  expect(JSON.parse(await service().ask(persons))).toMatchObject({ resourceType: 'Bundle' });
  expect(standIn.asked).toHaveLength(5);
});

test('one that does not answer in time is away, after the tries it gets', async () => {
  standIn.troubles = Array.from({ length: 5 }, () => () => undefined);
  await expect(service({ timeoutMs: 300, tries: 3 }).ask(persons)).rejects.toBeInstanceOf(ServiceAway);
  // on a busy machine the last try may reach the service after it was given up, and must not be the next test's
  await vi.waitFor(() => expect(standIn.asked).toHaveLength(3), { timeout: 8_000 });
});

test('a no is a no: it is not asked again, and neither the address nor the question is in the error', async () => {
  standIn.troubles = [status(403)];
  const refused = await service()
    .ask({ ...persons, body: 'identifier=urn|14834212081' })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ServiceRefused);
  expect(String(refused)).toBe('Error: Register refuses (403)');
  expect(standIn.asked).toHaveLength(1);
});

test('each try asks for its own leave, and a page elsewhere or a redirect is not followed with it', async () => {
  let token = 0;
  standIn.troubles = [status(503, { 'retry-after': '0' })];
  const asking = service({ authorise: async () => ({ authorization: `Bearer ${++token}` }), tries: 2 });
  await asking.ask(persons);
  expect(standIn.asked.map(({ authorization }) => authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  await expect(asking.ask({ method: 'GET', path: 'https://elsewhere.example/Person' })).rejects.toBeInstanceOf(
    ServiceAway,
  );
  await expect(asking.ask({ method: 'GET', path: `${standIn.base}.elsewhere.example/Person` })).rejects.toBeInstanceOf(
    ServiceAway,
  );
  standIn.troubles = [
    status(302, { location: 'http://127.0.0.1:1/' }),
    status(302, { location: 'http://127.0.0.1:1/' }),
  ];
  await expect(asking.ask(persons)).rejects.toBeInstanceOf(ServiceAway);
});

test('who stops waiting is not kept', async () => {
  standIn.troubles = Array.from({ length: 9 }, () => status(503, { 'retry-after': '60' }));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const began = Date.now();
  await expect(service({ signal: stop.signal }).ask(persons)).rejects.toThrow();
  expect(Date.now() - began).toBeLessThan(20_000);
});
