import { afterAll, expect, inject, test } from 'vitest';
import { ada, aMeasurement, aNote, hanne, RecordWriter, tagsOf, visitTo } from './harness/record.ts';
import { closeBrowser, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const daysAgo = (days: number, time = '10:00:00') =>
  `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)}T${time}+01:00`;

async function aKnownCitizen() {
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
      onsetDateTime: '1998',
      recorder: ada,
      reaction: [{ manifestation: [{ text: 'Anafylaksi' }], severity: 'severe' }],
    },
    {
      resourceType: 'MedicationRequest',
      meta: { tag: tagsOf('gp') },
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'Furosemid 20 mg' },
      subject,
      authoredOn: daysAgo(2),
      requester: ada,
      reasonCode: [{ text: 'Hjertesvikt' }],
      dosageInstruction: [{ text: '1 tablett kl. 08' }],
    },
    {
      resourceType: 'Condition',
      meta: { tag: tagsOf('gp') },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code: 'K77', display: 'Hjertesvikt' }] },
      subject,
      recordedDate: daysAgo(400),
      recorder: ada,
    },
    ...[64.2, 63.1, 61.2].map((value, index) => aMeasurement(citizen, daysAgo(30 - index * 10), value)),
    aNote(citizen, daysAgo(1), 'Bena er mindre hovne i dag.', {
      service: 'home-care',
      type: 'Sykepleie',
      author: hanne,
    }),
  ]);
  return citizen;
}

test('the banner tells who it is and what must not be overlooked', async () => {
  const citizen = await aKnownCitizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  const banner = page.getByRole('region', { name: 'Hvem journalen gjelder' });
  await banner.getByText(citizen.name).waitFor();
  await banner.getByText(`${citizen.number.slice(0, 6)}\u00a0${citizen.number.slice(6)}`).waitFor();
  const allergy = banner.getByRole('button', { name: 'Penicillin: anafylaksi 1998' });
  await allergy.click();
  await banner.getByText(/Ada Solli, fastlege · Solli legekontor/).waitFor();
  await page.setViewportSize({ width: 1440, height: 620 });
  await page.mouse.wheel(0, 3000);
  await expect.poll(() => banner.getByText(citizen.name).isVisible()).toBe(true);
});

test('each value of the overview opens in place, with its source', async () => {
  const citizen = await aKnownCitizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  const medicines = page.getByRole('region', { name: 'Legemidler' });
  await medicines.getByRole('button', { name: 'Furosemid 20 mg' }).click();
  await medicines.getByText('Hjertesvikt').waitFor();
  await medicines.getByText(/Ada Solli, fastlege/).waitFor();
  const values = page.getByRole('region', { name: 'Prøver og målinger' });
  await values.getByRole('img', { name: /^Vekt 61,2 kg, .*fallende, 3 målinger/ }).waitFor();
  await values.getByRole('button', { name: /^Vekt/ }).click();
  await values.getByRole('button', { name: 'Vis som tabell' }).click();
  await values.getByRole('row', { name: /64,2 Hanne Hjem/ }).waitFor();
  await page
    .getByRole('region', { name: 'Problemer' })
    .getByRole('button', { name: /K77 Hjertesvikt/ })
    .waitFor();
  await page
    .getByRole('region', { name: 'Siste notater' })
    .getByRole('button', { name: /Sykepleie/ })
    .click();
  await page.getByRole('region', { name: 'Siste notater' }).getByText('Bena er mindre hovne i dag.').nth(1).waitFor();
});

test('an item of the overview leads to its place in the timeline', async () => {
  const citizen = await aKnownCitizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  const notes = page.getByRole('region', { name: 'Siste notater' });
  await notes.getByRole('button', { name: /Sykepleie/ }).click();
  await notes.getByRole('link', { name: 'Vis i tidslinjen' }).click();
  await page.getByRole('button', { name: /Sykepleie/, expanded: true }).waitFor();
  expect(new URL(page.url()).search).toBe('');
});

test('an empty record says so, and an unasked question is not a "no"', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByText('Allergier: ikke kartlagt').waitFor();
  await page.getByText('Ingen legemidler i bruk er registrert.').waitFor();
  await page.getByText('Ingen prøver eller målinger er registrert.').waitFor();
});

