import { expect, test } from 'vitest';
import { valueIn } from './answers.ts';
import { type Example, patientOf, responseOf, templates } from './cases/examples.ts';
import { completionIssues } from './complete.ts';
import { definitionOf } from './definition.ts';
import { extracted } from './extract.ts';
import { completedResponse } from './kept-response.ts';
import { populated } from './populate.ts';
import { type FormState, formState } from './state.ts';
import type { Coding, Questionnaire } from './types.ts';

const cases = templates.flatMap(({ id, questionnaire, examples }) =>
  examples.map((example) => [id, example.title, questionnaire, example] as const),
);

const stateOf = (questionnaire: Questionnaire, example: Example): FormState =>
  formState(questionnaire, responseOf(questionnaire, example.answers), {
    environment: { patient: patientOf(example) },
  });

const nodesOf = (state: FormState, linkId: string) =>
  [...state.byKey.values()].filter(({ item }) => item.linkId === linkId);

function answerTo(state: FormState, linkId: string): unknown {
  const value = nodesOf(state, linkId)
    .filter(({ enabled }) => enabled)
    .map(({ answers }) => valueIn(answers[0]))[0];
  return (value as Coding | undefined)?.code ?? value ?? null;
}

test('every template has an example', () => {
  for (const { id, examples } of templates) expect(examples.length, id).toBeGreaterThan(0);
});

test.each(cases)('%s: %s', (_id, _title, questionnaire, example) => {
  const state = stateOf(questionnaire, example);
  expect(state.faults).toEqual([]);
  expect(state.issues).toEqual([]);
  for (const [linkId, value] of Object.entries(example.calculated ?? {})) {
    expect(answerTo(state, linkId), linkId).toEqual(value);
  }
  for (const linkId of example.asked ?? []) {
    expect(
      nodesOf(state, linkId).some(({ enabled }) => enabled),
      linkId,
    ).toBe(true);
  }
  for (const linkId of example.notAsked ?? []) {
    expect(
      nodesOf(state, linkId).some(({ enabled }) => enabled),
      linkId,
    ).toBe(false);
  }
});

test.each(cases)('%s can be completed as it stands: %s', (_id, _title, questionnaire, example) => {
  const completed = completedResponse(stateOf(questionnaire, example));
  const state = formState(questionnaire, completed, { environment: { patient: patientOf(example) } });
  expect(completionIssues(state, completed)).toEqual([]);
});

/** Of a panel its components are told, as the examples tell them. */
function observedBy(state: FormState): [code: string, value: unknown][] {
  const facts = { now: '2026-11-29T08:00:00Z', problems: [] };
  return extracted(state, facts).flatMap(({ resource }) => {
    const parts = (resource.component ?? [resource]) as (Observed & { code: { coding: Coding[] } })[];
    return parts.flatMap(({ code, valueQuantity, valueInteger, valueCodeableConcept, valueBoolean }) => {
      const value = valueQuantity?.value ?? valueInteger ?? valueCodeableConcept?.coding[0]?.code ?? valueBoolean;
      return code.coding.map((coding): [string, unknown] => [coding.code!, value]);
    });
  });
}
type Observed = {
  valueQuantity?: { value: number };
  valueInteger?: number;
  valueBoolean?: boolean;
  valueCodeableConcept?: { coding: Coding[] };
};

test.each(cases)('%s becomes the observations that it should: %s', (_id, _title, questionnaire, example) => {
  const found = observedBy(stateOf(questionnaire, example));
  for (const one of example.observations ?? []) expect(found).toContainEqual(one);
});

const scores = templates.filter(({ questionnaire }) =>
  questionnaire.extension?.some(({ valueCode }) => valueCode === 'score'),
);

test.each(scores.map((score) => [score.id, score] as const))(
  '%s says what a total calls for, once, and how grave it is; nothing while there is none',
  (_id, { questionnaire, examples }) => {
    for (const example of examples) {
      const state = stateOf(questionnaire, example);
      const told = [...state.byKey.values()].filter(({ item, enabled }) => enabled && /^advice-/.test(item.linkId));
      expect(told.length, example.title).toBe(answerTo(state, 'total') === null ? 0 : 1);
      for (const { level } of nodesOf(state, 'interpretation')[0]!.item.options) expect(level).toBeDefined();
    }
  },
);

test.each(scores.map((score) => [score.id, score] as const))('%s has no gap between its steps', (_id, score) => {
  const { items } = definitionOf(score.questionnaire).byLinkId.get('total')!.parent!;
  const steps = items
    .filter(
      ({ linkId, enableWhen }) => /^advice-/.test(linkId) && enableWhen.every(({ question }) => question === 'total'),
    )
    .map(({ enableWhen }) => enableWhen.map(({ answerInteger, answerDecimal }) => answerInteger ?? answerDecimal ?? 0));
  const smallest = items.find(({ linkId }) => linkId === 'total')?.type === 'decimal' ? 0.1 : 1;
  for (const [n, step] of steps.slice(1).entries()) {
    expect(step[0]! - steps[n]!.at(-1)!).toBeCloseTo(smallest);
  }
});

test('a check begins with the consultation that the age calls for, known from the person and not from the template', () => {
  const { questionnaire } = templates.find(({ id }) => id === 'child-health-check')!;
  const example = { title: '', answers: {}, patient: { birthDate: '-P6M' } };
  const patient = { ...patientOf(example), id: 'selma' };
  const { item } = populated(definitionOf(questionnaire), {
    environment: { patient },
    observations: [],
    now: Date.now(),
  });
  const answer = item![0]!.item![0]!.answer![0]!;
  expect(answer.valueCoding?.code).toBe('6M');
  expect(JSON.stringify(answer.extension)).toContain('Patient/selma');
});
