import { expect, test } from 'vitest';
import { type CarePlan, codes, type Step } from './plan.ts';
import { deviationsOf, nextOf, standingOf, standingOfStep, stepActionOf, withDeviation } from './standing.ts';

const noon = Date.parse('2026-11-29T12:00:00+01:00');

const aStep = (action: string, status: string, end?: string): Step => ({
  resourceType: 'Task',
  identifier: [{ system: codes.pathwayStep, value: `some-pathway.${action}` }],
  status,
  ...(end === undefined ? {} : { restriction: { period: { end } } }),
});

const aPlan = (...actions: string[]): CarePlan => ({
  resourceType: 'CarePlan',
  activity: actions.map((action) => ({ extension: [{ url: codes.action, valueString: action }] })),
});

test.each([
  ['requested', '2026-12-01', 'waiting'],
  ['requested', '2026-11-28', 'late'],
  ['accepted', '2026-12-01', 'on-time'],
  ['accepted', '2026-11-29', 'on-time'],
  ['in-progress', '2026-11-29T11:00:00+01:00', 'late'],
  ['completed', '2026-11-01', 'done'],
  ['cancelled', '2026-11-01', 'done'],
  ['rejected', '2026-12-01', 'deviating'],
  ['failed', undefined, 'deviating'],
  ['accepted', undefined, 'on-time'],
])('a step that is %s and due %s is %s', (status, end, standing) => {
  expect(standingOfStep(aStep('a', status, end), noon)).toBe(standing);
});

test('a pathway stands as the worst of its steps, and what is over no longer counts', () => {
  const plan = aPlan('a', 'b', 'c');
  const late = aStep('b', 'accepted', '2026-11-01');
  const steps = [aStep('a', 'completed', '2026-11-01'), late, aStep('c', 'requested', '2026-12-24')];
  expect(standingOf(plan, steps, noon)).toBe('late');
  expect(standingOf(plan, [steps[0]!, { ...late, status: 'completed' }, steps[2]!], noon)).toBe('waiting');
});

test('a deviation is told with its reason, and lasts until the step is over', () => {
  const told = { reason: { text: 'Reist bort' }, at: '2026-11-28T10:00:00+01:00', by: { display: 'Hanne Hjem' } };
  const plan = withDeviation(aPlan('a', 'b'), 'b', told);
  expect(deviationsOf(plan)).toEqual([
    { action: 'b', reason: { text: 'Reist bort' }, at: '2026-11-28T10:00:00+01:00', by: 'Hanne Hjem' },
  ]);
  const step = aStep('b', 'accepted', '2026-12-24');
  expect(standingOf(plan, [step], noon)).toBe('deviating');
  expect(standingOf(plan, [{ ...step, status: 'completed' }], noon)).toBe('done');
});

test('next is what is due first of what is asked for, and not what still waits for another', () => {
  const steps = [aStep('a', 'draft', '2026-11-30'), aStep('b', 'requested', '2026-12-24'), aStep('c', 'accepted')];
  expect(stepActionOf(nextOf(steps)!)).toBe('b');
});
