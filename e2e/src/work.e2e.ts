import { afterAll, expect, inject, test } from 'vitest';
import { ada, type Citizen, RecordWriter, visitTo } from './harness/record.ts';
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

/** A blood sample of a citizen with one answer, interpreted by Ada. */
async function aResult(citizen: Citizen, value: number, standing: 'N' | 'HH'): Promise<void> {
  const interpretation = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
  const now = new Date().toISOString();
  const { id } = await writer.create({
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { text: 'Kalium' },
    subject: citizen.reference,
    effectiveDateTime: now,
    valueQuantity: { value, unit: 'mmol/l' },
    interpretation: [{ coding: [{ system: interpretation, code: standing }] }],
  });
  await writer.create({
    resourceType: 'DiagnosticReport',
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
    code: { text: 'Blodprøver' },
    subject: citizen.reference,
    effectiveDateTime: now,
    issued: now,
    resultsInterpreter: [ada],
    result: [{ reference: `Observation/${id}` }],
  });
}

const tasksOf = (citizen: Citizen) => writer.search('Task', { patient: citizen.id });

test('a critical result is told on top, opened and signed; and waits in the record until then', async () => {
  const citizen = await writer.citizen();
  await aResult(citizen, 6.9, 'HH');
  await expect.poll(async () => (await tasksOf(citizen)).length, { timeout: 20_000 }).toBe(1);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const notices = page.getByRole('region', { name: 'Det som haster' });
  await notices
    .getByText(/^Kritisk prøvesvar/)
    .first()
    .waitFor();
  await expectAccessible(visitor, 'the start page of a GP');
  await page.goto(`/pasient/${citizen.id}/provesvar`);
  const unsigned = page.getByRole('list', { name: 'Svar som ikke er signert' });
  await unsigned.getByRole('button', { name: /Kalium 6,9/ }).click();
  await unsigned.getByRole('button', { name: 'Signer', exact: true }).click();
  await page.getByRole('status').filter({ hasText: '1 svar er signert.' }).waitFor();
  await expect.poll(() => tasksOf(citizen)).toMatchObject([{ status: 'completed' }]);
});

