import { afterAll, expect, inject, test } from 'vitest';
import { type Citizen, type Json, RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const order = (citizen: Citizen, atc: string, text: string): Json & { resourceType: string } => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9101', code: '1' }] }],
  medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: atc }], text },
  subject: citizen.reference,
  authoredOn: '2026-01-05',
  dosageInstruction: [
    {
      text: '1 tablett morgen',
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00'] } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
    },
  ],
});

/** Somebody like Kari: fallen, with two medicines that raise potassium, and a sleeping tablet. */
async function likeKari(): Promise<Citizen> {
  const citizen = await writer.citizen();
  await writer.createAll([
    {
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: citizen.reference,
      managingOrganization: { reference: 'Organization/hjemmetjenesten-sone-3' },
      period: { start: '2026-01-05' },
    },
    order(citizen, 'C09AA05', 'Ramipril 5 mg'),
    order(citizen, 'C03DA01', 'Spironolakton 25 mg'),
    order(citizen, 'N05CF01', 'Zopiklon 7,5 mg'),
    {
      resourceType: 'Condition',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }] },
      ],
      code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code: 'A29' }], text: 'Fall, gjentatte' },
      subject: citizen.reference,
    },
    {
      resourceType: 'Observation',
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
      ],
      code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7280', code: 'NPU03230' }], text: 'Kalium' },
      subject: citizen.reference,
      effectiveDateTime: new Date(Date.now() - 2 * 86_400_000).toISOString(),
      valueQuantity: { value: 5.1, unit: 'mmol/l', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    },
  ]);
  return citizen;
}

test('Kari’s record is opened, and what her medicines may do stands on top with its source', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${await writer.find('Kari Testdal')}`);
  const advice = page.getByRole('region', { name: 'Råd' });
  const potassium = advice.getByRole('article', { name: /Ramipril 5 mg \+ Spironolakton 25 mg, kalium 5,1/ });
  await potassium.waitFor();
  await potassium.getByRole('link', { name: /ESC Guidelines/ }).waitFor();
  await expectAccessible(visitor, 'advice on the overview');
  expect(visitor.errors).toEqual([]);
});

test('advice is followed with one click, or not followed with a reason that the next who comes sees', async () => {
  const citizen = await likeKari();
  const doctor = await visit(url);
  await logIn(doctor, 'Ada Solli', `/pasient/${citizen.id}`);
  const advice = doctor.page.getByRole('region', { name: 'Råd' });
  const falls = advice.getByRole('article', { name: /Zopiklon 7,5 mg sammen med fall/ });
  await falls.waitFor();

  const potassium = advice.getByRole('article', { name: /kalium 5,1/ });
  await potassium.getByRole('button', { name: 'Følger ikke rådet' }).click();
  await expectAccessible(doctor, 'why advice is not followed');
  await potassium.getByRole('button', { name: 'Følges opp med kontroll' }).click();
  await expect.poll(async () => (await writer.search('DetectedIssue', { patient: citizen.id })).length).toBe(1);

  await falls.getByRole('button', { name: 'Stopp Zopiklon 7,5 mg' }).click();
  await expect
    .poll(async () => (await writer.search('MedicationRequest', { patient: citizen.id, status: 'stopped' })).length)
    .toBe(1);
  const [stopped] = await writer.search('MedicationRequest', { patient: citizen.id, status: 'stopped' });
  expect(stopped).toMatchObject({ statusReason: { coding: [{ code: 'L' }] } });
  await falls.waitFor({ state: 'detached' });
  expect(doctor.errors).toEqual([]);

  const nurse = await visit(url, { width: 360, height: 780 });
  await logIn(nurse, 'Hanne Hjem', `/pasient/${citizen.id}`);
  await nurse.page.getByText(/vurdert før/).click();
  await nurse.page.getByText(/Vurdert av Ada Solli/).waitFor();
  await nurse.page.getByText(/Følges opp med kontroll/).waitFor();
  await expectAccessible(nurse, 'advice on a phone');
  await expectNoSidewaysScroll(nurse, 'advice on a phone');
  expect(nurse.errors).toEqual([]);
});

test('what is dangerous about a medicine shows as it is chosen, and stands in the way of the signature until it is weighed', async () => {
  const citizen = await likeKari();
  await writer.create({
    resourceType: 'AllergyIntolerance',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
    verificationStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'confirmed' }],
    },
    category: ['medication'],
    criticality: 'high',
    code: { coding: [{ system: 'http://www.whocc.no/atc', code: 'J01CE02' }], text: 'Penicillin' },
    patient: citizen.reference,
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  await page.getByRole('button', { name: 'Nytt legemiddel' }).click();
  const medicine = page.getByRole('combobox', { name: /Legemiddel/ });
  await medicine.pressSequentially('fenoksymetyl');
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await medicine.press('Enter');
  const danger = page.getByRole('article', { name: /ved allergi mot Penicillin/ });
  await danger.waitFor();
  await expectAccessible(visitor, 'advice in the order form');

  await page.getByRole('textbox', { name: 'Skriv dosen' }).fill('1+1+1');
  await page.getByRole('button', { name: 'Ordiner', exact: true }).click();
  await page.getByText(/si hvorfor den likevel er riktig/).waitFor();
  expect((await writer.search('MedicationRequest', { patient: citizen.id })).length).toBe(3);

  await danger.getByRole('button', { name: 'Følger ikke rådet' }).click();
  await danger.getByRole('button', { name: 'Opplysningene stemmer ikke' }).click();
  await danger.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Ordiner', exact: true }).click();
  await expect.poll(async () => (await writer.search('MedicationRequest', { patient: citizen.id })).length).toBe(4);
  // the refusal itself is told by the browser
  expect(visitor.errors.filter((error) => !error.includes('422'))).toEqual([]);
});

test('an editor sees how rules fare, and takes one out of use and in again', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Fanny Fag');
  const rules = page.getByRole('listitem').filter({ hasText: 'Versjon' });
  await rules.first().waitFor();
  await expect.poll(() => rules.count()).toBeGreaterThanOrEqual(15);
  // in whole fives: so few are told as fewer
  await page.getByText('Vist færre enn 5').first().waitFor();
  await page.getByRole('button', { name: 'Ta «Litium» ut av bruk' }).click();
  await page.getByRole('textbox', { name: 'Hvorfor?' }).fill('Skal skrives om');
  await expectAccessible(visitor, 'the rules');
  await page.getByRole('button', { name: 'Ta «Litium» ut av bruk' }).last().click();
  await page.getByText('Skal skrives om').waitFor();
  await page.getByRole('button', { name: 'Ta «Litium» i bruk igjen' }).click();
  await page.getByRole('button', { name: 'Ta «Litium» ut av bruk' }).waitFor();
  expect(visitor.errors).toEqual([]);

  const doctor = await visit(url);
  await logIn(doctor, 'Ada Solli', '/fag/rad');
  await doctor.page.getByRole('listitem').filter({ hasText: 'Versjon' }).first().waitFor();
  expect(await doctor.page.getByRole('button', { name: /ut av bruk/ }).count()).toBe(0);
  expect(await doctor.page.getByText(/^Vist/).count()).toBe(0);
});

test('a test that was taken lately is told before it is ordered again, and the order becomes a task', async () => {
  const citizen = await writer.citizen();
  await writer.create({
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7280', code: 'NPU27300' }], text: 'HbA1c' },
    subject: citizen.reference,
    effectiveDateTime: new Date(Date.now() - 5 * 86_400_000).toISOString(),
    valueQuantity: { value: 48, unit: 'mmol/mol', system: 'http://unitsofmeasure.org', code: 'mmol/mol' },
  });
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/provesvar`);
  await page.getByRole('button', { name: 'Rekvirer prøver' }).click();
  await page.getByRole('combobox', { name: 'Prøve' }).fill('HbA1c');
  await page.getByRole('option', { name: /HbA1c/i }).first().click();
  await page
    .getByRole('region', { name: 'Råd' })
    .getByText(/^HbA1c ble målt .*: 48/)
    .waitFor();
  await expectNoSidewaysScroll(visitor, 'ordering tests on a phone');
  await expectAccessible(visitor, 'ordering tests');
  await page.getByRole('button', { name: 'Rekvirer', exact: true }).click();
  await expect.poll(async () => (await writer.search('ServiceRequest', { patient: citizen.id })).length).toBe(1);
  const asked = await writer.search('Task', { patient: citizen.id });
  // the result that came waits to be signed too, sooner or later
  expect(asked.flatMap(({ description }) => description ?? [])).toEqual([
    expect.stringMatching(/^Prøvetaking: .*HbA1c/i),
  ]);
  expect(visitor.errors).toEqual([]);
});

