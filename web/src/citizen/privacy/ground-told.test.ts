import { textOf } from '@enjournal/server/access/reasons';
import { expect, test } from 'vitest';
import { groundTold } from './ground-told.ts';

test('a ground is said to whom it is about as “du”, and in the third person to who acts for another', () => {
  const inLog = textOf('relation:fastlege', 'nb');
  expect(groundTold(inLog, 'nb', true)).toBe('De er fastlegekontoret ditt.');
  expect(groundTold('relation:appointment', 'nn', true)).toBe('Du har ein time der.');
  expect(groundTold(inLog, 'nb', false)).toBe(inLog);
  expect(groundTold('Noe helt annet.', 'nb', true)).toBe('Noe helt annet.');
});
