import { expect, test } from 'vitest';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { textIn, withText } from './shift-draft.ts';

const empty: QuestionnaireResponse = { resourceType: 'QuestionnaireResponse', status: 'in-progress' };

test('a report is written into its place, and what else stands in the draft stays', () => {
  const item = [
    { linkId: 'course', item: [{ linkId: 'report', answer: [{ valueString: 'Før' }] }, { linkId: 'other' }] },
    { linkId: 'plan', item: [{ linkId: 'next-shift', answer: [{ valueString: 'Mål vekt' }] }] },
  ];
  const changed = withText({ ...empty, item }, 'Sov godt');
  expect(textIn(changed)).toBe('Sov godt');
  expect(changed.item?.[0]?.item?.map(({ linkId }) => linkId)).toEqual(['report', 'other']);
  expect(changed.item?.[1]).toEqual(item[1]);
});

test('no words are no answer', () => {
  expect(withText(withText(empty, 'Sov godt'), '').item).toEqual([]);
  expect(textIn(empty)).toBe('');
});
