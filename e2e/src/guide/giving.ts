import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
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
  const home = await writer.citizen({
    gender: 'male',
    name: [{ use: 'official', family: 'Prøvedal', given: ['Arne'] }],
  });
  await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: home.reference,
    managingOrganization: zone,
    period: { start: '2026-01-01' },
  });
  for (const text of ['Furosemid 20 mg', 'Bisoprolol 5 mg']) await ordered(writer, home, text, -20);

  const dying = await atHome(writer, zone, 'Solfrid', 'Tenktdal');
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

    const hanne = await newVisitor(browser, url, look);
    await logIn(hanne, 'Hanne Hjem', `/pasient/${dying.id}/besok`);
    await checked(hanne.page, dying, name);
    await hanne.context.close();

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

/** Somebody with a medicine due, one as needed whose effect is asked for, and a pump. */
async function atHome(
  writer: RecordWriter,
  managingOrganization: object,
  given: string,
  family: string,
): Promise<Citizen> {
  const citizen = await writer.citizen({ name: [{ use: 'official', family, given: [given] }] });
  const subject = citizen.reference;
  const period = { start: '2026-01-01' };
  await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: subject,
    managingOrganization,
    period,
  });
  const order = (text: string, atc: string, line: object) =>
    writer.create({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text, coding: [{ system: 'http://www.whocc.no/atc', code: atc }] },
      subject,
      authoredOn: '2026-11-01',
      dosageInstruction: [line],
    });
  const amount = { doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }] };
  for (const [text, atc] of [
    ['Furosemid 40 mg', 'C03CA01'],
    ['Ramipril 5 mg', 'C09AA05'],
  ] as const) {
    await order(text, atc, { timing: { event: [minutes(-20)] }, ...amount });
  }
  const morphine = await order('Morfin 10 mg', 'N02AA01', {
    asNeededCodeableConcept: { text: 'smerter' },
    timing: { repeat: { frequency: 1, period: 1, periodUnit: 'h' } },
    maxDosePerPeriod: {
      numerator: { value: 6, unit: 'tablett' },
      denominator: { value: 1, system: 'http://unitsofmeasure.org', code: 'd' },
    },
    ...amount,
  });
  const rate = { value: 0.5, unit: 'ml/time', system: 'http://unitsofmeasure.org', code: 'mL/h' };
  const pump = await order('Morfin 10 mg/ml', 'N02AA01', {
    text: '0,5 ml/time',
    doseAndRate: [{ rateQuantity: rate }],
  });
  const gave = (request: string, text: string, more: object) =>
    writer.create({
      resourceType: 'MedicationAdministration',
      status: 'completed',
      medicationCodeableConcept: { text },
      subject,
      request: { reference: `MedicationRequest/${request}` },
      ...more,
    });
  await gave(morphine.id, 'Morfin 10 mg', {
    effectiveDateTime: minutes(-80),
    reasonCode: [{ text: 'smerter ved stell' }],
    dosage: { dose: { value: 1, unit: 'tablett' } },
  });
  await gave(pump.id, 'Morfin 10 mg/ml', {
    status: 'in-progress',
    effectivePeriod: { start: minutes(-600) },
    dosage: { dose: { value: 20, unit: 'ml', system: 'http://unitsofmeasure.org', code: 'mL' }, rateQuantity: rate },
  });
  return citizen;
}

/** A package that is right, one that is wrong, and what is given without a time of its own. */
async function checked(page: Page, citizen: Citizen, name: (what: string) => string): Promise<void> {
  await page.getByRole('button', { name: 'Skann' }).click();
  const scan = async (text: string, answer: string) => {
    await page.getByRole('textbox', { name: 'Strekkode eller nummer' }).fill(text);
    await page.keyboard.press('Enter');
    await page.getByText(answer).waitFor();
  };
  const picture = (of: Locator, what: string) => of.screenshot({ path: name(what) });
  // all of a card, and no bar before it
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 360, height: 2_400 });
  const doses = page.getByRole('region', { name: 'Doser nå' });
  const needed = page.getByRole('region', { name: 'Ved behov og pumpe' });
  await Promise.all([doses.getByText('2 gjenstår').waitFor(), needed.waitFor()]);
  await scan(citizen.number, 'Riktig person');
  await scan('(01)07000009001346(17)270331(10)AB12', 'Riktig legemiddel');
  await picture(doses, 'skann');
  await scan('7000009001339', 'Feil legemiddel');
  await picture(doses, 'skann-stopp');
  await page.getByRole('button', { name: 'Lukk skanning' }).click();
  await picture(needed, 'ved-behov');
}
