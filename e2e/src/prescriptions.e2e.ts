import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { type Citizen, RecordWriter } from './harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  type Visitor,
  visit,
} from './harness/visitor.ts';

const url = inject('url');
const bank = inject('bank');
const writer = new RecordWriter(url);
beforeEach(() => tell('', { mode: 'ok' }));
afterAll(async () => {
  await tell('', { mode: 'ok' });
  await closeBrowser();
});

/** Tells the stand-in of the prescription bank how to behave, or what to hand out. */
async function tell(path: string, body: object): Promise<void> {
  const answer = await fetch(`${bank}/control${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

type Kept = { id: string; medicine: string; state: string; recalled?: { reason: string; by?: string } };
const kept = async (medicine: string): Promise<Kept[]> => {
  const { prescriptions } = (await (await fetch(`${bank}/control`)).json()) as { prescriptions: Kept[] };
  return prescriptions.filter((one) => one.medicine === medicine);
};

const anOrder = (patient: { reference: string }, text: string, atc: string) => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: atc }], text },
  subject: patient,
  authoredOn: '2026-01-05',
  dosageInstruction: [
    {
      text: '1 tablett morgen',
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: ['08:00:00'] } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
    },
  ],
  dispenseRequest: {
    validityPeriod: { start: '2026-01-05', end: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10) },
    quantity: { value: 1, unit: 'pakning' },
  },
});

let ordinal = Date.now() % 100_000;
/** A medicine that only this test has, so that the bank can be asked about it. */
const named = (name: string) => `${name} ${++ordinal} mg`;

async function withMedicines(texts: readonly string[]): Promise<Citizen> {
  const citizen = await writer.citizen();
  await writer.createAll(texts.map((text) => anOrder(citizen.reference, text, 'C03CA01')));
  return citizen;
}

const states = ({ page }: Visitor, state: string) => page.getByText(`Resept: ${state}`, { exact: true });

test('a doctor signs and sends in two clicks, sees it received and dispensed, and recalls; renewing sends anew', async () => {
  const names = ['Furosemid', 'Bisoprolol', 'Ramipril'].map(named);
  const citizen = await withMedicines(names);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  let clicks = 0;
  const click = async (name: string | RegExp) => {
    clicks += 1;
    await page.getByRole('button', { name }).click();
  };
  await click('Send resepter');
  await page.getByRole('checkbox', { name: new RegExp(names[0]!) }).waitFor();
  await expectAccessible(visitor, 'sending prescriptions');
  await click('Signer og send 3');
  await expect.poll(() => states(visitor, 'mottatt').count(), { timeout: 20_000 }).toBe(3);
  expect(clicks).toBeLessThanOrEqual(2);
  await expectAccessible(visitor, 'prescriptions received');

  const [first] = await kept(names[0]!);
  await tell('/dispense', { id: first!.id, packages: 1 });
  await click('Hent fra Reseptformidleren');
  await page
    .getByRole('region', { name: /^I Reseptformidleren nå/ })
    .getByText(names[0]!)
    .waitFor();
  await states(visitor, 'utlevert').waitFor();
  await expectAccessible(visitor, 'looked up');

  await click(new RegExp(names[1]!));
  await click('Tilbakekall resepten');
  await states(visitor, 'tilbakekalt').waitFor({ timeout: 20_000 });
  await expect.poll(() => kept(names[1]!)).toMatchObject([{ state: 'T', recalled: { reason: '4' } }]);

  await click('Forny flere');
  await click('Signer fornyelse av 3');
  await expect
    .poll(async () => (await kept(names[2]!)).map(({ state }) => state), { timeout: 20_000 })
    .toEqual(['T', 'E']);
  const [old, next] = await kept(names[2]!);
  expect(old!.recalled).toMatchObject({ reason: '1', by: next!.id });
  await expect.poll(() => states(visitor, 'mottatt').count(), { timeout: 20_000 }).toBe(3);
  expect(visitor.errors).toEqual([]);
});

test('what did not arrive stands in the unit’s queue with why, and is sent again from there', async () => {
  const name = named('Candesartan');
  const citizen = await withMedicines([name]);
  await tell('', { mode: 'refuse' });
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  await page.getByRole('button', { name: 'Send resepter' }).click();
  await page.getByRole('button', { name: 'Signer og send 1' }).click();
  await states(visitor, 'kom ikke frem').waitFor({ timeout: 20_000 });
  await expectNoSidewaysScroll(visitor, 'medicines with prescriptions on a phone');
  await tell('', { mode: 'ok' });
  await page.goto('/resepter');
  const row = page
    .getByRole('list', { name: 'Resepter som ikke kom frem' })
    .getByRole('listitem')
    .filter({ hasText: name });
  await row.getByText('Lege er ikke registrert hos mottaker').waitFor();
  await expectNoSidewaysScroll(visitor, 'the queue on a phone');
  await expectAccessible(visitor, 'the queue');
  await row.getByRole('button', { name: 'Send på nytt' }).click();
  await row.waitFor({ state: 'detached' });
  await expect.poll(async () => (await kept(name)).length, { timeout: 20_000 }).toBe(1);
});

test('Tor’s addictive medicine is prescribed by his doctor, and recalled when it is stopped', async () => {
  const tor = { reference: `Patient/${await writer.find('Tor Prøvesen')}` };
  const name = named('Oksazepam');
  await writer.create(anOrder(tor, name, 'N05BA04'));
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/${tor.reference.replace('Patient', 'pasient')}/legemidler`);
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await page.getByRole('button', { name: 'Signer og send resept' }).click();
  await states(visitor, 'mottatt').first().waitFor({ timeout: 20_000 });
  await expect.poll(() => kept(name)).toMatchObject([{ state: 'E' }]);
  await page.getByRole('button', { name: 'Ferdig behandlet' }).click();
  await expect.poll(async () => (await kept(name))[0]?.recalled?.reason, { timeout: 20_000 }).toBe('2');
  await states(visitor, 'tilbakekalt').first().waitFor({ timeout: 20_000 });
});

