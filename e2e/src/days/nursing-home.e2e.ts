import { afterAll, expect, inject, test } from 'vitest';
import { type Citizen, type Json, RecordWriter } from '../harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  logInAsCitizen,
  visit,
} from '../harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const ward = { reference: 'Organization/granli-korttid', display: 'Granli sykehjem, korttidsavdeling' };

/** A resident of the ward, with something to be done. */
async function aResident(what: string): Promise<Citizen & { task: string }> {
  const citizen = await writer.citizen();
  const period = { start: '2026-11-01' };
  await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    type: [{ text: 'Korttidsopphold' }],
    patient: citizen.reference,
    managingOrganization: ward,
    period,
  });
  const task = await writer.create({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    description: what,
    for: citizen.reference,
    owner: ward,
    authoredOn: new Date().toISOString(),
  });
  return { ...citizen, task: task.id };
}

const notesOn = (citizen: Citizen): Promise<Json[]> =>
  writer.search('Composition', { patient: citizen.id, status: 'final' });

test('a nurse at the nursing home takes over, does what is due, reports with one click for each, and hands over', async () => {
  const first = await aResident('Blodtrykk liggende og stående');
  const second = await aResident('Skifte bandasje på legg');
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Grete Granli');

  // The ward with what is due: the first thing on the page.
  const onWard = page.getByRole('list', { name: 'På avdelingen' });
  await onWard.getByRole('button', { name: new RegExp(`${first.name}.*1 oppgave`) }).waitFor();
  await expectAccessible(visitor, 'the start page of a nursing home');

  // A task of the ward is taken and done, with two clicks.
  await onWard.getByRole('button', { name: new RegExp(first.name) }).click();
  const due = page.getByRole('list', { name: 'Det som skal gjøres' });
  await due.getByRole('button', { name: /Blodtrykk liggende/ }).click();
  await due.getByRole('button', { name: 'Gjort', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Oppgaven er gjort.' }).waitFor();
  expect(await writer.read(`Task/${first.task}`)).toMatchObject({
    status: 'completed',
    owner: { reference: 'PractitionerRole/grete-granli-granli-korttid' },
  });

  // To a resident's record with one click.
  await page.getByRole('link', { name: 'Åpne journalen' }).first().click();
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText(first.name).waitFor();
  await page.goBack();

  // The report of the shift: words, a set of vital signs as one types it, and one click for each person.
  let clicks = 0;
  await page.getByRole('link', { name: 'Skriv vaktrapport' }).click();
  for (const [resident, words] of [
    [first, 'Sov godt. Spiste halv porsjon.'],
    [second, 'Bandasjen var tørr. Ingen smerter.'],
  ] as const) {
    await page.getByLabel(`Rapport om ${resident.name}`).fill(words);
    if (resident === first) {
      await page.getByLabel(`Målinger av ${first.name}`).fill('bt 128/76 puls 72 temp 36,9 spo2 96 rf 16');
      await page.getByRole('listitem').filter({ hasText: first.name }).getByText('bt 128/76').waitFor();
    }
    await page.getByRole('button', { name: `Signer rapporten om ${resident.name}` }).click();
    clicks++;
    await page
      .getByRole('listitem')
      .filter({ hasText: resident.name })
      .getByText(/^Signert/)
      .waitFor();
  }
  console.info(`Shift report: ${clicks} clicks for 2 persons beyond text, one with a set of vital signs`);
  expect(clicks).toBeLessThanOrEqual(2);
  await expectAccessible(visitor, 'the shift report');
  for (const one of [first, second]) {
    const [note] = await notesOn(one);
    expect(note).toMatchObject({ type: { coding: [{ code: 'daily-report' }] } });
  }

  const measured = await writer.search('Observation', { patient: first.id });
  expect(measured.length).toBeGreaterThanOrEqual(5);

  // What is left goes to the doctor of the house, who must say yes to it.
  await page.getByRole('link', { name: 'Innboks', exact: true }).click();
  await page.getByRole('link', { name: /^Felles for enheten/ }).click();
  const shared = page.getByRole('list', { name: 'Felles for enheten' });
  const row = shared.getByRole('listitem').filter({ hasText: second.name });
  await row.getByRole('button', { name: /Skifte bandasje/ }).click();
  await row.getByRole('button', { name: 'Gi videre' }).click();
  await page.getByLabel('Søk etter enhet').fill('Granli sykehjem');
  await page.getByRole('radio', { name: 'Granli sykehjem', exact: true }).click();
  await page.getByLabel(/^Melding/).fill('Såret væsker, trenger tilsyn');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('status').filter({ hasText: 'Oppgaven er gitt videre.' }).waitFor();
  expect(await writer.read(`Task/${second.task}`)).toMatchObject({
    status: 'requested',
    owner: { reference: 'Organization/granli-sykehjem' },
    note: [{ text: 'Såret væsker, trenger tilsyn' }],
  });
  expect(visitor.errors).toEqual([]);
});

test('the ward and the report fit a phone', async () => {
  const resident = await aResident('Veie før frokost');
  const visitor = await visit(url, { width: 360, height: 780 });
  await logIn(visitor, 'Grete Granli');
  await visitor.page.getByRole('button', { name: new RegExp(resident.name) }).waitFor();
  await expectNoSidewaysScroll(visitor, 'the start page');
  await visitor.page.goto('/vaktrapport');
  await visitor.page.getByLabel(`Rapport om ${resident.name}`).waitFor();
  await expectNoSidewaysScroll(visitor, 'the shift report');
  await visitor.page.goto('/innboks?vis=enhet');
  await visitor.page.getByRole('list', { name: 'Felles for enheten' }).waitFor();
  await expectNoSidewaysScroll(visitor, 'the inbox');
});

test('a nurse writes down the life story that a resident tells; the resident reads who wrote it, and goes on with it', async () => {
  const solveig = await writer.find('Solveig Tenkt');
  const subject = { reference: `Patient/${solveig}` };
  const stay = await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    type: [{ text: 'Korttidsopphold' }],
    patient: subject,
    managingOrganization: ward,
    period: { start: '2026-11-01' },
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Grete Granli', `/pasient/${solveig}/plan`);
  const told = page.getByRole('region', { name: 'Livshistorie og valg' });
  await told.getByText('Ingen har fortalt noe ennå.').waitFor();
  await told.getByRole('button', { name: 'Skriv ned livshistorien' }).click();
  const form = told.getByRole('form', { name: 'Skriv ned livshistorien' });
  // nothing is stored of nothing
  await form.getByRole('button', { name: 'Lagre' }).click();
  await form.getByText('Skriv noe her først.').waitFor();
  const calm = form.getByRole('textbox', { name: 'Hva roer deg når du er urolig eller redd?' });
  await calm.fill('Salmene fra søndagsskolen.');
  await expectAccessible(visitor, 'a life story being written down');
  await expectNoSidewaysScroll(visitor, 'a life story being written down');
  await form.getByRole('button', { name: 'Lagre' }).dblclick();
  await page.getByRole('status').filter({ hasText: 'Livshistorien er lagret.' }).waitFor();
  await told.getByText(/Fortalt av personen, skrevet ned av Grete Granli/).click();
  await told.getByText('Salmene fra søndagsskolen.').waitFor();
  const stories = await writer.search('QuestionnaireResponse', { patient: solveig, status: 'completed' });
  expect(stories).toMatchObject([
    { author: { reference: 'Practitioner/grete-granli' }, source: { reference: `Patient/${solveig}` } },
  ]);

  const citizen = await visit(url, { width: 360, height: 780, theme: 'dark' });
  await logInAsCitizen(citizen, 'Solveig Tenkt', '/livshistorie');
  const own = citizen.page;
  await own.getByText('Salmene fra søndagsskolen.').waitFor();
  await own.getByText(/^Skrevet ned av Grete Granli sammen med deg/).waitFor();
  await expectAccessible(citizen, 'a life story that a nurse wrote down');
  await expectNoSidewaysScroll(citizen, 'a life story that a nurse wrote down');
  await own.getByRole('button', { name: 'Endre eller legg til' }).click();
  const mine = own.getByRole('textbox', { name: 'Hva roer deg når du er urolig eller redd?' });
  expect(await mine.inputValue()).toBe('Salmene fra søndagsskolen.');
  await mine.fill('Salmene fra søndagsskolen, og at døra står på gløtt.');
  await own.getByRole('button', { name: 'Lagre', exact: true }).click();
  await own.getByText(/^Skrevet av Solveig Tenkt/).waitFor();

  // what she wrote herself the nurse reads, and fills in around it
  await page.goto(`/pasient/${solveig}/plan`);
  await told.getByText(/Solveig Tenkt, /).waitFor();
  await told.getByRole('button', { name: 'Skriv ned livshistorien' }).click();
  const hers = form.getByRole('region', { name: /Dette har personen skrevet selv/ });
  await hers.getByText('døra står på gløtt', { exact: false }).waitFor();
  expect(await calm.count()).toBe(0);
  await form.getByRole('textbox', { name: 'Hva gleder deg?' }).fill('Katten.');
  await form.getByRole('button', { name: 'Lagre' }).click();
  await told.getByText(/Fortalt av personen, skrevet ned av Grete Granli/).click();
  await told.getByText('Katten.').waitFor();
  await told.getByText('døra står på gløtt', { exact: false }).waitFor();
  await writer.update({ ...stay, status: 'finished', period: { start: '2026-11-01', end: '2026-11-29' } });
});
