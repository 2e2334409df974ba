import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BarcodeFormat, DataMatrixWriter } from '@zxing/library';
import { afterAll, expect, inject, onTestFinished, test } from 'vitest';
import { type Citizen, type Json, RecordWriter } from '../harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  launch,
  logIn,
  newVisitor,
  type Visitor,
  visit,
} from '../harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

/** What is sent in the background is there within a moment. */
const soon = { timeout: 20_000 };
const phone = { width: 360, height: 780 } as const;
const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();
const zone = { reference: 'Organization/hjemmetjenesten-sone-3' };
const ward = { reference: 'Organization/granli-korttid', display: 'Granli sykehjem, korttidsavdeling' };
const ATC = 'http://www.whocc.no/atc';
const UCUM = 'http://unitsofmeasure.org';

async function atHome(): Promise<Citizen> {
  const citizen = await writer.citizen();
  const period = { start: '2026-01-01' };
  const patient = citizen.reference;
  await writer.create({ resourceType: 'EpisodeOfCare', status: 'active', patient, managingOrganization: zone, period });
  return citizen;
}

const ordered = ({ reference }: Citizen, text: string, atc: string, line: Json): Promise<Json & { id: string }> =>
  writer.create({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text, coding: [{ system: ATC, code: atc }] },
    subject: reference,
    authoredOn: '2026-11-01',
    dosageInstruction: [line],
  });
const one = { doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }] };
const due = (at = -20): Json => ({ timing: { event: [minutes(at)] }, ...one });

const givenTo = async ({ id }: Citizen): Promise<Json[]> =>
  (await writer.search('MedicationAdministration', { patient: id })).filter(
    ({ status }) => status !== 'entered-in-error',
  );
/** What of a check stands with a dose: `person`, `item`, … */
function checkOf({ extension = [] }: Json): Record<string, unknown> {
  const [check] = (extension as { url: string; extension: Json[] }[]).filter(({ url: of }) =>
    of.endsWith('/dose-check'),
  );
  return Object.fromEntries((check?.extension ?? []).map(({ url: name, ...value }) => [name, Object.values(value)[0]]));
}

/** The whole page at once: nothing is judged that is half behind a bar. */
async function expectGood(visitor: Visitor, where: string): Promise<void> {
  await visitor.page.setViewportSize({ width: phone.width, height: 3_000 });
  await expectAccessible(visitor, where);
  await expectNoSidewaysScroll(visitor, where);
  await visitor.page.setViewportSize(phone);
}

async function scan({ page }: Visitor, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Strekkode eller nummer' });
  await field.fill(text);
  // a scanner that is a keyboard ends with this
  await field.press('Enter');
}

