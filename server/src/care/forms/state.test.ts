import { expect, test } from 'vitest';
import { withAnswers, withGroup } from './answers.ts';
import {
  aForm,
  answered,
  aResponse,
  calculated,
  chosen,
  enabledBy,
  group,
  question,
  scale,
  variable,
} from './cases/builders.ts';
import { completionIssues } from './complete.ts';
import { definitionOf } from './definition.ts';
import { extensions } from './extensions.ts';
import { askedResponse, completedResponse } from './kept-response.ts';
import { type FormState, formState } from './state.ts';
import type { Answer, Questionnaire, QuestionnaireItem, QuestionnaireResponse } from './types.ts';

const asked = (state: FormState) => [...state.byKey.values()].filter(({ enabled }) => enabled).map(({ key }) => key);
const answersOf = (state: FormState, key: string) => state.byKey.get(key)?.answers;
const keys = (state: FormState) => state.issues.map(({ key, linkId }) => `${linkId} ${key}`);

test('a question is asked when another is answered so', () => {
  const form = aForm([
    question('smokes', 'boolean'),
    question('packs', 'integer', { enableWhen: [{ question: 'smokes', operator: '=', answerBoolean: true }] }),
    question('older', 'integer', { enableWhen: [{ question: 'packs', operator: '>', answerInteger: 10 }] }),
  ]);
  expect(asked(formState(form, aResponse([])))).toEqual(['smokes']);
  const yes = aResponse([answered('smokes', { valueBoolean: true }), answered('packs', { valueInteger: 20 })]);
  expect(asked(formState(form, yes))).toEqual(['smokes', 'packs', 'older']);
  // what is not asked itself has no say in what is asked
  const no = aResponse([answered('smokes', { valueBoolean: false }), answered('packs', { valueInteger: 20 })]);
  expect(asked(formState(form, no))).toEqual(['smokes']);
});

test('any and all of several conditions are told apart, and codes are compared without a system that is not given', () => {
  const enableWhen: QuestionnaireItem['enableWhen'] = [
    { question: 'a', operator: '=', answerCoding: { code: '1' } },
    { question: 'b', operator: 'exists', answerBoolean: false },
  ];
  const of = (enableBehavior: 'all' | 'any') =>
    aForm([
      question('a', 'choice', { answerOption: scale(0, 1) }),
      question('b'),
      question('c', 'string', { enableWhen, enableBehavior }),
    ]);
  const response = aResponse([answered('a', chosen(1)), answered('b', { valueString: 'x' })]);
  expect(asked(formState(of('all'), response))).toEqual(['a', 'b']);
  expect(asked(formState(of('any'), response))).toEqual(['a', 'b', 'c']);
});

test('in a repeating group each group looks at its own answers', () => {
  const form = aForm([
    group(
      'child',
      [
        question('ill', 'boolean'),
        question('with', 'string', { enableWhen: [{ question: 'ill', operator: '=', answerBoolean: true }] }),
        question('no', 'integer'),
        question('twice', 'integer', { extension: [calculated('%own * 2')] }),
      ],
      { repeats: true, extension: [variable('own', "item.where(linkId='no').answer.value")] },
    ),
  ]);
  const ill = (value: boolean) => ({
    linkId: 'child',
    item: [answered('ill', { valueBoolean: value }), answered('no', { valueInteger: value ? 2 : 1 })],
  });
  const state = formState(form, aResponse([ill(false), ill(true)]));
  expect(asked(state)).toContain('child.1/with');
  expect(asked(state)).not.toContain('child.0/with');
  expect([0, 1].map((n) => answersOf(state, `child.${n}/twice`))).toEqual([
    [{ valueInteger: 2 }],
    [{ valueInteger: 4 }],
  ]);
});

test('an expression decides what is asked, with variables of the form and of groups above', () => {
  const form = aForm(
    [
      question('weight', 'decimal'),
      question('height', 'decimal'),
      question('advice', 'boolean', { extension: [enabledBy('%bmi > 30')] }),
    ],
    {
      extension: [
        variable('metres', "%resource.item.where(linkId='height').answer.value / 100"),
        variable('bmi', "%resource.item.where(linkId='weight').answer.value / (%metres * %metres)"),
      ],
    },
  );
  const response = (weight: number) =>
    aResponse([answered('weight', { valueDecimal: weight }), answered('height', { valueDecimal: 170 })]);
  expect(asked(formState(form, response(70)))).not.toContain('advice');
  expect(asked(formState(form, response(100)))).toContain('advice');
});