test('a part that fails says so there, and the rest goes on', async () => {
  const citizen = await aKnownCitizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  await page.route('**/fhir/MedicationRequest?*', (route) => route.abort());
  await page.goto(`/pasient/${citizen.id}`);
  const medicines = page.getByRole('region', { name: 'Legemidler' });
  await medicines.getByRole('alert').waitFor({ timeout: 20_000 });
  await page.getByRole('region', { name: 'Problemer' }).getByText('Hjertesvikt').waitFor();
  await page.unroute('**/fhir/MedicationRequest?*');
  await medicines.getByRole('button', { name: 'Prøv nå' }).click();
  await medicines.getByRole('button', { name: 'Furosemid 20 mg' }).waitFor();
});

test('a record that is not there is told in plain words', async () => {
  const visitor = await visit(url);
  await logIn(visitor, 'Ada Solli', '/pasient/finnes-ikke');
  await visitor.page.getByRole('heading', { name: 'Journalen finnes ikke' }).waitFor();
});

test('at the next visit the reader sees what changed since the last, until it is marked as seen', async () => {
  const [citizen, first] = [await aKnownCitizen(), await aKnownCitizen()];
  await writer.create(visitTo(citizen, 'ada-solli', new Date(Date.now() - 86_400_000).toISOString()));
  await writer.create(
    aNote(citizen, daysAgo(0), 'Skrevet siden sist.', { service: 'home-care', type: 'Sykepleie', author: hanne }),
  );
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${first.id}`);
  await page.getByRole('heading', { name: 'Siste 30 dager' }).waitFor();
  await page.goto(`/pasient/${citizen.id}`);
  const changes = page.getByRole('region', { name: /^Endret siden/ });
  await changes.getByRole('button', { name: /Ny: .*Skrevet siden sist.*Hanne Hjem/ }).waitFor();
  await changes.getByRole('button', { name: 'Merk som sett' }).click();
  await changes.getByText('Ingenting er endret siden da.').waitFor();
});

test('a refusal explains itself, and says that the attempt is logged', async () => {
  const citizen = await aKnownCitizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden' }] };
  await page.route(/\/fhir\/Patient\/[^/?]+$/, (route) => route.fulfill({ status: 403, json: outcome }));
  await page.goto(`/pasient/${citizen.id}`);
  await page.getByRole('heading', { name: 'Du har ikke tilgang til denne journalen' }).waitFor();
  await page.getByText(/Forsøket ditt er loggført/).waitFor();
  expect(await page.getByText('Penicillin').count()).toBe(0);
});

test('on paper stand the person and the content, not the controls', async () => {
  const citizen = await aKnownCitizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByRole('button', { name: 'Furosemid 20 mg', exact: true }).waitFor();
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => page.getByRole('navigation', { name: 'Deler av journalen' }).isVisible()).toBe(false);
  const foot = await page.evaluate(() => {
    window.dispatchEvent(new Event('beforeprint'));
    return document.documentElement.style.getPropertyValue('--ej-print-line');
  });
  expect(foot).toMatch(
    new RegExp(`${citizen.name}.*Utskrift fra Enjournal .* av Ada Solli, fastlege, Solli legekontor`),
  );
  // A PDF is what the printer gets: the medicine stands in it, and nothing lies over it.
  const medicine = page.getByRole('button', { name: 'Furosemid 20 mg', exact: true });
  await expect.poll(() => medicine.evaluate((button) => getComputedStyle(button, '::after').content)).toBe('none');
  await expect.poll(() => page.getByText('Furosemid').first().isVisible()).toBe(true);
  const address = await page
    .locator('a[href]')
    .first()
    .evaluate((link) => getComputedStyle(link, '::after').content);
  expect(address).toBe('none');
});

test('logging out leaves nothing of the record behind', async () => {
  const citizen = await aKnownCitizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByText(citizen.name).first().waitFor();
  await page.getByRole('button', { name: /Deg og innstillinger/ }).click();
  await page.getByRole('menuitem', { name: 'Logg ut' }).click();
  await page.getByRole('button', { name: 'Logg inn med HelseID' }).waitFor();
  const kept = await page.evaluate(
    () => JSON.stringify({ ...sessionStorage, ...localStorage }) + document.body.textContent,
  );
  expect(kept).not.toContain(citizen.name);
  expect(kept).not.toContain(citizen.number);
});
