import { expect, test } from 'vitest';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { textIn, withText } from './shift-text.ts';

const empty: QuestionnaireResponse = { resourceType: 'QuestionnaireResponse', status: 'in-progress' };

test('a report is written into its place, and what else stands in the draft stays', () => {
  const item = [
    { linkId: 'course', item: [{ linkId: 'report', answer: [{ valueString: 'Før' }] }, { linkId: 'other' }] },
    { linkId: 'plan', item: [{ linkId: 'next-shift', answer: [{ valueString: 'Mål vekt' }] }] },
  ];
  const changed = withText({ ...empty, item }, 'report', 'Sov godt');
  expect(textIn(changed)).toBe('Sov godt');
  expect(changed.item?.[0]?.item?.map(({ linkId }) => linkId)).toEqual(['report', 'other']);
  expect(changed.item?.[1]).toEqual(item[1]);
});

test('no words are no answer', () => {
  expect(withText(withText(empty, 'report', 'Sov godt'), 'report', '').item).toEqual([]);
  expect(textIn(empty)).toBe('');
});

test('measurements stand in their own group, between what was and the plan', () => {
  const item = [{ linkId: 'plan', item: [{ linkId: 'next-shift' }] }];
  const both = withText(withText({ ...empty, item }, 'measurement-line', 'bt 120/80'), 'report', 'Sov godt');
  expect(both.item?.map(({ linkId }) => linkId)).toEqual(['course', 'measurements', 'plan']);
  expect(textIn(both, 'measurement-line')).toBe('bt 120/80');
});
