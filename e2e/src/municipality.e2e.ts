import { readFile } from 'node:fs/promises';
import { afterAll, expect, inject, test } from 'vitest';
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
const writer = new RecordWriter(url);
afterAll(closeBrowser);

/** Somebody opens a record in an emergency, with the session of their browser. */
async function openInEmergency(as: string, citizen: Citizen, reason: string): Promise<Visitor> {
  const visitor = await visit(url);
  await logIn(visitor, as);
  const status = await visitor.page.evaluate(
    async ([id, text]) => {
      const answer = await fetch(`/fhir/Patient/${id}/$emergency-access`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json', 'x-enjournal-web': '1' },
        body: JSON.stringify({
          resourceType: 'Parameters',
          parameter: [
            { name: 'reasonCode', valueCode: 'life-threatening' },
            { name: 'reasonText', valueString: text },
          ],
        }),
      });
      return answer.status;
    },
    [citizen.id, reason] as const,
  );
  expect(status).toBe(200);
  return visitor;
}

const cases = ({ page }: Visitor) => page.getByRole('list', { name: 'Saker' }).getByRole('button');
const caseOf = (visitor: Visitor, citizen: Citizen) => cases(visitor).filter({ hasText: citizen.name });

test('the privacy officer comes to the cases, finds an emergency access, and closes it with a reason', async () => {
  const citizen = await writer.citizen();
  await openInEmergency('Grete Granli', citizen, 'Funnet bevisstløs i gangen.');
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Petra Personvern');
  await page.waitForURL(/\/kommune\/personvern$/);
  expect(await page.getByRole('combobox', { name: 'Finn person' }).count()).toBe(0);
  await caseOf(visitor, citizen).click();
  const panel = page.getByRole('region', { name: `Grete Granli åpnet journalen til ${citizen.name}` });
  await panel.getByText('«Funnet bevisstløs i gangen.»').waitFor();
  await panel.getByText('Du ser hva som ble åpnet, ikke hva som står der.').waitFor();
  await expectAccessible(visitor, 'a case');
  await panel.getByRole('button', { name: 'Begrunnet, lukk saken' }).click();
  await panel.getByText('Skriv en kort begrunnelse, minst fem tegn.').waitFor();
  await panel.getByRole('textbox', { name: 'Din vurdering' }).fill('Akutt behov er dokumentert.');
  await panel.getByRole('button', { name: 'Begrunnet, lukk saken' }).click();
  await panel.getByText('Saken er lukket.').waitFor();
  await expect.poll(() => caseOf(visitor, citizen).count()).toBe(0);
  await page.getByRole('button', { name: /^Lukket/ }).click();
  await caseOf(visitor, citizen).getByText('Begrunnet').waitFor();
  expect(visitor.errors).toEqual([]);
});

test('who is asked to explain does it on the start page, and the case comes back', async () => {
  const citizen = await writer.citizen();
  const nurse = await openInEmergency('Grete Granli', citizen, 'Trengte å vite hva hun bruker.');
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Petra Personvern');
  await caseOf(visitor, citizen).click();
  await page.getByRole('textbox', { name: 'Din vurdering' }).fill('Hvor var du da?');
  await page.getByRole('button', { name: 'Be om forklaring' }).click();
  await page.getByText('Forklaring er bedt om. Saken venter.').waitFor();
  await nurse.page.goto('/');
  const card = nurse.page.getByRole('region', { name: 'Du er bedt om å forklare en nødtilgang' });
  const own = card.getByRole('listitem').filter({ hasText: citizen.name });
  await own.getByText('«Hvor var du da?»').waitFor();
  await expectAccessible(nurse, 'to explain');
  await own.getByRole('textbox', { name: 'Forklaringen din' }).fill('I gangen, hun kom til oss uten varsel.');
  await own.getByRole('button', { name: 'Send forklaringen' }).click();
  await expect.poll(() => own.count()).toBe(0);
  await page.reload();
  await caseOf(visitor, citizen).click();
  await page.getByText('I gangen, hun kom til oss uten varsel.').waitFor();
});

