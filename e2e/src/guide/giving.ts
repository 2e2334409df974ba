import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type Citizen, RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';

const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();
const ward = { reference: 'Organization/granli-korttid', display: 'Granli sykehjem, korttidsavdeling' };
const zone = { reference: 'Organization/hjemmetjenesten-sone-3' };
const looks = [
  { width: 1440, height: 900, theme: 'light' },
  { width: 1440, height: 900, theme: 'dark' },
  { width: 360, height: 780, theme: 'light' },
  { width: 360, height: 780, theme: 'dark' },
] as const;

async function ordered(writer: RecordWriter, citizen: Citizen, text: string, due: number): Promise<void> {
  await writer.create({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text },
    subject: citizen.reference,
    authoredOn: '2026-11-01',
    dosageInstruction: [
      { timing: { event: [minutes(due)] }, doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }] },
    ],
  });
}

/** The round of a ward, delegation, and a visit without network. */
export async function givingPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const writer = new RecordWriter(url);
  for (const [room, given, medicines] of [
    [
      'Rom 3',
      'Borghild',
      [
        ['Metoprolol 50 mg', -20],
        ['Ramipril 5 mg', -20],
      ],
    ],
    [
      'Rom 4',
      'Einar',
      [
        ['Furosemid 20 mg', -80],
        ['Kalium 750 mg', -20],
        ['Paracetamol 1 g', -20],
      ],
    ],
    ['Rom 5', 'Ragnhild', [['Levotyroksin 50 mikrog', -400]]],
  ] as const) {
    const citizen = await writer.citizen({ name: [{ use: 'official', family: 'Prøvesen', given: [given] }] });
    await writer.create({
      resourceType: 'Encounter',
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject: citizen.reference,
      period: { start: '2026-11-01T10:00:00+01:00' },
      serviceProvider: ward,
      location: [{ location: { display: room }, status: 'active' }],
    });
    for (const [text, due] of medicines) await ordered(writer, citizen, text, due);
  }
  const home = await writer.citizen({ name: [{ use: 'official', family: 'Prøvedal', given: ['Arne'] }] });
  await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: home.reference,
    managingOrganization: zone,
    period: { start: '2026-01-01' },
  });
  for (const text of ['Furosemid 20 mg', 'Bisoprolol 5 mg']) await ordered(writer, home, text, -20);

  for (const look of looks) {
    const name = (what: string) => join(folder, `${what}-${look.width}-${look.theme}.png`);
    const nurse = await newVisitor(browser, url, look);
    await logIn(nurse, 'Grete Granli', '/runde');
    await nurse.page.getByRole('button', { name: 'Gitt: Metoprolol 50 mg' }).first().waitFor();
    await nurse.page.waitForTimeout(400);
    await nurse.page.screenshot({ path: name('medisinrunde') });
    await nurse.page.goto('/delegering');
    await nurse.page.getByRole('button', { name: 'Ny delegering' }).click();
    await nurse.page.getByRole('checkbox', { name: /Einar/ }).check();
    await nurse.page.getByRole('checkbox', { name: /^Furosemid/ }).waitFor();
    await nurse.page.screenshot({ path: name('delegering') });
    await nurse.context.close();

    const patrol = await newVisitor(browser, url, look);
    await logIn(patrol, 'Nora Natt', `/pasient/${home.id}/besok`);
    await patrol.page.getByRole('button', { name: 'Gitt: Bisoprolol 5 mg' }).waitFor();
    await patrol.context.setOffline(true);
    await patrol.page.getByRole('button', { name: 'Gitt: Bisoprolol 5 mg' }).click();
    await patrol.page.getByRole('textbox', { name: 'BT' }).fill('84/50');
    await patrol.page.getByRole('textbox', { name: 'Puls' }).fill('118');
    await patrol.page.getByRole('textbox', { name: 'Rapport fra besøket' }).click();
    await patrol.page.evaluate(() => scrollTo(0, 0));
    await patrol.page.screenshot({ path: name('besok-uten-nett') });
    await patrol.page.getByRole('link', { name: /Uten nett/ }).click();
    await patrol.page.getByRole('list', { name: 'Venter på å sendes' }).waitFor();
    await patrol.page.screenshot({ path: name('uten-nett') });
    // the phone is lost: what it would have sent is not
    await patrol.context.close();
  }
}
