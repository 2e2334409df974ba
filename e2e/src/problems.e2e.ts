import { afterAll, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  type Visitor,
  visit,
} from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const active = ({ page }: Visitor) => page.getByRole('region', { name: /^Aktive/ });

/** From the problem list's page: opens the form, finds the code by words, and adds it. */
async function addProblem(visitor: Visitor, words: string, code: RegExp): Promise<void> {
  const { page } = visitor;
  await page.getByRole('button', { name: 'Legg til problem' }).click();
  await page.getByRole('combobox', { name: 'Problem eller diagnose' }).fill(words);
  await page.getByRole('option', { name: code }).first().waitFor();
  await page.getByRole('option', { name: /uten kode/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
}

test('a problem is added by code, confirmed, ended, taken back and refuted, and its history tells it all', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/problemer`);
  await page.getByRole('button', { name: 'Legg til problem' }).click();
  await page.getByRole('button', { name: 'Legg til', exact: true }).click();
  await page.getByText('Velg en kode, eller skriv hva problemet er.').waitFor();
  await expectAccessible(visitor, 'a new problem that says nothing');
  await page.getByRole('combobox', { name: 'Problem eller diagnose' }).fill('hjertesv');
  await page.getByRole('option', { name: /K77/ }).click();
  await page.getByRole('textbox', { name: /Med egne ord/ }).fill('Hjertesvikt, EF 35 %');
  await page.getByRole('textbox', { name: /Siden når/ }).fill('i fjor');
  await page.getByRole('radio', { name: /Foreløpig/ }).check();
  await page.getByRole('button', { name: 'Legg til', exact: true }).click();
  await page.getByText('Skriv datoen som 14.03.26, 03.2019 eller bare 2019.').waitFor();
  await page.getByRole('textbox', { name: /Siden når/ }).fill('2019');
  await page.getByRole('button', { name: 'Legg til', exact: true }).click();
  const row = active(visitor).getByRole('button', { name: /K77 Hjertesvikt, EF 35 %.*ikke bekreftet.*2019/ });
  await row.waitFor();

  // Two clicks for the common acts: open, and do.
  await row.click();
  await active(visitor).getByRole('button', { name: 'Bekreft', exact: true }).click();
  await expect.poll(() => active(visitor).getByText('ikke bekreftet').count()).toBe(0);
  await active(visitor).getByRole('button', { name: 'Gått over', exact: true }).click();
  await page
    .getByRole('region', { name: /^Avsluttede/ })
    .getByRole('button', { name: /K77/ })
    .waitFor();
  await page.getByRole('status').getByRole('button', { name: 'Angre' }).click();
  const again = active(visitor).getByRole('button', { name: /K77/ });
  await again.waitFor();

  if ((await again.getAttribute('aria-expanded')) !== 'true') await again.click();
  await active(visitor).getByRole('button', { name: 'Avkreft' }).click();
  const why = active(visitor).getByRole('textbox', { name: 'Hvorfor stemmer det ikke?' });
  await active(visitor).getByRole('button', { name: 'Avkreft' }).last().click();
  await page.getByText('Skriv hvorfor dette avkreftes eller tas opp igjen.').waitFor();
  await why.fill('Ny ekko viser normal EF.');
  await expectAccessible(visitor, 'refuting');
  await active(visitor).getByRole('button', { name: 'Avkreft' }).last().click();
  const wrong = page.getByRole('region', { name: /^Avkreftet eller feilført/ });
  await wrong.getByRole('button', { name: /K77/ }).click();
  await wrong.getByRole('button', { name: 'Historikk' }).click();
  await wrong.getByText('Ny ekko viser normal EF.').first().waitFor();
  await wrong.getByText('Registrert', { exact: true }).waitFor();
  await expect.poll(() => wrong.getByRole('list').last().getByRole('listitem').count()).toBe(5);
  await expectAccessible(visitor, 'the history of a problem');
  expect(visitor.errors).toEqual([]);
});

test('the same code twice is told of before it is written, and a problem is moved in the list', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/problemer`);
  await addProblem(visitor, 'K77', /K77/);
  await active(visitor).getByRole('button', { name: /K77/ }).waitFor();
  await addProblem(visitor, 'T90', /T90/);
  const first = active(visitor).getByRole('listitem').first();
  await first.getByRole('button', { name: /T90/ }).waitFor();
  await page.getByRole('button', { name: 'Legg til problem' }).click();
  await page.getByRole('combobox', { name: 'Problem eller diagnose' }).fill('K77');
  await page.getByRole('option', { name: /K77 Hjertesvikt/ }).click();
  await page.getByText(/står allerede i listen med samme kode/).waitFor();
  await page.getByRole('button', { name: 'Avbryt' }).click();
  await active(visitor).getByRole('button', { name: /K77/ }).click();
  await active(visitor).getByRole('button', { name: 'Flytt opp' }).click();
  await active(visitor).getByRole('listitem').first().getByRole('button', { name: /K77/ }).waitFor();
});

