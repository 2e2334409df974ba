import { afterAll, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

test('who has nothing to do with a person is told why and what to do, and opens in an emergency with a reason', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Vera Vakt', `/pasient/${citizen.id}`);
  await page.getByRole('heading', { name: /Du har ikke tilgang/ }).waitFor();
  await page.getByText(/Personen er ikke registrert hos enheten din nå/).waitFor();
  expect(await page.getByText(citizen.name).count(), 'nothing of the record is told').toBe(0);
  await page.getByRole('radio', { name: /Livstruende/ }).waitFor();
  await expectAccessible(visitor, 'refused');

  const open = page.getByRole('button', { name: 'Åpne med nødtilgang i 60 minutter' });
  await open.click();
  await page.getByText('Velg en grunn.').waitFor();
  await page.getByText('Skriv minst 10 tegn om hvorfor.').waitFor();
  await page.getByRole('radio', { name: /Livstruende/ }).check();
  await page.getByRole('textbox', { name: 'Forklar kort' }).fill('Funnet bevisstløs, ukjent medisinbruk');
  await open.click();
  const bar = page.getByRole('region', { name: 'Nødtilgang pågår' });
  await bar
    .getByRole('status')
    .getByText(/varer i 60 minutter til/)
    .waitFor();
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText(citizen.name).waitFor();
  await expectAccessible(visitor, 'emergency access');

  await page.goto(`/pasient/${citizen.id}/tilgang`);
  const row = page.getByRole('row', { name: /Havøy legevakt/ });
  await row.getByText(/åpnet med nødtilgang/).waitFor();
  await expectAccessible(visitor, 'who can see');

  await bar.getByRole('button', { name: 'Avslutt nå' }).click();
  await page.getByRole('heading', { name: /Du har ikke tilgang/ }).waitFor();
  expect(await page.getByText(citizen.name).count()).toBe(0);
});

test('on a phone, the person who has come is registered, and the record opens', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Nils Triage', `/pasient/${citizen.id}`);
  await page.getByRole('heading', { name: /Du har ikke tilgang/ }).waitFor();
  const register = page.getByRole('button', { name: 'Registrer at personen har kommet' });
  await register.click();
  await page.getByText('Velg hvordan personen er identifisert.').waitFor();
  await expectAccessible(visitor, 'refused on a phone');
  await page.getByRole('radio', { name: 'Har vist legitimasjon' }).check();
  await register.click();
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText(citizen.name).waitFor();
  expect(await page.getByRole('region', { name: 'Nødtilgang pågår' }).count()).toBe(0);
});

test('an assistant who has nothing to do with a person is offered no emergency access', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Aksel Assistent', `/pasient/${citizen.id}`);
  await page.getByRole('heading', { name: /Du har ikke tilgang/ }).waitFor();
  await page.getByText(/Forsøket ditt er loggført/).waitFor();
  expect(await page.getByRole('button', { name: /nødtilgang/ }).count()).toBe(0);
});

test.each([
  ['Norunn Nav', 'Det du trenger å vite i en sak, får du av den som har ansvaret for den'],
  ['Tuva Lærer', 'inviterer koordinatoren deg til møtene'],
])('%s is told at once that the job opens no record, and is offered nobody to find', async (name, told) => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, name);
  await page.getByRole('heading', { name: 'Jobben din gir ikke tilgang til journaler' }).waitFor();
  await page.getByText(`Du er logget inn som ${name}`).waitFor();
  await page.getByText(told).waitFor();
  expect(await page.getByRole('combobox').count()).toBe(0);
  expect(await page.getByRole('navigation').count()).toBe(0);
  await expectAccessible(visitor, 'a job without records');
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(visitor, 'a job without records');
  await page.goto(`/pasient/${citizen.id}`);
  await page.getByRole('heading', { name: /^Du har ikke tilgang/ }).waitFor();
  expect(await page.getByText(citizen.name).count()).toBe(0);
});