test('person and medicine are checked by barcode at the visit, with network and without: what is wrong stops, what is right is recorded', async () => {
  const citizen = await atHome();
  const other = await writer.citizen();
  await ordered(citizen, 'Furosemid 40 mg', 'C03CA01', due());
  await ordered(citizen, 'Ramipril 5 mg', 'C09AA05', due());
  const visitor = await visit(url, phone);
  const { page, context } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/besok`);
  const doses = page.getByRole('region', { name: 'Doser nå' });
  await doses.getByText('2 gjenstår').waitFor();
  await page.getByRole('button', { name: 'Skann' }).click();
  await page.getByText('Armbåndet først, så pakningen.').waitFor();
  const panel = page.getByRole('region', { name: 'Kontroll med strekkode' });

  // the neighbour's band: nothing is given until it is settled
  await scan(visitor, other.number);
  await panel.getByText(`Feil person. Båndet hører ikke til ${citizen.name}.`).waitFor();
  await panel.getByText('Gi ingenting.').waitFor();
  expect(await page.getByRole('button', { name: /^Gitt: / }).count()).toBe(0);
  await expectGood(visitor, 'a wrong band');
  await scan(visitor, citizen.number);
  await panel.getByText(`Riktig person: ${citizen.name}`).waitFor();

  // a strength that is not ordered, a medicine that is not, a digit that was misread, and the right one
  await scan(visitor, '7000009001339');
  await panel.getByText('Feil legemiddel: Diural tab 20 mg').waitFor();
  await panel.getByText('Ordinasjonen er Furosemid 40 mg: en annen styrke.').waitFor();
  await scan(visitor, '7000009001650');
  await panel.getByText('Det er ikke blant det som skal gis nå.').waitFor();
  await panel.getByText('Legg pakningen bort').waitFor();
  await scan(visitor, '7000009001347');
  await panel.getByText('Koden ble ikke lest rett.').waitFor();
  await scan(visitor, '(01)07000009001346(17)261031(10)OLD1');
  await panel.getByText('Furix tab 40 mg gikk ut 31.10.').waitFor();
  await scan(visitor, '(01)07000009001346(17)270331(10)AB12(21)10001');
  await panel.getByText('Riktig legemiddel: Furosemid 40 mg').waitFor();
  await doses.getByText('kontrollert').waitFor();
  await expectGood(visitor, 'a right package');
  await page.getByRole('button', { name: 'Gitt: Furosemid 40 mg' }).click();
  await expect.poll(async () => (await givenTo(citizen)).length, soon).toBe(1);
  const [furosemide] = await givenTo(citizen);
  expect(checkOf(furosemide as Json)).toEqual({
    person: { reference: `Patient/${citizen.id}` },
    personBy: 'number',
    item: { system: 'urn:oid:1.3.160', code: '7000009001346', display: 'Furix tab 40 mg' },
    batch: 'AB12',
    expiry: '2027-03-31',
    serial: '10001',
    fit: 'same',
  });

  // without network against what is on the phone; a number that is not there is read by eye
  await context.setOffline(true);
  await page.getByText('Du er uten nett. Fortsett å jobbe.').waitFor();
  await scan(visitor, '7000009001339');
  await panel.getByText('Feil legemiddel: Diural tab 20 mg').waitFor();
  await scan(visitor, '912345');
  await panel.getByText('Nummeret er ikke kjent her.').waitFor();
  await panel.getByRole('button', { name: 'Det er Ramipril 5 mg' }).waitFor();
  await scan(visitor, '900203');
  await panel.getByText('Riktig legemiddel: Ramipril 5 mg').waitFor();
  await page.getByRole('button', { name: 'Gitt: Ramipril 5 mg' }).click();
  await doses.getByText(/Gitt .* venter på nett/).waitFor();
  await context.setOffline(false);
  await expect.poll(async () => (await givenTo(citizen)).length, soon).toBe(2);
  const ramipril = (await givenTo(citizen)).find(
    ({ medicationCodeableConcept: of }) => (of as Json).text === 'Ramipril 5 mg',
  );
  expect(checkOf(ramipril as Json)).toMatchObject({ item: { code: '900203' }, fit: 'same', personBy: 'number' });
  expect(visitor.errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  // nobody's number is in an address
  for (const address of visitor.asked) for (const { number } of [citizen, other]) expect(address).not.toContain(number);
});

/** A film of one picture: a code as a camera sees it, in what Chromium takes for a camera. */
async function filmOf(text: string): Promise<string> {
  const matrix = new DataMatrixWriter().encode(text, BarcodeFormat.DATA_MATRIX, 0, 0, new Map());
  const [width, height, scale] = [640, 480, 12];
  const [left, top] = [(width - matrix.getWidth() * scale) >> 1, (height - matrix.getHeight() * scale) >> 1];
  const light = Buffer.alloc(width * height, 225);
  for (let y = 0; y < matrix.getHeight() * scale; y++) {
    for (let x = 0; x < matrix.getWidth() * scale; x++) {
      if (matrix.get(Math.floor(x / scale), Math.floor(y / scale))) light[(top + y) * width + left + x] = 25;
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)]);
  const path = join(tmpdir(), `enjournal-film-${process.pid}-${Date.now()}.y4m`);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(path, Buffer.concat([head, ...Array.from({ length: 5 }, () => frame)]));
  onTestFinished(() => rm(path, { force: true }));
  return path;
}

test('on the round the band tells whose card it is, and the camera reads the package', async () => {
  const [ruth, egil] = [await writer.citizen(), await writer.citizen()];
  for (const [citizen, room] of [
    [ruth, 'Rom 21'],
    [egil, 'Rom 22'],
  ] as const) {
    await writer.create({
      resourceType: 'Encounter',
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject: citizen.reference,
      period: { start: '2026-11-01T10:00:00+01:00' },
      serviceProvider: ward,
      location: [{ location: { display: room }, status: 'active' }],
    });
    await ordered(citizen, 'Furosemid 40 mg', 'C03CA01', due());
  }
  const film = await filmOf('010700000900134617270331');
  const browser = await launch([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  onTestFinished(() => browser.close());
  const nurse = await newVisitor(browser, url, phone);
  await nurse.context.grantPermissions(['camera']);
  const { page } = nurse;
  await logIn(nurse, 'Grete Granli', '/runde');
  const cardOf = ({ name }: Citizen) =>
    page.getByRole('list', { name: 'Personer på runden' }).getByRole('listitem', { name: new RegExp(name) });
  await cardOf(egil).getByText('1 gjenstår').waitFor();
  await page.getByRole('button', { name: 'Skann' }).click();
  await scan(nurse, '900134');
  await page.getByText('Les armbåndet først, så pakningen.').first().waitFor();
  await scan(nurse, 'enjournal:nobody-here');
  await page.getByText('Ingen på runden har dette båndet.').waitFor();
  await scan(nurse, egil.id);
  await page.getByText(`Riktig person: ${egil.name}`).waitFor();
  await cardOf(egil).getByText('bånd lest').waitFor();
  await page.getByRole('button', { name: 'Bruk kamera' }).click();
  await page.getByText('Riktig legemiddel: Furosemid 40 mg').waitFor();
  await expectGood(nurse, 'the round while scanning');
  await page.getByRole('button', { name: 'Lukk kamera' }).click();
  // checked for the one whose band was read, and for nobody else
  await cardOf(ruth).getByRole('button', { name: 'Gitt: Furosemid 40 mg' }).click();
  await cardOf(egil).getByRole('button', { name: 'Gitt: Furosemid 40 mg' }).click();
  await expect.poll(async () => [(await givenTo(ruth)).length, (await givenTo(egil)).length], soon).toEqual([1, 1]);
  expect(checkOf((await givenTo(ruth))[0] as Json)).toEqual({});
  expect(checkOf((await givenTo(egil))[0] as Json)).toMatchObject({
    person: egil.reference,
    personBy: 'code',
    item: { code: '7000009001346' },
    expiry: '2027-03-31',
  });
  expect(nurse.errors).toEqual([]);
});

test('palliative care at home: as needed within its limits with its effect noted, and a pump started, changed and stopped, also without network', async () => {
  const citizen = await atHome();
  const morphine = await ordered(citizen, 'Morfin 10 mg', 'N02AA01', {
    asNeededCodeableConcept: { text: 'smerter' },
    timing: { repeat: { frequency: 1, period: 1, periodUnit: 'h' } },
    maxDosePerPeriod: {
      numerator: { value: 3, unit: 'tablett' },
      denominator: { value: 1, system: UCUM, code: 'd' },
    },
    ...one,
  });
  const rate = (value: number) => ({ value, unit: 'ml/time', system: UCUM, code: 'mL/h' });
  const pumpOrder = await ordered(citizen, 'Morfin 10 mg/ml', 'N02AA01', {
    text: '0,4–0,8 ml/time subkutant',
    doseAndRate: [{ rateRange: { low: rate(0.4), high: rate(0.8) } }],
  });
  // an earlier dose, by the night patrol: nobody has noted what it did
  await writer.create({
    resourceType: 'MedicationAdministration',
    status: 'completed',
    medicationCodeableConcept: { text: 'Morfin 10 mg' },
    subject: citizen.reference,
    effectiveDateTime: minutes(-90),
    request: { reference: `MedicationRequest/${morphine.id}` },
    reasonCode: [{ text: 'smerter ved stell' }],
    dosage: { dose: { value: 1, unit: 'tablett' } },
  });
  const visitor = await visit(url, phone);
  const { page, context } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/besok`);
  const card = page.getByRole('region', { name: 'Ved behov og pumpe' });
  await card.getByText('2 av 3 igjen på 24 timer').waitFor();
  await card.getByText(/^Effekt av Morfin 10 mg/).waitFor();
  await expectGood(visitor, 'as needed and pump');
  await card.getByRole('button', { name: 'God effekt' }).click();
  await card.getByText(/^Effekt av Morfin 10 mg/).waitFor({ state: 'detached' });
  await expect.poll(async () => (await writer.search('Observation', { patient: citizen.id })).length, soon).toBe(1);
  const [effect] = await writer.search('Observation', { patient: citizen.id });
  expect(effect).toMatchObject({ valueCodeableConcept: { coding: [{ code: 'good' }] } });
  expect(effect?.partOf).toMatchObject([{ reference: expect.stringMatching(/^MedicationAdministration\//) }]);

  // without network: a dose, and the pump begun and then changed, are there once and with their times
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await context.setOffline(true);
  await page.getByText('Du er uten nett. Fortsett å jobbe.').waitFor();
  await card.getByRole('button', { name: 'Gi ved behov: Morfin 10 mg' }).click();
  await page.getByRole('textbox', { name: 'Hva den gis for' }).fill('smerter ved snuing');
  await card.getByRole('button', { name: 'Gitt', exact: true }).click();
  await card.getByText('1 av 3 igjen på 24 timer').waitFor();
  await card.getByText(/^tidligst/).waitFor();
  expect(await card.getByRole('button', { name: 'Gi ved behov: Morfin 10 mg' }).count()).toBe(0);
  await card.getByRole('button', { name: 'Start pumpen: Morfin 10 mg/ml' }).click();
  await page.getByRole('textbox', { name: 'I pumpen nå (ml)' }).fill('20');
  await page.getByRole('textbox', { name: 'Hastighet (ml/time)' }).fill('2');
  await card.getByRole('button', { name: 'Start', exact: true }).click();
  await card.getByText(/En annen hastighet trenger ny ordinasjon/).waitFor();
  await page.getByRole('textbox', { name: 'Hastighet (ml/time)' }).fill('0,5');
  await card.getByRole('button', { name: 'Start', exact: true }).click();
  await card.getByText(/^Går 0,5/).waitFor();
  await card.getByText(/Ca\. 20 ml igjen/).waitFor();
  await expectGood(visitor, 'a pump that runs');
  await card.getByRole('button', { name: 'Endre pumpen: Morfin 10 mg/ml' }).click();
  await page.getByRole('textbox', { name: 'Hastighet (ml/time)' }).fill('0,8');
  await card.getByRole('button', { name: 'Endre', exact: true }).click();
  await card.getByText(/^Går 0,8/).waitFor();
  expect((await givenTo(citizen)).length).toBe(1);
  await context.setOffline(false);
  const running = async () =>
    (await givenTo(citizen))
      .filter(({ request }) => (request as Json).reference === `MedicationRequest/${pumpOrder.id}`)
      .map(({ status, dosage }) => `${status} ${((dosage as Json).rateQuantity as Json).value}`)
      .sort();
  await expect.poll(running, soon).toEqual(['completed 0.5', 'in-progress 0.8']);
  await expect.poll(async () => (await givenTo(citizen)).length, soon).toBe(4);

  // the doctor stops it: the phone says so, and the nurse stops the pump
  await writer.operate(`/MedicationRequest/${pumpOrder.id}/$stop`, {
    resourceType: 'Parameters',
    parameter: [{ name: 'reason', valueCode: 'L' }],
  });
  await card.getByText('Ordinasjonen er stoppet eller endret. Stopp pumpen.').waitFor();
  await card.getByRole('button', { name: 'Stopp pumpen: Morfin 10 mg/ml' }).click();
  await page.getByRole('textbox', { name: 'Hvorfor den stoppes' }).fill('Byttes til plaster');
  await card.getByRole('button', { name: 'Stopp', exact: true }).click();
  await expect.poll(running, soon).toEqual(['completed 0.5', 'stopped 0.8']);
  expect(visitor.errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);

  // what is agreed of treatment is seen by whoever comes to Solveig
  const solveig = await visit(url, phone);
  await logIn(solveig, 'Hanne Hjem', `/pasient/${await writer.find('Solveig Tenkt')}/besok`);
  await solveig.page
    .getByText(/HLR minus/)
    .first()
    .waitFor();
  await solveig.page.getByRole('region', { name: 'Ved behov og pumpe' }).getByText('Morfin 10 mg').waitFor();
});

test('an opioid agonist is given under supervision, and after three missed doses a doctor is asked first', async () => {
  const citizen = await atHome();
  const instruction = {
    coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/dose-instruction', code: 'observed-intake' }],
  };
  const days = (from: number) => minutes(from * 1440 - 10);
  const order = await ordered(citizen, 'Buprenorfin 16 mg', 'N07BC01', {
    timing: { event: [days(-4), days(-3), days(-2), days(-1), days(0)] },
    additionalInstruction: [instruction],
    doseAndRate: one.doseAndRate,
  });
  const given = (at: string) =>
    writer.create({
      resourceType: 'MedicationAdministration',
      status: 'completed',
      medicationCodeableConcept: { text: 'Buprenorfin 16 mg' },
      subject: citizen.reference,
      effectiveDateTime: at,
      request: { reference: `MedicationRequest/${order.id}` },
      dosage: { dose: { value: 1, unit: 'tablett' } },
    });
  await given(days(-4));
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/besok`);
  const doses = page.getByRole('region', { name: 'Doser nå' });
  await doses.getByText('3 doser på rad er ikke tatt. Ring legen').waitFor();
  expect(await page.getByRole('button', { name: /^(Inntak sett|Gitt)/ }).count()).toBe(0);
  await expectGood(visitor, 'missed doses');
  // it turns out that the pharmacy gave one of them
  await given(days(-2));
  await page.getByRole('button', { name: 'Inntak sett: Buprenorfin 16 mg' }).click();
  await expect.poll(async () => (await givenTo(citizen)).length, soon).toBe(3);
  const seen = (await givenTo(citizen)).filter(({ performer }) => performer !== undefined);
  expect(seen).toMatchObject([{ performer: [{ function: { coding: [{ code: 'witness' }] } }] }]);

  // what Tor keeps from home care is not on the phone of whoever comes with his medicine
  const tor = await visit(url, phone);
  await logIn(tor, 'Hanne Hjem', `/pasient/${await writer.find('Tor Prøvesen')}/besok`);
  await tor.page.getByRole('region', { name: 'Doser nå' }).waitFor();
  await tor.page.getByRole('region', { name: 'Rapport' }).waitFor();
  const text = (await tor.page.locator('main').textContent()) ?? '';
  expect(text).not.toMatch(/stemmehøring|Kriseplan|psykose/i);
});