test('an unlawful look is reported once it is asked about, and the deadline is shown', async () => {
  const citizen = await writer.citizen();
  await openInEmergency('Grete Granli', citizen, 'Ville bare se litt.');
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Petra Personvern');
  await caseOf(visitor, citizen).click();
  await page.getByRole('textbox', { name: 'Din vurdering' }).fill('Ingen grunn til å åpne journalen.');
  await page.getByRole('button', { name: 'Meld avvik' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Fristen på 72 timer/).waitFor();
  await expectAccessible(visitor, 'to report');
  await dialog.getByRole('button', { name: 'Meld ulovlig oppslag' }).click();
  await page.getByText(/Frist for å melde til Datatilsynet/).waitFor();
  await page.getByText(/Innbyggeren, om det ulovlige oppslaget: /).waitFor();
  await page.getByText(/Fjordvik kommune, som egen sak: /).waitFor();
  // and the enterprise's own matter is closed by whether it was reported
  await caseOf(visitor, citizen).filter({ hasText: 'Ulovlig oppslag' }).click();
  await page.getByRole('textbox', { name: 'Din vurdering' }).fill('Meldt i Altinn i dag.');
  await page.getByRole('button', { name: 'Meldt til Datatilsynet' }).click();
  await page.getByText('Saken er lukket som meldt.').waitFor();
  await page.getByText(/Fjordvik kommune, som egen sak: .* · Meldt/).waitFor();
  await expectAccessible(visitor, 'a matter closed');
});

test('cases are walked through by keyboard, and each is opened by Enter', async () => {
  const [first, second] = [await writer.citizen(), await writer.citizen()];
  await openInEmergency('Grete Granli', first, 'Den første åpningen.');
  await openInEmergency('Grete Granli', second, 'Den andre åpningen.');
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Petra Personvern');
  await caseOf(visitor, first).focus();
  await page.keyboard.press('j');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await expect.poll(() => focused()).toContain(second.name);
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.getByText('«Den første åpningen.»').waitFor();
  await page.keyboard.press('j');
  await page.getByText('«Den andre åpningen.»').waitFor();
});

test('the file of cases tells who and when, and nothing of the citizen or in anyone’s own words', async () => {
  const citizen = await writer.citizen();
  await openInEmergency('Grete Granli', citizen, 'Noe som ikke skal i filen.');
  const visitor = await visit(url);
  await logIn(visitor, 'Petra Personvern');
  await caseOf(visitor, citizen).waitFor();
  const [file] = await Promise.all([
    visitor.page.waitForEvent('download'),
    visitor.page.getByRole('button', { name: 'Eksporter sakene' }).click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain('Grete Granli');
  expect(text).toContain('Livstruende');
  expect(text).not.toContain('Prøvesen');
  expect(text).not.toContain('skal i filen');
});

test('the privacy officer answers what a citizen asks about the log, and says where to complain', async () => {
  const citizen = await writer.citizen();
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await writer.create({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: {
      coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'citizen-request' }],
    },
    reasonCode: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7614', code: '4' }] },
    description: 'Hvem er det som har åpnet journalen min?',
    for: { ...citizen.reference, display: citizen.name },
    requester: { ...citizen.reference, display: citizen.name },
    authoredOn: new Date().toISOString(),
    owner: { reference: 'Organization/fjordvik-kommune', display: 'Fjordvik kommune' },
    performerType: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'loggkontroll' }] }],
    restriction: { period: { end: day(30) } },
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Petra Personvern');
  const card = page.getByRole('region', { name: 'Krav fra innbyggere' });
  const row = card.getByRole('listitem').filter({ hasText: citizen.name });
  await row.getByRole('button', { name: /Forklaring av innsynslogg/ }).click();
  await row.getByRole('button', { name: 'Flytt fristen' }).click();
  await row.getByRole('button', { name: 'Flytt fristen og si fra' }).click();
  await row.getByText('Skriv hvorfor, med minst ti tegn.').waitFor();
  await expectAccessible(visitor, 'a later day that lacks its reason');
  await row.getByLabel('Ny frist').fill(day(60));
  await row.getByRole('textbox', { name: 'Hvorfor det tar lengre tid' }).fill('Vi må spørre leverandøren først.');
  await row.getByRole('button', { name: 'Flytt fristen og si fra' }).click();
  await row.getByText('Vi må spørre leverandøren først.').waitFor();
  await row.getByRole('radio', { name: 'Avslått' }).check();
  await row.getByText('klagen går til Datatilsynet').waitFor();
  expect(await row.getByText('Hvem er det som har åpnet').isVisible()).toBe(false);
  await expectAccessible(visitor, 'a request to the officer');
  await row.getByRole('textbox', { name: 'Begrunnelse til innbyggeren' }).fill('Det sto alt i loggen du har.');
  await row.getByRole('button', { name: 'Send svaret' }).click();
  await row.waitFor({ state: 'detached' });
  await card.getByRole('button', { name: /^Besvart/ }).click();
  await row.getByText('Avslått.', { exact: true }).waitFor();
});

