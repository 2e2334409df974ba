import type { Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { type Citizen, type Json, RecordWriter } from '../harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from '../harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

/** What is sent in the background is there within a moment. */
const soon = { timeout: 20_000 };
const phone = { width: 390, height: 844 } as const;
const ward = { reference: 'Organization/granli-korttid', display: 'Granli sykehjem, korttidsavdeling' };
const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();

type Resident = Citizen & { orders: Readonly<Record<string, string>>; encounter: string };

/** Somebody in a room of the ward, with these medicines due so many minutes from now. */
async function aResident(room: string, due: readonly (readonly [string, number])[]): Promise<Resident> {
  const citizen = await writer.citizen();
  const encounter = await writer.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    type: [{ text: 'Korttidsopphold' }],
    subject: citizen.reference,
    period: { start: '2026-11-01T10:00:00+01:00' },
    serviceProvider: ward,
    location: [{ location: { display: room }, status: 'active' }],
  });
  const orders: Record<string, string> = {};
  for (const [text, at] of due) {
    const { id } = await writer.create({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text },
      subject: citizen.reference,
      authoredOn: '2026-11-01',
      dosageInstruction: [
        { timing: { event: [minutes(at)] }, doseAndRate: [{ doseQuantity: { value: 2, unit: 'tablett' } }] },
      ],
    });
    orders[text] = id;
  }
  return { ...citizen, orders, encounter: encounter.id };
}

const cardOf = (page: Page, { name }: Citizen) =>
  page.getByRole('list', { name: 'Personer på runden' }).getByRole('listitem', { name: new RegExp(name) });

const givenTo = async ({ id }: Citizen): Promise<(Json & { id: string })[]> =>
  (await writer.search('MedicationAdministration', { patient: id })).filter(
    ({ status }) => status !== 'entered-in-error',
  );

test('a nurse goes the medicine round of a ward: room by room, one tap a dose, and sees what others give', async () => {
  const residents: Resident[] = [];
  for (const [room, due] of [
    [
      'Rom 10',
      [
        ['Metoprolol 50 mg', -10],
        ['Paracetamol 500 mg', -10],
      ],
    ],
    [
      'Rom 9',
      [
        ['Furosemid 20 mg', -15],
        ['Kalium 750 mg', -15],
        ['Ramipril 5 mg', -90],
      ],
    ],
    [
      'Rom 11',
      [
        ['Levotyroksin 50 mikrog', -400],
        ['Simvastatin 20 mg', 40],
      ],
    ],
  ] as const) {
    residents.push(await aResident(room, due));
  }
  const [ten, nine, eleven] = residents as [Resident, Resident, Resident];
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logIn(visitor, 'Grete Granli', '/runde');
  let taps = 0;
  const tap = async (on: Citizen, name: string | RegExp) => {
    taps += 1;
    await cardOf(page, on).getByRole('button', { name }).click();
  };

  await cardOf(page, nine).getByText('3 gjenstår').waitFor();
  const order = await page
    .getByRole('list', { name: 'Personer på runden' })
    .getByRole('heading', { level: 2 })
    .allTextContents();
  const placeOf = ({ name }: Citizen) => order.findIndex((one) => one.includes(name));
  expect(placeOf(nine)).toBeLessThan(placeOf(ten));
  expect(placeOf(ten)).toBeLessThan(placeOf(eleven));
  // late after an hour, missed after six: never blank
  await expect.poll(() => cardOf(page, nine).getByText('forsinket').count()).toBe(1);
  await expect.poll(() => cardOf(page, eleven).getByText('ikke registrert').count()).toBe(1);
  await expectAccessible(visitor, 'the round on a phone');
  await expectNoSidewaysScroll(visitor, 'the round on a phone');

  // all of one person at once, one dose by itself, and one that was not as ordered
  await tap(nine, `Gitt: alle 3 til ${nine.name}`);
  await cardOf(page, nine).getByText('3 registrert').waitFor();
  await tap(ten, 'Gitt: Metoprolol 50 mg');
  await tap(ten, 'Annet om Paracetamol 500 mg');
  taps += 1;
  await page.getByRole('menuitem', { name: 'Sov' }).click();
  await cardOf(page, ten).getByText('2 registrert').waitFor();
  console.info(`a round: ${taps} taps for 5 doses of two residents, ${(taps / 5).toFixed(1)} a dose`);
  expect(taps / 5, 'taps a dose').toBeLessThanOrEqual(2);
  await page.getByText('Lagret').waitFor();

  // one that was taken before, one in part, and one for a reason of its own
  await cardOf(page, eleven).getByRole('button', { name: 'Annet om Levotyroksin 50 mikrog' }).click();
  await page.getByRole('menuitem', { name: 'Annen grunn' }).click();
  await page.getByRole('textbox', { name: 'Hvorfor ble den ikke gitt' }).fill('Tok blodprøve først');
  await page.getByRole('button', { name: 'Lagre' }).click();
  await cardOf(page, eleven).getByRole('button', { name: 'Annet om Simvastatin 20 mg' }).click();
  await page.getByRole('menuitem', { name: 'Gi en del' }).click();
  await page.getByRole('textbox', { name: /Hvor mye ble gitt/ }).fill('1');
  await cardOf(page, eleven).getByRole('button', { name: 'Gitt', exact: true }).click();
  await cardOf(page, eleven).getByText('2 registrert').waitFor();
  await expect.poll(async () => (await givenTo(eleven)).length, soon).toBe(2);
  const eleventh = await givenTo(eleven);
  expect(eleventh.find(({ status }) => status === 'not-done')).toMatchObject({
    statusReason: [{ text: 'Tok blodprøve først' }],
  });
  expect(eleventh.find(({ status }) => status === 'completed')).toMatchObject({ dosage: { dose: { value: 1 } } });
  const tenth = await givenTo(ten);
  expect(tenth).toHaveLength(2);
  expect(tenth[0]).toMatchObject({ context: { reference: `Encounter/${ten.encounter}` } });

  // a dose is put right with why, and what stood there stays in its history
  await page.getByRole('button', { name: `Vis dosene til ${nine.name}` }).click();
  await cardOf(page, nine).getByRole('button', { name: 'Rett Furosemid 20 mg' }).click();
  await page.getByRole('textbox', { name: 'Når ble den gitt' }).fill('0000');
  await page.getByRole('textbox', { name: 'Hvorfor rettes den' }).fill('Skrev feil tid');
  await page.getByRole('button', { name: 'Lagre' }).click();
  await page.getByRole('textbox', { name: 'Hvorfor rettes den' }).waitFor({ state: 'detached' });
  const furosemid = (await givenTo(nine)).find(
    ({ request }) => (request as Json).reference === `MedicationRequest/${nine.orders['Furosemid 20 mg']}`,
  );
  expect(furosemid).toMatchObject({ note: [{ text: 'Skrev feil tid' }], meta: { versionId: '2' } });

  // somebody else at another trolley: shown here without anybody asking
  const twelve = await aResident('Rom 12', [['Digoksin 62,5 mikrog', -5]]);
  const other = await visit(url);
  await logIn(other, 'Grete Granli', '/runde');
  await page.reload();
  await cardOf(page, twelve).getByText('1 gjenstår').waitFor();
  await cardOf(other.page, twelve).getByText('1 gjenstår').waitFor();
  await expectAccessible(other, 'the round at a desk');
  await cardOf(other.page, twelve).getByRole('button', { name: 'Gitt: Digoksin 62,5 mikrog' }).click();
  await cardOf(page, twelve).getByText('1 registrert').waitFor();
  expect(visitor.errors).toEqual([]);
  expect(other.errors).toEqual([]);
});
