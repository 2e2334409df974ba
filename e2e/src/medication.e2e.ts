import { afterAll, expect, inject, test } from 'vitest';
import { aMeasurement, type Citizen, RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const names = [
  'Furosemid 20 mg',
  'Bisoprolol 5 mg',
  'Ramipril 5 mg',
  'Atorvastatin 20 mg',
  'Metformin 500 mg',
] as const;

async function withMedicines(): Promise<Citizen> {
  const citizen = await writer.citizen();
  const end = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  await writer.createAll(
    names.map((text) => ({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text },
      subject: citizen.reference,
      authoredOn: '2026-01-05',
      dosageInstruction: [
        {
          text: '1 tablett morgen',
          timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00'] } },
          doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
        },
      ],
      dispenseRequest: { validityPeriod: { start: '2026-01-05', end } },
    })),
  );
  return citizen;
}

test('a doctor stops a medicine in two clicks and renews five in two', async () => {
  const citizen = await withMedicines();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  let clicks = 0;
  const click = async (name: string | RegExp) => {
    clicks += 1;
    await page.getByRole('button', { name }).click();
  };

  await click('Forny flere');
  await page.getByRole('checkbox', { name: /^Furosemid 20 mg/ }).waitFor();
  await expectAccessible(visitor, 'renewing');
  await click('Signer fornyelse av 5');
  await page.getByRole('button', { name: 'Forny flere' }).waitFor();
  console.info(`renewing five medicines: ${clicks} clicks`);
  expect(clicks).toBeLessThanOrEqual(3);
  const orders = await writer.search('MedicationRequest', { patient: citizen.id });
  expect(orders.map(({ status }) => status).sort()).toEqual([
    ...Array(5).fill('active'),
    ...Array(5).fill('completed'),
  ]);

  clicks = 0;
  await click('Ramipril 5 mg');
  await page.getByRole('group', { name: 'Stopp Ramipril 5 mg fra nå' }).waitFor();
  await expectAccessible(visitor, 'stopping');
  await click('Bivirkning');
  await page.getByRole('button', { name: 'Ramipril 5 mg' }).first().waitFor();
  await expect
    .poll(async () => (await writer.search('MedicationRequest', { patient: citizen.id, status: 'stopped' })).length)
    .toBe(1);
  console.info(`stopping a medicine: ${clicks} clicks`);
  expect(clicks).toBeLessThanOrEqual(2);
  const [stopped] = await writer.search('MedicationRequest', { patient: citizen.id, status: 'stopped' });
  expect(stopped).toMatchObject({ statusReason: { coding: [{ code: 'L' }] } });
  expect(visitor.errors).toEqual([]);
});