test('who treats is told whose page it is', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Grete Granli', '/kommune/personvern');
  await page.getByText(/Innsynskontroll er for dem som har rollen loggkontroll/).waitFor();
  await page.goto('/kommune/administrasjon');
  await page.getByText(/Administrasjon er for dem som har rollen IKT-administrator/).waitFor();
});

test('the administrator gives a role in a unit, and ends it', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Oda Drift');
  await page.waitForURL(/\/kommune\/administrasjon$/);
  await page.getByRole('searchbox', { name: 'Finn enhet' }).fill('responssenteret');
  await page.getByRole('list', { name: 'Enheter' }).getByRole('button', { name: 'Responssenteret' }).click();
  const card = page.getByRole('region', { name: 'Ansatte i Responssenteret' });
  await card.getByRole('rowheader', { name: 'Rune Respons' }).waitFor();
  await card.getByRole('button', { name: 'Gi en rolle' }).click();
  const form = card.getByRole('region', { name: 'Gi en rolle' });
  await form.getByRole('button', { name: 'Gi rollen' }).click();
  await form.getByText('Velg hvem.').waitFor();
  await expectAccessible(visitor, 'to give a role');
  await form.getByRole('textbox', { name: 'Hvem' }).fill('Bo Havn');
  await form.getByRole('list', { name: 'Hvem' }).getByRole('button').first().click();
  await form.getByRole('combobox', { name: 'Rolle' }).selectOption({ label: 'Sykepleier' });
  await form.getByRole('textbox', { name: 'Tittel' }).fill('Vaktsykepleier');
  await form.getByRole('button', { name: 'Gi rollen' }).click();
  await card.getByText('Bo Havn har fått rollen.').waitFor();
  const row = card.getByRole('row').filter({ hasText: 'Vaktsykepleier' }).first();
  await row.getByText('Nå').waitFor();
  await row.getByRole('button', { name: 'Avslutt rollen til Bo Havn' }).click();
  const dialog = page.getByRole('dialog');
  await expectAccessible(visitor, 'to end a role');
  await dialog.getByRole('button', { name: 'Avslutt rollen' }).click();
  await card.getByText('Rollen er avsluttet.').waitFor();
  expect(visitor.errors).toEqual([]);
});

test('the administrator approves an app for the staff with one click, and withdraws it with another', async () => {
  const name = `Blodtrykksdagboka ${Date.now().toString(36)}`;
  await writer.operate('/$register-app', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'client', valueId: name.split(' ')[1] as string },
      { name: 'name', valueString: name },
      { name: 'publisher', valueString: 'Vekst AS, Fjordvik' },
      { name: 'description', valueString: 'Tegner kurver over målinger' },
      { name: 'type', valueCode: 'public' },
      { name: 'audience', valueCode: 'staff' },
      { name: 'scope', valueString: 'launch openid fhirUser patient/Observation.rs' },
      { name: 'redirectUrl', valueUrl: 'http://127.0.0.1:9/back' },
      { name: 'launchUrl', valueUrl: 'http://127.0.0.1:9/launch' },
    ],
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Oda Drift');
  const app = page.getByRole('list', { name: 'Apper' }).getByRole('listitem').filter({ hasText: name });
  await app.getByText('Ikke godkjent').waitFor();
  // What it asks for is read before it is approved.
  await app.getByText(/Ber om: .*patient\/Observation\.rs/).waitFor();
  await expectAccessible(visitor, 'apps to approve');
  await app.getByRole('button', { name: `Godkjenn ${name}` }).click();
  await app.getByText('Godkjent', { exact: true }).waitFor();
  await app.getByRole('button', { name: new RegExp(`${name}$`) }).click();
  await app.getByText('Ikke godkjent').waitFor();
  expect(visitor.errors).toEqual([]);
});

