import { afterAll, expect, inject, test } from 'vitest';
import { aMeasurement, type Json, RecordWriter } from '../harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from '../harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

/** What is sent in the background is there within a moment. */
const soon = { timeout: 20_000 };
const phone = { width: 390, height: 844 } as const;
const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();
const zone = { reference: 'Organization/hjemmetjenesten-sone-3' };
const hanne = { reference: 'PractitionerRole/hanne-hjem-hjemmetjenesten-sone-3' };

/** A citizen of zone 3 with doses due, a task, and a visit that Hanne has today. */
async function atHome() {
  const citizen = await writer.citizen();
  const patient = citizen.reference;
  const period = { start: '2026-01-01' };
  await writer.create({ resourceType: 'EpisodeOfCare', status: 'active', patient, managingOrganization: zone, period });
  const orders: string[] = [];
  for (const [text, due] of [
    ['Furosemid 20 mg', -90],
    ['Bisoprolol 5 mg', -20],
    ['Spironolakton 25 mg', -20],
  ] as const) {
    const dosage = {
      timing: { event: [minutes(due)] },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
    };
    const { id } = await writer.create({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text },
      subject: patient,
      authoredOn: '2026-11-01',
      dosageInstruction: [dosage],
    });
    orders.push(id);
  }
  await writer.create(aMeasurement(citizen, minutes(-1440), 61.6));
  const task = await writer.create({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    description: 'Kontroller gammel dosett mot listen',
    for: patient,
    owner: zone,
  });
  const appointment = await writer.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: minutes(-5),
    end: minutes(30),
    participant: [patient, hanne].map((actor) => ({ actor, status: 'accepted' })),
  });
  return { citizen, orders, task, appointment };
}

test('a home-care nurse gives, measures, does and reports at a visit, on a phone', async () => {
  const { citizen, orders, task, appointment } = await atHome();
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/besok`);
  let taps = 0;
  const tap = async (name: string | RegExp) => {
    taps += 1;
    await page.getByRole('button', { name }).click();
  };

  const doses = page.getByRole('region', { name: 'Doser nå' });
  await doses.getByText('3 gjenstår').waitFor();
  await expectAccessible(visitor, 'visit on a phone');
  await expectNoSidewaysScroll(visitor, 'visit on a phone');
  await expect.poll(() => doses.getByText('forsinket').count()).toBe(1);

  await tap('Gitt: Furosemid 20 mg');
  await doses.getByText('2 gjenstår').waitFor();
  expect(taps, 'taps for a single dose').toBeLessThanOrEqual(3);
  await tap('Gitt: de 2 som gjenstår');
  await doses.getByText('0 gjenstår').waitFor();
  await page.getByText(/startet \d\d[.:]\d\d/).waitFor();

  const pressure = page.getByRole('textbox', { name: 'BT' });
  await pressure.fill('118/6');
  await page.getByRole('textbox', { name: 'Puls' }).fill('74');
  await page.getByText('Skriv overtrykk/undertrykk, som 118/68.').waitFor();
  await pressure.fill('118/68');
  await page.getByRole('textbox', { name: 'Vekt kg' }).fill('61,2');
  await page.getByText(/før 61,6/).waitFor();

  await page.getByText('Kontroller gammel dosett mot listen').click();
  await page.getByText('1 av 1').waitFor();

  await page.getByRole('textbox', { name: 'Rapport fra besøket' }).fill('I godt humør. Gammel dosett kastet.');
  await tap('Ferdig');
  await page.waitForURL((address) => address.pathname === '/');
  console.info(`a visit with three doses, three measurements, a task and a report: ${taps + 1} taps beyond typing`);

  // sent one after the other, while the nurse is on the way to the next
  await expect
    .poll(async () => (await writer.search('Encounter', { patient: citizen.id })).map(({ status }) => status), soon)
    .toEqual(['finished']);

  const given = await writer.search('MedicationAdministration', { patient: citizen.id });
  expect(given.map(({ status, request }) => [status, (request as Json).reference]).sort()).toEqual(
    orders.map((id) => ['completed', `MedicationRequest/${id}`]).sort(),
  );
  const [encounter] = await writer.search('Encounter', { patient: citizen.id });
  expect(encounter).toMatchObject({ status: 'finished', class: { code: 'HH' } });
  const measured = await writer.search('Observation', { encounter: `Encounter/${encounter?.id}` });
  expect(measured).toHaveLength(3);
  await expect.poll(() => writer.read(`Task/${task.id}`)).toMatchObject({ status: 'completed' });
  await expect.poll(async () => (await writer.read(`Appointment/${appointment.id}`)).status, soon).toBe('fulfilled');
  const [note] = await writer.search('Composition', { patient: citizen.id });
  expect(note).toMatchObject({ status: 'final' });
  expect(JSON.stringify(note)).toContain('Gammel dosett kastet');
  expect(visitor.errors).toEqual([]);
});

test('a dose that was not taken says why, and what was tapped by mistake is undone with a trace', async () => {
  const { citizen } = await atHome();
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/besok`);
  await page.getByRole('button', { name: 'Annet om Furosemid 20 mg' }).click();
  await page.getByRole('menuitem', { name: 'Ville ikke' }).click();
  await page.getByText(/^Ikke gitt/).waitFor();
  await page.getByRole('button', { name: 'Gitt: Bisoprolol 5 mg' }).click();
  // what is stored can be put right, and undone with a trace
  await page.getByRole('button', { name: 'Rett Bisoprolol 5 mg' }).waitFor();
  await page.getByRole('button', { name: 'Angre Bisoprolol 5 mg' }).click();
  await page.getByRole('button', { name: 'Gitt: Bisoprolol 5 mg' }).waitFor();
  const told = await writer.search('MedicationAdministration', { patient: citizen.id });
  expect(told.map(({ status }) => status).sort()).toEqual(['entered-in-error', 'not-done']);
  expect(told.find(({ status }) => status === 'not-done')).toMatchObject({ statusReason: [{ text: 'Ville ikke' }] });
});