test('a doctor adds a medicine in two clicks and changes a dose in two, beyond typing', async () => {
  const citizen = await withMedicines();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  let clicks = 0;
  const click = async (name: string | RegExp) => {
    clicks += 1;
    await page.getByRole('button', { name }).first().click();
  };

  await click('Nytt legemiddel');
  const medicine = page.getByRole('combobox', { name: 'Legemiddel' });
  await medicine.pressSequentially('spironolakton');
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await expectAccessible(visitor, 'finding a medicine');
  await medicine.press('Enter');
  await page.getByText('Reseptgruppe C').first().waitFor();
  const strength = page.getByRole('textbox', { name: 'Form og styrke' });
  if (await strength.isVisible()) await strength.fill('tablett 25 mg');
  const typed = page.getByRole('textbox', { name: 'Skriv dosen' });
  await typed.fill('litt av og til');
  await page.getByText('Forstår ikke hele dosen').first().waitFor();
  await typed.fill('60 x 1');
  await page.getByText('Dosen er over 20 enheter').waitFor();
  await typed.fill('1+0+½');
  const preview = page.getByRole('status', { name: 'Slik blir det' });
  await preview.getByText('1 tablett morgen; 0,5 tablett kveld').waitFor();
  await expectAccessible(visitor, 'ordering');
  await click(/^Ordiner/);
  await page.getByText(/Spironolakton.* er ordinert/i).waitFor();
  console.info(`adding a medicine: ${clicks} clicks beyond typing`);
  expect(clicks).toBeLessThanOrEqual(2);
  const all = await writer.search('MedicationRequest', { patient: citizen.id, status: 'active' });
  const added = all.find(({ medicationCodeableConcept }) =>
    /Spironolakton/i.test(JSON.stringify(medicationCodeableConcept)),
  );
  expect(added).toMatchObject({
    intent: 'order',
    requester: { reference: 'PractitionerRole/ada-solli-solli-legekontor' },
    dosageInstruction: [
      { timing: { repeat: { timeOfDay: ['08:00:00'] } } },
      { doseAndRate: [{ doseQuantity: { value: 0.5 } }] },
    ],
  });

  clicks = 0;
  await click('Furosemid 20 mg');
  await page.getByRole('textbox', { name: 'Ny dose' }).fill('½ x 1');
  await expectAccessible(visitor, 'changing a dose in place');
  await click('Endre fra nå');
  await page.getByText('Furosemid 20 mg er endret').waitFor();
  console.info(`changing a dose: ${clicks} clicks beyond typing`);
  expect(clicks).toBeLessThanOrEqual(2);
  await page.getByRole('button', { name: 'Furosemid 20 mg' }).first().click();
  await page.getByText('Historikk').first().click();
  await page.getByText(/Furosemid 20 mg, 0,5 tablett morgen/).waitFor();
  await page.getByText(/Furosemid 20 mg, 1 tablett morgen/).waitFor();

  await page.getByLabel('Listen på dag').fill('2026-02-01');
  const then = page.getByRole('region', { name: 'Slik var listen 01.02.2026' });
  await then.getByText('Furosemid 20 mg').waitFor();
  await then.getByText('1 tablett morgen').first().waitFor();
  expect(await then.getByText(/Spironolakton/).count()).toBe(0);
  await expectAccessible(visitor, 'the list of a past day');
  expect(visitor.errors).toEqual([]);
});