test('what a system is for, and for which register it collects, is read before it is approved', async () => {
  const name = `Kvalitetshenter ${Date.now().toString(36)}`;
  await writer.operate('/$register-app', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'client', valueId: name.split(' ')[1] as string },
      { name: 'name', valueString: name },
      { name: 'publisher', valueString: 'Registeret' },
      { name: 'type', valueCode: 'confidential-asymmetric' },
      { name: 'audience', valueCode: 'system' },
      { name: 'scope', valueString: 'system/*.rs' },
      { name: 'jwksUrl', valueUrl: 'https://registeret.example.no/jwks' },
      { name: 'dpop', valueBoolean: true },
      { name: 'organization', valueReference: { reference: 'Organization/fjordvik' } },
      { name: 'purpose', valueCode: 'HQUALIMP' },
      { name: 'register', valueCode: 'quality-registers' },
    ],
  });
  const visitor = await visit(url);
  await logIn(visitor, 'Oda Drift');
  const app = visitor.page.getByRole('list', { name: 'Apper' }).getByRole('listitem').filter({ hasText: name });
  await app.getByText('Formål: læring og kvalitet, henter til medisinske kvalitetsregistre').waitFor();
  await expectAccessible(visitor, 'a system to approve');
  expect(visitor.errors).toEqual([]);
});

test('a list of staff is tried first, with why a row cannot be taken, and then saved', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Oda Drift');
  const card = page.getByRole('region', { name: 'Hent ansatte fra fil' });
  const { number } = await writer.citizen();
  const list = [
    'nationalNumber;name;role;unit;from',
    `${number};Prøve Ansatt;assistent;responssenteret;2026-11-01`,
    ';Uten Nummer;assistent;responssenteret;2026-11-01',
  ].join('\n');
  await card
    .getByLabel('Velg fil')
    .setInputFiles({ name: 'ansatte.csv', mimeType: 'text/csv', buffer: Buffer.from(list, 'utf8') });
  await card.getByRole('button', { name: 'Prøv uten å lagre' }).click();
  await card.getByText(/^2 rader lest/).waitFor();
  await card
    .getByRole('row')
    .filter({ hasText: 'Ikke tatt' })
    .getByText('nationalNumber eller hprNumber må være med')
    .waitFor();
  await expectAccessible(visitor, 'a list tried');
  await card.getByRole('button', { name: 'Lagre 1 endring' }).click();
  await card.getByText(/^Ferdig\. 1 endret/).waitFor();
});

test('a leader sees units and staff, and changes nothing', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Leif Leder');
  await page.waitForURL(/\/kommune\/administrasjon$/);
  await page.getByText('Du kan se, men ikke endre.').waitFor();
  await page.getByRole('rowheader', { name: 'Petra Personvern' }).waitFor();
  expect(await page.getByRole('button', { name: /^(Gi en rolle|Avslutt)/ }).count()).toBe(0);
});

test.each([360, 1440])('both pages fit a screen of %i, light and dark, in nynorsk', async (width) => {
  for (const theme of ['light', 'dark'] as const) {
    const officer = await visit(url, { width, language: 'nn', theme });
    await logIn(officer, 'Petra Personvern');
    await officer.page.getByRole('heading', { name: 'Naudtilgangar per veke' }).waitFor();
    await expectAccessible(officer, `cases ${width} ${theme}`);
    await expectNoSidewaysScroll(officer, `cases ${width}`);
    const admin = await visit(url, { width, language: 'nn', theme });
    await logIn(admin, 'Oda Drift');
    await admin.page.getByRole('rowheader', { name: 'Petra Personvern' }).waitFor();
    await expectAccessible(admin, `administration ${width} ${theme}`);
    await expectNoSidewaysScroll(admin, `administration ${width}`);
  }
});