test('an editor approves a service of others with what it is told, and turns it off again', async () => {
  const part = (name: string, value: string) => ({ name, valueString: value });
  await writer.operate('/$register-cds', {
    resourceType: 'Parameters',
    parameter: [
      part('id', 'gen-rad'),
      part('name', 'Genråd'),
      { name: 'kind', valueCode: 'service' },
      { name: 'url', valueUrl: 'http://127.0.0.1:9/cds-services' },
      {
        name: 'service',
        part: [
          part('id', 'gen-view'),
          { name: 'hook', valueCode: 'patient-view' },
          {
            name: 'prefetch',
            part: [part('key', 'medicines'), part('query', 'MedicationRequest?patient={{context.patientId}}')],
          },
        ],
      },
    ],
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Fanny Fag');
  await page.getByRole('button', { name: 'Godkjenn Genråd' }).click();
  await page.getByRole('checkbox', { name: /^medicines/ }).check();
  await page.getByRole('combobox', { name: 'Hvor lenge ventes det på svar?' }).selectOption('1000');
  await expectAccessible(visitor, 'approving a service');
  await page.getByRole('button', { name: 'Godkjenn Genråd' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Genråd' }).getByText('Godkjent', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Endre Genråd' }).click();
  await expect.poll(() => page.getByRole('checkbox', { name: /^medicines/ }).isChecked()).toBe(true);
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(visitor, 'approving a service on a phone');
  await page.getByRole('button', { name: 'Slå av Genråd' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Genråd' }).getByText('Ikke godkjent').waitFor();
  expect(visitor.errors).toEqual([]);
});
