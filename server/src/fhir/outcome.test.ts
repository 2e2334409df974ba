import { expect, test } from 'vitest';
import { outcomeOf } from './outcome.ts';

test('each issue is told with its coding, its words and its place', () => {
  expect(
    outcomeOf([
      {
        severity: 'error',
        code: 'required',
        key: 'element-missing',
        diagnostics: 'Missing',
        expression: 'Patient.name',
      },
      { severity: 'warning', code: 'value' },
    ]),
  ).toEqual({
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: 'required',
        details: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/issue', code: 'element-missing' }] },
        diagnostics: 'Missing',
        expression: ['Patient.name'],
      },
      { severity: 'warning', code: 'value' },
    ],
  });
});

test('a place in a text is told in words, for it is no FHIRPath', () => {
  const [issue] = outcomeOf([
    { severity: 'error', code: 'structure', diagnostics: 'Expected a value', expression: 'line 3, column 7' },
  ]).issue as object[];
  expect(issue).toEqual({ severity: 'error', code: 'structure', diagnostics: 'Expected a value, line 3, column 7' });
});

test('no issues are an outcome too', () => {
  expect(outcomeOf([]).issue).toEqual([expect.objectContaining({ severity: 'information', code: 'informational' })]);
});

test('of very many issues the first thousand are told, and that there are more', () => {
  const { issue } = outcomeOf(Array(100_000).fill({ severity: 'error', code: 'value' })) as unknown as {
    issue: { severity: string }[];
  };
  expect(issue.length).toBe(1001);
  expect(issue.at(-1)).toMatchObject({ severity: 'information', details: { coding: [{ code: 'more-issues' }] } });
});