test('limits of treatment tell what is missing, replace those before, and stand in the banner with author and review', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  const banner = page.getByRole('region', { name: 'Hvem journalen gjelder' });
  await banner.getByRole('link', { name: /^Endre/ }).click();
  const card = page.getByRole('region', { name: 'Behandlingsgrenser' });
  await card.getByText('Ikke avklart.').waitFor();
  await card.getByRole('button', { name: 'Ny avklaring' }).click();
  await card.getByRole('button', { name: 'Legg til' }).click();
  await page.getByText('Skriv hva det gjelder.').waitFor();
  await page.getByText(/Oppgi hvem du snakket med/).waitFor();
  await expectAccessible(visitor, 'limits that lack something');
  await card.getByRole('button', { name: 'HLR minus', exact: true }).click();
  await card.getByRole('checkbox', { name: citizen.name }).check();
  await card.getByRole('button', { name: 'Legg til' }).click();
  const chip = banner.getByRole('button', { name: /^HLR minus · avklart .*Ada Solli · fornyes/ });
  await chip.waitFor();
  await card.getByRole('button', { name: 'Ny avklaring' }).click();
  await card.getByRole('button', { name: /^Full behandling/ }).click();
  await card.getByRole('checkbox', { name: citizen.name }).check();
  await card.getByRole('button', { name: 'Legg til' }).click();
  await banner.getByRole('button', { name: /^Full behandling/ }).waitFor();
  await expect.poll(() => chip.count()).toBe(0);
  const ended = page.getByRole('region', { name: /^Gjelder ikke lenger/ });
  await ended.getByRole('button', { name: /HLR minus/ }).click();
  await ended.getByText('Avløst av ny avklaring').first().waitFor();
  expect(visitor.errors).toEqual([]);
});

test('that no allergy is known is one click, and an allergy that can kill ends that answer and is edited in the banner', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/kritisk`);
  const banner = page.getByRole('region', { name: 'Hvem journalen gjelder' });
  await banner.getByText('Allergier: ikke kartlagt').waitFor();
  await page.getByRole('button', { name: 'Ingen kjente allergier' }).click();
  await banner.getByText('Ingen kjente allergier').waitFor();
  const card = page.getByRole('region', { name: 'Allergier og intoleranse' });
  await card.getByRole('button', { name: 'Legg til allergi' }).click();
  await card.getByRole('combobox', { name: 'Hva reagerer personen på?' }).fill('Peanøtter');
  await card.getByRole('combobox', { name: 'Reaksjon' }).selectOption({ label: 'Anafylaktisk reaksjon' });
  await expect.poll(() => card.getByRole('checkbox', { name: 'Kan være livstruende' }).isChecked()).toBe(true);
  await expectNoSidewaysScroll(visitor, 'a new allergy on a phone');
  await expectAccessible(visitor, 'a new allergy on a phone');
  await card.getByRole('button', { name: 'Legg til', exact: true }).click();
  const chip = banner.getByRole('button', { name: /^Peanøtter: anafylaktisk reaksjon/ });
  await chip.waitFor();
  expect(await banner.getByText('Ingen kjente allergier').count()).toBe(0);
  await chip.click();
  await banner.getByRole('button', { name: 'Avkreft' }).click();
  await banner.getByRole('textbox', { name: 'Hvorfor stemmer det ikke?' }).fill('Negativ provokasjonstest.');
  await banner.getByRole('button', { name: 'Avkreft' }).last().click();
  await expect.poll(() => chip.count()).toBe(0);
});
