import { expect, test } from 'vitest';
import type { QuestionnaireItem } from '../../shared/fhir/types.ts';
import { insertExcerpt, insertedFrom, isTextField, mainTextField } from './insert-excerpt.ts';

const questions: QuestionnaireItem[] = [
  { linkId: 'reason', type: 'string', text: 'Kontaktårsak' },
  { linkId: 'note', type: 'group', text: 'Notat', item: [{ linkId: 'text', type: 'text', text: 'Notat' }] },
];
const source = { reference: 'Observation/k', display: 'Nordås lab, 25.11' };

test('a result goes into the note on a line of its own, with a reference to where it stands', () => {
  const before = [{ linkId: 'note', item: [{ linkId: 'text', answer: [{ valueString: 'Kontroll.' }] }] }];
  expect(insertExcerpt(questions, before, 'text', { text: 'Kreatinin 108 (25.11)', source })).toEqual([
    {
      linkId: 'note',
      item: [
        {
          linkId: 'text',
          answer: [
            {
              extension: [{ url: insertedFrom, valueReference: source }],
              valueString: 'Kontroll.\nKreatinin 108 (25.11)\n',
            },
          ],
        },
      ],
    },
  ]);
});

test('a note that is not begun gets the groups around the field', () => {
  const [group] = insertExcerpt(questions, [], 'text', { text: 'Kreatinin 108', source });
  expect(group).toMatchObject({
    linkId: 'note',
    item: [{ linkId: 'text', answer: [{ valueString: 'Kreatinin 108\n' }] }],
  });
});

test('at the cursor, and twice from the same source is one reference', () => {
  const once = insertExcerpt(
    questions,
    [{ linkId: 'reason', answer: [{ valueString: 'AB' }] }],
    'reason',
    { text: 'x', source },
    1,
  );
  expect(once[0]?.answer?.[0]?.valueString).toBe('A\nx\nB');
  const twice = insertExcerpt(questions, once, 'reason', { text: 'y', source });
  expect(twice[0]?.answer?.[0]?.extension).toHaveLength(1);
});

test('a note is mostly written in its first text area', () => {
  expect(mainTextField(questions)).toBe('text');
  expect([isTextField(questions, 'text'), isTextField(questions, 'reason')]).toEqual([true, false]);
});
