import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { counted } from './harness/clicks.ts';
import { closeBrowser, logInAsCitizen, visit } from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

const phone = { width: 360, height: 780 } as const;

/** Ms from the beginning of a navigation until what comes next for the citizen stands on the first page. */
async function firstPage(page: Page): Promise<number> {
  await page.goto('/', { waitUntil: 'commit' });
  await page.getByRole('region', { name: 'Det neste som skjer' }).waitFor();
  return page.evaluate(() => (window as { ejShown?: number }).ejShown ?? Number.POSITIVE_INFINITY);
}

/** What a machine reaches is told, and not judged here: others run beside. */
test('on a slow phone the first page stands, with nothing kept from before', async () => {
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Mohammed Tallaksen');
  // when it stands is told by the page itself: to ask a slow page takes its time too
  await page.addInitScript(() => {
    const look = () => {
      const isThere = [...document.querySelectorAll('h2')].some(
        ({ textContent }) => textContent === 'Det neste som skjer',
      );
      if (isThere) (window as { ejShown?: number }).ejShown = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  await client.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 40, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 },
  });
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn++) times.push(await firstPage(page));
  console.info(`First page of a citizen on a slow phone: ${times.map((ms) => Math.round(ms)).join(', ')} ms`);
  expect(times.every(Number.isFinite)).toBe(true);
});

test('what citizens do most is done in two or three clicks, beyond what they write', async () => {
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Mohammed Tallaksen');
  let clicks = await counted(page);
  await page.getByRole('link', { name: 'Journal', exact: true }).first().click();
  await page
    .getByRole('button', { name: /Prøvesvar/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Sperr bare dette' }).first().waitFor();
  expect(await clicks(), 'the latest read').toBeLessThanOrEqual(2);

  await page.goto('/');
  clicks = await counted(page);
  await page
    .getByRole('link', { name: /^Hvem har sett/ })
    .first()
    .click();
  await page.getByRole('region', { name: 'Hvem har sett journalen din' }).getByRole('listitem').first().waitFor();
  expect(await clicks(), 'who has looked').toBeLessThanOrEqual(2);

  await page.goto('/');
  clicks = await counted(page);
  await page.getByRole('navigation', { name: 'Sider' }).last().getByRole('link', { name: 'Skriv' }).click();
  await page.getByRole('button', { name: 'Skriv ny melding' }).click();
  const form = page.getByRole('region', { name: 'Skriv ny melding' });
  await form.getByRole('combobox', { name: 'Hvem skriver du til?' }).selectOption({ label: 'Solli legekontor' });
  await form.getByRole('combobox', { name: 'Hva handler det om?' }).selectOption({ label: 'Helsespørsmål' });
  await form.getByRole('textbox', { name: 'Kort sagt' }).fill('Tre klikk');
  await form.getByRole('textbox', { name: 'Melding' }).fill('Kan jeg ta medisinen om kvelden i stedet?');
  await form.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('region', { name: 'Tre klikk' }).waitFor();
  expect(await clicks(), 'a message').toBeLessThanOrEqual(3);
});

const contentOf = async (saved: Download): Promise<string> => readFile(await saved.path(), 'utf8');

test('a citizen takes the record out as a summary, as a whole and as a PDF', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Kari Testdal', '/deling');
  for (const [button, type] of [
    ['Last ned sammendraget', 'document'],
    ['Last ned hele journalen', 'searchset'],
  ] as const) {
    const began = Date.now();
    const [saved] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: button }).click(),
    ]);
    const bundle = JSON.parse(await contentOf(saved)) as { type: string; entry: { resource: { id: string } }[] };
    console.info(`${button}: ${bundle.entry.length} resources in ${Date.now() - began} ms`);
    expect(bundle.type).toBe(type);
    expect(bundle.entry.some(({ resource }) => resource.id === 'kari-testdal')).toBe(true);
    expect(saved.suggestedFilename(), 'says nothing of whose it is').toMatch(/^(sammendrag|journal)\.json$/);
  }
  const began = Date.now();
  await page.getByRole('link', { name: 'Vis hele journalen' }).click();
  await page.getByRole('region', { name: 'Samtykker og sperringer' }).waitFor({ timeout: 60_000 });
  const pdf = await page.pdf();
  console.info(`The whole record as a PDF of ${Math.round(pdf.length / 1000)} kB in ${Date.now() - began} ms`);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});
