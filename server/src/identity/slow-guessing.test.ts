import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LogOnServer, withLogOn } from '../test/log-on.ts';
import { askToken } from './test/server.ts';

let server: LogOnServer;
const system = { grants: ['client_credentials'] as const, scopes: ['system/Patient.rs'], redirectUris: [] };

beforeAll(async () => {
  server = await withLogOn({
    persons: { helseid: [], idporten: [] },
    resources: [{ resourceType: 'Organization', id: 'x', name: 'X' }],
    freeFailures: 3,
    clients: [
      { id: 'guessed', name: 'Guessed', secret: 'g'.repeat(32), ...system },
      { id: 'good', name: 'Good', secret: 'o'.repeat(32), ...system },
    ],
  });
});
afterAll(() => server.close());

const ask = (client_id: string, client_secret: string) =>
  askToken(server.base, { grant_type: 'client_credentials', client_id, client_secret });

test('whoever guesses a client’s secret waits longer each time, even with the right one; other clients do not', async () => {
  for (let n = 0; n < 4; n += 1) expect((await ask('guessed', `no ${n}`)).status).toBe(401);
  const slowed = await ask('guessed', 'g'.repeat(32));
  expect(slowed).toMatchObject({ status: 429, body: { error: 'slow_down' } });
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask('good', 'o'.repeat(32))).status).toBe(200);
  await vi.waitFor(
    async () => {
      const told = (await server.security()).filter(({ interaction }) => interaction === 'token');
      expect(told.map(({ decision }) => decision)).toEqual(Array(4).fill('deny:invalid-client'));
    },
    { timeout: 8_000 },
  );
});

test('names that are no client’s count as one, whatever they are', async () => {
  for (let n = 0; n < 4; n += 1) expect((await ask(`name-${n}`, 'x')).status).toBe(401);
  expect((await ask('name-5', 'x')).status).toBe(429);
});
