import { afterAll, expect, inject, test } from 'vitest';
import { counted } from './harness/clicks.ts';
import { RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, logIn, logInAsCitizen, visit } from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

test('a citizen sees who was in the record and who was stopped, asks about it, and keeps mental health from a nurse', async () => {
  const stranger = await visit(url);
  await logIn(stranger, 'Frida Fri', '/');
  const visitor = await visit(url);
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Mohammed Tallaksen');
  const record = await new RecordWriter(url).find('Mohammed Tallaksen');
  await stranger.page.goto(`/pasient/${record}`);
  await stranger.page.getByRole('heading', { name: /Du har ikke tilgang/ }).waitFor();

  // an address from before these pages leads on
  await page.goto(`/pasient/${record}/tilgang`);
  await page.getByRole('heading', { name: 'Hvem har sett, og hvem kan se' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/tilgang');
  const log = page.getByRole('region', { name: 'Hvem har sett journalen din' });
  const look = log.getByRole('listitem').filter({ hasText: 'Frida Fri' }).first();
  await look.waitFor();
  await expectAccessible(visitor, 'who has seen');
  await log.getByRole('combobox', { name: 'Hvem' }).selectOption({ label: 'Bare dem som ble stoppet' });
  await look.waitFor();

  await look.getByRole('button', { name: /^Spør om at Frida Fri/ }).click();
  await look.getByRole('button', { name: 'Send spørsmålet' }).click();
  await look.getByText('Skriv minst 5 tegn.').waitFor();
  await look.getByRole('textbox', { name: 'Hva lurer du på?' }).fill('Hvorfor prøvde hun å åpne journalen min?');
  await expectAccessible(visitor, 'asking');
  await look.getByRole('button', { name: 'Send spørsmålet' }).click();
  await look.getByText(/Du får svar innen/).waitFor();
  await page
    .getByRole('region', { name: 'Det du har spurt om' })
    .getByText('Hvorfor prøvde hun å åpne journalen min?')
    .first()
    .waitFor();

  await look.getByRole('button', { name: 'Sperr for Frida Fri' }).click();
  const form = page.getByRole('region', { name: 'Sperr opplysninger' });
  expect(await form.getByRole('checkbox', { name: /Frida Fri/ }).isChecked(), 'who was pointed at').toBe(true);
  await form.getByRole('button', { name: 'Sperr opplysninger' }).click();
  await form.getByText('Velg hva du vil sperre.').waitFor();
  await form.getByRole('checkbox', { name: 'Psykisk helse' }).check();
  await form.getByText('De ser ikke dette: psykisk helse.', { exact: false }).waitFor();
  await form.getByText('Den du har nevnt med navn, kan aldri åpne, heller ikke da.').waitFor();
  await form.getByRole('textbox', { name: 'Finn en person eller et sted' }).fill('Hanne Hjem');
  await form.getByRole('button', { name: 'Hanne Hjem' }).click();
  await form.getByRole('combobox', { name: 'Skal de se at noe er sperret?' }).selectOption({ label: 'Nei' });
  await expectAccessible(visitor, 'a block to be');
  await form.getByRole('button', { name: 'Sperr psykisk helse for disse 2' }).click();
  const blocks = page.getByRole('region', { name: 'Hva du har sperret' });
  const line = blocks.getByRole('listitem').filter({ hasText: /Psykisk helse, for .*Hanne Hjem/ });
  await line.getByText('De får ikke vite at noe er sperret', { exact: false }).waitFor();
  await form.waitFor({ state: 'hidden' });

  await line.getByRole('button', { name: /^Åpne igjen/ }).click();
  await line.getByRole('button', { name: /^Åpne igjen/ }).waitFor({ state: 'hidden' });
  await blocks.getByText('Tidligere sperringer').click();
  await line.first().waitFor();
});

test('on a phone, a citizen blocks everything for everybody and opens again', async () => {
  const visitor = await visit(url, { width: 360, height: 780, theme: 'dark' });
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Mohammed Tallaksen', '/tilgang');
  const blocks = page.getByRole('region', { name: 'Hva du har sperret' });
  await blocks.getByRole('button', { name: 'Sperr opplysninger' }).click();
  const form = page.getByRole('region', { name: 'Sperr opplysninger' });
  await form.getByRole('checkbox', { name: 'Alt', exact: true }).check();
  await form.getByRole('radio', { name: /^Alle/ }).check();
  await form.getByText('medisiner og allergier ser de heller ikke', { exact: false }).waitFor();
  await expectAccessible(visitor, 'a block on a phone');
  await form.getByRole('button', { name: 'Sperr alt for alle' }).click();
  const line = blocks.getByRole('listitem').filter({ hasText: 'Alt, for alle' });
  await line.getByRole('button', { name: /^Åpne igjen/ }).click();
  await blocks.getByText('Ingenting. De som behandler deg', { exact: false }).waitFor();

  // one single entry, where it stands
  await page.goto('/journal');
  await page.getByRole('listitem').getByRole('button', { expanded: false }).first().click();
  await page.getByRole('button', { name: 'Sperr bare dette' }).waitFor();
  const clicks = await counted(page);
  await page.getByRole('button', { name: 'Sperr bare dette' }).click();
  await form.getByRole('radio', { name: /^Alle/ }).check();
  await form.getByText('De ser ikke dette: denne opplysningen.', { exact: false }).waitFor();
  await expectAccessible(visitor, 'a block of one entry');
  await form.getByRole('button', { name: 'Sperr denne opplysningen for alle' }).click();
  expect(await clicks(), 'one entry kept from everyone').toBeLessThanOrEqual(3);
  const standing = page.getByRole('status').filter({ hasText: 'sperret' });
  await standing.getByRole('button', { name: 'Åpne igjen' }).click();
  await standing.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sperr bare dette' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