const score = aForm([
  question('a', 'choice', { answerOption: scale(0, 1, 2) }),
  question('b', 'choice', { answerOption: scale(0, 1, 2) }),
  question('total', 'integer', {
    readOnly: true,
    extension: [
      calculated(
        "iif(%resource.item.where(linkId='a').answer.exists() and %resource.item.where(linkId='b').answer.exists(), %resource.item.where(linkId='a').answer.value.ordinal() + %resource.item.where(linkId='b').answer.value.ordinal(), {})",
      ),
    ],
  }),
  question('grave', 'string', {
    required: true,
    enableWhen: [{ question: 'total', operator: '>=', answerInteger: 3 }],
  }),
]);

test('a score is the sum of its parts, none while a part is missing, and what depends on it follows', () => {
  const partial = formState(score, aResponse([answered('a', chosen(2))]));
  expect(answersOf(partial, 'total')).toEqual([]);
  const whole = formState(score, aResponse([answered('a', chosen(2)), answered('b', chosen(1))]), {}, partial);
  expect(answersOf(whole, 'total')).toEqual([{ valueInteger: 3 }]);
  expect(asked(whole)).toContain('grave');
  expect(keys(whole)).toEqual(['grave form-required']);
  const gone = formState(score, withoutB(whole.response), {}, whole);
  expect(answersOf(gone, 'total')).toEqual([]);
});

const withoutB = (response: QuestionnaireResponse): QuestionnaireResponse => {
  const { items } = definitionOf(score);
  return withAnswers(response, items, { path: [], item: items[1]! }, []);
};

test('what was calculated and may be changed is left as somebody has written it', () => {
  const form = aForm([
    question('a', 'integer'),
    question('double', 'integer', { extension: [calculated("%resource.item.where(linkId='a').answer.value * 2")] }),
  ]);
  const { items } = definitionOf(form);
  const put = (response: QuestionnaireResponse, at: number, value: number) =>
    withAnswers(response, items, { path: [], item: items[at]! }, [{ valueInteger: value }]);
  const first = formState(form, put(aResponse([]), 0, 4));
  expect(answersOf(first, 'double')).toEqual([{ valueInteger: 8 }]);
  const second = formState(form, put(first.response, 0, 5), {}, first);
  expect(answersOf(second, 'double')).toEqual([{ valueInteger: 10 }]);
  const changed = formState(form, put(second.response, 1, 11), {}, second);
  const third = formState(form, put(changed.response, 0, 6), {}, changed);
  expect(answersOf(third, 'double')).toEqual([{ valueInteger: 11 }]);
});

test('each limit of an answer has its own issue, at its own field', () => {
  const limit = (url: string, value: object) => ({ url, ...value });
  const form = aForm([
    question('long', 'string', { maxLength: 3 }),
    question('low', 'decimal', { extension: [limit(extensions.minValue, { valueDecimal: 10 })] }),
    question('high', 'quantity', {
      extension: [
        limit(extensions.maxValue, { valueDecimal: 45 }),
        limit(extensions.unit, { valueCoding: { system: 'http://unitsofmeasure.org', code: 'Cel', display: '°C' } }),
      ],
    }),
    question('precise', 'decimal', { extension: [limit(extensions.decimals, { valueInteger: 1 })] }),
    question('coded', 'string', { extension: [limit(extensions.regex, { valueString: '[A-Z]{3}[0-9]+' })] }),
    question('born', 'date', { extension: [limit(extensions.maxValue, { valueDate: '2026-11-29' })] }),
    question('needed', 'choice', { required: true, answerOption: scale(0, 1) }),
  ]);
  const state = formState(
    form,
    aResponse([
      answered('long', { valueString: 'abcd' }),
      answered('low', { valueDecimal: 9.9 }),
      answered('high', { valueQuantity: { value: 46, code: 'K', system: 'http://unitsofmeasure.org' } }),
      answered('precise', { valueDecimal: 1.25 }),
      answered('coded', { valueString: 'ab1' }),
      answered('born', { valueDate: '2026-12' }),
    ]),
  );
  expect(keys(state)).toEqual([
    'long form-too-long',
    'low form-below',
    'high form-above',
    'high form-unit',
    'precise form-decimals',
    'coded form-pattern',
    'born form-too-late',
    'needed form-choose',
  ]);
  expect(state.issues[0]).toMatchObject({ expression: "QuestionnaireResponse.item.where(linkId='long').answer[0]" });
});

