import { afterAll, expect, inject, test } from 'vitest';
import { ada, aNote, type Citizen, hanne, RecordWriter, tagsOf } from './harness/record.ts';
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

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const vital = (citizen: Citizen, code: string, text: string, value: object) => ({
  resourceType: 'Observation',
  meta: { tag: tagsOf('home-care') },
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
  ],
  code: { coding: [{ system: 'http://loinc.org', code }], text },
  subject: citizen.reference,
  effectiveDateTime: ago(30),
  performer: [hanne],
  ...value,
});
const quantity = (value: number, unit: string) => ({ valueQuantity: { value, unit } });

/** Somebody who fell this morning, and whom the clinic has never met. */
async function aFall(): Promise<Citizen> {
  const citizen = await writer.citizen();
  const subject = citizen.reference;
  await writer.createAll([
    {
      resourceType: 'AllergyIntolerance',
      meta: { tag: tagsOf('gp') },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
      },
      criticality: 'high',
      code: { text: 'Penicillin' },
      patient: subject,
      recorder: ada,
      reaction: [{ manifestation: [{ text: 'Anafylaksi' }], severity: 'severe' }],
    },
    ...['Furosemid 20 mg', 'Bisoprolol 5 mg'].map((text) => ({
      resourceType: 'MedicationRequest',
      meta: { tag: tagsOf('gp') },
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text },
      subject,
      authoredOn: ago(60 * 24 * 40),
      requester: ada,
      dosageInstruction: [{ text: '1 tablett kl. 08' }],
    })),
    {
      resourceType: 'CarePlan',
      meta: { tag: tagsOf('home-care') },
      status: 'active',
      intent: 'plan',
      title: 'Plan',
      subject,
      author: hanne,
      activity: [{ detail: { status: 'in-progress', description: 'Hvis forvirret: se etter urinvei. Ring datteren' } }],
    },
    vital(citizen, '8867-4', 'Puls', quantity(118, '/min')),
    vital(citizen, '2708-6', 'SpO₂', quantity(94, '%')),
    vital(citizen, '1104051000000101', 'NEWS2', {
      code: { coding: [{ system: 'http://snomed.info/sct', code: '1104051000000101' }], text: 'NEWS2' },
      valueInteger: 10,
    }),
    aNote(citizen, ago(60 * 24 * 9), 'Gikk uten hjelpemiddel inne.', {
      service: 'home-care',
      type: 'Funksjon vurdert',
      author: hanne,
    }),
  ]);
  return citizen;
}

const clicks = ({ page }: Visitor) =>
  page.evaluate(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = 0;
    document.addEventListener('click', () => counted.clicks++, { capture: true });
  });
const clicked = ({ page }: Visitor): Promise<number> =>
  page.evaluate(() => (window as unknown as { clicks: number }).clicks);

/** Everything of the page that a first look must find. */
async function expectEmergencyPage({ page }: Visitor): Promise<void> {
  await page.getByRole('region', { name: 'Vitale målinger' }).getByText('10', { exact: true }).waitFor();
  await page
    .getByRole('region', { name: 'Legemidler nå' })
    .getByRole('row', { name: /Furosemid 20 mg/ })
    .waitFor();
  await page.getByText('Hvis forvirret:').waitFor();
  await page.getByText('Gikk uten hjelpemiddel inne.').waitFor();
  await page.getByRole('button', { name: /^Penicillin: anafylaksi/ }).waitFor();
}

test('a legevakt doctor meets somebody unknown: arrival, one page within a second and without scrolling, and a referral', async () => {
  const citizen = await aFall();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Vera Vakt');
  const find = page.getByRole('combobox', { name: 'Finn person' });
  await page.keyboard.press('Control+k');
  await find.fill(citizen.name);
  await page.getByRole('option', { name: new RegExp(citizen.name) }).click();

  // The ordinary way in: the person is here.
  await page.getByRole('heading', { name: /Du har ikke tilgang/ }).waitFor();
  await page.getByRole('radio', { name: 'Har vist legitimasjon' }).check();
  await page.getByRole('button', { name: 'Registrer at personen har kommet' }).click();
  await expectEmergencyPage(visitor);
  await page.getByText('Personen er til behandling i enheten.').waitFor();
  await expectAccessible(visitor, 'the emergency page');

  // From now on one click from the search, and a second.
  await page.goto('/');
  await page.getByRole('button', { name: /^Deg og innstillinger/ }).waitFor();
  await clicks(visitor);
  await page.keyboard.press('Control+k');
  await find.fill(citizen.name);
  const option = page.getByRole('option', { name: new RegExp(citizen.name) });
  await option.waitFor();
  const began = Date.now();
  await option.click();
  await expectEmergencyPage(visitor);
  const took = Date.now() - began;
  console.info(`From search to the emergency page: ${await clicked(visitor)} click, ${took} ms`);
  expect(await clicked(visitor)).toBe(1);
  expect(took).toBeLessThan(3_000);
  expect(await page.evaluate(() => document.documentElement.scrollHeight), 'without scrolling').toBeLessThanOrEqual(
    900,
  );

  await page.getByRole('button', { name: 'Skriv hvorfor' }).click();
  await page.getByRole('textbox', { name: 'Skriv hvorfor' }).fill('Fall hjemme, nyoppstått forvirring');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Hvorfor personen er her' }).getByText('Fall hjemme, nyoppstått').waitFor();

  await page.getByRole('button', { name: 'Henvis eller legg inn' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Velg hvem henvisningen skal til.').waitFor();
  await page.getByText('Skriv eller velg årsaken.').waitFor();
  await expectAccessible(visitor, 'a referral that lacks something');
  await page.getByRole('combobox', { name: 'Hvem henviser du til?' }).fill('Nordås sykehus, med');
  await page
    .getByRole('option', { name: /medisinsk avdeling/ })
    .first()
    .click();
  await page.getByRole('combobox', { name: 'Årsak' }).fill('Brudd i håndledd og delirium');
  await page.getByRole('textbox', { name: 'Hva ønsker du?' }).fill('Innleggelse.');
  await page.getByRole('radio', { name: /^Straks/ }).check();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Henvisningen er sendt').waitFor();
  await page.getByRole('link', { name: 'Hele oversikten' }).click();
  await page
    .getByRole('region', { name: 'Henvisninger' })
    .getByRole('button', { name: /medisinsk avdeling.*Sendt/ })
    .waitFor();
  // What is refused before the person has come is an error to the browser, and to nobody else.
  expect(visitor.errors.filter((error) => !/status of 40[34]/.test(error))).toEqual([]);
});

test('emergency access opens the emergency page, on a phone too', async () => {
  const citizen = await aFall();
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Otto Nordås', `/pasient/${citizen.id}`);
  await page.getByRole('radio', { name: /Livstruende/ }).check();
  await page.getByRole('textbox', { name: 'Forklar kort' }).fill('Funnet bevisstløs, ukjent medisinbruk');
  await page.getByRole('button', { name: 'Åpne med nødtilgang i 60 minutter' }).click();
  await expectEmergencyPage(visitor);
  await expectNoSidewaysScroll(visitor, 'the emergency page on a phone');
  await expectAccessible(visitor, 'the emergency page on a phone');
  await page.getByRole('region', { name: 'Nødtilgang pågår' }).getByRole('button', { name: 'Avslutt nå' }).click();
  await page.getByRole('heading', { name: /Du har ikke tilgang/ }).waitFor();
});
