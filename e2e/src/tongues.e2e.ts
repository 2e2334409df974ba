import type { Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { recordWords, saidWrong } from './harness/tongues.ts';
import { closeBrowser, logIn, logInAsCitizen, type Visitor, visit } from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

/** Opens a page and the first rows of it, and waits until what they hold is there. */
async function open({ page }: Visitor, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading').first().waitFor();
  await isThere(page);
  const rows = page
    .locator('main')
    .locator('.ej-c-row, .ej-row, .ej-entry-line')
    .and(page.locator('[aria-expanded="false"]'));
  for (let opened = 0; opened < 3 && (await rows.count()) > 0; opened++) await rows.first().click();
  await isThere(page);
}

/** What is fetched is there: nothing says any more that it is being fetched. */
async function isThere(page: Page): Promise<void> {
  await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0);
}

const citizens = [
  ...['/', '/journal', '/medisiner', '/provesvar', '/helse', '/plan', '/hjelp', '/kontakter', '/dokumenter'],
  ...['/vaksiner', '/timer', '/skjema', '/egne-malinger'],
];

test('in English, a citizen’s pages say what stands in the record in the voice of Norwegian, and the rest in English', async () => {
  const visitor = await visit(url, { language: 'en' });
  const record = recordWords(visitor.page);
  await logInAsCitizen(visitor, 'Kari Testdal');
  for (const path of citizens) {
    await open(visitor, path);
    expect(await saidWrong(visitor.page, record), path).toEqual([]);
  }
  expect(record.all.length).toBeGreaterThan(200);
});

test('in English, the main pages of a record do so for personnel too', async () => {
  const visitor = await visit(url, { language: 'en' });
  const record = recordWords(visitor.page);
  await logIn(visitor, 'Ada Solli', '/pasient/kari-testdal');
  for (const path of ['', '/tidslinje', '/legemidler', '/malinger', '/provesvar', '/problemer', '/kritisk']) {
    await open(visitor, `/pasient/kari-testdal${path}`);
    expect(await saidWrong(visitor.page, record), path).toEqual([]);
  }
});

test.each([
  ['nb', 0],
  ['nn', 1],
] as const)('in %s, bokmål is marked where the texts around it are not', async (language, least) => {
  const visitor = await visit(url, { language });
  await logInAsCitizen(visitor, 'Kari Testdal', '/journal');
  await visitor.page.locator('.ej-c-cut').first().waitFor();
  const marked = await visitor.page.locator('main [lang="nb"]').count();
  expect(Math.min(marked, 1)).toBe(least);
});

test('what is read aloud is said in the voice of the language it is written in, a sentence in two voices where it is in two', async () => {
  const visitor = await visit(url, { language: 'en' });
  const { page } = visitor;
  // nothing speaks on a machine without voices: what it is asked to say is what is kept
  await page.addInitScript(() => {
    const said: [text: string, lang: string][] = [];
    Object.assign(window, { ejSaid: said });
    speechSynthesis.speak = ({ text, lang }) => void said.push([text, lang]);
  });
  await logInAsCitizen(visitor, 'Kari Testdal', '/medisiner');
  await page.getByRole('button', { name: /^Furosemid 20 mg/ }).waitFor();
  await page.getByRole('button', { name: 'Read aloud' }).click();
  const said = await page.evaluate(() => (window as unknown as { ejSaid: [string, string][] }).ejSaid);
  expect(said[0]).toEqual(['My medicines', 'en-GB']);
  const langOf = (words: RegExp) => said.find(([text]) => words.test(text))?.[1];
  expect(langOf(/^Furosemid 20 mg.*1 tablett kl\. 08/)).toBe('nb-NO');
  const reason = said.findIndex(([text]) => /^Hjertesvikt, EF 35 %/.test(text));
  expect(said.slice(reason - 1, reason + 1)).toEqual([
    ['For:', 'en-GB'],
    ['Hjertesvikt, EF 35 %', 'nb-NO'],
  ]);
});
