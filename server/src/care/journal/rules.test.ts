import { expect, test } from 'vitest';
import type { Resource } from '../../fhir/resource.ts';
import { expanded, isAbbreviation, noteState, phraseCode, phraseSystem, phrasesFor, phraseText } from './rules.ts';

const phrase = (id: string, owner: string, abbreviation: string, text: string): Resource => ({
  resourceType: 'Basic',
  id,
  code: { coding: [{ ...phraseCode }] },
  subject: { reference: owner },
  identifier: [{ system: phraseSystem, value: abbreviation }],
  extension: [{ url: phraseText, valueString: text }],
});
const all = phrasesFor('Practitioner/ada', [
  phrase('u', 'Organization/solli', 'resp', 'Enhetens tekst'),
  phrase('o', 'Practitioner/ada', 'Resp', 'Resp.frekvens ___/min, normale lungelyder'),
  phrase('k', 'Organization/solli', 'kontroll', 'Kontroll om seks måneder.'),
  { resourceType: 'Basic', id: 'x', code: { text: 'Noe annet' } },
]);

test('one’s own phrases stand before the unit’s of the same name', () => {
  expect(all.map(({ id, isOwn }) => [id, isOwn])).toEqual([
    ['k', false],
    ['o', true],
  ]);
});

test('an abbreviation before the caret becomes its phrase, with the first blank selected', () => {
  const text = 'Fin form. .resp\nVidere';
  const is = expanded(text, 'Fin form. .resp'.length, all)!;
  expect(is.text).toBe('Fin form. Resp.frekvens ___/min, normale lungelyder\nVidere');
  expect(is.text.slice(is.from, is.to)).toBe('___');
  expect(expanded('.KONTROLL', 9, all)).toEqual({ text: 'Kontroll om seks måneder.', from: 25, to: 25 });
});

test.each(['resp', 'bl.resp', '.ukjent', '.', 'Tatt kl. 10'])('%j is left as it is', (text) => {
  expect(expanded(text, text.length, all)).toBeUndefined();
});

test.each([
  ['resp', true],
  ['bt-kontroll', true],
  ['åpen.sår', true],
  ['a', false],
  ['med rom', false],
  ['x'.repeat(21), false],
])('%j as an abbreviation: %s', (text, is) => {
  expect(isAbbreviation(text)).toBe(is);
});

test('a note stands as a reader takes it', () => {
  const states = [
    { status: 'preliminary' },
    { status: 'preliminary', attester: [] },
    { status: 'final' },
    { status: 'amended' },
    { status: 'entered-in-error' },
  ].map(noteState);
  expect(states).toEqual(['draft', 'awaits-countersign', 'signed', 'corrected', 'struck']);
});
