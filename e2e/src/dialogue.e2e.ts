import { afterAll, expect, inject, test } from 'vitest';
import { counted } from './harness/clicks.ts';
import { RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, logIn, logInAsCitizen, visit } from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a citizen writes to the surgery on the phone, a doctor answers from the inbox, and the citizen reads the answer', async () => {
  const citizen = await visit(url, { width: 360, height: 780 });
  const { page } = citizen;
  await logInAsCitizen(citizen, 'Mohammed Tallaksen');
  await page.getByRole('navigation', { name: 'Sider' }).last().getByRole('link', { name: 'Skriv' }).click();
  await page.getByRole('link', { name: /Fornye metformin/ }).waitFor();
  await expectAccessible(citizen, 'conversations');
  await page.getByRole('button', { name: 'Skriv ny melding' }).click();
  const form = page.getByRole('region', { name: 'Skriv ny melding' });
  await form.getByRole('combobox', { name: 'Hvem skriver du til?' }).selectOption({ label: 'Solli legekontor' });
  await form.getByText(/Du får svar senest/).waitFor();
  // what is missing is said at once, and what is typed stays
  const text = form.getByRole('textbox', { name: 'Melding' });
  await text.fill('Foten er hoven etter turen i går. Skal jeg komme?');
  await form.getByRole('button', { name: 'Send' }).click();
  await form.getByRole('link', { name: 'Velg hva meldingen handler om.' }).waitFor();
  await form.getByRole('link', { name: 'Skriv med noen få ord hva det gjelder.' }).waitFor();
  await expect.poll(() => text.inputValue()).toContain('Foten er hoven');
  await form.getByRole('combobox', { name: 'Hva handler det om?' }).selectOption({ label: 'Helsespørsmål' });
  await form.getByRole('textbox', { name: 'Kort sagt' }).fill('Hoven fot');
  const files = form.getByLabel('Legg ved filer');
  await files.setInputFiles({ name: 'spill.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
  await form.getByText('Vedlegget må være et bilde', { exact: false }).waitFor();
  await form.getByRole('button', { name: 'Ta bort spill.exe' }).click();
  await files.setInputFiles({ name: 'fot.png', mimeType: 'image/png', buffer: png });
  await expectAccessible(citizen, 'a new message');
  await form.getByRole('button', { name: 'Send' }).dblclick();
  const thread = page.getByRole('region', { name: 'Hoven fot' });
  await thread.getByText('Sendt, ikke åpnet ennå').waitFor();
  await expect
    .poll(() => thread.getByRole('list', { name: 'Meldinger i samtalen' }).getByText('Foten er hoven').count())
    .toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  const doctor = await visit(url);
  await logIn(doctor, 'Ada Solli', '/innboks?vis=enhet');
  const list = doctor.page.getByRole('list', { name: 'Felles for enheten' });
  const row = list
    .getByRole('listitem')
    .filter({ hasText: 'Melding fra innbygger: helsespørsmål' })
    .filter({ hasText: 'Mohammed' });
  await row.waitFor({ timeout: 60_000 });
  await row.getByRole('button', { name: /Melding fra innbygger/ }).click();
  await row.getByText('Foten er hoven etter turen i går').waitFor();
  await row.getByRole('button', { name: 'Vis fot.png' }).click();
  await row.getByRole('img', { name: 'fot.png' }).waitFor();
  await expectAccessible(doctor, 'a message in the inbox');
  await thread.getByText(/^Åpnet/).waitFor();
  await page.goto('/');
  await row.getByRole('button', { name: 'Send svar' }).click();
  await row.getByText('Skriv en melding.').waitFor();
  await row.getByRole('textbox', { name: 'Svar til innbyggeren' }).fill('Kom i morgen kl. 9. Hold foten høyt.');
  await row.getByRole('button', { name: 'Send svar' }).click();
  await row.waitFor({ state: 'detached' });

  // by itself, whether or not the page was followed yet when the answer came
  await page.getByText('1 ny fra Solli legekontor').waitFor();
  await page.goto('/meldinger');
  await page.getByRole('link', { name: /Hoven fot.*Ny/ }).click();
  await thread.getByText('Kom i morgen kl. 9. Hold foten høyt.').waitFor();
  await thread.getByText(/Ada Solli, .*Solli legekontor/).waitFor();
  await expectAccessible(citizen, 'an answer');
});

