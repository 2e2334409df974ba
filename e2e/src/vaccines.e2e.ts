import { afterAll, expect, inject, test } from 'vitest';
import { type Citizen, RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

/** A child of 17 months in the care of the health station, who has had nothing. */
async function child(): Promise<Citizen> {
  const born = new Date(Date.now() - 520 * 86_400_000).toISOString().slice(0, 10);
  const citizen = await writer.citizen({ birthDate: born });
  await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    type: [{ text: 'Helsestasjon' }],
    patient: citizen.reference,
    managingOrganization: { reference: 'Organization/fjordvik-helsestasjon' },
    period: { start: born },
  });
  return citizen;
}

test('a child who lacks vaccines is called in, gets one recorded with its batch, and what was wrong is struck with why', async () => {
  const citizen = await child();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Helle Stasjon', '/', 'Fjordvik helsestasjon');
  await page.getByRole('link', { name: 'Vaksinering' }).click();
  const called = page.getByRole('listitem').filter({ hasText: citizen.name });
  await called.getByText(/Difteri.*dose 1/).waitFor();
  await called
    .getByText(/forsinket siden/)
    .first()
    .waitFor();
  await expectAccessible(visitor, 'the recall list');
  await called.getByRole('link', { name: citizen.name }).click();

  const lacking = page.getByRole('region', { name: 'Mangler og neste' });
  await lacking.getByRole('button', { name: 'Registrer Meslinger, kusma og røde hunder 1' }).click();
  const form = page.getByRole('region', { name: 'Registrer vaksine' });
  const vaccine = form.getByRole('combobox', { name: 'Vaksine' });
  await expect.poll(() => vaccine.inputValue()).toMatch(/^fest-/);
  await form.getByRole('button', { name: 'Registrer', exact: true }).click();
  await form.getByText(/Skriv batchnummeret/).waitFor();
  await expectAccessible(visitor, 'a vaccine without a batch');
  await form.getByRole('textbox', { name: 'Batchnummer' }).fill('X042');
  await form.getByRole('textbox', { name: /Utløper/ }).fill('01.2020');
  await form.getByRole('button', { name: 'Registrer', exact: true }).click();
  await form.getByText('Vaksinen var gått ut på dato.').waitFor();
  await form.getByRole('textbox', { name: /Utløper/ }).fill('12.2031');
  await form.getByRole('button', { name: 'Registrer', exact: true }).click();
  const given = page.getByRole('region', { name: /^Registrerte vaksiner/ });
  const row = given.getByRole('button', { name: /M-M-RVAXPRO.*dose 1.*X042/ });
  await row.waitFor();
  await expect.poll(() => lacking.getByRole('button', { name: /Meslinger/ }).count()).toBe(0);

  await row.click();
  await given.getByText('Venstre overarm').waitFor();
  await given.getByRole('button', { name: 'Merk som feilført' }).click();
  await given.getByRole('button', { name: 'Merk som feilført' }).click();
  await given.getByText('Skriv hvorfor dette er feilført.').waitFor();
  await given.getByRole('textbox', { name: 'Hvorfor er den feilført?' }).fill('Gitt til søsteren');
  await given.getByRole('button', { name: 'Merk som feilført' }).click();
  await given.getByText('feilført', { exact: true }).waitFor();
  await lacking.getByRole('button', { name: /Meslinger/ }).waitFor();
  await given.getByRole('button', { name: 'Historikk' }).click();
  await given.getByText('Gitt til søsteren').first().waitFor();
  await expectAccessible(visitor, 'a vaccine that was struck');
  expect(visitor.errors).toEqual([]);
});

test('what was given elsewhere is recorded on a phone without a batch', async () => {
  const citizen = await child();
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Helle Stasjon', `/pasient/${citizen.id}/vaksiner`, 'Fjordvik helsestasjon');
  await page.getByRole('button', { name: 'Registrer vaksine' }).click();
  const form = page.getByRole('region', { name: 'Registrer vaksine' });
  await form.getByRole('radio', { name: /Gitt tidligere/ }).check();
  await form.getByRole('combobox', { name: 'Vaksine' }).selectOption({ label: 'Hexyon inj, susp' });
  await form.getByRole('textbox', { name: 'Når', exact: true }).fill('i fjor');
  await form.getByRole('button', { name: 'Registrer', exact: true }).click();
  await form.getByText('Skriv datoen som').waitFor();
  await form.getByRole('textbox', { name: 'Når', exact: true }).fill('2025');
  await expectNoSidewaysScroll(visitor, 'a vaccine on a phone');
  await expectAccessible(visitor, 'a vaccine on a phone');
  await form.getByRole('button', { name: 'Registrer', exact: true }).click();
  await page
    .getByRole('region', { name: /^Registrerte vaksiner/ })
    .getByRole('button', { name: /Hexyon/ })
    .waitFor();
  await expectNoSidewaysScroll(visitor, 'vaccines on a phone');
  expect(visitor.errors).toEqual([]);
});
