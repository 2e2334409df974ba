import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { languages } from './shared/i18n/words.ts';
import { wordParts, words } from './words.ts';

const rows = Object.entries(words) as [string, readonly string[]][];

test('every text exists in bokmål, nynorsk and English, and no key is given twice', () => {
  expect(rows.filter(([, texts]) => texts.length !== languages.length || texts.some((text) => !text.trim()))).toEqual(
    [],
  );
  expect(wordParts.reduce((sum, part) => sum + Object.keys(part).length, 0)).toBe(rows.length);
});

test('the three texts of a key have the same places for values', () => {
  const placesOf = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort().join();
  expect(rows.filter(([, texts]) => new Set(texts.map(placesOf)).size > 1).map(([key]) => key)).toEqual([]);
});

test('plurals come in pairs', () => {
  const keys = new Set(rows.map(([key]) => key));
  const lonely = [...keys].filter((key) => key.endsWith('_one') && !keys.has(key.replace(/_one$/, '_other')));
  expect(lonely).toEqual([]);
});

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.includes('.test.'),
);
const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');

test('every key that is written out in the code exists, and every key is used', () => {
  const code = sources.filter((file) => !file.endsWith('words.ts')).map(read);
  const all = code.join('\n');
  const asked = [...all.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key as string);
  const known = (key: string) => key in words || `${key}_one` in words;
  expect(asked.filter((key) => !known(key))).toEqual([]);
  // A key built from parts (`status.${code}`) uses all that begin so.
  const begins = [...all.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map(([, begin]) => begin as string);
  const unused = Object.keys(words).filter((key) => {
    const base = key.replace(/_(one|other)$/, '');
    return !all.includes(`'${base}'`) && !begins.some((begin) => key.startsWith(begin));
  });
  expect(unused).toEqual([]);
});

const spoken = new Set([
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'label',
  'aria-description',
  'description',
  'heading',
]);
type Node = { type: string; [member: string]: unknown };

/** Text a person would read, written straight into a component instead of by key. */
function literalTexts(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const one of node) literalTexts(one, found);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return found;
  const { type } = node as Node;
  if (type === 'JSXText' && hasWord((node as Node).value)) found.push(String((node as Node).value).trim());
  if (type === 'JSXAttribute') {
    const { name, value } = node as unknown as { name: { name: string }; value: Node | null };
    if (spoken.has(name.name) && value?.type === 'Literal' && hasWord(value.value)) found.push(String(value.value));
  }
  if (type === 'JSXExpressionContainer') {
    const { expression } = node as unknown as { expression: Node };
    if (expression.type === 'Literal' && hasWord(expression.value)) found.push(String(expression.value));
  }
  for (const value of Object.values(node)) literalTexts(value, found);
  return found;
}

/** Names of keys on the keyboard are the same in every language. */
const keyboard = /^Ctrl (K|↵)$/;
const hasWord = (text: unknown) => typeof text === 'string' && /\p{L}{2,}/u.test(text) && !keyboard.test(text.trim());

test('no component has text of its own', () => {
  const found = sources
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => literalTexts(parseAst(read(file), { lang: 'tsx' })).map((text) => `${file}: ${text}`));
  // In class names and the like a literal in braces is no text; those are written without braces.
  expect(found).toEqual([]);
});