test('doses are built step by step, by weekday and by weight, and what is built is shown as it will be given', async () => {
  const citizen = await withMedicines();
  await writer.create(aMeasurement(citizen, new Date(Date.now() - 5 * 86_400_000).toISOString(), 60));
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  await page.getByRole('button', { name: 'Nytt legemiddel' }).click();
  await page.getByRole('combobox', { name: 'Legemiddel' }).fill('prednisolon');
  await page.getByRole('listbox').getByRole('option').first().click();
  const strength = page.getByRole('textbox', { name: 'Form og styrke' });
  if (await strength.isVisible()) await strength.fill('tablett 5 mg');
  const kind = page.getByRole('combobox', { name: 'Slik tas det' });
  const preview = page.getByRole('status', { name: 'Slik blir det' });

  await kind.selectOption('taper');
  await page.getByRole('textbox', { name: 'Morgen trinn 1' }).fill('4');
  await page.getByRole('textbox', { name: 'Dager trinn 1' }).fill('3');
  await page.getByRole('textbox', { name: 'Morgen trinn 2' }).fill('2');
  await preview.getByText(/4 tabletter morgen i 3 dager .*; 2 tabletter morgen, deretter fast/).waitFor();
  await expectNoSidewaysScroll(visitor, 'a taper on a phone');
  await expectAccessible(visitor, 'a taper on a phone');

  await kind.selectOption('week');
  for (const [day, amount] of [
    ['Man', '2'],
    ['Tir', '1,5'],
    ['Ons', '2'],
  ] as const)
    await page.getByRole('textbox', { name: day, exact: true }).fill(amount);
  await preview.getByText('2 tabletter kveld mandag og onsdag; 1,5 tabletter kveld tirsdag').waitFor();
  await expectNoSidewaysScroll(visitor, 'a week plan on a phone');

  await kind.selectOption('daily');
  await page.getByRole('textbox', { name: 'Morgen' }).fill('1');
  await page.getByRole('checkbox', { name: /^Under tilsyn/ }).check();
  await preview.getByText('1 tablett morgen, under tilsyn').waitFor();
  await kind.selectOption('infusion');
  await page.getByRole('textbox', { name: 'Hastighet' }).fill('0,4');
  await page.getByRole('textbox', { name: 'Opp til' }).fill('0,8');
  await preview.getByText('0,4–0,8 ml/time i pumpe').waitFor();
  await page.getByText('Legemidlet kan ikke gå i pumpe').waitFor();
  await expectNoSidewaysScroll(visitor, 'a pump on a phone');
  await expectAccessible(visitor, 'a pump on a phone');

  await kind.selectOption('as-needed');
  await page.getByRole('button', { name: 'Regn ut dosen etter vekt' }).click();
  await page.getByRole('textbox', { name: 'mg per kg' }).fill('0,5');
  await page.getByText('60 kg').waitFor();
  await page.getByRole('button', { name: 'Bruk 30 mg' }).click();
  await page.getByRole('textbox', { name: 'Høyst ganger i døgnet' }).fill('2');
  await preview.getByText(/30 mg ved behov, maks 2 ganger per døgn \(0,5 mg\/kg × 60 kg/).waitFor();
  expect(visitor.errors).toEqual([]);
});

test('a nurse proposes, the doctor orders what was proposed, and nobody gives it before', async () => {
  const citizen = await withMedicines();
  const managingOrganization = { reference: 'Organization/hjemmetjenesten-sone-3' };
  const episode = { resourceType: 'EpisodeOfCare', status: 'active', patient: citizen.reference };
  await writer.create({ ...episode, managingOrganization, period: { start: '2026-01-01' } });
  const hanne = await visit(url);
  await logIn(hanne, 'Hanne Hjem', `/pasient/${citizen.id}/legemidler`);
  await hanne.page.getByRole('button', { name: 'Foreslå legemiddel' }).click();
  await hanne.page.getByRole('combobox', { name: 'Legemiddel' }).fill('laktulose');
  await hanne.page.getByRole('listbox').getByRole('option').first().click();
  const strength = hanne.page.getByRole('textbox', { name: 'Form og styrke' });
  if (await strength.isVisible()) await strength.fill('mikstur 667 mg/ml');
  await hanne.page.getByRole('textbox', { name: 'Skriv dosen' }).fill('15 ml x 1');
  await hanne.page.getByRole('button', { name: 'Foreslå for legen' }).click();
  await hanne.page
    .getByRole('region', { name: 'Forslag til legen' })
    .getByText(/Laktulose/)
    .waitFor();
  const listed = hanne.page.getByRole('table', { name: 'Legemidler', exact: true });
  expect(await listed.getByText(/Laktulose/).count()).toBe(0);

  const ada = await visit(url);
  await logIn(ada, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  const proposals = ada.page.getByRole('region', { name: 'Forslag til legen' });
  await proposals
    .getByText(/Laktulose/)
    .first()
    .waitFor();
  await expectAccessible(ada, 'a proposal');
  await proposals.getByRole('button', { name: /^Ordiner/ }).click();
  await ada.page
    .getByRole('table', { name: 'Legemidler', exact: true })
    .getByText(/Laktulose/)
    .waitFor();
  expect(ada.errors).toEqual([]);
});

test('a nurse sees the list and is offered neither; on a phone it fits', async () => {
  const citizen = await withMedicines();
  const managingOrganization = { reference: 'Organization/hjemmetjenesten-sone-3' };
  const period = { start: '2026-01-01' };
  const episode = { resourceType: 'EpisodeOfCare', status: 'active', patient: citizen.reference };
  await writer.create({ ...episode, managingOrganization, period });
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/legemidler`);
  await page.getByRole('button', { name: 'Ramipril 5 mg' }).click();
  await expectNoSidewaysScroll(visitor, 'medicines on a phone');
  expect(await page.getByRole('button', { name: /Forny flere|Bivirkning/ }).count()).toBe(0);
});

test('a nurse hands out a dispenser, is told of a missed dose at the visit, fills it, and takes it in when it is empty', async () => {
  const citizen = await withMedicines();
  const managingOrganization = {
    reference: 'Organization/hjemmetjenesten-sone-3',
    display: 'Hjemmetjenesten sone 3',
  };
  const episode = { resourceType: 'EpisodeOfCare', status: 'active', patient: citizen.reference };
  await writer.create({ ...episode, managingOrganization, period: { start: '2026-01-01' } });
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/legemidler`);
  await page.getByRole('button', { name: 'Lever ut dispenser' }).click();
  await expectAccessible(visitor, 'handing out a dispenser');
  await page.getByRole('textbox', { name: 'Serienummer' }).fill(`MD-${citizen.id}`);
  await page.getByRole('button', { name: 'Utlevert', exact: true }).click();
  const card = page.getByRole('region', { name: 'Dispenser hjemme' });
  await card.getByText('Ingenting er registrert i den.').waitFor();
  const [device] = await writer.search('Device', { patient: citizen.id, status: 'active' });
  const [order] = await writer.search('MedicationRequest', { patient: citizen.id, status: 'active' });
  await writer.create({
    resourceType: 'MedicationAdministration',
    status: 'not-done',
    statusReason: [{ text: 'Ikke hentet ut' }],
    medicationCodeableConcept: order?.medicationCodeableConcept,
    subject: citizen.reference,
    effectiveDateTime: new Date(Date.now() - 3_600_000).toISOString(),
    request: { reference: `MedicationRequest/${order?.id}` },
    device: [{ reference: `Device/${device?.id}` }],
  });
  await page.goto(`/pasient/${citizen.id}/besok`);
  await card.getByText('Ikke hentet ut').waitFor();
  await card.getByText(/^Oppgave hos .*sone 3, ikke tatt imot$/).waitFor();
  await card.getByText('Tas en dose ikke, får Hjemmetjenesten sone 3 en oppgave som haster.').waitFor();
  await expectAccessible(visitor, 'a dispenser at the visit');
  await expectNoSidewaysScroll(visitor, 'a dispenser at the visit');
  await card.getByRole('button', { name: /^Stemmer: .* ble ikke tatt/ }).click();
  await card.getByText('Ikke hentet ut').waitFor({ state: 'detached' });

  await page.goto(`/pasient/${citizen.id}/legemidler`);
  await card.getByRole('button', { name: 'Fyll' }).click();
  await card.getByRole('checkbox', { name: /^Furosemid 20 mg/ }).uncheck();
  await expectAccessible(visitor, 'filling a dispenser');
  await expectNoSidewaysScroll(visitor, 'filling a dispenser');
  await card.getByRole('button', { name: 'Bekreft innholdet' }).click();
  const contents = card.getByRole('list', { name: 'Ligger i dispenseren' });
  await contents.getByText('Ramipril 5 mg').waitFor();
  expect(await contents.getByText('Furosemid 20 mg').count()).toBe(0);
  await expectAccessible(visitor, 'a dispenser');
  const filled = await writer.search('MedicationDispense', { patient: citizen.id, status: 'in-progress' });

  await card.getByRole('button', { name: 'Fyll' }).click();
  await card.getByRole('checkbox', { name: /^Ramipril 5 mg/ }).uncheck();
  await card.getByRole('textbox', { name: 'Fylt for dager' }).fill('7');
  await card.getByRole('button', { name: 'Bekreft innholdet' }).click();
  await contents.getByText('Bisoprolol 5 mg').waitFor();
  expect(await contents.getByText('Ramipril 5 mg').count()).toBe(0);
  const now = await writer.search('MedicationDispense', { patient: citizen.id });
  expect(now).toHaveLength(filled.length);
  expect(now.filter(({ status }) => status === 'stopped')).toHaveLength(1);

  await card.getByRole('button', { name: 'Lever inn' }).click();
  await card.getByText(/^Det ligger legemidler i .* før den leveres inn/).waitFor();
  await card.getByRole('button', { name: 'Fyll' }).click();
  const lying = card.getByRole('checkbox', { checked: true });
  await lying.first().waitFor();
  while ((await lying.count()) > 0) await lying.first().uncheck();
  await card.getByRole('button', { name: 'Bekreft innholdet' }).click();
  await card.getByRole('button', { name: 'Levert inn' }).click();
  await page.getByRole('button', { name: 'Lever ut dispenser' }).waitFor();
  expect(await writer.search('Device', { patient: citizen.id, status: 'active' })).toEqual([]);
  expect(visitor.errors).toEqual([]);
});

test('bands and labels are printed with the code that is read before a dose, each on one sheet', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/armband`);
  const sheet = page.getByRole('list').filter({ hasText: citizen.name });
  await sheet.waitFor();
  await expectAccessible(visitor, 'bands');
  await expectNoSidewaysScroll(visitor, 'bands');
  const pagesOf = async () =>
    (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length;
  await page.getByRole('textbox', { name: 'Antall' }).fill('9');
  expect(await pagesOf()).toBe(1);
  await page.getByRole('radio', { name: 'Etiketter' }).check();
  await expect.poll(() => page.locator('.ej-label').count()).toBe(24);
  expect(await pagesOf()).toBe(1);
  expect(visitor.errors).toEqual([]);
});
