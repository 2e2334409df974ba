import { afterAll, expect, inject, test } from 'vitest';
import { aMeasurement, aNote, type Json, RecordWriter } from './harness/record.ts';
import { closeBrowser, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const entries = 3000;
const years = 20;

test('twenty years of history scroll to their beginning without the page growing heavy', async () => {
  const citizen = await writer.citizen();
  const history: Json[] = [];
  for (let index = 0; index < entries; index++) {
    const at = new Date(Date.now() - (index * years * 365.25 * 86_400_000) / entries).toISOString();
    history.push(
      index % 3 ? aMeasurement(citizen, at, 60 + ((index * 7) % 40) / 10) : aNote(citizen, at, `Notat nummer ${index}`),
    );
  }
  await writer.createAll(history);

  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const began = Date.now();
  await page.goto(`/pasient/${citizen.id}/tidslinje`);
  const list = page.getByRole('list', { name: 'Innslag, nyeste først' });
  await list.getByRole('button').first().waitFor();
  expect(Date.now() - began).toBeLessThan(3_000);

  // To the bottom again and again, as the older pages come.
  const slowest = await page.evaluate(async () => {
    let worst = 0;
    const until = Date.now() + 40_000;
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    while (Date.now() < until && !(document.body.textContent ?? '').includes('Her begynner journalen.')) {
      window.scrollBy(0, 4000);
      const before = await frame();
      worst = Math.max(worst, (await frame()) - before);
    }
    return worst;
  });
  await page.getByText('Her begynner journalen.').waitFor();
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect.poll(() => list.getByRole('listitem').last().getAttribute('aria-posinset')).toBe(String(entries));
  expect(await list.getByRole('listitem').count()).toBeLessThan(150);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(4_000);
  // A frame that takes longer than this is seen as a stop.
  expect(slowest).toBeLessThan(600);

  await page.getByRole('searchbox', { name: /Søk i det som er hentet/ }).fill('nummer 2997');
  await page.getByText(/1 treff i \d+ innslag/).waitFor();
  await page.getByRole('button', { name: /Notat nummer 2997/ }).waitFor();
});
