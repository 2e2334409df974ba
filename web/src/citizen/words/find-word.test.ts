import { expect, test } from 'vitest';
import { systems } from '../../shared/fhir/systems.ts';
import { explanationOf, glossary, wordsIn } from './find-word.ts';

const named = (of: ReturnType<typeof explanationOf>) => of?.name[0];

test('at least sixty words are explained in three languages, and no term or code stands for two of them', () => {
  expect(glossary.length).toBeGreaterThanOrEqual(60);
  const texts = glossary.flatMap(({ name, text }) => [...name, ...text]);
  expect(texts.filter((text) => text.trim() === '')).toEqual([]);
  const keys = glossary.flatMap(({ terms, codes = [] }) => [...terms, ...codes]);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  expect(keys.filter((key) => /[A-ZÆØÅ]/.test(key) && !/^[A-Z]\d|^NPU|^NOR|^[A-Z]\d\d[A-Z]/.test(key))).toEqual([]);
});

test('a code is explained by itself, or by what it stands below', () => {
  const of = (system: string, code: string) => named(explanationOf({ coding: [{ system, code }] }));
  expect(of(systems.icpc2, 'T90')).toBe('Diabetes type 2');
  expect(of(systems.icd10, 'E11.9')).toBe('Diabetes type 2');
  expect(of(systems.atc, 'A10BA02')).toBe('Metformin');
  expect(of(systems.atc, 'A10BK03')).toBe('SGLT2-hemmer');
  expect(of(systems.icpc2, 'T9')).toBeUndefined();
});

test('without a code that is known, what something is called is looked up', () => {
  expect(named(explanationOf({ text: 'Hjertesvikt, EF 35 %' }))).toBe('Hjertesvikt');
  expect(explanationOf({ text: 'Noe helt annet' })).toBeUndefined();
});

test('a word is explained where it is met first, as a whole word, and the text stays as it was written', () => {
  const text = 'Ødemer i beina. Furosemid økes. Ødemene måles, furosemid igjen. Bruker ASA.';
  const pieces = wordsIn(text);
  expect(pieces.map((one) => one.text).join('')).toBe(text);
  expect(pieces.flatMap(({ text, of }) => (of ? [text] : []))).toEqual(['Ødemer', 'Furosemid']);
});
