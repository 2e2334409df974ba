import { afterAll, expect, inject, test } from 'vitest';
import { counted } from '../harness/clicks.ts';
import { aMeasurement, type Citizen, type Json, RecordWriter, tagsOf } from '../harness/record.ts';
import { closeBrowser, expectAccessible, logIn, type Visitor, visit } from '../harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const pane = ({ page }: Visitor) => page.getByRole('complementary', { name: /^Skriving/ });
const field = (visitor: Visitor, name: string) => pane(visitor).getByRole('textbox', { name, exact: true });
const news = (visitor: Visitor, text: RegExp) => visitor.page.getByRole('status').getByText(text).waitFor();

/** Somebody who was admitted to the ward this morning, with a problem and a weight from before. */
async function aPatient(): Promise<Citizen> {
  const citizen = await writer.citizen();
  await writer.createAll([
    {
      resourceType: 'Encounter',
      meta: { tag: tagsOf('hospital') },
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject: citizen.reference,
      serviceProvider: { reference: 'Organization/nordas-medisin' },
      reasonCode: [{ text: 'Tung pust' }],
      period: { start: new Date(Date.now() - 3_600_000).toISOString() },
    },
    aMeasurement(citizen, '2026-11-20T08:00:00+01:00', 71.4),
  ]);
  return citizen;
}

const notesOf = (citizen: Citizen, code: string): Promise<Json[]> =>
  writer.search('Composition', { patient: citizen.id, type: `https://enjournal.no/fhir/CodeSystem/note-type|${code}` });

