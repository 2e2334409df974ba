import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type TestServer, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;

beforeAll(async () => {
  server = await withServer({ limits: { maxBundleEntries: 100_000 } });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

test('others are served while a large Bundle is worked through', async () => {
  const resource = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  };
  const entry = Array.from({ length: 20_000 }, () => ({ resource, request: { method: 'POST', url: 'Observation' } }));
  const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  const turns: number[] = [];
  let isDone = false;
  const clock = async () => {
    for (let last = performance.now(); !isDone; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const now = performance.now();
      turns.push(now - last);
      last = now;
    }
  };
  const running = clock();
  const answer = await server.post('', body, { prefer: 'return=minimal' });
  isDone = true;
  await running;
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  // to validate and index them took many turns, and not one
  expect(turns.filter((ms) => ms > 15 && ms < 200).length).toBeGreaterThan(5);
});
