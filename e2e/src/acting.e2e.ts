import type { Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { aNote, type Citizen, type Json, RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, logIn, logInAsCitizen, type Visitor, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const nationalNumber = 'urn:oid:2.16.578.1.12.4.1.4.1';
const bar = (page: Page) => page.getByRole('region', { name: 'Du handler for noen andre' });
const open = async (page: Page, name: string) => {
  await page.goto('/handle-for');
  await page.getByRole('button', { name: `Handle for ${name}` }).click();
  await bar(page).getByText(name, { exact: false }).waitFor();
};
/** Goes to another page without loading anew: who acts for another is back in their own record after that. */
const go = (page: Page, label: string) => page.getByRole('link', { name: label, exact: true }).first().click();

async function numberOf(name: string): Promise<{ id: string; number: string; family: string }> {
  const id = await writer.find(name);
  const patient = (await writer.read(`Patient/${id}`)) as {
    identifier: { system: string; value: string }[];
    name: { family: string }[];
  };
  const number = patient.identifier.find(({ system }) => system === nationalNumber)?.value ?? '';
  return { id, number, family: patient.name[0]?.family ?? '' };
}

/** What the browser itself is answered, with the session of the page and for whom it says it acts. */
const asked = (page: Page, path: string, actingFor: string): Promise<{ status: number; text: string }> =>
  page.evaluate(
    async ([to, patient]) => {
      const answer = await fetch(`/fhir/${to}`, {
        headers: { 'x-enjournal-web': '1', 'x-acting-for': `Patient/${patient}` },
      });
      return { status: answer.status, text: await answer.text() };
    },
    [path, actingFor] as const,
  );

/** A log-on at the width of a phone. */
async function onPhone(name: string): Promise<Visitor> {
  const visitor = await visit(url, { width: 360, height: 780, theme: 'dark' });
  await logInAsCitizen(visitor, name);
  return visitor;
}

test('Liv acts for Kari, and it is always plain whose record is open; Odd, who has no power of attorney, sees nothing', async () => {
  const kari = await writer.find('Kari Testdal');
  const liv = await visit(url);
  await logInAsCitizen(liv, 'Liv Testdal');
  await open(liv.page, 'Kari');
  await liv.page.getByRole('heading', { name: 'Slik er dagen for Kari' }).waitFor();
  await bar(liv.page)
    .getByText(/Du ser dette for Kari Testdal\. Du har fullmakt til .* Kari kan se hva du gjør\./)
    .waitFor();
  await expectAccessible(liv, 'acting for another');
  for (const place of ['Medisiner', 'Journal', 'Hvem har sett']) {
    await go(liv.page, place);
    await bar(liv.page).waitFor();
  }
  await bar(liv.page).getByRole('button', { name: 'Bytt til meg selv' }).click();
  await bar(liv.page).waitFor({ state: 'hidden' });
  await liv.page.getByRole('heading', { name: 'Andre jeg hjelper' }).waitFor();

  const odd = await onPhone('Odd Testdal');
  await odd.page.goto('/handle-for');
  await odd.page.getByText('Ingen nå.').waitFor();
  await expectAccessible(odd, 'nobody to act for');
  for (const path of [`Patient/${kari}`, `Patient/${kari}/$everything`, `Patient/${kari}/$summary`]) {
    expect((await asked(odd.page, path, kari)).status, path).toBe(404);
  }
  expect((await asked(odd.page, `Condition?patient=${kari}`, kari)).text).not.toContain('"entry"');

  const own = await visit(url);
  await logInAsCitizen(own, 'Kari Testdal');
  await own.page.goto('/tilgang');
  const looks = own.page.getByRole('region', { name: 'Hvem har sett journalen din' });
  await looks
    .getByRole('listitem')
    .filter({ hasText: 'Liv Testdal' })
    .getByText('Personen har gitt fullmakt', { exact: false })
    .first()
    .waitFor();
  await own.page.getByRole('button', { name: 'Sjekk loggen' }).click();
  await own.page.getByText(/\d+ hendelser er slik de ble skrevet/).waitFor();
});

test('Mohammed gives Silje a power for some things, she sees those alone, and it ends at once when he withdraws it', async () => {
  const silje = await numberOf('Silje Ungdal');
  const mohammed = await writer.find('Mohammed Tallaksen');
  const giver = await visit(url);
  await logInAsCitizen(giver, 'Mohammed Tallaksen');
  const { page } = giver;
  await page.goto('/fullmakter');
  await page.getByRole('button', { name: 'Gi fullmakt' }).click();
  const form = page.getByRole('region', { name: 'Gi fullmakt' });
  await form.getByRole('button', { name: 'Gi denne fullmakten' }).click();
  await form.getByText('Skriv 11 siffer.').waitFor();
  await form.getByRole('textbox', { name: /Fødselsnummer/ }).fill(silje.number);
  await form.getByRole('textbox', { name: 'Etternavn' }).fill('Feilnavn');
  await form.getByRole('radio', { name: 'Bare noe' }).check();
  await form.getByRole('checkbox', { name: 'Medisiner' }).check();
  await form.getByRole('checkbox', { name: 'Timer og besøk' }).check();
  await expectAccessible(giver, 'a power of attorney to be');
  await form.getByRole('button', { name: 'Gi denne fullmakten' }).click();
  await form.getByText('Vi fant ingen du kan velge', { exact: false }).waitFor();
  await form.getByRole('textbox', { name: 'Etternavn' }).fill(silje.family);
  await form.getByRole('button', { name: 'Gi denne fullmakten' }).click();
  await page.getByText('Fullmakten gjelder fra nå.').waitFor();
  const now = page.getByRole('region', { name: 'Gjelder nå' });
  const withdraw = now.getByRole('button', { name: 'Trekk fullmakten til Silje' });
  await withdraw.waitFor();
  await now.getByText('Timer og besøk, Medisiner').first().waitFor();

  const holder = await onPhone('Silje Ungdal');
  await open(holder.page, 'Mohammed');
  expect((await asked(holder.page, `MedicationRequest?patient=${mohammed}`, mohammed)).text).toContain('"entry"');
  expect((await asked(holder.page, `Composition?patient=${mohammed}`, mohammed)).text).not.toContain('"entry"');
  expect(await holder.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  await withdraw.click();
  await withdraw.waitFor({ state: 'hidden' });
  expect((await asked(holder.page, `MedicationRequest?patient=${mohammed}`, mohammed)).text).not.toContain('"entry"');
  expect((await asked(holder.page, `Patient/${mohammed}`, mohammed)).status).toBe(404);
});

test('Ine shares one note with her parents and takes it back; of the youth clinic they find nothing anywhere', async () => {
  const ine = await writer.find('Ine Ungdal');
  const youth = (await writer.search('Composition', { patient: ine })).filter((one) => isOfYouthClinic(one));
  expect(youth.length).toBeGreaterThan(0);
  const own = await visit(url);
  await logInAsCitizen(own, 'Ine Ungdal');
  await own.page.goto('/foreldre');
  const rest = own.page.getByRole('region', { name: 'Dette ser de ikke' });
  await rest.getByText('Deles aldri', { exact: false }).first().waitFor();
  await expectAccessible(own, 'what parents see');
  const share = rest.getByRole('button', { name: /^Del med foreldrene: 15 år, tiende trinn/ });
  await share.click();
  const seen = own.page.getByRole('region', { name: 'Dette ser de nå' });
  const stop = seen.getByRole('button', { name: /^Slutt å dele: 15 år, tiende trinn/ });
  await stop.waitFor();

  const parent = await visit(url);
  await logInAsCitizen(parent, 'Vegard Ungdal');
  await open(parent.page, 'Ine');
  await bar(parent.page).getByText('Du ser bare det som er delt med deg som forelder.', { exact: false }).waitFor();
  const paths = [
    `Composition?patient=${ine}&_count=100`,
    `Appointment?patient=${ine}&_count=100`,
    `Encounter?patient=${ine}&_count=100`,
    `Patient/${ine}/$everything`,
    `Communication?patient=${ine}`,
    `Patient/${ine}/$care-relations`,
    `Patient/${ine}/$who-can-see`,
  ];
  const found = await Promise.all(paths.map((path) => asked(parent.page, path, ine)));
  expect(found[0]?.text).toContain('15 år, tiende trinn');
  for (const [at, { text }] of found.entries()) {
    expect(text, paths[at]).not.toMatch(/youth-clinic|ungdom/i);
    for (const { id } of youth) expect(text, paths[at]).not.toContain(id);
  }
  expect((await asked(parent.page, `AuditEvent?patient=${ine}`, ine)).status).toBe(404);
  expect((await asked(parent.page, `Consent?patient=${ine}`, ine)).text).not.toContain('"entry"');

  await stop.click();
  await seen.getByText('Ingenting.').waitFor();
  expect((await asked(parent.page, paths[0] as string, ine)).text).not.toContain('tiende trinn');
});

const isOfYouthClinic = (one: Json): boolean =>
  ((one.meta as { tag?: { code?: string }[] } | undefined)?.tag ?? []).some(({ code }) => code === 'youth-clinic');

test('Jonas has two homes and both parents see his record; of a child that is twelve today neither sees anything', async () => {
  const [marte, eirik] = [await numberOf('Marte Lie'), await numberOf('Eirik Eksempel')];
  const jonas = await writer.find('Jonas Lie-Eksempel');
  const twelve = await childWho(12, [marte, eirik]);
  for (const name of ['Marte Lie', 'Eirik Eksempel']) {
    const visitor = await visit(url);
    await logInAsCitizen(visitor, name);
    const { page } = visitor;
    await open(page, 'Jonas');
    await bar(page)
      .getByText(/Du har foreldreansvar\. Det endrer seg/)
      .waitFor();
    await go(page, 'Journal');
    await page.getByRole('heading', { name: 'Alt som har skjedd' }).waitFor();
    expect((await asked(page, `Composition?patient=${jonas}&_count=100`, jonas)).text).toContain('halvårskontroll');
    for (const path of [
      `Patient/${twelve.id}`,
      `AuditEvent?patient=${twelve.id}`,
      `Patient/${twelve.id}/$everything`,
    ]) {
      expect((await asked(page, path, twelve.id)).status, path).toBe(404);
    }
    expect((await asked(page, `Composition?patient=${twelve.id}`, twelve.id)).text).not.toContain('"entry"');
  }
  for (const one of await writer.search('RelatedPerson', { patient: twelve.id }))
    await writer.update({ ...one, active: false });
});

test('a doctor lets the parents of a fourteen-year-old see one note, with the reason, and takes it back', async () => {
  const eirik = await numberOf('Eirik Eksempel');
  const child = await childWho(14, [eirik]);
  const doctor = await visit(url);
  const { page } = doctor;
  await logIn(doctor, 'Ada Solli', `/pasient/${child.id}/tidslinje`);
  await page.getByRole('button', { name: /Legenotat/ }).click();
  await page.getByRole('button', { name: 'Innsyn for foreldre' }).click();
  await page.getByText('Følger alderen', { exact: false }).waitFor();
  await page.getByRole('radio', { name: /^La foreldre se denne/ }).check();
  await page.getByRole('textbox', { name: 'Hvorfor?' }).fill('kort');
  await page.getByRole('button', { name: 'Lagre', exact: true }).click();
  await page.getByText('Skriv hvorfor, med minst ti tegn.', { exact: false }).waitFor();
  await page.getByRole('textbox', { name: 'Hvorfor?' }).fill('Foreldrene må vite om hodepinen for å følge opp.');
  await expectAccessible(doctor, 'what parents see of a note');
  await page.getByRole('button', { name: 'Lagre', exact: true }).click();
  await page.getByText('Foreldre ser denne.').waitFor();

  const parent = await visit(url);
  await logInAsCitizen(parent, 'Eirik Eksempel');
  const notes = async () => (await asked(parent.page, `Composition?patient=${child.id}`, child.id)).text;
  await expect.poll(() => notes()).toContain('Samtale på skolen');
  const told = await writer.search('Communication', { patient: child.id });
  expect(JSON.stringify(told)).toContain('foreldrene dine');

  await page.getByRole('radio', { name: 'La den følge alderen igjen' }).check();
  await page.getByRole('button', { name: 'Lagre', exact: true }).click();
  await page.getByText('Følger alderen', { exact: false }).waitFor();
  expect(await notes()).not.toContain('Samtale på skolen');
  for (const one of await writer.search('RelatedPerson', { patient: child.id }))
    await writer.update({ ...one, active: false });
});

test('a parent from whom the care of a child is taken reads why they do not find it, and finds it when the decision is over', async () => {
  const eirik = await numberOf('Eirik Eksempel');
  const child = await childWho(9, [eirik]);
  const [kin] = (await writer.search('RelatedPerson', { patient: child.id })) as unknown as [
    Json & { relationship: Json[] },
  ];
  const [responsibility] = kin.relationship;
  const decision = {
    extension: [
      {
        url: 'https://enjournal.no/fhir/StructureDefinition/relationship-period',
        valuePeriod: { start: '2026-01-01', end: '2099-12-31' },
      },
    ],
    coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/parental-limit', code: 'taken-from' }],
  };
  await writer.update({ ...kin, relationship: [responsibility, decision] });
  const parent = await onPhone('Eirik Eksempel');
  const { page } = parent;
  await page.goto('/handle-for');
  const why = page.getByText('Barneverntjenesten har overtatt omsorgen for et barn du har foreldreansvar for.', {
    exact: false,
  });
  await why.waitFor();
  await expectAccessible(parent, 'why a child is not found');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  // another child is found as before, and nothing tells which one is not
  await page.getByRole('button', { name: 'Handle for Jonas' }).waitFor();
  expect(await page.content()).not.toContain(child.name.split(' ')[1]);
  for (const path of [`Patient/${child.id}`, `Patient/${child.id}/$everything`])
    expect((await asked(page, path, child.id)).status, path).toBe(404);
  expect((await asked(page, `Composition?patient=${child.id}`, child.id)).text).not.toContain('"entry"');
  await page.getByRole('link', { name: 'Be om innsyn' }).click();
  await page.waitForURL('**/krav');

  await writer.update({ ...kin, relationship: [responsibility] });
  await page.goto('/handle-for');
  await page.getByRole('button', { name: `Handle for ${child.name.split(' ')[0]}` }).waitFor();
  expect(await why.count()).toBe(0);
  await writer.update({ ...kin, active: false });
});

/** A child of this age today, whose parents have parental responsibility. */
async function childWho(age: number, parents: readonly { number: string }[]): Promise<Citizen> {
  const day = new Date();
  day.setFullYear(day.getFullYear() - age);
  const child = await writer.citizen({ birthDate: day.toISOString().slice(0, 10) });
  await writer.createAll([
    aNote(child, new Date(Date.now() - 86_400_000).toISOString(), 'Samtale på skolen.'),
    ...parents.map(({ number }) => ({
      resourceType: 'RelatedPerson',
      active: true,
      identifier: [{ system: nationalNumber, value: number }],
      patient: child.reference,
      relationship: [
        { coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code: 'felles' }] },
      ],
    })),
  ]);
  return child;
}

test('nobody represents Egil, whose address is protected, and nobody is told that it is', async () => {
  const [egil, odd] = [await numberOf('Egil Fortrolig'), await numberOf('Odd Testdal')];
  const own = await visit(url);
  await logInAsCitizen(own, 'Egil Fortrolig');
  await own.page.goto('/fullmakter');
  const give = async ({ page }: Visitor, to: { number: string; family: string }) => {
    await page.getByRole('button', { name: 'Gi fullmakt' }).click();
    await page.getByRole('textbox', { name: /Fødselsnummer/ }).fill(to.number);
    await page.getByRole('textbox', { name: 'Etternavn' }).fill(to.family);
    await page.getByRole('button', { name: 'Gi denne fullmakten' }).click();
  };
  await give(own, odd);
  await own.page.getByText('Adressen er beskyttet.', { exact: false }).waitFor();

  const other = await onPhone('Odd Testdal');
  await other.page.goto('/fullmakter');
  await give(other, egil);
  await other.page.getByText('Vi fant ingen du kan velge', { exact: false }).waitFor();
  expect(await other.page.content()).not.toContain('beskyttet');
  expect(other.foreign).toEqual([]);
});

test('Per comes on Thursdays: he sees time, place and tip of his own visits, nothing of the record, and nothing when he is taken out', async () => {
  const per = await numberOf('Per Frivold');
  const solveig = await writer.find('Solveig Tenkt');
  const owner = await visit(url);
  await logInAsCitizen(owner, 'Solveig Tenkt');
  const { page } = owner;
  await page.goto('/krets');
  await page.getByRole('button', { name: 'La noen være med' }).click();
  const members = page.getByRole('region', { name: 'Hvem er med' });
  await members.getByRole('radio', { name: /^Frivillig/ }).check();
  await members.getByRole('textbox', { name: /Fødselsnummer/ }).fill(per.number);
  await members.getByRole('textbox', { name: 'Etternavn' }).fill(per.family);
  await expectAccessible(owner, 'somebody to be let into the circle');
  await members.getByRole('button', { name: 'La personen være med' }).click();
  await members.getByText('Per Frivold').waitFor();

  await page.getByRole('button', { name: 'Planlegg' }).click();
  const visits = page.getByRole('region', { name: 'Besøk og gjøremål' });
  await visits.getByLabel('Dag').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
  await visits.getByRole('textbox', { name: /^Hva, og praktiske tips/ }).fill('Følge til koret. Ta med rullatoren.');
  await visits.getByRole('textbox', { name: /^Hvor møtes dere/ }).fill('I gangen');
  await visits.getByRole('combobox', { name: 'Hvem kommer?' }).selectOption({ label: 'Per Frivold' });
  await visits.getByRole('combobox', { name: 'Hver uke?' }).selectOption({ label: '4 uker' });
  await visits.getByRole('button', { name: 'Legg inn' }).click();
  await visits.getByText('Per Frivold kommer').nth(3).waitFor();
  await page.getByRole('textbox', { name: 'Skriv til kretsen' }).fill('Jeg er sliten om dagen');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Jeg er sliten om dagen' }).waitFor();

  const volunteer = await onPhone('Per Frivold');
  await volunteer.page.goto('/handle-for');
  await volunteer.page.getByRole('link', { name: 'Se besøk hos Solveig' }).click();
  await volunteer.page.getByText('Følge til koret. Ta med rullatoren.').nth(3).waitFor();
  await expectAccessible(volunteer, 'visits of a volunteer');
  expect(await volunteer.page.content()).not.toContain('sliten');
  expect((await asked(volunteer.page, `Patient/${solveig}`, solveig)).status).toBe(404);
  expect((await asked(volunteer.page, `Task?patient=${solveig}`, solveig)).text).not.toContain('"entry"');
  await volunteer.page.getByRole('button', { name: 'Kan ikke komme' }).first().click();
  await volunteer.page.getByText('Følge til koret. Ta med rullatoren.').nth(3).waitFor({ state: 'hidden' });

  await volunteer.page.getByRole('button', { name: 'Gå ut av kretsen' }).click();
  await volunteer.page.getByText('Da ser du ikke lenger besøk og meldinger her.', { exact: false }).waitFor();
  await expectAccessible(volunteer, 'leaving a circle');
  await volunteer.page.getByRole('button', { name: 'Bli', exact: true }).click();
  await members.getByRole('button', { name: 'Ta Per ut' }).click();
  await members.getByText('Per Frivold').waitFor({ state: 'hidden' });
  expect((await asked(volunteer.page, `Patient/${solveig}/$care-circle`, solveig)).status).toBe(404);
});

test('a code opens a summary without a log-on, stands in the log, and opens nothing when it is withdrawn; a reservation is kept with its history', async () => {
  const owner = await visit(url);
  await logInAsCitizen(owner, 'Amira Nordby');
  const { page } = owner;
  await page.goto('/deling');
  await page.getByRole('textbox', { name: 'Hvem er koden til?' }).fill('Legevakten i Lisboa');
  await page.getByRole('button', { name: 'Lag kode' }).click();
  const code = (await page.getByText(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/).textContent()) ?? '';
  await expectAccessible(owner, 'a code');
  const doctor = await visit(url, { width: 360, height: 780, language: 'en' });
  await doctor.page.goto(`/delt#${code}`);
  await doctor.page.getByRole('textbox', { name: 'Your name' }).fill('Maria Santos');
  expect(new URL(doctor.page.url()).hash).toBe('');
  await doctor.page.getByRole('textbox', { name: 'Where you work' }).fill('Hospital de Lisboa');
  await expectAccessible(doctor, 'the door of a code');
  await doctor.page.getByRole('button', { name: 'Open' }).click();
  await doctor.page.getByRole('heading', { name: 'Amira Nordby' }).waitFor();
  await doctor.page.getByRole('region', { name: 'Medication summary' }).waitFor();
  await expectAccessible(doctor, 'a shared summary');
  expect(doctor.asked.filter((address) => address.includes(code))).toEqual([]);
  await doctor.page.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Trekk tilbake koden til Legevakten i Lisboa' }).first().click();
  await page.getByText('Avsluttet').first().waitFor();
  await doctor.page.getByRole('button', { name: 'Open' }).click();
  await doctor.page.getByText('The code opens nothing.', { exact: false }).waitFor();
  await page.goto('/tilgang');
  await page.getByText('Delt med kode: Legevakten i Lisboa', { exact: false }).first().waitFor();

  await page.goto('/samtykker');
  await page.getByRole('button', { name: 'Reserver meg mot forskning' }).click();
  await page.getByRole('button', { name: 'Opphev reservasjonen mot forskning' }).click();
  await page.getByRole('button', { name: 'Reserver meg mot forskning' }).waitFor();
  await page.getByRole('region', { name: 'Tidligere' }).getByText('Forskning').first().waitFor();
  await page.getByRole('button', { name: 'Reserver meg mot medisinske kvalitetsregistre' }).click();
  await page.getByRole('button', { name: 'Opphev reservasjonen mot medisinske kvalitetsregistre' }).click();
  await page.getByRole('region', { name: 'Tidligere' }).getByText('Medisinske kvalitetsregistre').first().waitFor();
  await page.getByRole('button', { name: 'Gi et samtykke' }).click();
  await page.getByRole('combobox', { name: 'Hvem skal få vite det?' }).fill('NAV Fjordvik');
  await expectAccessible(owner, 'consents');
  await page.getByRole('button', { name: 'Gi samtykket' }).click();
  await page.getByRole('button', { name: 'Trekk tilbake samtykket til NAV Fjordvik' }).click();
  await page.getByRole('region', { name: 'Tidligere' }).getByText('NAV Fjordvik').first().waitFor();
  await page.goto('/utskrift');
  await page.getByRole('region', { name: 'Notater' }).waitFor();
});

test('Berit blocks what happened in a certain time, and lets one place see it for a day', async () => {
  const owner = await onPhone('Berit Flytting');
  const { page } = owner;
  await page.goto('/tilgang');
  const blocks = page.getByRole('region', { name: 'Hva du har sperret' });
  await blocks.getByRole('button', { name: 'Sperr opplysninger' }).click();
  const form = page.getByRole('region', { name: 'Sperr opplysninger' });
  await form.getByRole('checkbox', { name: 'Timer og besøk' }).check();
  await form.getByRole('radio', { name: /^Alle/ }).check();
  await form.getByText('Bare det som skjedde i en viss tid').click();
  await form.getByLabel('Fra dag').fill('2019-01-01');
  await form.getByLabel('Til dag').fill('2019-12-31');
  await expectAccessible(owner, 'a block of a certain time');
  await form.getByRole('button', { name: /^Sperr .* for alle$/ }).click();
  await blocks
    .getByText(/bare det som skjedde fra 1\.\sjanuar 2019 til 31\.\sdesember 2019/)
    .first()
    .waitFor();
  await blocks.getByRole('button', { name: 'La noen se det du har sperret, i ett døgn' }).click();
  const whom = blocks.getByRole('combobox', { name: /Hvem skal få se/ });
  await whom.selectOption({ index: 1 });
  await blocks.getByRole('button', { name: 'Åpne i ett døgn' }).click();
  const now = blocks.getByRole('list', { name: 'Åpent nå' });
  await now.getByText('Lukkes av seg selv', { exact: false }).waitFor();
  await expectAccessible(owner, 'open for a day');
  await now.getByRole('button', { name: 'Lukk nå' }).click();
  await now.waitFor({ state: 'hidden' });
  await blocks
    .getByRole('button', { name: /^Åpne igjen/ })
    .first()
    .click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
