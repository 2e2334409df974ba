import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Citizen, RecordWriter } from '../harness/record.ts';
import { logIn, logInAsCitizen, newVisitor } from '../harness/visitor.ts';

const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
  await page.waitForTimeout(600);
};

/** A note that is written for a doctor, what the citizen sees of an entry, a dispenser at home, and the block of one entry. */
export async function otherPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const writer = new RecordWriter(url);
  const kari = await writer.find('Kari Testdal');
  await dictated(browser, url, folder);

  // all of the entry, and no banner before it
  const doctor = await newVisitor(browser, url, { width: 1000, height: 1800 });
  await logIn(doctor, 'Ada Solli', `/pasient/${kari}/tidslinje`);
  await doctor.page.getByRole('button', { name: /Første besøk hjemme/ }).click();
  const entry = doctor.page.getByRole('article').filter({ hasText: 'Første besøk hjemme' });
  await entry.getByRole('button', { name: 'Slik ser innbyggeren det' }).click();
  await settled(doctor.page);
  await entry.screenshot({ path: join(folder, 'slik-ser-innbyggeren.png') });
  await doctor.context.close();

  await dispenser(browser, url, folder, await withDispenser(writer));

  const own = await newVisitor(browser, url, { width: 360, height: 780 });
  await logInAsCitizen(own, 'Kari Testdal', '/journal');
  await own.page
    .getByRole('button', { name: /Besøk av hjemmetjenesten/ })
    .first()
    .click();
  await own.page.getByRole('button', { name: 'Sperr bare dette' }).click();
  await own.page.getByRole('radio', { name: /^Alle/ }).check();
  await settled(own.page);
  await own.page.getByRole('heading', { name: 'Sperr opplysninger' }).evaluate((one) => {
    one.scrollIntoView();
    window.scrollBy(0, -220);
  });
  await own.page.screenshot({ path: join(folder, 'innbygger-sperr.png') });
  await own.context.close();
}

async function dictated(browser: Browser, url: string, folder: string): Promise<void> {
  const citizen = await new RecordWriter(url).citizen({
    name: [{ use: 'official', family: 'Prøvesen', given: ['Torunn'] }],
  });
  const secretary = await newVisitor(browser, url, { width: 1100, height: 800 });
  await logIn(secretary, 'Siri Solli', `/pasient/${citizen.id}`);
  await secretary.page.getByRole('button', { name: 'Nytt notat' }).click();
  await secretary.page.getByRole('option', { name: /^Telefonkontakt/ }).click();
  await secretary.page.getByRole('textbox', { name: 'Kontaktårsak' }).fill('Ringer om svar på blodprøver');
  await secretary.page.getByText(/Lagret \d\d\.\d\d/).waitFor();
  await secretary.page.getByRole('button', { name: 'Ferdig skrevet' }).click();
  await secretary.page.getByText(/er lagret, og venter på signering/).waitFor();
  await secretary.context.close();
  const doctor = await newVisitor(browser, url, { width: 1440, height: 900 });
  await logIn(doctor, 'Ada Solli');
  const drafts = doctor.page.getByRole('region', { name: /^Utkast og usignert/ });
  await drafts.getByRole('link', { name: /^Les og signer/ }).waitFor();
  await settled(doctor.page);
  await drafts.screenshot({ path: join(folder, 'diktat.png') });
  await doctor.context.close();
}

/** Somebody with home care, three medicines and a dispenser. */
async function withDispenser(writer: RecordWriter): Promise<Citizen> {
  const citizen = await writer.citizen({ name: [{ use: 'official', family: 'Prøvedal', given: ['Magnhild'] }] });
  const subject = citizen.reference;
  await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: subject,
    managingOrganization: { reference: 'Organization/hjemmetjenesten-sone-3' },
    period: { start: '2026-01-01' },
  });
  for (const [text, code] of [
    ['Furosemid 20 mg', 'C03CA01'],
    ['Metoprolol 50 mg', 'C07AB02'],
    ['Ramipril 5 mg', 'C09AA05'],
  ] as const)
    await writer.create({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text, coding: [{ system: 'http://www.whocc.no/atc', code }] },
      subject,
      authoredOn: '2026-11-02',
      dosageInstruction: [
        {
          text: '1 tablett morgen',
          timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', when: ['MORN'] } },
          doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
        },
      ],
    });
  await writer.create({
    resourceType: 'Device',
    status: 'active',
    deviceName: [{ name: 'Medisindispenser', type: 'user-friendly-name' }],
    patient: subject,
  });
  return citizen;
}

async function dispenser(browser: Browser, url: string, folder: string, { id }: Citizen): Promise<void> {
  const nurse = await newVisitor(browser, url, { width: 900, height: 1200 });
  await logIn(nurse, 'Hanne Hjem', `/pasient/${id}/legemidler`);
  const card = nurse.page.getByRole('region', { name: 'Dispenser hjemme' });
  await card.getByRole('button', { name: 'Fyll' }).click();
  await settled(nurse.page);
  await card.screenshot({ path: join(folder, 'dispenser.png') });
  await nurse.context.close();
}
