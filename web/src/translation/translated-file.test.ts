import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ageOf, dayHeading, fullDate, periodText, shortDate, shortDateTime } from '../shared/format/date.ts';
import { numberText } from '../shared/format/quantity.ts';
import { extraText, setExtra } from '../shared/i18n/extra.ts';
import { readLanguage, readLanguages } from './read-languages.ts';
import { allSources, citizenSources, sourcesOf } from './sources.ts';
import { filled, flawsOf, readTranslated, type Sources, wantedIn } from './translated-file.ts';

const madeUp = join(import.meta.dirname, 'made-up');
const file = (texts: object, tag = 'uk') =>
  readTranslated(`content/languages/${tag}.json`, JSON.stringify({ name: 'X', direction: 'ltr', texts }));

const sources: Sources = {
  greeting: ['Hei, {{name}}', 'Hei, {{name}}', 'Hello, {{name}}'],
  plain: ['Ja', 'Ja', 'Yes'],
  visit_one: ['{{count}} besøk til {{name}}', '', '{{count}} visit to {{name}}'],
  visit_other: ['{{count}} besøk hos {{name}}', '', '{{count}} visits to {{name}}'],
};

test('every language that lies in the folder is read, with its name and direction', () => {
  expect(readLanguages(madeUp)).toMatchObject([{ tag: 'qaa', name: 'Qaaqaa', direction: 'rtl', isForStaff: false }]);
  expect(readLanguages(join(madeUp, 'nowhere'))).toEqual([]);
});

test('a file that is wrong is named, with what would be right', () => {
  const read =
    (content: string, name = 'uk') =>
    () =>
      readTranslated(`content/languages/${name}.json`, content);
  expect(read('{')).toThrow('content/languages/uk.json: is not JSON');
  expect(read('[]')).toThrow('content/languages/uk.json: must be an object');
  expect(read('{"direction":"ltr","texts":{}}')).toThrow('"name" is what the language calls itself');
  expect(read('{"name":"X","direction":"up","texts":{}}')).toThrow('"direction" is "ltr" or "rtl"');
  expect(read('{"name":"X","direction":"ltr"}')).toThrow('"texts" holds the texts by key');
  expect(read('{"name":"X","direction":"ltr","texts":{"a":3}}')).toThrow('"a" is neither a text nor');
  expect(read('{"name":"X","direction":"ltr","texts":{"a":{"text":3}}}')).toThrow('"a" is neither a text nor');
  expect(read('{"name":"X","direction":"ltr","texts":{},"staff":"yes"}')).toThrow('"staff" is true or false');
  expect(read('{}', 'ukrainian_language')).toThrow('the file is named by its language');
  expect(read('{}', 'nb')).toThrow('the product’s own');
});

test('it is told what is missing, unknown, has lost a place for a value, or was made from another text', () => {
  const translated = file({
    greeting: 'Привіт',
    plain: { nb: 'Jo', text: 'Так' },
    visit_one: '{{count}} візит до {{name}}',
    visit_few: { text: '' },
    other: 'Інше',
  });
  expect(flawsOf(translated, wantedIn('uk', sources))).toEqual([
    { key: 'visit_few', kind: 'missing' },
    { key: 'visit_many', kind: 'missing' },
    { key: 'visit_other', kind: 'missing' },
    { key: 'greeting', kind: 'places', of: ['{{name}}'] },
    { key: 'plain', kind: 'changed' },
    { key: 'other', kind: 'unknown' },
  ]);
  const made = file({ greeting: 'Привіт, {{name}} {{age}}' });
  expect(flawsOf(made, wantedIn('uk', { greeting: sources.greeting! }))).toEqual([
    { key: 'greeting', kind: 'places', of: ['{{age}}'] },
  ]);
});

