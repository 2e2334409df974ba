import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  expectWithinCards,
  type Look,
  logIn,
  visit,
} from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

const parts = [
  '',
  '/tidslinje',
  '/legemidler',
  '/malinger',
  '/provesvar',
  '/problemer',
  '/plan',
  '/avtaler',
  '/tjenester',
  '/dokumenter',
];
const looks: Look[] = [
  { width: 1440, height: 900, theme: 'light' },
  { width: 1440, height: 900, theme: 'dark' },
  { width: 360, height: 780, theme: 'light' },
  { width: 360, height: 780, theme: 'dark' },
];

let kari = '';
beforeAll(async () => {
  kari = await new RecordWriter(url).find('Kari Testdal');
});

describe.each(looks)('at $width px, $theme', (look) => {
  test('every page is without findings, within the screen, and asks no one else for anything', async () => {
    const visitor = await visit(url, look);
    const { page } = visitor;
    await page.goto('/');
    await expectAccessible(visitor, 'the door');
    await logIn(visitor, 'Ada Solli');
    await expectAccessible(visitor, 'start');
    await expectNoSidewaysScroll(visitor, 'start');
    for (const part of parts) {
      await page.goto(`/pasient/${kari}${part}`);
      await page.waitForLoadState('load');
      await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText('Kari Testdal').waitFor();
      await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
      await expectAccessible(visitor, part || 'overview');
      await expectNoSidewaysScroll(visitor, part || 'overview');
    }
    expect(visitor.foreign).toEqual([]);
    expect(visitor.errors).toEqual([]);
  });

  test('what is opened is without findings too', async () => {
    const visitor = await visit(url, look);
    const { page } = visitor;
    await logIn(visitor, 'Ada Solli', `/pasient/${kari}/tidslinje`);
    await page.getByRole('list', { name: 'Innslag, nyeste først' }).getByRole('button').first().click();
    await page.getByRole('article').first().locator('.ej-detail').first().waitFor();
    await expectAccessible(visitor, 'opened entry');
    await expectNoSidewaysScroll(visitor, 'opened entry');
    await page.getByRole('button', { name: /Deg og innstillinger/ }).click();
    await page.getByRole('menu').waitFor();
    await expectAccessible(visitor, 'menu');
    await page.keyboard.press('Escape');
    if ((look.width ?? 0) < 768) {
      await page.getByRole('button', { name: 'Mer', exact: true }).click();
      await page.getByRole('link', { name: /Dokumenter/ }).waitFor();
      await expectAccessible(visitor, 'more parts');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Finn person' }).click();
    }
    await page.getByRole('combobox', { name: 'Finn person' }).fill('Testdal');
    await page.getByRole('option', { name: /Kari Testdal/ }).waitFor();
    await expectAccessible(visitor, 'persons found');
  });
});

test.each([360, 768, 1024, 1280, 1440])('at %i px everything in a card stays within it', async (width) => {
  const visitor = await visit(url, { width });
  await logIn(visitor, 'Ada Solli', `/pasient/${kari}`);
  const { page } = visitor;
  await page.getByRole('heading', { name: 'Legemidler' }).waitFor();
  await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
  await expectWithinCards(visitor, 'overview');
  await expectNoSidewaysScroll(visitor, 'overview');
});

test('the page reflows at 320 px, as at four times the size (WCAG 1.4.10)', async () => {
  const visitor = await visit(url, { width: 320, height: 512 });
  await logIn(visitor, 'Ada Solli', `/pasient/${kari}`);
  await visitor.page.getByText('Kari Testdal').first().waitFor();
  await expectNoSidewaysScroll(visitor, 'overview');
});

test.each(['nn', 'en'] as const)('everything is in %s when that is chosen, and stays so', async (language) => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${kari}`);
  await page.getByRole('button', { name: /Deg og innstillinger/ }).click();
  await page.getByRole('menuitemradio', { name: { nn: 'Nynorsk', en: 'English' }[language] }).click();
  await page.getByRole('heading', { name: { nn: 'Legemiddel', en: 'Medicines' }[language], exact: true }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: { nn: 'Legemiddel', en: 'Medicines' }[language], exact: true }).waitFor();
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(language);
});

test('dark is dark from the edge of the window, and can be chosen against the machine', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  await page.getByRole('button', { name: /Deg og innstillinger/ }).click();
  await page.getByRole('menuitemradio', { name: 'Mørkt' }).click();
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await expect.poll(background).toBe('rgb(7, 9, 13)');
  await page.reload();
  await expect.poll(background).toBe('rgb(7, 9, 13)');
});
