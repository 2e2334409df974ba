import { afterAll, expect, inject, test } from 'vitest';
import { type Citizen, RecordWriter } from './harness/record.ts';
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