test('a language has the plurals that its grammar has, and a form that says the number by itself may leave it out', () => {
  expect([...wantedIn('ar', sources).keys()].filter((key) => key.startsWith('visit')).sort()).toEqual(
    ['few', 'many', 'one', 'other', 'two', 'zero'].map((form) => `visit_${form}`),
  );
  const arabic = file({ visit_two: 'زيارتان {{name}}', visit_few: 'زيارات {{name}}' }, 'ar');
  expect(flawsOf(arabic, wantedIn('ar', sources)).filter(({ kind }) => kind === 'places')).toEqual([
    { key: 'visit_few', kind: 'places', of: ['{{count}}'] },
  ]);
});

test('what is missing, or has lost a value, is said in bokmål, and a form of the plural by the common one', () => {
  const translated = file({ greeting: 'Привіт', plain: 'Так', visit_other: '{{count}} візитів до {{name}}' });
  expect(filled(translated, sources)).toEqual({
    greeting: 'Hei, {{name}}',
    plain: 'Так',
    visit_one: '{{count}} besøk til {{name}}',
    visit_few: '{{count}} візитів до {{name}}',
    visit_many: '{{count}} візитів до {{name}}',
    visit_other: '{{count}} візитів до {{name}}',
  });
});

test('the made-up language is shown where it can be, and bokmål elsewhere', () => {
  const texts = filled(readLanguage(join(madeUp, 'qaa.json')), sourcesOf.entry);
  expect(texts['bar.signOut']).toBe('Qatugo');
  expect(texts['bar.language']).toBe('Qa');
  expect(texts['bar.language.en']).toBe('English');
  expect(texts).not.toHaveProperty(['no.such.text']);
});

test('what a citizen reads is all there to be translated: words, explanations, reasons, refusals and the page for a code', () => {
  const begins = ['me.', 'explained.', 'reason.', 'told.', 'rule.', 'shared.'];
  const keys = Object.keys(citizenSources);
  expect(begins.filter((begin) => !keys.some((key) => key.startsWith(begin)))).toEqual([]);
  expect(Object.values(citizenSources).filter(([nb, , en]) => !nb || !en)).toEqual([]);
  expect(Object.keys(allSources).length).toBeGreaterThan(keys.length);
});

test('every language that the product brings is without unknown keys and lost values', () => {
  const wrong = readLanguages(join(import.meta.dirname, '../../../content/languages')).flatMap((one) =>
    flawsOf(one, wantedIn(one.tag, allSources)).filter(({ kind }) => kind === 'unknown' || kind === 'places'),
  );
  expect(wrong).toEqual([]);
});

const now = Date.parse('2026-11-27T11:00:00Z');
afterEach(() => setExtra(undefined));

test('dates, ages and numbers are written as the language writes them, by our calendar and with our digits', () => {
  setExtra('uk');
  expect(shortDate('2026-11-27', 'nb', now)).toBe('сьогодні');
  expect(shortDate('2026-11-25', 'nb', now)).toBe('25 лист.');
  expect(fullDate('1942-03-14', 'nb')).toBe('14.03.1942');
  expect(dayHeading('2026-11-26', 'nb', now)).toBe('Учора');
  expect(dayHeading('2026-11-24', 'nb', now)).toMatch(/^Вівторок,? 24 листопада$/);
  expect(periodText({ start: '2026-11-25' }, 'nb', now)).toBe('25 лист.\u00a0–');
  expect(ageOf('1942-03-14', 'nb', now)).toBe('84 роки');
  expect(numberText(61.2, 'nb')).toBe('61,2');
  setExtra('fa');
  expect(fullDate('1942-03-14', 'nb')).toContain('1942');
  expect(shortDateTime('2026-11-25T09:40:00Z', 'nb', now)).toContain('10:40');
});

test('our own three languages are written as ever while another is offered, and when one goes back to them', () => {
  setExtra('uk', (key) => (key === 'reason.draft' ? 'Чернетка' : undefined));
  expect(extraText('reason.draft')).toBe('Чернетка');
  expect(shortDate('2026-11-27', 'en', now)).toBe('today');
  setExtra(undefined);
  expect(extraText('reason.draft')).toBeUndefined();
  expect(shortDate('2026-11-25', 'nb', now)).toBe('25.11');
});
