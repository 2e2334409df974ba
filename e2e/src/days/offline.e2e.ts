import { afterAll, expect, inject, test } from 'vitest';
import { type Json, RecordWriter } from '../harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from '../harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

/** What is sent in the background is there within a moment. */
const soon = { timeout: 20_000 };
const phone = { width: 390, height: 844 } as const;
const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();
const zone = { reference: 'Organization/hjemmetjenesten-sone-3' };

async function atHome(medicines: readonly string[]) {
  const citizen = await writer.citizen();
  const patient = citizen.reference;
  const period = { start: '2026-01-01' };
  await writer.create({ resourceType: 'EpisodeOfCare', status: 'active', patient, managingOrganization: zone, period });
  const orders: Record<string, string> = {};
  for (const text of medicines) {
    const { id } = await writer.create({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text },
      subject: patient,
      authoredOn: '2026-11-01',
      dosageInstruction: [
        { timing: { event: [minutes(-20)] }, doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }] },
      ],
    });
    orders[text] = id;
  }
  return { citizen, orders };
}

type Part = { name: string; valueReference?: Json; valueIdentifier?: Json };

/** The same dose, as another phone tells of it. */
async function givenByAnother(citizen: { id: string; reference: Json }, order: string, text: string): Promise<void> {
  const due = (await writer.operate('/MedicationRequest/$due-doses', {
    resourceType: 'Parameters',
    parameter: [{ name: 'patient', valueReference: citizen.reference }],
  })) as { parameter: { part: Part[] }[] };
  const planned = due.parameter
    .find(({ part }) => part.some(({ valueReference }) => valueReference?.reference === `MedicationRequest/${order}`))
    ?.part.find(({ name }) => name === 'planned')?.valueIdentifier;
  await writer.create({
    resourceType: 'MedicationAdministration',
    identifier: [planned],
    status: 'completed',
    medicationCodeableConcept: { text },
    subject: citizen.reference,
    effectiveDateTime: new Date().toISOString(),
    performer: [{ actor: { reference: 'PractitionerRole/hanne-hjem-hjemmetjenesten-sone-3', display: 'Hanne Hjem' } }],
    request: { reference: `MedicationRequest/${order}` },
    dosage: { dose: { value: 1, unit: 'tablett' } },
  });
}