test('a doctor sends a form and something to do; the citizen answers what is filled in, and measures at home with advice', async () => {
  const record = await new RecordWriter(url).find('Mohammed Tallaksen');
  const doctor = await visit(url);
  await logIn(doctor, 'Ada Solli', `/pasient/${record}/dialog`);
  const sending = doctor.page.getByRole('region', { name: 'Send skjema' });
  await sending.getByRole('combobox', { name: 'Skjema' }).selectOption({ label: 'Før timen' });
  await sending.getByRole('button', { name: 'Send skjema' }).click();
  await sending.getByText(/Venter, innen/).waitFor();
  await expectAccessible(doctor, 'the dialogue of a record');

  const citizen = await visit(url, { width: 1440, height: 900 });
  const { page } = citizen;
  await logInAsCitizen(citizen, 'Mohammed Tallaksen');
  await page.getByRole('link', { name: 'Før timen' }).waitFor();
  const clicks = await counted(page);
  await page.getByRole('link', { name: 'Før timen' }).click();
  await page.getByRole('link', { name: 'Svar på skjemaet' }).click();
  const form = page.getByRole('region', { name: 'Før timen' });
  await form.getByRole('textbox', { name: 'Hva er viktigst for deg å snakke om?' }).fill('Langtidsblodsukkeret');
  await form.getByText('stemmer det fortsatt?', { exact: false }).first().waitFor();
  await expectAccessible(citizen, 'a form');
  await form.getByRole('button', { name: 'Send svarene' }).click();
  await page.getByText('Svarene er sendt. Takk.').waitFor();
  expect(await clicks(), 'a form that is answered').toBeLessThanOrEqual(3);

  await page.goto('/egne-malinger');
  await page.getByRole('button', { name: 'Blodtrykk målt hjemme' }).click();
  const measuring = page.getByRole('region', { name: 'Blodtrykk målt hjemme' });
  await measuring.getByRole('textbox', { name: /^Overtrykk/ }).fill('186');
  await measuring.getByRole('textbox', { name: /^Undertrykk/ }).fill('96');
  await measuring.getByText('mål på nytt om fem minutter', { exact: false }).waitFor();
  await expectAccessible(citizen, 'a measurement with advice');
  await measuring.getByRole('button', { name: 'Lagre målingen' }).click();
  await page.getByText('Målingen er lagret.').waitFor();
  await page.getByRole('region', { name: 'Det du har målt' }).getByText('186').first().waitFor();
});

test('a citizen asks for a correction, sees why it was refused and how to complain; and chooses quiet notices', async () => {
  const citizen = await visit(url);
  const { page } = citizen;
  await logInAsCitizen(citizen, 'Mohammed Tallaksen', '/krav');
  const asking = page.getByRole('region', { name: 'Send nytt krav' });
  await asking.getByRole('combobox', { name: 'Hva ber du om?' }).selectOption({ label: 'Retting av noe som er feil' });
  await asking.getByRole('combobox', { name: 'Hvem gjelder det?' }).selectOption({ label: 'Solli legekontor' });
  await asking.getByRole('button', { name: 'Send kravet' }).click();
  await asking.getByRole('link', { name: 'Skriv hva det gjelder, med minst ti tegn.' }).waitFor();
  await asking
    .getByRole('textbox', { name: 'Hva gjelder det?' })
    .fill('Det står at jeg røyker. Det har jeg aldri gjort.');
  await asking.getByRole('button', { name: 'Send kravet' }).dblclick();
  const line = page.getByRole('region', { name: 'Krav du har sendt' }).getByRole('listitem');
  const waiting = line.filter({ hasText: 'Venter på svar, senest' });
  await waiting.waitFor();
  await expect.poll(() => waiting.count()).toBe(1);
  await expectAccessible(citizen, 'a request');

  const doctor = await visit(url);
  await logIn(doctor, 'Ada Solli', '/innboks?vis=enhet');
  const row = doctor.page.getByRole('listitem').filter({ hasText: 'Krav fra innbygger' });
  await row.getByRole('button', { name: /Krav fra innbygger/ }).click();
  await row.getByRole('radio', { name: 'Avslått' }).check();
  await row.getByRole('button', { name: 'Send avgjørelsen' }).click();
  await row.getByText('skriv begrunnelsen slik innbyggeren skal lese den', { exact: false }).waitFor();
  await row
    .getByRole('textbox', { name: 'Begrunnelse til innbyggeren' })
    .fill('Notatet gjengir det du sa i 2021. Vi har lagt til det du skriver nå.');
  await expectAccessible(doctor, 'a decision');
  await row.getByRole('button', { name: 'Send avgjørelsen' }).click();
  await row.waitFor({ state: 'detached' });
  await page.reload();
  await line.getByText('Notatet gjengir det du sa i 2021', { exact: false }).first().waitFor();
  await line.getByText('klage innen fire uker', { exact: false }).first().waitFor();

  await page.goto('/varsler');
  await page.getByRole('radio', { name: 'SMS' }).check();
  await page.getByRole('radio', { name: /ikke om natten/ }).check();
  await page.getByRole('button', { name: 'Lagre valget' }).click();
  await page.getByRole('link', { name: /^Skriv et norsk mobilnummer/ }).waitFor();
  await page.getByRole('textbox', { name: 'Mobilnummer' }).fill('412 00 045');
  await expectAccessible(citizen, 'notices');
  await page.getByRole('button', { name: 'Lagre valget' }).click();
  await page.getByText('Valget er lagret.').waitFor();
});

