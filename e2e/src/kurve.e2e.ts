import { afterAll, expect, inject, test } from 'vitest';
import { type Citizen, type Json, RecordWriter } from './harness/record.ts';
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

const minute = 60_000;
const ago = (minutes: number): string => new Date(Date.now() - minutes * minute).toISOString();

/** What the clock in Norway shows. */
const hour = (at: number): string =>
  new Intl.DateTimeFormat('nb-NO', { timeZone: 'Europe/Oslo', hour: '2-digit', minute: '2-digit' })
    .format(at)
    .replace('.', ':');

/** In bed at the ward, with a medicine that is due since half an hour. */
async function inWard(): Promise<Citizen> {
  const citizen = await writer.citizen();
  await writer.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject: citizen.reference,
    participant: ['nina-nordas-nordas-medisin', 'otto-nordas-nordas-sengepost-2'].map((id) => ({
      individual: { reference: `PractitionerRole/${id}` },
    })),
    period: { start: ago(3 * 24 * 60) },
    serviceProvider: { reference: 'Organization/nordas-sengepost-2' },
  });
  await writer.create({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Furosemid 40 mg' },
    subject: citizen.reference,
    authoredOn: ago(2 * 24 * 60),
    dosageInstruction: [
      {
        text: '1 tablett',
        timing: {
          repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: [`${hour(Date.now() - 30 * minute)}:00`] },
        },
        doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
      },
    ],
  });
  return citizen;
}

async function atTheChart(who: string, citizen: Citizen, look = {}): Promise<Visitor> {
  const visitor = await visit(url, look);
  await logIn(visitor, who, `/pasient/${citizen.id}/kurve`);
  await visitor.page.getByRole('button', { name: 'Målinger', exact: true }).waitFor();
  return visitor;
}

const now = ({ page }: Visitor) => page.getByRole('complementary', { name: /^Nå, forfalt/ });

test('nurse and doctor write in the chart at once, and each sees what the other writes', async () => {
  const citizen = await inWard();
  const [otto, nina] = [await atTheChart('Otto Nordås', citizen), await atTheChart('Nina Nordås', citizen)];
  await now(nina)
    .getByRole('button', { name: /^Gi nå Furosemid 40 mg/ })
    .waitFor();

  await otto.page.getByRole('button', { name: 'Målinger', exact: true }).click();
  const form = otto.page.getByRole('form', { name: 'Målinger' });
  await form.getByLabel('Skriv alt på én linje').fill('bt 98/54 p 900 rf 22 sat 94 t 37,4 luft C');
  await form.getByRole('button', { name: 'Lagre' }).click();
  await form.getByText('Verdien kan ikke stemme. Den må være mellom 0 og 350 /min.').waitFor();
  await expectAccessible(otto, 'a refused value');
  await nina.page.getByRole('button', { name: 'Væske', exact: true }).click();
  await nina.page.getByRole('textbox', { name: 'ml', exact: true }).fill('250');

  await form.getByLabel('Puls').fill('112');
  await form.getByText('10', { exact: true }).waitFor();
  await otto.page.keyboard.press('Enter');
  const stored = Date.now();
  await now(nina).getByText('98/54 mmHg').waitFor();
  console.info(`a set is seen by the other after ${Date.now() - stored} ms`);
  await now(nina).getByText('tilkall lege straks', { exact: false }).waitFor();
  // what she was typing meanwhile is still there
  await nina.page.keyboard.press('Enter');
  await expect.poll(async () => (await writer.search('Observation', { patient: citizen.id })).length).toBe(8);

  await now(otto)
    .getByRole('button', { name: /^Gi nå Furosemid 40 mg/ })
    .click();
  await now(nina)
    .getByRole('button', { name: /^Gi nå Furosemid/ })
    .waitFor({ state: 'detached' });
  const given = await writer.search('MedicationAdministration', { patient: citizen.id });
  expect(given).toMatchObject([{ status: 'completed', dosage: { dose: { value: 1 } } }]);

  await otto.page.getByRole('button', { name: 'Vis som tabell' }).click();
  const row = otto.page.getByRole('row', { name: /98\/54/ });
  await row.getByRole('button').click();
  await now(otto).getByRole('button', { name: 'Rett Puls' }).click();
  const correct = otto.page.getByRole('form', { name: 'Rett' });
  await correct.getByLabel('Riktig verdi').fill('102');
  await correct.getByRole('button', { name: 'Lagre rettelsen' }).click();
  await correct.getByText('Skriv hvorfor.').waitFor();
  await correct.getByLabel('Hvorfor').fill('Talte feil');
  await correct.getByRole('button', { name: 'Lagre rettelsen' }).click();
  await otto.page.getByRole('row', { name: /102 \/min/ }).waitFor();
  await expectAccessible(otto, 'the chart as a table');
  const [pulse] = await writer.search('Observation', { patient: citizen.id, code: '8867-4' });
  expect(pulse).toMatchObject({ status: 'amended', valueQuantity: { value: 102 } });
  await expect
    .poll(() => writer.read(`Observation/${pulse?.id}/_history/1`))
    .toMatchObject({ valueQuantity: { value: 112 } });
  await now(otto).getByText('Rettet: Talte feil', { exact: false }).waitFor();
  expect([...otto.errors, ...nina.errors]).toEqual([]);
});

