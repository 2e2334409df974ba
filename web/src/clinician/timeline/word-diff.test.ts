import { expect, test } from 'vitest';
import { wordDiff } from './word-diff.ts';

test('a correction is read in the text itself', () => {
  expect(wordDiff('Furosemid 40 mg uendret.', 'Furosemid 20 mg uendret. Kontroll.')).toEqual([
    { kind: 'same', text: 'Furosemid' },
    { kind: 'removed', text: '40' },
    { kind: 'added', text: '20' },
    { kind: 'same', text: 'mg uendret.' },
    { kind: 'added', text: 'Kontroll.' },
  ]);
});

test('the same text has nothing marked, and new text is all new', () => {
  expect(wordDiff('Som  før', 'Som før')).toEqual([{ kind: 'same', text: 'Som før' }]);
  expect(wordDiff('', 'Nytt')).toEqual([{ kind: 'added', text: 'Nytt' }]);
});
