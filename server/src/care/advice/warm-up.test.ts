import { expect, test } from 'vitest';
import { hooks } from './rule.ts';
import { knowledgeWith } from './test/cases.ts';
import { warmUp } from './warm-up.ts';

test('all rules are made ready in steps between which others are answered, and not further than the server lives', async () => {
  let steps = 0;
  await warmUp(knowledgeWith([]), async () => {
    steps += 1;
    return true;
  });
  expect(steps).toBeGreaterThan(hooks.length);
  let begun = 0;
  await warmUp(knowledgeWith([]), async () => {
    begun += 1;
    return begun < 3;
  });
  expect(begun).toBe(3);
});
