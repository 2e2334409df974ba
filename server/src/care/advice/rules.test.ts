import { describe, expect, test } from 'vitest';
import { adviceFor } from './evaluate.ts';
import { adviceContent, casesByRule, draftsOf, knowledgeWith, NOW, recordOf } from './test/cases.ts';

const { rules, broken } = knowledgeWith([]);

test('every rule of content can be read', () => {
  expect(broken).toEqual([]);
  expect(rules.length).toBeGreaterThanOrEqual(15);
});

test('every rule has a source with a name, and cases where it speaks and where it is silent', () => {
  for (const { id, source } of rules) {
    expect(source.label, id).not.toBe('');
    const cases = casesByRule.get(id) ?? [];
    expect(cases.filter((one) => one.expect.length > 0).length, `${id} speaks`).toBeGreaterThan(0);
    expect(cases.filter((one) => one.expect.length === 0).length, `${id} is silent`).toBeGreaterThan(0);
  }
  expect([...casesByRule.keys()].filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
});

test('every answer of every rule is shown by a case', () => {
  const shown = [...casesByRule].flatMap(([id, cases]) => cases.flatMap((one) => one.expect.map((a) => `${id} ${a}`)));
  const all = rules.flatMap(({ id, groups }) => groups.flatMap((g) => g.answers.map((a) => `${id} ${g.id}.${a.id}`)));
  expect(all.filter((one) => !shown.includes(one))).toEqual([]);
});

test('what is told is told in three languages', () => {
  const missing = adviceContent
    .filter((one) => one.resourceType === 'PlanDefinition' && String(one.id).startsWith('advice-'))
    .filter((one) => JSON.stringify(one._title ?? '').match(/"nn"|"en"/g)?.length !== 2);
  expect(missing.map(({ id }) => id)).toEqual([]);
});

describe.each([...casesByRule])('%s', (id, cases) => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const failures: string[] = [];
    const asked = { hook: one.hook, record: recordOf(one), drafts: draftsOf(one), now: NOW };
    const advice = adviceFor(knowledgeWith(one.record), asked, (rule, what) => failures.push(`${rule.id}: ${what}`));
    expect(failures).toEqual([]);
    const mine = advice.filter(({ rule }) => rule.id === id);
    expect(mine.map(({ key }) => key.split(':')[1]).sort()).toEqual([...one.expect].sort());
    if (one.says !== undefined) {
      expect(mine.map(({ title, detail }) => `${title.nb} ${detail.nb}`).join(' ')).toContain(one.says);
    }
    for (const { title, detail } of mine) {
      for (const text of [...Object.values(title), ...Object.values(detail)])
        expect(text).not.toMatch(/\{\{|undefined/);
    }
  });
});