test('a hospital doctor admits, finds what was written, and sends home with a discharge summary', async () => {
  const citizen = await aPatient();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Nina Nordås', `/pasient/${citizen.id}`);
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText(citizen.name).waitFor();

  // The admission note: what is known stands there already, and Tab goes from field to field.
  let clicks = await counted(page);
  await page.getByRole('button', { name: 'Nytt notat' }).click();
  await page.getByRole('option', { name: /^Innkomstnotat/ }).click();
  const reason = field(visitor, 'Kontaktårsak');
  await reason.fill('Tung pust og hovne bein siste uke');
  await field(visitor, 'Aktuelt').fill('Gradvis verre siste uke. Sover sittende. Ingen feber eller hoste.');
  await field(visitor, 'Flere målinger').click();
  await page.keyboard.type('bt 148/86 puls 104 rf 24 spo2 92 temp 36,9 vekt 74,8');
  await pane(visitor).getByText('148/86 mmHg').waitFor();
  await pane(visitor)
    .getByRole('combobox', { name: /^Diagnose/ })
    .click();
  await page.keyboard.type('hjertesvikt');
  await pane(visitor).getByRole('option', { name: /I50/ }).first().click();
  await field(visitor, 'Tiltak og plan').last().fill('Furosemid intravenøst, daglig vekt, ekko i morgen.');
  await expectAccessible(visitor, 'an admission note');
  await pane(visitor).getByRole('button', { name: 'Signer', exact: true }).click();
  await news(visitor, /^\s*Innkomstnotat er signert/);
  const admission = await clicks();
  console.info(`Admission note with diagnosis and measurements: ${admission} clicks beyond typing (at most 6)`);
  expect(admission).toBeLessThanOrEqual(6);
  await expect.poll(() => notesOf(citizen, 'admission')).toHaveLength(1);
  const diagnoses = await writer.search('Condition', { patient: citizen.id });
  expect(JSON.stringify(diagnoses)).toContain('urn:oid:2.16.578.1.12.4.1.1.7110');

  // What was measured stands in the record at once.
  await page.keyboard.press('Alt+2');
  await page
    .getByRole('button', { name: /Innkomstnotat.*Nina Nordås/ })
    .first()
    .waitFor();

  // The discharge summary.
  clicks = await counted(page);
  await page.getByRole('button', { name: 'Nytt notat' }).click();
  await page.getByRole('option', { name: /^Epikrise/ }).click();
  await field(visitor, 'Kort fortalt').fill('Innlagt med forverret hjertesvikt, bedre etter vanndrivende.');
  await pane(visitor)
    .getByRole('combobox', { name: /^Diagnoser/ })
    .click();
  await page.keyboard.type('hjertesvikt');
  await pane(visitor).getByRole('option', { name: /I50/ }).first().click();
  await field(visitor, 'Forløp, funn og behandling').fill('God effekt av furosemid intravenøst. EF 35 %.');
  await field(visitor, 'Ta kontakt hvis').fill('Vektøkning over 2 kg på tre dager.');
  await expectAccessible(visitor, 'a discharge summary');
  await pane(visitor).getByRole('button', { name: 'Signer', exact: true }).click();
  await news(visitor, /^\s*Epikrise er signert/);
  const discharge = await clicks();
  console.info(`Discharge summary with diagnosis: ${discharge} clicks beyond typing (at most 6)`);
  expect(discharge).toBeLessThanOrEqual(6);
  await expect.poll(() => notesOf(citizen, 'discharge-summary')).toHaveLength(1);

  // The general practitioner reads it.
  const ada = await visit(url);
  await logIn(ada, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await ada.page
    .getByRole('button', { name: /Epikrise/ })
    .first()
    .click();
  await ada.page.getByText('Vektøkning over 2 kg på tre dager.').last().waitFor();
  expect(visitor.errors).toEqual([]);
});

test('a legevakt doctor writes the contact with triage and NEWS2, and says what to come back for', async () => {
  const citizen = await writer.citizen();
  await writer.create({
    resourceType: 'Encounter',
    status: 'arrived',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'EMER' },
    subject: citizen.reference,
    serviceProvider: { reference: 'Organization/havoy-legevakt' },
    reasonCode: [{ text: 'Feber og tung pust' }],
    period: { start: new Date(Date.now() - 900_000).toISOString() },
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Vera Vakt', `/pasient/${citizen.id}`);
  await page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  const clicks = await counted(page);
  await page.getByRole('button', { name: 'Nytt notat' }).click();
  await page.getByRole('option', { name: /^Legevaktkontakt/ }).click();
  await field(visitor, 'Kontaktårsak').fill('Feber og tung pust');
  await pane(visitor)
    .getByRole('radio', { name: /^Oransje/ })
    .click();
  for (const [name, value] of [
    ['Respirasjonsfrekvens', '24'],
    ['SpO₂', '93'],
    ['Overtrykk', '112'],
    ['Undertrykk', '70'],
    ['Puls', '118'],
    ['Temperatur', '39,2'],
  ] as const) {
    await pane(visitor)
      .getByRole('textbox', { name: new RegExp(`^${name}`) })
      .fill(value);
  }
  await pane(visitor).getByRole('radio', { name: /^Luft/ }).click();
  await pane(visitor)
    .getByRole('radio', { name: /^Våken/ })
    .click();
  await pane(visitor)
    .getByText(/tilkall lege straks/)
    .waitFor();
  await field(visitor, 'Aktuelt').fill('Feber i tre dager, hoste med gult slim.');
  await pane(visitor)
    .getByRole('combobox', { name: /^Diagnose/ })
    .click();
  await page.keyboard.type('lungebetennelse');
  await pane(visitor).getByRole('option', { name: /R81/ }).first().click();
  await expectAccessible(visitor, 'a contact at legevakt');
  await pane(visitor).getByRole('button', { name: 'Signer', exact: true }).click();
  await news(visitor, /^\s*Legevaktkontakt er signert/);
  const used = await clicks();
  console.info(`Legevakt contact with triage, NEWS2 and diagnosis: ${used} clicks beyond typing (at most 8)`);
  expect(used).toBeLessThanOrEqual(8);
  await expect.poll(() => notesOf(citizen, 'legevakt-contact')).toHaveLength(1);
  const measured = await writer.search('Observation', { patient: citizen.id });
  expect(measured.length).toBeGreaterThanOrEqual(8);
  await page.keyboard.press('Alt+2');
  await page
    .getByRole('button', { name: /Legevaktkontakt.*Vera Vakt/ })
    .first()
    .waitFor();
  expect(visitor.errors).toEqual([]);
});
