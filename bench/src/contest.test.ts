import { expect, test } from 'vitest';
import { contest } from './contest.ts';
import type { Generator, Job, Result } from './generator/index.ts';

const result = (perSecond: number, medianMs: number): Result => ({
  ...{ requests: perSecond, perSecond, medianMs },
  ...{ p99Ms: medianMs, firstByteMs: medianMs, bytes: 0 },
});

test('pauses that slow most rounds of one side move its requests a second, and not the time of its middle request', async () => {
  const rounds: Record<number, Result[]> = {
    1: [result(500, 2), result(500, 2), result(480, 2), result(510, 2)],
    2: [result(500, 2), result(200, 2.5), result(490, 2), result(150, 2)],
  };
  const generator: Generator = { run: async ({ port }: Job) => rounds[port]!.shift()!, stop: async () => {} };
  const side = (port: number) => ({ port, headers: {}, requests: [] });
  const outcome = await contest(generator, { rounds: 3, seconds: 1 }, 1, side(1), side(2));
  expect(outcome.ratio).toBe(0.4);
  expect(outcome.ratioOfTimes).toBe(1);
});
