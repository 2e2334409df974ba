import { afterEach, expect, test } from 'vitest';
import { isInAnother, piecesOf, plainOf, setTextsIn, written } from './written.ts';

afterEach(() => setTextsIn('nb'));

test('in bokmål nothing is kept apart', () => {
  expect(written('Hjertesvikt')).toBe('Hjertesvikt');
  expect(isInAnother('no')).toBe(false);
});

test.each(['en', 'nn', 'ar', 'se'])(
  'in %s, what stands in the record is told from the sentence it stands in',
  (tag) => {
    setTextsIn(tag);
    const said = `For: ${written('Hjertesvikt')} (${written('Anafylaksi')}).`;
    expect(piecesOf(said)).toEqual([
      { text: 'For: ', isWritten: false },
      { text: 'Hjertesvikt', isWritten: true },
      { text: ' (', isWritten: false },
      { text: 'Anafylaksi', isWritten: true },
      { text: ').', isWritten: false },
    ]);
    expect(plainOf(said)).toBe('For: Hjertesvikt (Anafylaksi).');
    expect(written('')).toBe('');
  },
);

test('a line that is cut within what stands in the record is of it until its end', () => {
  setTextsIn('en');
  const cut = `${written('Vedtak om hjemmesykepleie').slice(0, 10)} …`;
  expect(piecesOf(cut)).toEqual([{ text: 'Vedtak om …', isWritten: true }]);
});

test('what is written in the language of the texts needs no other voice, whichever part of the world it is of', () => {
  setTextsIn('en');
  expect(isInAnother('en-GB')).toBe(false);
  expect(isInAnother('nb-NO')).toBe(true);
});