test('a citizen writes what matters to them, changes it, and ticks off what they wanted to do', async () => {
  const citizen = await visit(url, { width: 360, height: 780, theme: 'dark' });
  const { page } = citizen;
  await logInAsCitizen(citizen, 'Mohammed Tallaksen', '/plan');
  const own = page.getByRole('region', { name: 'Mine egne mål' });
  await own.getByRole('textbox', { name: 'Viktig for meg' }).fill('Kunne gå på tur med barna');
  await own.getByRole('button', { name: 'Legg til' }).first().click();
  await own.getByText('«Kunne gå på tur med barna»').waitFor();
  await own.getByRole('button', { name: 'Endre «Kunne gå på tur med barna»' }).click();
  await own.getByRole('textbox', { name: 'Viktig for meg' }).first().fill('Kunne gå på tur hver helg');
  await own.getByRole('button', { name: 'Lagre' }).click();
  await own.getByText('«Kunne gå på tur hver helg»').waitFor();
  await own.getByRole('textbox', { name: 'Ny ting å gjøre' }).fill('Gå til jobben');
  await own.getByRole('button', { name: 'Legg til' }).last().click();
  const task = own.getByRole('checkbox', { name: 'Gjort: Gå til jobben' });
  await task.waitFor();
  await expectAccessible(citizen, 'own goals, dark');
  await task.click();
  await task.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('a citizen tells a life story and weighs a choice; it is kept, and read in the plan by the service', async () => {
  const mohammed = await new RecordWriter(url).find('Mohammed Tallaksen');
  const citizen = await visit(url, { width: 360, height: 780 });
  const { page } = citizen;
  await logInAsCitizen(citizen, 'Mohammed Tallaksen', '/plan');
  await page.getByRole('link', { name: 'Livshistorien min' }).click();
  const calm = page.getByRole('textbox', { name: 'Hva roer deg når du er urolig eller redd?' });
  const change = page.getByRole('button', { name: 'Endre eller legg til' });
  await calm.or(change).waitFor();
  if (await change.isVisible()) await change.click();
  await calm.fill('Å høre på oud.');
  await page.getByRole('button', { name: 'Lagre', exact: true }).click();
  await page.getByText('Lagret. De som hjelper deg, kan lese det nå.').waitFor();
  await page.getByText('Skrevet av Mohammed Tallaksen', { exact: false }).waitFor();
  await expectAccessible(citizen, 'a life story');
  await change.click();
  expect(await calm.inputValue()).toBe('Å høre på oud.');
  await page.getByRole('button', { name: 'Tilbake uten å lagre' }).click();

  await page.goto('/valg');
  await page.getByRole('link', { name: /: PSA-prøve: ta den eller ikke$/ }).click();
  await page.getByText('10 av 100 får vite at de har prostatakreft.', { exact: false }).waitFor();
  await page.getByRole('radio', { name: 'Jeg vil ikke ta prøven nå' }).check();
  await page.getByRole('textbox', { name: 'Hva vil du spørre om når vi møtes?' }).fill('Gjør arv en forskjell?');
  await expectAccessible(citizen, 'a choice');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole('button', { name: 'Del svaret mitt' }).click();
  await page.getByText('Svaret er delt.', { exact: false }).waitFor();

  const doctor = await visit(url);
  await logIn(doctor, 'Ada Solli', `/pasient/${mohammed}/plan`);
  const told = doctor.page.getByRole('region', { name: 'Livshistorie og valg' });
  await told.getByText('Livshistorien min', { exact: false }).click();
  await told.getByText('Å høre på oud.').waitFor();
  await told.getByText('PSA-prøve: ta den eller ikke', { exact: false }).click();
  await told.getByText('Gjør arv en forskjell?').waitFor();
  await told.getByText(/^Utkast: tallene og rådene/).waitFor();
  await expectAccessible(doctor, 'what a citizen has told, in the plan');
});
