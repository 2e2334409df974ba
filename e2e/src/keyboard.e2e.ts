import { afterAll, expect, inject, test } from 'vitest';
import { aNote, hanne, RecordWriter } from './harness/record.ts';
import { closeBrowser, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

test('a record is found, read and left with the keyboard alone', async () => {
  const citizen = await writer.citizen();
  await writer.createAll([
    aNote(citizen, '2026-03-02T10:00:00+01:00', 'Det siste notatet.'),
    aNote(citizen, '2026-03-01T10:00:00+01:00', 'Det nest siste.', {
      service: 'home-care',
      type: 'Sykepleie',
      author: hanne,
    }),
    aNote(citizen, '2026-02-01T10:00:00+01:00', 'Det eldste.'),
  ]);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const keys = page.keyboard;
  const focused = () =>
    page.evaluate(() =>
      document.activeElement?.matches('button, a') ? (document.activeElement.textContent ?? '') : '',
    );

  const isSearching = () => page.evaluate(() => document.activeElement?.getAttribute('role') === 'combobox');

  await page
    .getByRole('heading', {
      name: /november|desember|januar|februar|mars|april|mai|juni|juli|august|september|oktober/,
    })
    .waitFor();
  await keys.press('/');
  await expect.poll(isSearching).toBe(true);
  await keys.type(citizen.name);
  await page.getByRole('option', { name: citizen.name, selected: true }).waitFor();
  await keys.press('Enter');
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText(citizen.name).waitFor();

  await keys.press('Alt+2');
  await page.getByRole('heading', { name: 'Tidslinje', exact: true }).waitFor();
  const lines = page.getByRole('list', { name: 'Innslag, nyeste først' });
  await lines.getByRole('button').first().waitFor();
  // Whoever goes to a part is in it.
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
  // The list is one tab stop.
  for (let step = 0; step < 40 && !(await focused()).includes('Det siste notatet'); step++) await keys.press('Tab');
  await expect.poll(() => focused()).toContain('Det siste notatet');
  await keys.press('ArrowDown');
  await expect.poll(() => focused()).toContain('Det nest siste');
  await keys.press('j');
  await expect.poll(() => focused()).toContain('Det eldste');
  await keys.press('k');
  await keys.press('Enter');
  await page.getByRole('button', { name: /Sykepleie/, expanded: true }).waitFor();
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
  expect(ring).toBe('solid');
  await keys.press('Escape');
  await page.getByRole('button', { name: /Sykepleie/, expanded: false }).waitFor();

  await keys.press('?');
  await page.getByRole('dialog', { name: 'Hurtigtaster' }).waitFor();
  await keys.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  // closing gives the focus back to where it was
  await expect.poll(focused).toContain('Det nest siste');
  await keys.press('Control+k');
  await expect.poll(isSearching).toBe(true);
  await page.getByRole('option', { name: citizen.name }).waitFor();
  await keys.press('Escape');
});

test('whoever goes to a part before the record has opened is in that part when it has', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route('**/$access-explain', async (route) => {
    await opened;
    await route.continue();
  });
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByRole('navigation', { name: 'Deler av journalen' }).waitFor();
  await page.keyboard.press('Alt+2');
  await page.waitForURL(/\/tidslinje$/);
  open();
  await page.getByRole('heading', { name: 'Tidslinje', exact: true }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
});

test('single-letter keys can be turned off', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: 'Bruk enkelttaster' }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).not.toBe('combobox');
});

test('skip links lead to the content and to critical information', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByText('Allergier: ikke kartlagt').waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.getByRole('link', { name: 'Hopp til innholdet' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
  await page.getByRole('link', { name: 'Hopp til kritisk informasjon' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('critical');
});
