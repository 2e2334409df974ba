import { expect, test } from 'vitest';
import { Rule } from './rule.ts';

const rule = new Rule(
  { id: 'age', from: '2020-01-01', to: '2026-07-01', ground: { law: 'old § 1' }, value: 15 },
  { id: 'age', from: '2026-07-01', ground: { law: 'new § 2' }, value: 16 },
);

test('the version that held on a day is the one that is used for it', () => {
  const change = Date.parse('2026-07-01T00:00:00+02:00');
  expect(rule.at(change - 1)).toMatchObject({ value: 15, ground: { law: 'old § 1' } });
  expect(rule.at(change)).toMatchObject({ value: 16, ground: { law: 'new § 2' } });
  expect(rule.at(0).value).toBe(15);
  expect(rule.versions).toHaveLength(2);
});

test('two versions cannot hold at once', () => {
  const version = { id: 'a', from: '2020-01-01', ground: { law: '–' }, value: 1 };
  expect(() => new Rule(version, { ...version, from: '2021-01-01' })).toThrow('clash');
});
