import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Json, RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';
import { norwegianDates } from './norwegian-dates.ts';

const atc = 'http://www.whocc.no/atc';

function anOrder(patient: Json, text: string, code: string, dosage: string): Json {
  const end = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9101', code: '1' }] }],
    medicationCodeableConcept: { coding: [{ system: atc, code }], text },
    subject: patient,
    authoredOn: '2026-11-02',
    dosageInstruction: [{ text: dosage }],
    dispenseRequest: { validityPeriod: { end }, quantity: { value: 1, unit: 'pakning' }, numberOfRepeatsAllowed: 2 },
  };
}

const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
  await page.waitForTimeout(600);
};

/** Prescriptions of a made-up citizen, and the queue of the unit: for the guide, and at both widths and themes to look at. */
export async function prescriptionPictures(
  browser: Browser,
  at: { url: string; bank: string },
  folder: string,
): Promise<void> {
  const writer = new RecordWriter(at.url);
  const tell = (mode: string) => fetch(`${at.bank}/control`, { method: 'POST', body: JSON.stringify({ mode }) });
  const citizen = await writer.citizen({ name: [{ use: 'official', family: 'Prøvesen', given: ['Ragnhild'] }] });
  await writer.createAll([
    anOrder(citizen.reference, 'Furosemid 40 mg', 'C03CA01', '1 tablett morgen'),
    anOrder(citizen.reference, 'Bisoprolol 5 mg', 'C07AB07', '1 tablett morgen'),
    anOrder(citizen.reference, 'Ramipril 5 mg', 'C09AA05', '1 tablett kveld'),
  ]);
  const visitor = await newVisitor(browser, at.url, { width: 1100, height: 900 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  await page.getByRole('button', { name: 'Send resepter' }).click();
  await page.getByRole('checkbox', { name: /Ramipril/ }).click();
  await page.getByRole('button', { name: 'Signer og send 2' }).click();
  await page.getByText('Resept: mottatt').nth(1).waitFor();
  await tell('refuse');
  await page.getByRole('button', { name: 'Send resepter' }).click();
  await page.getByRole('button', { name: 'Signer og send 1' }).click();
  await page.getByText('Resept: kom ikke frem').waitFor();
  await page.getByRole('button', { name: 'Hent fra Reseptformidleren' }).click();
  await settled(page);
  await norwegianDates(page);
  await page.screenshot({ path: join(folder, 'resepter.png') });
  await page.goto('/resepter');
  await page.getByText('Lege er ikke registrert hos mottaker').first().waitFor();
  await settled(page);
  await page.screenshot({ path: join(folder, 'resepter-ko.png'), clip: { x: 0, y: 0, width: 1100, height: 360 } });
  await visitor.context.close();
  await tell('ok');
  await multidosePictures(browser, at, folder);
  await advicePictures(browser, at.url, folder);
  for (const theme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [360, 780],
    ] as const) {
      const look = await newVisitor(browser, at.url, { width, height, theme });
      await logIn(look, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
      await look.page.getByText('Resept: mottatt').nth(1).waitFor();
      await look.page.getByRole('button', { name: /^Ramipril/ }).click();
      await settled(look.page);
      await look.page.screenshot({ path: join(folder, `resepter-${width}-${theme}.png`), fullPage: true });
      await look.page.goto('/resepter');
      await look.page.getByText('Lege er ikke registrert hos mottaker').first().waitFor();
      await settled(look.page);
      await look.page.screenshot({ path: join(folder, `resepter-ko-${width}-${theme}.png`) });
      await look.context.close();
    }
  }
}

/** Multidose of another made-up citizen: begun, packed, and with a question from the pharmacy. */
export async function multidosePictures(
  browser: Browser,
  at: { url: string; bank: string },
  folder: string,
): Promise<void> {
  const writer = new RecordWriter(at.url);
  const citizen = await writer.citizen({ name: [{ use: 'official', family: 'Prøvesen', given: ['Alfhild'] }] });
  await writer.createAll([
    anOrder(citizen.reference, 'Metoprolol 50 mg', 'C07AB02', '1 tablett morgen'),
    anOrder(citizen.reference, 'Ramipril 5 mg', 'C09AA05', '1 tablett kveld'),
  ]);
  const visitor = await newVisitor(browser, at.url, { width: 1100, height: 900 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  await page.getByRole('button', { name: 'Start multidose' }).click();
  await page.getByRole('option', { name: 'Fjordvik apotek' }).waitFor({ state: 'attached' });
  await settled(page);
  await norwegianDates(page);
  await page.screenshot({ path: join(folder, 'multidose-start.png') });
  await page.getByRole('button', { name: 'Signer og send listen' }).click();
  await page.getByText(/^mottatt /).waitFor();
  const person = citizen.number.replaceAll(' ', '');
  await fetch(`${at.bank}/control/pack`, { method: 'POST', body: JSON.stringify({ person }) });
  await page.getByText('Endringer til neste pakking innen').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Hent nå' }).click();
  await page.getByText(/^Hentet i dag/).waitFor();
  await settled(page);
  await norwegianDates(page);
  await page.screenshot({ path: join(folder, 'multidose.png') });
  await visitor.context.close();
  for (const theme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [360, 780],
    ] as const) {
      const look = await newVisitor(browser, at.url, { width, height, theme });
      await logIn(look, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
      await look.page.getByText('Endringer til neste pakking innen').waitFor();
      await settled(look.page);
      await look.page.screenshot({ path: join(folder, `multidose-${width}-${theme}.png`), fullPage: true });
      await look.page.getByRole('button', { name: 'Endre multidosen' }).click();
      await settled(look.page);
      await look.page.screenshot({ path: join(folder, `multidose-form-${width}-${theme}.png`), fullPage: true });
      await look.context.close();
    }
  }
}

/** A laboratory order with what was taken lately, and a service of others that is being approved. */
export async function advicePictures(browser: Browser, url: string, folder: string): Promise<void> {
  const writer = new RecordWriter(url);
  const citizen = await writer.citizen({
    gender: 'male',
    name: [{ use: 'official', family: 'Prøvesen', given: ['Torleif'] }],
  });
  const laboratory = { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' };
  await writer.create({
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [laboratory] }],
    code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7280', code: 'NPU27300' }], text: 'HbA1c' },
    subject: citizen.reference,
    effectiveDateTime: new Date(Date.now() - 5 * 86_400_000).toISOString(),
    valueQuantity: { value: 48, unit: 'mmol/mol', system: 'http://unitsofmeasure.org', code: 'mmol/mol' },
  });
  const value = (name: string, valueString: string) => ({ name, valueString });
  const query = 'MedicationRequest?patient={{context.patientId}}';
  await writer.operate('/$register-cds', {
    resourceType: 'Parameters',
    parameter: [
      value('id', 'gen-rad-bilde'),
      value('name', 'Genråd'),
      { name: 'kind', valueCode: 'service' },
      { name: 'url', valueUrl: 'http://127.0.0.1:9/cds-services' },
      {
        name: 'service',
        part: [
          value('id', 'gen-view'),
          { name: 'hook', valueCode: 'patient-view' },
          { name: 'prefetch', part: [value('key', 'medicines'), value('query', query)] },
        ],
      },
    ],
  });
  for (const theme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [360, 780],
    ] as const) {
      const name = (what: string) => join(folder, `${what}-${width}-${theme}.png`);
      const doctor = await newVisitor(browser, url, { width, height, theme });
      await logIn(doctor, 'Ada Solli', `/pasient/${citizen.id}/provesvar`);
      await doctor.page.getByRole('button', { name: 'Rekvirer prøver' }).click();
      await doctor.page.getByRole('combobox', { name: 'Prøve' }).fill('HbA1c');
      await doctor.page.getByRole('option', { name: /HbA1c/i }).first().click();
      await doctor.page.getByText(/^HbA1c ble målt/).waitFor();
      await settled(doctor.page);
      await doctor.page.screenshot({ path: name('rekvirer'), fullPage: true });
      if (width === 1440 && theme === 'light') await doctor.page.screenshot({ path: join(folder, 'rekvirer.png') });
      await doctor.context.close();
      const editor = await newVisitor(browser, url, { width, height, theme });
      await logIn(editor, 'Fanny Fag');
      await editor.page.getByRole('button', { name: 'Godkjenn Genråd' }).first().click();
      await editor.page.getByRole('checkbox', { name: /^medicines/ }).check();
      await settled(editor.page);
      const card = editor.page.getByRole('region', { name: /^Råd fra andre/ });
      await card.screenshot({ path: name('rad-fra-andre') });
      if (width === 1440 && theme === 'light') await card.screenshot({ path: join(folder, 'rad-fra-andre.png') });
      await editor.context.close();
    }
  }
}
