import { afterAll, expect, inject, test } from 'vitest';
import { type Citizen, type Json, RecordWriter, tagsOf } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const atc: Record<string, string> = {
  Furosemid: 'C03CA01',
  Bisoprolol: 'C07AB07',
  Ramipril: 'C09AA05',
  Zopiklon: 'N05CF01',
  Paracetamol: 'N02BE01',
};
const conceptOf = (text: string): Json => ({
  coding: [{ system: 'http://www.whocc.no/atc', code: atc[text.split(' ')[0] as string] }],
  text,
});
const daily = (time: string): Json => ({
  text: `1 tablett kl. ${time}`,
  timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', timeOfDay: [`${time}:00:00`] } },
  doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
});
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const zone = { reference: 'Organization/hjemmetjenesten-sone-3', display: 'Hjemmetjenesten sone 3' };

/** Someone like Kari on the morning after her fall: at the ward, with a list, a pharmacy, a dispenser and words of her own. */
async function afterTheFall(): Promise<{ citizen: Citizen; orders: Record<string, string> }> {
  const citizen = await writer.citizen();
  const subject = citizen.reference;
  const orders: Record<string, string> = {};
  for (const [text, time] of [
    ['Furosemid tab 40 mg', '08'],
    ['Bisoprolol tab 5 mg', '08'],
    ['Ramipril tab 5 mg', '20'],
    ['Zopiklon tab 7,5 mg', '22'],
  ] as const) {
    const { id } = await writer.create({
      resourceType: 'MedicationRequest',
      meta: { tag: tagsOf('gp') },
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: conceptOf(text),
      subject,
      authoredOn: ago(60),
      requester: { reference: 'PractitionerRole/ada-solli-solli-legekontor', display: 'Ada Solli' },
      dosageInstruction: [daily(time)],
    });
    orders[text] = id;
    await writer.create({
      resourceType: 'MedicationDispense',
      meta: { tag: tagsOf('gp') },
      status: 'completed',
      medicationCodeableConcept: conceptOf(text),
      subject,
      quantity: { value: 100, unit: 'tabletter' },
      whenHandedOver: ago(15),
    });
    await writer.create({
      resourceType: 'MedicationAdministration',
      meta: { tag: tagsOf('home-care') },
      status: 'completed',
      medicationCodeableConcept: conceptOf(text),
      subject,
      effectiveDateTime: ago(1),
      request: { reference: `MedicationRequest/${id}` },
      dosage: { dose: { value: 1, unit: 'tablett' } },
    });
  }
  await writer.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject,
    period: { start: ago(0.2) },
    serviceProvider: { reference: 'Organization/nordas-medisin' },
  });
  const episode = {
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: subject,
    period: { start: '2026-01-01' },
  };
  await writer.create({ ...episode, managingOrganization: zone });
  return { citizen, orders };
}

