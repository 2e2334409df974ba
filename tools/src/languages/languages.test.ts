import { expect, test } from 'vitest';
import { citizenSources } from '../../../web/src/translation/sources.ts';
import { readTranslated } from '../../../web/src/translation/translated-file.ts';
import { checked } from './check.ts';
import { exported } from './export.ts';

test('an export that is filled in is a whole language file, and the check says so', () => {
  const out = exported('se', false);
  expect(out).toMatchObject({ direction: 'ltr', staff: false });
  const texts = Object.fromEntries(
    Object.entries(out.texts).map(([key, one]) => [key, { ...one, text: `${one.nb} ` }]),
  );
  const content = JSON.stringify({ ...out, name: 'Davvisámegiella', texts });
  const file = readTranslated('content/languages/se.json', content);
  expect(checked(file)).toMatchObject({ isWhole: true });
  expect(checked(file, true).isWhole).toBe(false);
});

test('an export has what must be kept in each text, and what has been translated before', () => {
  const known = readTranslated(
    'content/languages/ar.json',
    JSON.stringify({ name: 'العربية', direction: 'rtl', texts: { 'bar.signOut': 'تسجيل الخروج' } }),
  );
  const { texts, name, direction } = exported('ar', false, known);
  expect({ name, direction }).toEqual({ name: 'العربية', direction: 'rtl' });
  expect(texts['bar.signOut']).toEqual({ nb: 'Logg ut', en: 'Log out', text: 'تسجيل الخروج' });
  const kept = Object.values(texts).filter(({ keep }) => keep);
  expect(kept.length).toBeGreaterThan(50);
  expect(kept.every(({ nb, keep }) => keep!.every((one) => nb.includes(one)))).toBe(true);
  expect(Object.keys(exported('uk', true).texts).length).toBeGreaterThan(Object.keys(citizenSources).length);
});

test('the check names each key by what is wrong with it', () => {
  const file = readTranslated(
    'content/languages/uk.json',
    JSON.stringify({ name: 'X', direction: 'ltr', texts: { 'no.such': 'a', 'bar.signOut': 'Вийти' } }),
  );
  const { lines, isWhole } = checked(file);
  expect(isWhole).toBe(false);
  expect(lines[0]).toMatch(/^uk \(X\): 1 of \d+ texts$/);
  expect(lines).toContain('    no.such');
  expect(lines).toContain('    bar.language');
  expect(lines).not.toContain('    bar.signOut');
});