test('a nurse sees how prescriptions stand, and is offered none of it', async () => {
  const name = named('Losartan');
  const citizen = await withMedicines([name]);
  const episode = {
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: citizen.reference,
    period: { start: '2026-01-01' },
  };
  await writer.create({ ...episode, managingOrganization: { reference: 'Organization/hjemmetjenesten-sone-3' } });
  const ada = await visit(url);
  await logIn(ada, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  await ada.page.getByRole('button', { name: 'Send resepter' }).click();
  await ada.page.getByRole('button', { name: 'Signer og send 1' }).click();
  await states(ada, 'mottatt').waitFor({ timeout: 20_000 });
  const hanne = await visit(url);
  await logIn(hanne, 'Hanne Hjem', `/pasient/${citizen.id}/legemidler`);
  await states(hanne, 'mottatt').waitFor();
  await hanne.page.getByRole('button', { name: new RegExp(name) }).click();
  expect(await hanne.page.getByRole('button', { name: /Send resepter|Tilbakekall|Reseptformidleren/ }).count()).toBe(0);
});

test('multidose is begun in one signature, the pharmacy is told of each change, and what it packs and asks is seen', async () => {
  const [regular, other] = ['Metoprolol', 'Amlodipin'].map(named) as [string, string];
  const citizen = await withMedicines([regular, other]);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  await page.getByRole('button', { name: 'Start multidose' }).click();
  await page.getByRole('checkbox', { name: new RegExp(other) }).uncheck();
  await expect.poll(() => page.getByLabel('Apotek', { exact: true }).inputValue()).toBe('fjordvik-apotek');
  await expectAccessible(visitor, 'beginning multidose');
  await page.getByRole('button', { name: 'Signer og send listen' }).click();
  await page.getByText(/^mottatt /).waitFor({ timeout: 60_000 });
  const line = page.getByRole('row').filter({ hasText: regular }).first();
  await line.getByText('Multidose', { exact: true }).waitFor();
  expect(await page.getByRole('row').filter({ hasText: other }).getByText('Multidose', { exact: true }).count()).toBe(
    0,
  );
  await expectAccessible(visitor, 'multidose');

  const lists = async () => {
    const { lists = [] } = (await (await fetch(`${bank}/control`)).json()) as {
      lists?: { person: string; xml: string }[];
    };
    return lists.filter(({ person }) => person === citizen.number.replaceAll(' ', ''));
  };
  await expect.poll(() => lists()).toHaveLength(1);
  await tell('/pack', { person: citizen.number.replaceAll(' ', '') });
  await page.getByText(/^Endringer til neste pakking innen$/).waitFor({ timeout: 90_000 });
  await page.getByRole('button', { name: new RegExp(other) }).click();
  await page.getByRole('button', { name: 'Ferdig behandlet' }).click();
  await expect.poll(async () => (await lists()).length, { timeout: 60_000 }).toBe(2);
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(visitor, 'multidose on a phone');
  expect(visitor.errors).toEqual([]);
});

test('the national list is fetched and sent, whole, from the medicine list; what is not fetched is not sent', async () => {
  const citizen = await withMedicines([named('Losartan'), named('Simvastatin')]);
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/legemidler`);
  const card = page.getByRole('region', { name: /^Nasjonal legemiddelliste/ });
  await card.getByText('Ikke hentet ennå.').waitFor();
  expect(await card.getByRole('button', { name: 'Send listen herfra' }).count()).toBe(0);
  await card.getByRole('button', { name: 'Hent nå' }).click();
  await card.getByText(/^Hentet i dag/).waitFor();
  await expectNoSidewaysScroll(visitor, 'the national list on a phone');
  await card.getByRole('button', { name: 'Send listen herfra' }).click();
  await card.getByText(/^Sendt i dag .*: 2 behandlinger$/).waitFor();
  await expect.poll(() => card.getByRole('button', { name: 'Send listen herfra' }).isDisabled()).toBe(true);
  await expectAccessible(visitor, 'the national list');
  expect(visitor.errors).toEqual([]);
});