test('a result without a report, and a report of images with the way to the viewer, wait in the same inbox', async () => {
  const citizen = await writer.citizen();
  const now = new Date().toISOString();
  const v3 = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
  await writer.create({
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { text: 'INR' },
    subject: citizen.reference,
    effectiveDateTime: now,
    valueQuantity: { value: 7.2 },
    interpretation: [{ coding: [{ system: v3, code: 'H' }] }],
  });
  const connectionType = { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'ihe-iid' };
  const endpoint = await writer.create({
    resourceType: 'Endpoint',
    status: 'active',
    connectionType,
    name: 'Nordås røntgen',
    payloadType: [{ text: 'Bilder' }],
    address: 'https://bilder.example/vis',
  });
  const study = await writer.create({
    resourceType: 'ImagingStudy',
    status: 'available',
    identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:2.16.124.113543.6003.1154777499' }],
    subject: citizen.reference,
    started: now,
    description: 'CT thorax',
    modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' }],
    numberOfSeries: 2,
    numberOfInstances: 214,
    endpoint: [{ reference: `Endpoint/${endpoint.id}` }],
    series: ['Lungevindu', 'Bløtdeler'].map((description, at) => ({
      uid: `2.16.124.1${at}`,
      description,
      modality: { code: 'CT' },
      numberOfInstances: 107,
    })),
  });
  await writer.create({
    resourceType: 'DiagnosticReport',
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] }],
    code: { text: 'CT thorax' },
    subject: citizen.reference,
    issued: now,
    resultsInterpreter: [ada],
    imagingStudy: [{ reference: `ImagingStudy/${study.id}` }],
    conclusion: 'Ingen tegn til lungeemboli.',
  });
  await expect.poll(async () => (await tasksOf(citizen)).length, { timeout: 30_000 }).toBe(2);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/provesvar`);
  const unsigned = page.getByRole('list', { name: 'Svar som ikke er signert' });
  await unsigned.getByRole('button', { name: /INR 7,2/ }).click();
  await unsigned.getByRole('cell', { name: /7,2/ }).waitFor();
  await unsigned.getByRole('button', { name: 'Signer', exact: true }).click();
  await page.getByRole('status').filter({ hasText: '1 svar er signert.' }).waitFor();
  await unsigned.getByRole('button', { name: /lungeemboli/ }).click();
  await unsigned.getByText(/2 serier · 214 bilder/).waitFor();
  await unsigned.getByText('Bløtdeler: 107 bilder').waitFor();
  const link = unsigned.getByRole('link', { name: 'Åpne bildene i Nordås røntgen' });
  const address = 'https://bilder.example/vis?requestType=STUDY&studyUID=2.16.124.113543.6003.1154777499';
  await expect.poll(() => link.getAttribute('href')).toBe(address);
  await expectAccessible(visitor, 'a report of images');
  await unsigned.getByRole('button', { name: 'Signer', exact: true }).click();
  await expect
    .poll(async () => (await tasksOf(citizen)).map(({ status }) => status), { timeout: 20_000 })
    .toEqual(['completed', 'completed']);
  expect(visitor.errors).toEqual([]);
  expect(visitor.foreign).toEqual([]);
});

test('who is going away says when and who stands in, and takes it back', async () => {
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Helle Stasjon', '/', 'Fjordvik helsestasjon');
  await page.getByRole('button', { name: /^Deg og innstillinger/ }).click();
  await page.getByRole('menuitem', { name: 'Fravær og stedfortreder' }).click();
  const dialog = page.getByRole('dialog', { name: 'Fravær' });
  await dialog.getByRole('button', { name: 'Legg til fravær' }).click();
  await dialog.getByText('Skriv noe her først.').first().waitFor();
  await dialog.getByLabel('Fra og med').fill('2098-07-01');
  await dialog.getByLabel('Til og med').fill('2098-07-14');
  await expectAccessible(visitor, 'an absence on a phone');
  await dialog.getByRole('button', { name: 'Legg til fravær' }).click();
  const remove = dialog.getByRole('button', { name: /^Fjern fraværet/ });
  await remove.waitFor();
  // another, without closing in between
  await dialog.getByLabel('Fra og med').fill('2099-07-01');
  await dialog.getByLabel('Til og med').fill('2099-07-14');
  await dialog.getByRole('button', { name: 'Legg til fravær' }).click();
  await expect.poll(() => remove.count()).toBe(2);
  for (const left of [1, 0]) {
    await remove.first().click();
    await expect.poll(() => remove.count()).toBe(left);
  }
  expect(visitor.errors).toEqual([]);
});

test('the inbox is one tab stop, and fits a phone', async () => {
  const citizen = await writer.citizen();
  const owner = { reference: 'PractitionerRole/ada-solli-solli-legekontor' };
  for (const description of ['Første', 'Andre']) {
    await writer.create({
      ...{ resourceType: 'Task', status: 'requested', intent: 'order', priority: 'stat', description },
      ...{ for: citizen.reference, owner, authoredOn: new Date().toISOString() },
      requester: { reference: 'Practitioner/nina-nordas', display: 'Nina Nordås' },
    });
  }
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', '/innboks');
  const list = page.getByRole('list', { name: 'Krever handling' });
  const own = list.getByRole('listitem').filter({ hasText: citizen.name });
  await own.getByRole('button', { name: /Første/ }).focus();
  await page.keyboard.press('j');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Andre');
  await page.keyboard.press('Enter');
  await list.getByRole('button', { name: 'Gjort', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await list.getByRole('button', { name: 'Gjort', exact: true }).waitFor({ state: 'detached' });
  await expectNoSidewaysScroll(visitor, 'the inbox');
  await expectAccessible(visitor, 'the inbox');
});

test('what one has seen, the records opened last and the start page are the same on another device', async () => {
  const citizen = await writer.citizen();
  const fysio = { reference: 'Organization/fysio-og-ergoterapi' };
  const seen = new Date(Date.now() - 2 * 86_400_000).toISOString();
  await writer.createAll([
    {
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: citizen.reference,
      managingOrganization: fysio,
      period: { start: '2026-01-01' },
    },
    visitTo(citizen, 'fredrik-fysio', seen),
  ]);
  await writer.create({
    resourceType: 'Goal',
    lifecycleStatus: 'active',
    description: { text: 'Gå til butikken uten rullator' },
    subject: citizen.reference,
  });
  const [desk, tablet] = [await visit(url), await visit(url)];
  await logIn(desk, 'Fredrik Fysio', `/pasient/${citizen.id}`);
  const changed = ({ page }: Visitor) => page.getByRole('region', { name: /^Endret siden/ });
  await changed(desk).getByText('Gå til butikken uten rullator').waitFor();
  await changed(desk).getByRole('button', { name: 'Merk som sett' }).click();
  await changed(desk).getByText('Gå til butikken uten rullator').waitFor({ state: 'detached' });
  await desk.page.getByRole('link', { name: 'Enjournal, til startsiden' }).click();
  await desk.page.getByRole('button', { name: 'Tilpass siden' }).click();
  // the page does not wait for what it keeps, and the other device asks for it at once
  const kept = desk.page.waitForResponse(
    (answer) => answer.request().method() === 'PUT' && /\/fhir\/Basic\?.*start-page/.test(answer.url()),
  );
  const card = desk.page.getByRole('checkbox', { name: 'Utkast og usignert' });
  await card.click(); // `uncheck` would look at once, and the page draws it a moment later
  await kept;
  await expect.poll(() => card.isChecked()).toBe(false);
  await desk.page.getByRole('button', { name: 'Ferdig' }).click();
  const drafts = ({ page }: Visitor) => page.getByRole('region', { name: /^Utkast/ });
  await drafts(desk).waitFor({ state: 'detached' });

  const { page } = tablet;
  await logIn(tablet, 'Fredrik Fysio');
  await page
    .getByRole('link', { name: new RegExp(citizen.name) })
    .first()
    .waitFor();
  expect(await drafts(tablet).count()).toBe(0);
  // Nothing of it is in the browser that somebody else may sit down at.
  expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(citizen.id);
  await page
    .getByRole('link', { name: new RegExp(citizen.name) })
    .first()
    .click();
  await changed(tablet).getByText('Ingenting er endret').waitFor();
  await page.goto('/');
  await page.getByRole('button', { name: 'Tilpass siden' }).click();
  await page.getByRole('button', { name: 'Som fra begynnelsen' }).click();
  await page.getByRole('button', { name: 'Ferdig' }).click();
  await drafts(tablet).waitFor();
});