test('what does not have the shape of the questionnaire is malformed, and named where it stands', () => {
  const form = aForm([
    group('g', [question('n', 'integer'), question('c', 'choice', { answerOption: scale(0, 1) })], { repeats: true }),
    question('one', 'string'),
    question('text', 'display'),
  ]);
  const state = formState(
    form,
    aResponse([
      { linkId: 'g', item: [answered('n', { valueInteger: 1 })] },
      { linkId: 'g', item: [answered('n', { valueString: 'x' }), answered('c', chosen(7)), answered("o'clock", {})] },
      answered('one', { valueString: 'a' }, { valueString: 'b' }),
      answered('n', { valueInteger: 1 }),
      answered('text', { valueBoolean: true }),
    ]),
  );
  const malformed = state.issues.filter(({ kind }) => kind === 'malformed');
  expect(malformed.map(({ key, expression }) => [key, expression])).toEqual([
    ['form-wrong-type', "QuestionnaireResponse.item.where(linkId='g')[1].item.where(linkId='n').answer[0]"],
    ['form-not-an-option', "QuestionnaireResponse.item.where(linkId='g')[1].item.where(linkId='c').answer[0]"],
    ['form-unknown-item', "QuestionnaireResponse.item.where(linkId='g')[1].item.where(linkId='o\\'clock')"],
    ['form-not-repeated', "QuestionnaireResponse.item.where(linkId='one').answer[1]"],
    ['form-unknown-item', "QuestionnaireResponse.item.where(linkId='n')"],
    ['form-wrong-type', "QuestionnaireResponse.item.where(linkId='text')"],
  ]);
});

test('answers to what is not asked any more stay in the draft, and are left out when it is completed', () => {
  const form = aForm([
    question('smokes', 'boolean'),
    question('packs', 'integer', { enableWhen: [{ question: 'smokes', operator: '=', answerBoolean: true }] }),
    group('empty', [question('x')], { repeats: true }),
  ]);
  const given = aResponse([
    answered('smokes', { valueBoolean: false }),
    answered('packs', { valueInteger: 1 }),
    { linkId: 'empty' },
  ]);
  const state = formState(form, given);
  expect(state.response.item).toHaveLength(3);
  expect(state.issues).toEqual([]);
  expect(askedResponse(state).item).toEqual([answered('smokes', { valueBoolean: false }), { linkId: 'empty' }]);
  expect(completedResponse(state).item).toEqual([answered('smokes', { valueBoolean: false })]);
  expect(completionIssues(state, given).map(({ key, linkId }) => [linkId, key])).toEqual([['packs', 'form-not-asked']]);
});

test('a total that does not follow from its parts is told', () => {
  const given = aResponse([answered('a', chosen(0)), answered('b', chosen(1)), answered('total', { valueInteger: 0 })]);
  const issues = completionIssues(formState(score, given), given);
  expect(issues).toMatchObject([{ linkId: 'total', key: 'form-calculated-differs' }]);
  const right = aResponse([answered('a', chosen(0)), answered('b', chosen(1)), answered('total', { valueInteger: 1 })]);
  expect(completionIssues(formState(score, right), right)).toEqual([]);
});

