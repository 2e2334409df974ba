import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('a file for a spreadsheet has semicolons, quotes where needed, and no formulas', () => {
  expect(
    csvOf([
      ['Hvem', 'Når'],
      ['Vera; Vakt', '"i dag"'],
      ['=SUM(A1)', '-1', 'to\nlinjer'],
    ]),
  ).toBe('\ufeffHvem;Når\r\n"Vera; Vakt";"""i dag"""\r\n\'=SUM(A1);\'-1;"to\nlinjer"\r\n');
});