test('the hospital reconciles medicines from all sources: the nurse prepares, the doctor decides, asks and signs, and home care has the same list on the phone', async () => {
  const { citizen, orders } = await afterTheFall();
  const page_ = `/pasient/${citizen.id}/samstemming`;

  // the nurse writes down what the citizen says and what was in the bag, and decides what is plain
  const otto = await visit(url);
  await logIn(otto, 'Otto Nordås', `/pasient/${citizen.id}/legemidler`);
  await otto.page.getByRole('link', { name: 'Samstem' }).click();
  const table = otto.page.getByRole('table', { name: 'Legemidler fra alle kilder' });
  await table
    .getByRole('row', { name: /Furosemid tab 40 mg/ })
    .getByText('100')
    .waitFor();
  await table.getByRole('button', { name: 'Skriv ned Zopiklon tab 7,5 mg' }).click();
  await otto.page.getByRole('textbox', { name: 'Med egne ord, eller dosen' }).fill('noen ganger to');
  await expectAccessible(otto, 'what the citizen says');
  await otto.page.getByRole('button', { name: 'Lagre ordene' }).click();
  await table.getByText('noen ganger to').waitFor();
  await table.getByText('sier noe annet').waitFor();
  await table.getByRole('button', { name: 'Fortsett Bisoprolol tab 5 mg' }).click();
  await otto.page.getByText('1 av 4 avgjort').waitFor();
  await otto.page.getByText(/Utkast lagret/).waitFor();
  expect(await otto.page.getByRole('button', { name: 'Signer samstemming' }).count()).toBe(0);
  await otto.page.getByRole('button', { name: 'Gjør klar for legen' }).click();
  await otto.page.getByText('Legene i enheten har fått oppgaven').waitFor();

  // the doctor goes on where the nurse was
  const nina = await visit(url);
  const { page } = nina;
  await logIn(nina, 'Nina Nordås', page_);
  await page.getByText('1 av 4 avgjort').waitFor();
  let clicks = 0;
  const click = async (name: string | RegExp) => {
    clicks += 1;
    await page.getByRole('button', { name }).click();
  };
  await click('Endre Furosemid tab 40 mg');
  await page.getByRole('textbox', { name: 'Ny dose Furosemid tab 40 mg' }).fill('0,3 x 1');
  await page.getByText('Dosen kan ikke lages av denne styrken').waitFor();
  await page.getByRole('textbox', { name: 'Ny dose Furosemid tab 40 mg' }).fill('½ x 1');
  await page.getByRole('textbox', { name: 'Grunn Furosemid tab 40 mg' }).fill('BT 96/52, kreatinin 121');
  await click('Spør Ramipril tab 5 mg');
  await page.getByRole('textbox', { name: 'Spørsmål Ramipril tab 5 mg' }).fill('Har hun hoste av den?');
  await click('Send spørsmålet');
  await page.getByText('Ikke besvart. Legemidlet fortsetter uendret').waitFor();
  await click('Stopp Zopiklon tab 7,5 mg');
  await page.getByRole('combobox', { name: 'Hvorfor stoppes Zopiklon tab 7,5 mg' }).selectOption('L');
  await page.getByRole('textbox', { name: 'Grunn Zopiklon tab 7,5 mg' }).fill('Fall, forvirring');
  await page.getByText('4 av 4 avgjort').waitFor();
  const will = page.getByRole('region', { name: 'Dette skjer når du signerer' });
  await will.getByText('Listen får 3 legemidler').waitFor();
  await will.getByText('7 doser den neste uken faller bort').waitFor();
  await will.getByText('Ada Solli får vite hva som er endret, og hvorfor').waitFor();
  await will.getByText('Hjemmetjenesten sone 3 får vite').waitFor();
  await expectAccessible(nina, 'reconciling');

  // the general practitioner answers on the same page
  const ada = await visit(url, { width: 360, height: 780 });
  await logIn(ada, 'Ada Solli', page_);
  await ada.page.getByText('Har hun hoste av den?').waitFor();
  await expectNoSidewaysScroll(ada, 'reconciling on a phone');
  await expectAccessible(ada, 'reconciling on a phone');
  await ada.page.getByRole('textbox', { name: 'Svar', exact: true }).fill('Nei, tåler den godt.');
  await ada.page.getByRole('button', { name: 'Send svaret' }).click();
  await page.getByText('Nei, tåler den godt.').waitFor();
  // her page asks what the last decision will do, and the answer comes when the list is signed already
  const [asked, signed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await ada.page.route(/\$reconcile/, async (route) => {
    asked.resolve();
    await signed.promise;
    await route.continue();
  });
  await click('Fortsett Ramipril tab 5 mg');
  await will.getByText('2 fortsetter uendret').waitFor();
  await asked.promise;
  await click('Signer samstemming');
  await page.getByRole('status').getByText('Legemiddellisten er samstemt og signert').waitFor();
  const overtaken = ada.page.waitForResponse((answer) => answer.status() === 409);
  signed.resolve();
  await overtaken;
  // nothing is told of it: the page reads what stands now, of which nothing is decided
  await ada.page.getByText('0 av 4 avgjort').waitFor();
  const next = ada.page.getByRole('region', { name: 'Dette skjer når du signerer' });
  await next.getByText('4 er ikke avgjort').waitFor();
  expect(await next.getByText(/^Listen får/).count()).toBe(0);
  expect(await ada.page.getByRole('alert').count()).toBe(0);
  console.info(`reconciling four medicines with a question: ${clicks} clicks beyond typing and two choices`);

  const after = await writer.search('MedicationRequest', { patient: citizen.id, status: 'active' });
  expect(after.map(({ medicationCodeableConcept }) => (medicationCodeableConcept as Json).text).sort()).toEqual([
    ...['Bisoprolol tab 5 mg', 'Furosemid tab 40 mg', 'Ramipril tab 5 mg'],
  ]);
  expect(await writer.read(`MedicationRequest/${orders['Zopiklon tab 7,5 mg']}`)).toMatchObject({
    status: 'stopped',
    statusReason: { coding: [{ code: 'L' }], text: 'Fall, forvirring' },
  });
  const lists = await writer.search('List', { patient: citizen.id });
  expect(lists.map(({ status, mode }) => `${status} ${mode}`).sort()).toEqual(['current snapshot', 'retired working']);

  // home again: the same list for everyone, on the phone and on the desk
  const hanne = await visit(url, { width: 390, height: 844 });
  await logIn(hanne, 'Hanne Hjem', `/pasient/${citizen.id}/legemidler`);
  const phone = hanne.page.getByRole('table', { name: 'Legemidler', exact: true });
  await phone.getByRole('row', { name: /Furosemid tab 40 mg.*0,5 tablett morgen/ }).waitFor();
  expect(await phone.getByText(/Zopiklon/).count()).toBe(0);
  // what the hospital stopped is stopped at the visit too: the old package in the cupboard is put away
  await hanne.page.goto(`/pasient/${citizen.id}/besok`);
  await hanne.page.getByRole('button', { name: 'Skann' }).click();
  const panel = hanne.page.getByRole('region', { name: 'Kontroll med strekkode' });
  await expect
    .poll(
      async () => {
        await hanne.page.getByRole('textbox', { name: 'Strekkode eller nummer' }).fill('7000009002251');
        await hanne.page.keyboard.press('Enter');
        return panel.textContent();
      },
      { timeout: 20_000, interval: 500 },
    )
    .toContain('Feil legemiddel: Imovane tab 7,5 mg');
  await panel.getByText('Legg pakningen bort').waitFor();
  await ada.page.goto(`/pasient/${citizen.id}/legemidler`);
  await ada.page
    .getByRole('table', { name: 'Legemidler', exact: true })
    .getByRole('row', { name: /0,5 tablett morgen/ })
    .waitFor();
  const tasks = await writer.search('Task', { patient: citizen.id, code: 'medicines-changed' });
  expect(tasks.map(({ owner }) => (owner as Json).reference).sort()).toEqual([
    ...['Organization/hjemmetjenesten-sone-3', 'PractitionerRole/ada-solli-solli-legekontor'],
  ]);
  // whoever looks on while it is signed may be told that the list has changed, and asks anew
  const isOvertaken = (error: string) => /status of 409 .*\$reconcile/.test(error);
  for (const { errors } of [otto, ada]) expect(errors.filter((error) => !isOvertaken(error))).toEqual([]);
  for (const { errors } of [nina, hanne]) expect(errors).toEqual([]);
}, 400_000);