test('an expression that is wrong, endless or circular hinders nobody', () => {
  const nasty = [
    'this is no FHIRPath (',
    "('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!').matches('(a+)+$')",
    '(1 | 2 | 3).repeat($this + 1)',
    `${'('.repeat(60)}1${')'.repeat(60)}`,
    '%nobody.name.given',
    "'x'.replaceMatches(%resource.id, 'y')",
    '(1|2|3|4|5|6|7|8|9).select($this | $this + 10).select($this | $this + 100).select($this | $this + 1000).select($this | $this + 10000).select($this | $this + 100000).select($this | $this + 1000000).select($this | $this + 10000000).select($this | $this + 100000000)',
  ];
  const form = aForm([
    ...nasty.map((expression, n) => question(`n${n}`, 'decimal', { extension: [calculated(expression)] })),
    question('x', 'integer', { extension: [calculated("%resource.item.where(linkId='y').answer.value + 1")] }),
    question('y', 'integer', { extension: [calculated("%resource.item.where(linkId='x').answer.value + 1")] }),
    question('good', 'integer', { extension: [calculated('1 + 1')] }),
  ]);
  const start = performance.now();
  const state = formState(form, aResponse([answered('x', { valueInteger: 1 })]));
  // Endless would be minutes; how quick it is on a machine that does much else is not the matter here.
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(answersOf(state, 'good')).toEqual([{ valueInteger: 2 }]);
  expect(state.faults.map((fault) => fault.split(' ')[0])).toEqual(
    expect.arrayContaining(['n0', 'n1', 'n3', 'n4', 'n5']),
  );
});

/** Two hundred items: ten groups of questions that follow from each other, and a total in each. */
function bigForm(): Questionnaire {
  const groups = Array.from({ length: 10 }, (_, g) => {
    const scales = Array.from({ length: 16 }, (_one, n) =>
      question(`g${g}q${n}`, 'choice', {
        required: true,
        answerOption: scale(0, 1, 2, 3),
        ...(n % 4 === 3
          ? { enableWhen: [{ question: `g${g}q${n - 1}`, operator: 'exists' as const, answerBoolean: true }] }
          : {}),
      }),
    );
    const sum = scales
      .slice(0, 5)
      .map(({ linkId }) => `%resource.descendants().where(linkId='${linkId}').answer.value.ordinal()`)
      .join(' + ');
    return group(`g${g}`, [
      ...scales,
      question(`g${g}text`, 'text'),
      question(`g${g}total`, 'integer', { readOnly: true, extension: [calculated(sum)] }),
      question(`g${g}follow`, 'boolean', {
        extension: [enabledBy(`%resource.descendants().where(linkId='g${g}total').answer.value > 4`)],
      }),
    ]);
  });
  return aForm(groups);
}

test('a form of 200 items answers a key press by making anew only what it touches', () => {
  const form = bigForm();
  const { items, byLinkId } = definitionOf(form);
  expect(byLinkId.size).toBe(200);
  let response = aResponse([]);
  const answer = (linkId: string, given: Answer) => {
    const item = byLinkId.get(linkId)!;
    response = withAnswers(response, items, { path: [{ item: item.parent!, index: 0 }], item }, [given]);
  };
  for (const item of byLinkId.values()) if (item.type === 'choice') answer(item.linkId, chosen(1));
  let state = formState(form, response);
  expect(answersOf(state, 'g9.0/g9total')).toEqual([{ valueInteger: 5 }]);
  for (let n = 0; n < 60; n++) {
    response = state.response;
    answer('g3text', { valueString: 'x'.repeat(n + 1) });
    const before = state;
    state = formState(form, response, {}, before);
    expect(state.nodes.filter((node, at) => node !== before.nodes[at])).toHaveLength(1);
  }
  answer('g4q0', chosen(3));
  state = formState(form, { ...response, item: response.item! }, {}, state);
  expect(answersOf(state, 'g4.0/g4total')).toEqual([{ valueInteger: 7 }]);
});

test('groups are added and filled without touching the others', () => {
  const form = aForm([group('g', [question('a')], { repeats: true }), question('z')]);
  const { items } = definitionOf(form);
  const [g] = items;
  let response = withAnswers(aResponse([]), items, { path: [], item: items[1]! }, [{ valueString: 'last' }]);
  response = withAnswers(response, items, { path: [{ item: g!, index: 0 }], item: g!.items[0]! }, [
    { valueString: '1' },
  ]);
  response = withGroup(response, items, { path: [], item: g! });
  const first = response.item![0];
  response = withAnswers(response, items, { path: [{ item: g!, index: 1 }], item: g!.items[0]! }, [
    { valueString: '2' },
  ]);
  expect(response.item!.map(({ linkId }) => linkId)).toEqual(['g', 'g', 'z']);
  expect(response.item![0]).toBe(first);
  expect(formState(form, response).nodes[0]!.groups).toHaveLength(2);
});