test('the chart is read by keyboard, moved and zoomed, and prints to one page', async () => {
  const citizen = await inWard();
  await writer.createAll([
    ...[180, 120, 60].map((minutes) => pulseOf(citizen, 70 + minutes / 10, ago(minutes))),
    pulseOf(citizen, 66, ago(400 * 24 * 60)),
  ]);
  const visitor = await atTheChart('Otto Nordås', citizen);
  const { page } = visitor;
  await now(visitor).getByText('76 /min').waitFor();
  await expectAccessible(visitor, 'the chart');
  const reader = page.getByRole('slider', { name: 'Les kurven punkt for punkt' });
  const said = () => reader.getAttribute('aria-valuetext');
  await reader.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('End');
  await expect.poll(() => said()).toMatch(/Vitale tegn.*Puls 76/);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => said()).toMatch(/Puls 82/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => said()).toMatch(/Furosemid.*(Skal gis nå|Planlagt)/);
  const range = page.locator('.ej-kurve-range');
  const before = await range.textContent();
  await page.keyboard.press('+');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => range.textContent()).not.toBe(before);
  await page.keyboard.press('0');
  await page.getByRole('button', { name: '1 år', exact: true }).click();
  await page.getByRole('button', { name: 'Tidligere', exact: true }).click();
  await page.getByRole('button', { name: '7 d', exact: true }).click();
  await page.getByRole('button', { name: 'Til nå' }).click();
  const frame = page.locator('.ej-kurve-frame');
  const box = (await frame.boundingBox())!;
  const moved = await range.textContent();
  await page.mouse.move(box.x + 300, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + 500, box.y + 80, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => range.textContent()).not.toBe(moved);
  await page.getByRole('button', { name: '24 t', exact: true }).click();
  await page.getByRole('button', { name: 'Til nå' }).click();

  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  expect(visitor.errors).toEqual([]);
});

const pulseOf = (citizen: Citizen, value: number, at: string, more: Json = {}): Json => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }], text: 'Puls' },
  subject: citizen.reference,
  effectiveDateTime: at,
  valueQuantity: { value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  ...more,
});

test('what a device has measured waits until a nurse confirms or rejects it, on a phone too', async () => {
  const citizen = await inWard();
  const numbered = (value: string) => ({ subject: { identifier: { system: 'urn:oid:2.16.578.1.12.4.1.4.1', value } } });
  const device = { device: { display: 'Pulsmåler hjemme' } };
  await writer.create(pulseOf(citizen, 71, ago(50), { ...numbered(citizen.number), ...device }));
  await writer.create(pulseOf(citizen, 188, ago(40), { ...numbered(citizen.number), ...device }));
  await expect(writer.create(pulseOf(citizen, 71, ago(30), { ...numbered('13097248022'), ...device }))).rejects.toThrow(
    /422/,
  );

  const visitor = await atTheChart('Otto Nordås', citizen, { width: 360, height: 780 });
  const { page } = visitor;
  const card = page.getByRole('region', { name: '2 målinger å bekrefte' });
  await card.waitFor();
  await expectNoSidewaysScroll(visitor, 'the chart on a phone');
  await expectAccessible(visitor, 'the chart on a phone');
  const tasks = () => writer.search('Task', { patient: citizen.id, code: 'verify-measurement' });
  await expect
    .poll(async () => (await tasks()).map(({ status }) => status), { timeout: 20_000 })
    .toEqual(['requested']);

  await card.getByRole('button', { name: /^Bekreft Puls 71/ }).click();
  const left = page.getByRole('region', { name: '1 måling å bekrefte' });
  await left.getByRole('button', { name: /^Avvis Puls 188/ }).click();
  await left.getByRole('button', { name: 'Utstyret satt løst' }).click();
  await left.waitFor({ state: 'detached' });
  const all = await writer.search('Observation', { patient: citizen.id, _sort: 'date' });
  expect(all.map(({ status }) => status)).toEqual(['final', 'entered-in-error']);
  await expect
    .poll(async () => (await tasks()).map(({ status }) => status), { timeout: 20_000 })
    .toEqual(['completed']);
  await now(visitor).getByText('71 /min').waitFor();
  expect(visitor.errors).toEqual([]);
});
