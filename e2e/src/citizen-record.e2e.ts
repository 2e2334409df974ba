import { afterAll, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  logInAsCitizen,
  type Visitor,
  visit,
} from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

const phone = { width: 360, height: 780 } as const;

/** No finding of axe, contrast of 7:1 for all text (WCAG AAA) in the theme that is chosen, and nothing to the side. */
async function expectGood(visitor: Visitor, where: string): Promise<void> {
  await expectNoSidewaysScroll(visitor, where);
  await expectAccessible(visitor, where, 'color-contrast-enhanced');
}

/** To one of the pages that the bar at the foot or the first page names. */
const goTo = ({ page }: Visitor, name: string | RegExp) =>
  page.getByRole('link', { name, exact: true }).first().click();

test('on the phone, Mohammed finds the latest, follows a result over time, reads his medicines and who has seen', async () => {
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Mohammed Tallaksen');
  await page.getByRole('heading', { level: 1, name: /^God .*, Mohammed$/ }).waitFor();
  await page.getByRole('region', { name: 'Det neste som skjer' }).waitFor();
  await page.getByRole('region', { name: 'Den siste måneden' }).getByRole('listitem').first().waitFor();
  await expectGood(visitor, 'home');

  // the latest: two touches
  await goTo(visitor, 'Journal');
  await page.getByRole('heading', { level: 1, name: 'Alt som har skjedd' }).waitFor();
  await page
    .getByRole('button', { name: /Prøvesvar/ })
    .first()
    .click();
  const word = page.getByRole('button', { name: / hva betyr det\?$/ }).first();
  await word.waitFor();
  await expectGood(visitor, 'what happened');
  const name = await word.textContent();
  await word.click();
  const explained = page.getByRole('dialog');
  await explained.getByRole('button', { name: 'Les høyt' }).waitFor();
  await expectGood(visitor, 'a word explained');
  await page.keyboard.press('Escape');
  await explained.waitFor({ state: 'hidden' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(name);

  await page.getByRole('searchbox', { name: 'Søk i journalen' }).fill('årskontroll innkalling');
  await page.getByText('Kom til årskontroll, du får innkalling', { exact: false }).first().waitFor();
  await page.getByText(/^\d+ treff/).waitFor();

  await page.getByRole('navigation', { name: 'Deler av journalen' }).getByRole('link', { name: 'Prøvesvar' }).click();
  await page.getByRole('button', { name: /^HbA1c 58 mmol\/mol Over det vanlige/ }).click();
  await page.getByText(/^Målt \d+ ganger siden .*steget på det siste\.$/).waitFor();
  await page.getByRole('img', { name: /^HbA1c/ }).waitFor();
  await page.getByText('Et svar utenfor det vanlige betyr ikke alltid at noe er galt', { exact: false }).waitFor();
  await expectGood(visitor, 'a result over time');

  await goTo(visitor, 'Medisiner');
  await page
    .getByRole('button', { name: /^Metformin 500 mg 1 tablett 2 ganger om dagen kl\. 08 og 20|^Metformin 500 mg/ })
    .click();
  await page.getByText('Senker blodsukkeret ved diabetes type 2', { exact: false }).waitFor();
  await page.getByText('Derfor bruker du den').waitFor();
  await page.getByText('Bestemt av').waitFor();
  await expectGood(visitor, 'medicines');

  await goTo(visitor, 'Hjem');
  await goTo(visitor, /^Hvem har sett/);
  await page.getByRole('region', { name: 'Hvem har sett journalen din' }).waitFor();
  await page.getByRole('region', { name: 'Hvem kan se journalen nå' }).getByText('Solli legekontor').first().waitFor();
  await expectGood(visitor, 'who has seen');
  expect(visitor.foreign).toEqual([]);
  expect(visitor.errors).toEqual([]);
});

test('Kari sees who comes next, what matters to her and what may be dangerous not to know, in large letters and in the dark', async () => {
  const visitor = await visit(url, { ...phone, theme: 'dark' });
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Kari Testdal');
  const next = page.getByRole('region', { name: 'Det neste som skjer' });
  await next.getByRole('link', { name: 'Alle timer og besøk' }).waitFor();
  await goTo(visitor, 'Meg');
  await page.getByRole('radio', { name: 'Størst' }).check();
  expect(
    await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)),
  ).toBeGreaterThan(20);
  await expectGood(visitor, 'me');

  await goTo(visitor, 'Hjem');
  await expectGood(visitor, 'home in the largest letters');
  await goTo(visitor, /^Planen min/);
  await page.locator('#content').getByText('rekke koret på torsdager', { exact: false }).first().waitFor();
  await page.getByRole('region', { name: 'Individuell plan' }).getByText('Vekt hver morgen').waitFor();
  await expectGood(visitor, 'plan');

  for (const [part, what] of [
    ['Sykdom og allergi', /Penicillin/],
    ['Hjelpen jeg får', /Hjemmesykepleie sone 3/],
    ['Kontakter', /Liv Testdal/],
    ['Dokumenter', /Epikrise/],
    ['Vaksiner', /Influensavaksine/],
  ] as const) {
    await page.getByRole('navigation', { name: 'Deler av journalen' }).getByRole('link', { name: part }).click();
    await page.locator('#content').getByText(what).first().waitFor();
    await expectNoSidewaysScroll(visitor, part);
  }
  await expectGood(visitor, 'vaccinations');
  await page.goto('/timer');
  await page.getByText('Blodprøve, hjemme').waitFor();
  await expectGood(visitor, 'appointments');
  expect(visitor.errors).toEqual([]);
});

test('on a wide screen everything is reached by keyboard, and what a citizen keeps of an old address leads on', async () => {
  const visitor = await visit(url, { language: 'en' });
  const { page } = visitor;
  const kari = await new RecordWriter(url).find('Kari Testdal');
  await logInAsCitizen(visitor, 'Kari Testdal', `/pasient/${kari}/legemidler`);
  await page.getByRole('heading', { level: 1, name: 'My medicines' }).waitFor();
  expect(new URL(page.url()).pathname, 'no id in the address').toBe('/medisiner');
  const script = await page.locator('script[src]').first().getAttribute('src');
  const { 'content-encoding': packed } = (await page.request.get(script ?? '')).headers();
  expect(packed, 'code goes out compressed').toMatch(/^(br|gzip)$/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#content');
  const first = page.getByRole('button', { expanded: false }).first();
  await first.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Decided by').first().waitFor();
  await expectGood(visitor, 'medicines on a wide screen');
  await page.goto('/pasient/nobody/legemidler');
  await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
  await page.goto('/journal');
  await page.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'Letters and messages' });
  await page.getByRole('combobox', { name: 'Show' }).press('Tab');
  await expectGood(visitor, 'the list on a wide screen');
});
