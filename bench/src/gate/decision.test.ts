import { expect, test } from 'vitest';
import { decisionFigures } from './decision.ts';

test('a decision for a citizen with 20 organisations and 200 relations costs no more than 0.3 ms of CPU', () => {
  const { organisations, relations, cpuMs } = decisionFigures(800);
  expect([organisations, relations]).toEqual([20, 200]);
  expect(cpuMs).toBeLessThan(0.3);
}, 30_000);