test('a dose that a colleague gave meanwhile is not given again, and the nurse sees who was first', async () => {
  const { citizen, orders } = await atHome();
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/besok`);
  await page.getByRole('button', { name: 'Gitt: Furosemid 20 mg' }).waitFor();
  const due = (await writer.operate('/MedicationRequest/$due-doses', {
    resourceType: 'Parameters',
    parameter: [{ name: 'patient', valueReference: citizen.reference }],
  })) as { parameter: { part: { name: string; valueReference?: Json; valueIdentifier?: Json }[] }[] };
  const planned = due.parameter
    .find(({ part }) =>
      part.some(({ valueReference }) => valueReference?.reference === `MedicationRequest/${orders[0]}`),
    )
    ?.part.find(({ name }) => name === 'planned')?.valueIdentifier;
  await writer.create({
    resourceType: 'MedicationAdministration',
    identifier: [planned],
    status: 'completed',
    medicationCodeableConcept: { text: 'Furosemid 20 mg' },
    subject: citizen.reference,
    effectiveDateTime: new Date().toISOString(),
    request: { reference: `MedicationRequest/${orders[0]}` },
    dosage: { dose: { value: 1, unit: 'tablett' } },
  });
  // the record is followed: the dose shows as given without anybody asking
  await page.getByRole('region', { name: 'Doser nå' }).getByText('2 gjenstår').waitFor();
  expect(await page.getByRole('button', { name: 'Gitt: Furosemid 20 mg' }).count()).toBe(0);
});

test('an assistant gives what a nurse has delegated, sees what is not, and gives nothing once it is ended', async () => {
  const { citizen } = await atHome();
  const nurse = await visit(url);
  await logIn(nurse, 'Hanne Hjem', '/delegering');
  const { page } = nurse;
  await page.getByRole('button', { name: 'Ny delegering' }).click();
  const form = page.getByRole('form', { name: 'Ny delegering' });
  await form.getByRole('combobox', { name: 'Til', exact: true }).selectOption({ label: 'Aksel Assistent, Assistent' });
  await form.getByRole('checkbox', { name: new RegExp(citizen.name) }).check();
  // all regular medicines are proposed; one of them is left out
  await form.getByRole('checkbox', { name: /^Furosemid 20 mg/ }).uncheck();
  await expectAccessible(nurse, 'delegation of medicines');
  await form.getByRole('button', { name: 'Deleger' }).click();
  const running = page.getByRole('list', { name: 'Gjelder nå' });
  await running.getByText(`kan gi til ${citizen.name}`).waitFor();

  const assistant = await visit(url, phone);
  await logIn(assistant, 'Aksel Assistent', `/pasient/${citizen.id}/besok`);
  const doses = assistant.page.getByRole('region', { name: 'Doser nå' });
  await doses.getByRole('button', { name: 'Gitt: Bisoprolol 5 mg' }).waitFor();
  await expect.poll(() => doses.getByText('Ikke delegert til deg').count()).toBe(1);
  expect(await assistant.page.getByRole('button', { name: 'Gitt: Furosemid 20 mg' }).count()).toBe(0);
  await assistant.page.getByRole('button', { name: 'Gitt: Bisoprolol 5 mg' }).click();
  await assistant.page.getByRole('button', { name: 'Rett Bisoprolol 5 mg' }).waitFor();
  const [given] = await writer.search('MedicationAdministration', { patient: citizen.id });
  expect(given).toMatchObject({ status: 'completed', performer: [{ actor: { display: 'Aksel Assistent' } }] });

  await running.getByRole('button', { name: `Avslutt delegeringen til Aksel Assistent for ${citizen.name}` }).click();
  await running.getByText(`kan gi til ${citizen.name}`).waitFor({ state: 'detached' });
  await assistant.page.reload();
  await assistant.page.getByRole('region', { name: 'Doser nå' }).getByText('Ingen doser ved dette besøket.').waitFor();
  expect(nurse.errors).toEqual([]);
});