test('the night patrol gives, measures and signs without network, and all of it is in the record once, with its true times', async () => {
  const { citizen, orders } = await atHome(['Paracetamol 1 g', 'Zopiklon 5 mg', 'Furosemid 20 mg']);
  const visitor = await visit(url, phone);
  const { page, context } = visitor;
  await logIn(visitor, 'Nora Natt', `/pasient/${citizen.id}/besok`);
  const doses = page.getByRole('region', { name: 'Doser nå' });
  await doses.getByText('3 gjenstår').waitFor();
  await page.getByText('Lagret').waitFor();
  // the product's own files are on the phone
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));

  // down in the stairwell
  await context.setOffline(true);
  await page.getByText('Du er uten nett. Fortsett å jobbe.').waitFor();
  const begun = Date.now();
  await page.getByRole('button', { name: 'Gitt: Paracetamol 1 g' }).click();
  await doses.getByText(/Gitt .* venter på nett/).waitFor();
  // tapped by mistake, and undone before anybody has heard of it
  await page.getByRole('button', { name: 'Angre Paracetamol 1 g' }).click();
  await page.getByRole('button', { name: 'Gitt: de 3 som gjenstår' }).click();
  await expect.poll(() => doses.getByText('venter på nett').count(), soon).toBe(3);
  await page.getByRole('textbox', { name: 'BT' }).fill('84/50');
  await page.getByRole('textbox', { name: 'Puls' }).fill('118');
  await page.getByRole('textbox', { name: 'Rapport fra besøket' }).fill('Lavt trykk, rask puls. Legevakt varslet.');
  await page.getByText(/^Uten nett · \d/).waitFor();
  // nothing is judged that is half behind a bar
  await page.evaluate(() => scrollTo(0, 0));
  await expectAccessible(visitor, 'a visit without network');
  await expectNoSidewaysScroll(visitor, 'a visit without network');
  await page.getByRole('button', { name: 'Ferdig' }).click();
  await page.waitForURL((address) => address.pathname === '/');
  // what is kept on the device is for nobody else to read
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(kept).toContain('enjournal.outbox.');
  for (const secret of ['84/50', 'Paracetamol', citizen.id, 'Lavt trykk']) expect(kept).not.toContain(secret);

  // everything opened can be read, and what waits is listed; nothing is said to be stored
  await page.getByRole('link', { name: /Uten nett · 7/ }).click();
  const list = page.getByRole('list', { name: 'Venter på å sendes' });
  await expect.poll(() => list.getByRole('listitem').count()).toBe(7);
  await list.getByText('BT 84/50').waitFor();
  await expectAccessible(visitor, 'what waits for network');
  const ended = Date.now();
  expect(await writer.search('MedicationAdministration', { patient: citizen.id })).toEqual([]);

  // meanwhile: the same dose from another phone, and a stop
  await givenByAnother(citizen, orders['Zopiklon 5 mg'] as string, 'Zopiklon 5 mg');
  await writer.operate(`/MedicationRequest/${orders['Furosemid 20 mg']}/$stop`, {
    resourceType: 'Parameters',
    parameter: [
      { name: 'reason', valueCode: 'L' },
      { name: 'at', valueInstant: new Date(begun - 60_000).toISOString() },
    ],
  });

  // loaded anew without network: nothing is read by whoever holds the phone, and nothing is lost
  await page.reload();
  await page.getByText('7 registreringer på denne enheten venter').waitFor();
  expect(await page.getByText('Lavt trykk').count()).toBe(0);

  // up again
  await context.setOffline(false);
  await page.getByText('Legemidlet er stoppet').waitFor();
  await page.getByText('Dosen er allerede registrert').waitFor();
  await list.waitFor({ state: 'detached' });
  await expectAccessible(visitor, 'a choice between two versions');
  const twice = page.getByRole('region', { name: 'Zopiklon 5 mg: gitt' });
  await twice.getByText('Hanne Hjem registrerte den').waitFor();
  await twice.getByRole('button', { name: 'Bruk «Bare én dose er gitt»' }).click();
  const after = page.getByRole('region', { name: 'Furosemid 20 mg: gitt' });
  await after
    .getByRole('radio', { name: /^Jeg ga den/ })
    .last()
    .check();
  await after.getByRole('textbox', { name: 'Hva skjedde' }).fill('Fikk ikke beskjeden uten nett');
  await after.getByRole('button', { name: 'Bruk «Jeg ga den»' }).click();
  await after.waitFor({ state: 'detached' });
  await page.getByText('Alt er sendt og lagret.').waitFor();

  const given = await writer.search('MedicationAdministration', { patient: citizen.id });
  expect(given.map(({ medicationCodeableConcept: of }) => (of as Json).text).sort()).toEqual([
    'Furosemid 20 mg',
    'Paracetamol 1 g',
    'Zopiklon 5 mg',
  ]);
  expect(given.find(({ extension }) => extension)).toMatchObject({
    medicationCodeableConcept: { text: 'Furosemid 20 mg' },
    extension: [{ valueCode: 'after-stop' }],
    note: [{ text: 'Fikk ikke beskjeden uten nett' }],
  });
  const isTrue = (time: unknown) => Date.parse(String(time)) >= begun && Date.parse(String(time)) <= ended;
  const paracetamol = given.find(({ medicationCodeableConcept: of }) => (of as Json).text === 'Paracetamol 1 g');
  expect(isTrue(paracetamol?.effectiveDateTime)).toBe(true);
  const encounters = await writer.search('Encounter', { patient: citizen.id });
  expect(encounters).toHaveLength(1);
  const [encounter] = encounters as [Json & { id: string; period: { start: string; end: string } }];
  expect(encounter.status).toBe('finished');
  expect([isTrue(encounter.period.start), isTrue(encounter.period.end)]).toEqual([true, true]);
  const measured = await writer.search('Observation', { encounter: `Encounter/${encounter.id}` });
  expect(measured).toHaveLength(2);
  expect(measured.every(({ effectiveDateTime }) => isTrue(effectiveDateTime))).toBe(true);
  const notes = await writer.search('Composition', { patient: citizen.id });
  expect(notes).toMatchObject([{ status: 'final', encounter: { reference: `Encounter/${encounter.id}` } }]);
  expect(JSON.stringify(notes)).toContain('Legevakt varslet');
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('outbox')))).toEqual([]);
});
